"""One's own records as files, with a reason and on record."""
