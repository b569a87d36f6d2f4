"""Accounts, users, sessions and links on the screen."""
