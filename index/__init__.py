"""From files to hits: papers in, the passages nearest a question out. Knows nothing of chat."""
