"""Decode pictures and make thumbnails. Runs in decode processes only: imports Pillow."""
