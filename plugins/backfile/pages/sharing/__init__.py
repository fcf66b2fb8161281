"""Sharing: the picture, card and locale with which others show a link to a page."""
