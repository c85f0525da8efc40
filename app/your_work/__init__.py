"""The page one starts from: what waits for whoever is signed in."""
