"""Investment from below: projects, firms and funds of the office's lists."""
