"""A fictional region that looks real, for the demonstration, tests and benchmarks."""

from matching.region.region import Region, Vacancy, region

__all__ = ["Region", "Vacancy", "region"]
