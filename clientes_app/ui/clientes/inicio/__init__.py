"""The first page of an account without clients: ways to begin, and what is to be settled once."""
