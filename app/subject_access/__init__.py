"""Everything that is kept about one young person, and who saw it."""
