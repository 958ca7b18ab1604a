"""Shoebox: a gallery for the photo folders people already have."""

__version__ = "0.1.0"
