"""«Usuarios»: the members of an account."""
