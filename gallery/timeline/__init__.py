"""Timelines: built from the index, encoded as PTL1 files, and kept."""
