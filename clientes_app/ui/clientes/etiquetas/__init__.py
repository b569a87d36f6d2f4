"""Etiquetas on the page: how they look, managing them, putting them on one client."""
