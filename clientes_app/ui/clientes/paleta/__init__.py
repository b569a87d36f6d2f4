"""«Ir a…»: any client, page or command, by what is typed."""
