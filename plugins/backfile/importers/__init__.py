"""Converts received files into story files, and records what was done to each in a ledger."""
