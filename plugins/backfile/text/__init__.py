"""Text as any part of Backfile reads it: addresses, encodings, dates and words, and no files."""
