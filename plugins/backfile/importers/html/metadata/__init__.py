"""The metadata of a page: title, dates, authors, address, and where in the page each is stated."""
