"""Accounts, users, sessions and links."""
