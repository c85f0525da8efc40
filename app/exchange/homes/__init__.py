"""Homes from a spreadsheet: its columns, how they are read, and where they go."""
