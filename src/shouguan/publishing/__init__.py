"""What becomes of a report once it is made: read again, compared, signed, passed on."""
