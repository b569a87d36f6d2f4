"""The clients of an account: find, add, edit, merge, delete, bring back."""
