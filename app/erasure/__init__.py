"""How long what is kept about a young person is kept, and how it is erased."""
