"""Durable processes: thin workflows, each step of which calls a service."""
