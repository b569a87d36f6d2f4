"""Requests to the SAT's bulk validator, and its answers."""
