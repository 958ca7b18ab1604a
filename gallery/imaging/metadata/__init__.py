"""Size, capture time, camera and text from the headers of picture files. Runs in decode processes, without decoders."""
