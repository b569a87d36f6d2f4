"""Choosing clients in a list, one by one, by the page, or all that were found."""
