"""Received HTML: what it says of itself, where its story is, and that story as Markdown."""
