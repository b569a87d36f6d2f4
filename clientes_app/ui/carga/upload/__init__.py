"""«Subir archivo .CSV»: a file on its way to the server."""
