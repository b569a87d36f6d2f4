"""Actions on many clients at once: what they would do, and doing it as a process."""
