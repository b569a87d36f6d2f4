"""Backups: how a copy of the whole database is made, what it says of itself, how it goes back."""
