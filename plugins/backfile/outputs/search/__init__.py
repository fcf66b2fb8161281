"""The search: an index of the stories in shards, and the pages that ask it."""
