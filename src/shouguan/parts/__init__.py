"""Totals by their parts: shares, conversion, reconciliation, levers, and indicators that move together."""
