"""The archive as data: a JSON file for each story, tables of all, and what describes them."""
