"""From a Markdown file to a story and its record: fields, sections, links, and what is wrong."""
