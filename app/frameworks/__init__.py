"""Frameworks: named lists of agencies and authorities that share with each other."""
