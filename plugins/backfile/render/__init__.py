"""Filters and functions for templates: words and dates, pictures, lists of updates."""
