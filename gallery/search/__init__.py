"""The search engine: query parser, column index, bitmaps, evaluation, suggestions."""
