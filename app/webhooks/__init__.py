"""Programs are told of changes at an address of theirs, without asking."""
