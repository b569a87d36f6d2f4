"""«Carga Masiva» on the screen: the upload, the preview, the processes and their problems."""
