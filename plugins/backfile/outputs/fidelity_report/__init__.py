"""The check of the words of an archive against its originals, and the page that reports it."""
