"""Lists of projects, firms and bonds into records."""
