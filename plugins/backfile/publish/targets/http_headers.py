"""The headers with which a store of objects delivers the files of a site.

A web server knows the types of most files; a bucket knows only what it is told with each.
"""

from __future__ import annotations

import mimetypes
import re
from pathlib import PurePosixPath

from backfile.publish.media_types import in_utf8, known_type

_KNOWN = mimetypes.MimeTypes()  # Python's own table, without the files of the system
_FINGERPRINT = re.compile(r"(?<![0-9a-f])[0-9a-f]{8,64}(?![0-9a-f])")
_SLOW_TO_CHANGE = ("image/", "font/", "audio/", "video/")

FOR_EVER = "public, max-age=31536000, immutable"  # a year; RFC 8246
FOR_AN_HOUR = "public, max-age=3600"
ASK_AGAIN = "no-cache"  # kept, and used when the server says that it is still the same


def content_type(path: str) -> str:
    """Return the Content-Type of the file at *path*, with its charset where it is text."""
    name = PurePosixPath(path).name.lower()
    if not PurePosixPath(name).suffix:  # _redirects, _headers, CNAME
        return in_utf8("text/plain")
    found = known_type(name) or _KNOWN.guess_type(name)[0] or "application/octet-stream"
    return in_utf8(found)


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
