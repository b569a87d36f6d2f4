"""Bulk loads in SQL: the file, the process, what was found in its rows."""
