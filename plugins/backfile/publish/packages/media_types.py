"""The media types of a site's files, the same on every system (IANA, "Media Types")."""

from __future__ import annotations

from pathlib import PurePosixPath

_TEXT = {
    ".css": "text/css",
    ".csv": "text/csv",
    ".htm": "text/html",
    ".html": "text/html",
    ".js": "text/javascript",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".sha256": "text/plain",
    ".txt": "text/plain",
}
_OTHER = {
    ".atom.xml": "application/atom+xml",
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".ico": "image/vnd.microsoft.icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".ogv": "video/ogg",
    ".otf": "font/otf",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".wasm": "application/wasm",
    ".webm": "video/webm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
_UNKNOWN = "application/octet-stream"


def media_type(path: str) -> str:
    """Return the media type of the file at *path* by its name, without parameters."""
    endings = PurePosixPath(path.lower()).suffixes
    candidates = ("".join(endings[-2:]), *endings[-1:])
    known = {**_TEXT, **_OTHER}
    return next((known[one] for one in candidates if one in known), _UNKNOWN)


def content_type(path: str) -> str:
    """Return what a server says of the file at *path*: the media type, for texts with UTF-8."""
    stated = media_type(path)
    return f"{stated}; charset=utf-8" if stated in _TEXT.values() else stated
