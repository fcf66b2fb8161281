"""The code that connects Pelican's signals and generators with our functions."""
