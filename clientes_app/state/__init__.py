"""What one tab is looking at. Thin: rows, sessions and bytes live elsewhere."""
