"""What an agency asks its carers about a young person, and what they say."""
