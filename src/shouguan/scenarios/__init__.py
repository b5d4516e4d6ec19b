"""Scenarios from a place's file: entries, what they come to, their words, and scenarios side by side."""
