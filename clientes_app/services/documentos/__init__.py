"""What the SAT's documents say, put at the service of the doors."""
