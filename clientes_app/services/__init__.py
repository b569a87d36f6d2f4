"""One wish of a person is one function here, and one transaction."""
