"""What people decided about young people and homes, with their reasons."""
