"""Files into observations and registers."""
