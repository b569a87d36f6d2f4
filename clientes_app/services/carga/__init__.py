"""Bulk loads: from the upload to the undoing."""
