"""Read size, capture time, camera and text from the headers of picture files."""
