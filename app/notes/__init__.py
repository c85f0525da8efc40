"""What people know of a young person and a home that Hearth cannot see."""
