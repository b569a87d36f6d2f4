"""What an administrator does with a whole installation: move it, see whether it is sound."""
