"""What was found in an uploaded file, before anything is stored."""
