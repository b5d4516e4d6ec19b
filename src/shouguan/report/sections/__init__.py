"""The sections of a page, each a function of the page's context that returns HTML."""
