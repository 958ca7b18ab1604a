"""What was said about photos, as files and other programs hold it: read, matched to photos of the index, written."""
