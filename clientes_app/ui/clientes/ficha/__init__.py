"""The card of a client: a page to read and to copy from."""
