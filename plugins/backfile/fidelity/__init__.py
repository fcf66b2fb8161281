"""Compares the words of what was received with the words that the built page shows."""
