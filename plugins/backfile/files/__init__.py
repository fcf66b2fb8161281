"""Files and folders: what may be read, who holds a lock, and writes that are whole or not there."""
