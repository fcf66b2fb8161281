"""Structured data: what a page says, in the vocabulary of schema.org."""
