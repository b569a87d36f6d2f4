"""The look, in one place: what Radix is told; assets/estilos.css holds the rest."""

import reflex as rx


def tema() -> rx.Component:
    """One accent colour, cool greys, small radii, a little less than Radix's usual size."""
    return rx.theme(
        accent_color="teal",
        gray_color="slate",
        radius="medium",
        scaling="95%",
        panel_background="solid",
    )
