"""Words in = words out: what was received against what the built page shows."""
