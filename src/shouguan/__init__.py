"""收官: how a Chinese city's year will close, from the year-to-date figures published so far."""

__version__ = "0.1.0"
