"""The window on the desktop. The only package with pywebview and Qt."""
