"""Where full postcodes are, once an operator has loaded a list of them."""
