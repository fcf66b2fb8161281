"""The body of a page: where its story is, what of it is furniture, and the rest as Markdown."""
