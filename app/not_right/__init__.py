"""That a home is not right for a young person, as its agency says."""
