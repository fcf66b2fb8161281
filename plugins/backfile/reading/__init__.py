"""From a Markdown file to a story: the Python-Markdown extension and the thin Pelican glue."""
