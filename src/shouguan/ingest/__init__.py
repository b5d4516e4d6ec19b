"""Files that people have, read, checked and added to a store."""
