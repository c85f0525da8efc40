"""The form with which an authority refers a young person, question by question."""
