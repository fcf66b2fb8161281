"""The files that tell hosts and web servers which headers, types and redirects a site needs."""
