"""The media types of a site's files, the same on every system (IANA, "Media Types").

A web server knows the types of most files; a bucket and a web archive know only what they are told.
"""

from __future__ import annotations

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
    ".bib": "application/x-bibtex",
    ".ris": "application/x-research-info-systems",
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
    ".wasm": "application/wasm",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".mp4": "video/mp4",
    ".ogv": "video/ogg",
    ".webm": "video/webm",
}
# Types by the last two suffixes.
_DOUBLE = {
    ".atom.xml": "application/atom+xml",  # RFC 4287
    ".csl.json": "application/vnd.citationstyles.csl+json",
}


def known_type(path: str) -> str:
    """Return the media type of the file at *path* by its name; empty where it tells none."""
    suffixes = PurePosixPath(path.lower()).suffixes
    return _DOUBLE.get("".join(suffixes[-2:])) or _TYPES.get("".join(suffixes[-1:]), "")


def in_utf8(media_type: str) -> str:
    """Return a *media_type* as a Content-Type of a file in UTF-8: with the charset of a text."""
    return f"{media_type}{_UTF_8}" if media_type.startswith("text/") else media_type
