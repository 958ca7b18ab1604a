"""The public API for web and desktop: roots, timelines, photos, pictures and search."""
