"""Every figure of a briefing."""
