"""The clients of an account and their history, in SQL."""
