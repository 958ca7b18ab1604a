"""Folders shown without being roots: one level, by ids of their own, forgotten at exit."""
