"""What a file holds, as text by cell."""
