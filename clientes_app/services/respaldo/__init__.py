"""Backups: making them by hand and by the clock, which there are, and bringing one back."""
