"""Pictures: what we open, what headers say, and small copies. Pillow lives in the worker processes only."""
