"""What a page states of its story: title, dates, authors, address, and where it states it."""
