"""The sitemap: the addresses of all pages, when each last changed, and `robots.txt`."""
