"""«Mi perfil»: the person, whatever the account."""
