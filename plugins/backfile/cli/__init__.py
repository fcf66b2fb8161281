"""The commands: each takes options and prints lines for people."""
