"""Who moved into which home, when, and what the statutory return asks about it."""
