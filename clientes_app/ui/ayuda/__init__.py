"""«Ayuda»: the guide for users."""
