"""The command line: which commands there are, and what each of them does."""
