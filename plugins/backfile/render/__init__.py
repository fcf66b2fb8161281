"""What templates ask while a page is written: words and dates, pictures, lists of updates."""
