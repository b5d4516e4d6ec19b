"""The explorer's pieces: what is set, what is said and drawn of it, and its controls."""
