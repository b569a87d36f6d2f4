"""The person and the account in use."""
