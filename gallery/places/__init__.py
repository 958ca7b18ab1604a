"""Names of places by coordinates and back, from a table that comes with the program."""
