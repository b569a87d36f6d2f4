"""The problems of a file, row by row."""
