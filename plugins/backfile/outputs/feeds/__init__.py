"""Feeds: which there are, their entries, and the two formats they are written in."""
