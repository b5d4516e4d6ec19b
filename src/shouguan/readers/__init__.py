"""Readers: each turns one kind of file into observations."""
