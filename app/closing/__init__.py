"""How a referral ends, and begins again."""
