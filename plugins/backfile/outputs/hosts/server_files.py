"""The files of a site that hosts and web servers read, and send to nobody at their addresses."""

from __future__ import annotations

from backfile.outputs.hosts import apache, headers_file, nginx
from backfile.outputs.redirects.formats import NGINX, RULES

SERVER_FILES = frozenset({RULES, NGINX, headers_file.NAME, apache.NAME, nginx.NAME})
