"""What may be known of carers, and of young people, is released to one at a time."""
