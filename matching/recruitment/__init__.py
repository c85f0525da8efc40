"""Which homes would help most: one more of a kind, or one of those there, changed."""

from matching.recruitment.search import recruit
from matching.recruitment.upskilling import upskilling

__all__ = ["recruit", "upskilling"]
