"""What an agency records of a home, asked a subject a page."""
