"""Facts into words."""
