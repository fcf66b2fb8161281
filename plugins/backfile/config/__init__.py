"""What a site is set to be: settings read once, checked, and asked by name."""
