"""The catalogue: one SQLite file with a row for each story, and what listings ask of them."""
