"""What the program and its package are made with, beside the code."""
