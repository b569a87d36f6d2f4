"""Settings of Reflex that must be known when the front end is built."""

import os
from pathlib import Path
from typing import Any

import reflex as rx

from clientes_app.config import settings
from clientes_app.ui.shell.theme import ThemePlugin, tema
from clientes_app.web.build_patches import patch_built_files

# Reflex asks a registry for a newer version of itself unless it is told not to.
os.environ.setdefault("REFLEX_CHECK_LATEST_VERSION", "false")


class BuildPatches(rx.plugins.Plugin):
    """Frees the built files from the address of the build, before they are compressed."""

    def post_build(self, *, static_dir: Path, **_context: Any) -> None:
        """Change the files in `static_dir`."""
        patch_built_files(static_dir)


_redis = settings().redis_url

config = rx.Config(
    app_name="clientes_app",
    plugins=[ThemePlugin(theme=tema()), BuildPatches()],
    disable_plugins=[rx.plugins.SitemapPlugin],
    telemetry_enabled=False,
    show_built_with_reflex=False,
    # No other origin may call: the page, its socket and the API share one address.
    cors_allowed_origins=[],
    frontend_compression_formats=["gzip", "brotli"],
    # Nothing here is a component sent by the server: no page needs whole libraries for that.
    frontend_lazy_bundled_libraries=True,
    # What the tabs look at: in this process, or in Redis when several web processes share it.
    redis_url=_redis or None,
    state_manager_mode=(
        rx.constants.StateManagerMode.REDIS if _redis else rx.constants.StateManagerMode.MEMORY
    ),
)
