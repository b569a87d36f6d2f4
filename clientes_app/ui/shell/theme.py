"""The look, in one place: what Radix is told, and which of its styles are sent."""

from typing import Any

import reflex as rx

ACCENT = "teal"
GRAY = "slate"
_RADIX = "@radix-ui/themes"


def tema() -> rx.Component:
    """One accent colour, cool greys, small radii, a little less than Radix's usual size."""
    return rx.theme(
        accent_color=ACCENT,
        gray_color=GRAY,
        radius="medium",
        scaling="95%",
        panel_background="solid",
    )


class ThemePlugin(rx.plugins.RadixThemesPlugin):
    """Radix Themes with the styles that this application uses.

    The whole style sheet holds thirty scales of colours and the utilities of layout components,
    none of which stand on a page: half of what a browser would load.
    """

    def get_stylesheet_paths(self, **_context: Any) -> tuple[str, ...]:
        """Return the tokens, the scales of the two colours and the components."""
        return (
            f"{_RADIX}/tokens/base.css",
            f"{_RADIX}/tokens/colors/{ACCENT}.css",
            f"{_RADIX}/tokens/colors/{GRAY}.css",
            f"{_RADIX}/components.css",
        )
