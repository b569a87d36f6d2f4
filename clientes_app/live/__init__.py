"""Who waits for what changed. Knows no Reflex: whatever wants to follow something uses it alike."""
