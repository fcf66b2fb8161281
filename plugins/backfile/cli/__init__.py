"""The commands' own work: options in, lines for people out."""
