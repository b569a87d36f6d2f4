"""The history of a client, in the drawer."""
