"""The window. The only room with pywebview and Qt."""
