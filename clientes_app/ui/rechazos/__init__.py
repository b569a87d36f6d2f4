"""The refused rows of a load, mended over its page."""
