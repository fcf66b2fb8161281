"""The headers with which a store of objects delivers the files of a site.

A web server knows the types of most files; a bucket knows only what it is told with each.
"""

from __future__ import annotations

import mimetypes
import re
from pathlib import PurePosixPath

_UTF_8 = "; charset=utf-8"
# Types by suffix. mimetypes reads files of the system, so what a site has is stated here.
_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",  # RFC 9239
    ".mjs": "text/javascript",
    ".md": "text/markdown",  # RFC 7763
    ".csv": "text/csv",  # RFC 4180
    ".txt": "text/plain",
    ".sha256": "text/plain",
    ".conf": "text/plain",
    ".vtt": "text/vtt",
    ".json": "application/json",  # RFC 8259: always UTF-8, no charset
    ".map": "application/json",
    ".jsonld": "application/ld+json",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/vnd.microsoft.icon",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
    ".zip": "application/zip",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
}
_ATOM = ".atom.xml"
_KNOWN = mimetypes.MimeTypes()  # Python's own table, without the files of the system
_FINGERPRINT = re.compile(r"(?<![0-9a-f])[0-9a-f]{8,64}(?![0-9a-f])")
_SLOW_TO_CHANGE = ("image/", "font/", "audio/", "video/")

FOR_EVER = "public, max-age=31536000, immutable"  # a year; RFC 8246
FOR_AN_HOUR = "public, max-age=3600"
ASK_AGAIN = "no-cache"  # kept, and used when the server says that it is still the same


def content_type(path: str) -> str:
    """Return the Content-Type of the file at *path*, with its charset where it is text."""
    name = PurePosixPath(path).name.lower()
    suffix = PurePosixPath(name).suffix
    if name.endswith(_ATOM):
        found = "application/atom+xml"  # RFC 4287
    elif not suffix:  # _redirects, _headers, CNAME
        found = "text/plain"
    else:
        found = _TYPES.get(suffix) or _KNOWN.guess_type(name)[0] or "application/octet-stream"
    return f"{found}{_UTF_8}" if found.startswith("text/") else found


def cache_control(path: str, sha256: str) -> str:
    """Return the Cache-Control of the file at *path*, whose digest is *sha256*.

    A file is kept for ever only where its name states the digest of its bytes (at least eight
    digits of it), so that other bytes always have another name. Pictures, fonts and recordings are
    kept for an hour. All else is asked for again, so that a page and what it loads stay together.
    """
    stem = PurePosixPath(path).name.lower()
    if any(sha256.startswith(one) for one in _FINGERPRINT.findall(stem)):
        return FOR_EVER
    return FOR_AN_HOUR if content_type(path).startswith(_SLOW_TO_CHANGE) else ASK_AGAIN
