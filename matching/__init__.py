"""The engine: plain data in, plain data out. No database, no web, no clock."""

__version__ = "0.1.0"
