"""What stories come in: one module for each format, all with the same functions."""
