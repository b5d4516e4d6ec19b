"""Totals by their parts."""
