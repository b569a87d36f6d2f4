"""Refused rows of a load, mended one by one on the page."""
