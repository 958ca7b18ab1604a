"""What every other package may use: errors, models, events, paths, logs, locks, safe file access."""
