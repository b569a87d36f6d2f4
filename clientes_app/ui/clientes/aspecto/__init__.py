"""Columns and density: what of the list a person sees, and the sheet where they choose it."""
