"""Files and folders: what may be read, locks, and files that are written whole or not at all."""
