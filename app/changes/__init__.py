"""What changed, for programs that keep a copy of their own up to date."""
