"""Tell people in the product, and by e-mail if they choose, that something happened."""
