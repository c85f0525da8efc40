"""Sealing anew what an older key sealed."""
