"""What other systems call the records that are here."""
