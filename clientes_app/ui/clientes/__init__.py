"""The clients of an account on the screen."""
