"""The processes of an account, in a list and one by one."""
