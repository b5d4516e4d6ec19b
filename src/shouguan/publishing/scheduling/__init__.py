"""Files by which the scheduler of a system runs the kit; nothing of it is installed."""
