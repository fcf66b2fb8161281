"""The search: an index of the stories by word, and the pages that ask it."""
