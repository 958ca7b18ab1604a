"""Makes the files of a release from the built folder: for Linux a .tar.xz, a .deb, lists of parts, checksums."""
