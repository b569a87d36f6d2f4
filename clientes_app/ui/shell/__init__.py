"""What every page shares: its frame, the gate before its handlers, notices and dialogs."""
