"""The pictures that other sites show with links to the site and to its partners' pages."""
