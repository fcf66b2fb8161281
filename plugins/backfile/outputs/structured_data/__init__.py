"""Structured data: the facts of a page in the vocabulary of schema.org."""
