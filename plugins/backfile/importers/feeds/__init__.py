"""News feeds (Atom, RSS) and Blogger's exports: their entries, read as JSON objects are."""
