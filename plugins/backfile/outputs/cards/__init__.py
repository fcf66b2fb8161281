"""The pictures that links to the site and to its partners are shown with elsewhere."""
