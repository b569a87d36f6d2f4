"""The HTTP door: downloads and health."""
