"""How changes on the disk reach the index. The only package that imports watchdog."""
