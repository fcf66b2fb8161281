"""Pure functions on text that all parts use: addresses, slugs, time zones, words, HTML text."""
