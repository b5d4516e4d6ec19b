"""Scenarios: what they may say, and draws conditioned on them."""
