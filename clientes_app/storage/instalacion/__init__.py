"""What an administrator does with a whole installation: its rows moved, its soundness looked at."""
