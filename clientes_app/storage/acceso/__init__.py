"""Accounts, users, sessions and links, in SQL."""
