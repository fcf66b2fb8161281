"""The manifest: the SHA-256 of each file of the site, and what the site was made of."""
