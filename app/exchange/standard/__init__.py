"""Referrals in the Placements Data Standard, version 2: out of Hearth and into it."""
