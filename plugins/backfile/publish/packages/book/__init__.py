"""Books in EPUB 3 that tell a story, a running story, a topic or a year in order of time."""
