"""Picture formats, metadata and derived pictures. Pillow is imported in decode processes only."""
