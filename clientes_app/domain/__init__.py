"""The SAT's rules for the recipient of a CFDI 4.0. Pure: no I/O but its own tables."""
