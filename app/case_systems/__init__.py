"""Other systems write homes and referrals under the ids they give them."""
