"""Values and handlers in, component out: nothing here imports a state."""
