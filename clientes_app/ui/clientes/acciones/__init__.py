"""What can be done with the chosen clients: shown before, done as a process, taken back."""
