"""An account with invented clients, to look around in."""
