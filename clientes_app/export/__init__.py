"""Clients to files."""
