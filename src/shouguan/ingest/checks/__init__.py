"""What cannot be right in figures, with its place."""
