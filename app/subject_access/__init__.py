"""Everything that is kept about one young person or one home, and who saw it."""
