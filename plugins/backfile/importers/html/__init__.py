"""Received HTML: reads its metadata, finds its story, and converts that to Markdown."""
