"""The filters of the list: those in use, and the choice of others."""
