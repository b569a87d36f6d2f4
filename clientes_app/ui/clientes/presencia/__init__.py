"""Who else is at which client."""
