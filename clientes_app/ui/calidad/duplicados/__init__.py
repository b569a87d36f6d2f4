"""«Posibles duplicados»: clients side by side, joined into one, and separated again."""
