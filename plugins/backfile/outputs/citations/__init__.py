"""Citations of a story, of each update, and of each state of it, for reference managers."""
