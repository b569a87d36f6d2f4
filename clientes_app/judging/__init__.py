"""Rows through the rules: what would be stored of them, and what is wrong with the rest."""
