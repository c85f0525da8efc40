"""Which kind of home, and where, would help most if there were one more of it."""

from matching.recruitment.search import recruit

__all__ = ["recruit"]
