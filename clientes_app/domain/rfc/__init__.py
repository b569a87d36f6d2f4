"""The RFC: its shape, what is wrong with one, and the type that holds a right one."""
