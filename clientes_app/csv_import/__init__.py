"""From the bytes of a CSV to a plan of what to store: no SQL, no user interface."""
