"""Pages that Pelican does not make by itself."""
