"""The package that needs no Python: which files are in it, what they are under, and whether it runs."""
