"""Received text → story files, with a ledger of every repair."""
