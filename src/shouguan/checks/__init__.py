"""Checks of figures: what cannot be right, what is unlikely, what is missing. They find; they change nothing."""
