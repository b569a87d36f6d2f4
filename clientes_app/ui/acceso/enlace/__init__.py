"""The page that a one-time link leads to."""
