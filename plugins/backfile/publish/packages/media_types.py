"""What a web archive records as the types of a site's files."""

from __future__ import annotations

from backfile.publish.media_types import in_utf8, known_type


def media_type(path: str) -> str:
    """Return the media type of the file at *path* by its name, without parameters."""
    return known_type(path) or "application/octet-stream"


def content_type(path: str) -> str:
    """Return what a server says of the file at *path*: the media type, for texts with UTF-8."""
    return in_utf8(media_type(path))
