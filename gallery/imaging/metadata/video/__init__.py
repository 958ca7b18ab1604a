"""Readers of what video files say about themselves: duration, size, turn, codecs, time, place, camera, title."""
