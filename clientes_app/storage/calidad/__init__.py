"""The quality of the catalogues, in SQL."""
