"""One file a step; a new one names the step before it."""
