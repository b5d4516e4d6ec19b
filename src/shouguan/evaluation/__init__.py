"""Past years forecast from what was known, and their scores."""
