"""Many reports in one run: what is asked, who makes it, what has not changed, what readers find."""
