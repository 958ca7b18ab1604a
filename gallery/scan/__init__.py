"""How the disk reaches the index. The only room with watchdog."""
