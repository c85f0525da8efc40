"""Forms as data: questions on pages, read, checked, and said back in words."""
