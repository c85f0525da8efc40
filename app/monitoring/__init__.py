"""Figures for whoever keeps Hearth running; none of them is about a person."""
