"""The copy of what the user said in XMP files beside the photos: merged and written, if the user wants it."""
