"""The quality of the catalogue: kinds of trouble kept up to date, figures, possible duplicates."""
