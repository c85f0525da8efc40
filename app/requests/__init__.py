"""Requests: one organisation asks another, or its own people, and is answered."""
