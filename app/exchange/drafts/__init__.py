"""Drafts of referrals from lists of young people: none of them live."""
