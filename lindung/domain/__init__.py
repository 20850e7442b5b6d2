"""Ground floor: the rules of DOMAIN in plain Python. No clock, no SQL, no sentences."""
