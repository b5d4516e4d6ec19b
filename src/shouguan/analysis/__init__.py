"""What follows from an Outlook: back-solving, news, ranks, revisions, scenarios."""
