"""Tables of published figures into observations."""
