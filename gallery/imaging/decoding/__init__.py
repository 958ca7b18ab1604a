"""Decoding and derived pictures. Runs in decode processes only, because it imports Pillow."""
