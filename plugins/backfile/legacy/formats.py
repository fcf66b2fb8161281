"""What a received file is, told by its first bytes."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from backfile.legacy.crawl.files import SUFFIXES as CRAWLS
from backfile.legacy.feeds.head import root_of
from backfile.legacy.foreign import foreign
from backfile.legacy.html.saved import SUFFIXES as PAGES
from backfile.legacy.html.saved import is_page, received_files
from backfile.legacy.sources.text import is_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEAD = 64 * 1024
_WXR = re.compile(rb"""\bxmlns:wp\s*=\s*["']https?://wordpress\.org/export/\d""", re.IGNORECASE)
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,4096}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_JSON_NAMES = (".jsonl", ".ndjson", ".json")
_TABLES = (".csv", ".tsv")
# What is looked at in a folder, beside texts, pages and crawls: a picture is no dump.
_DUMPS = (
    *(".xml", ".rss", ".atom", ".gz", ".zst", *_JSON_NAMES, *_TABLES),
    *(".sql", ".mbox", ".eml", ".mht", ".mhtml", ".docx", ".doc", ".odt", ".rtf", ".wpress"),
)


def recognise(path: Path) -> str:
    """Return the format of the file *path*, `other` for a dump that is only named.

    Raises OSError.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(b"\x1f\x8b"):
        head = _unzipped(head)
    if head.startswith((b"WARC/", b"filedesc://")) or path.suffix.lower() == ".wacz":
        return "warc"
    if foreign(head, path):
        return "other"
    if root_of(head):
        return "wxr" if _WXR.search(head) else "feed"
    if path.suffix.lower() in _TABLES:
        return "csv"
    if path.suffix.lower() in _JSON_NAMES:
        return "json"
    return "html" if _HTML.match(head) or path.suffix.lower() in PAGES else "text"


def sources(path: Path) -> Iterator[tuple[str, Path]]:
    """Go through what a file or folder holds: each format with the file or folder to read it from.

    The texts of a folder are one source, its pages another, the files of a crawl a third, and each
    other dump in it one of its own.
    """
    if not path.is_dir():
        yield recognise(path), path
        return
    found = dict.fromkeys(("text", "html", "warc"), False)
    dumps = []
    for file in received_files(path):
        if is_text(file):
            found["text"] = True
        elif is_page(file):
            found["html"] = True
        elif file.name.lower().endswith(CRAWLS):
            found["warc"] = True
        elif file.suffix.lower() in _DUMPS:
            dumps.append((recognise(file), file))
    yield from ((name, path) for name, is_there in found.items() if is_there)
    yield from (dump for dump in dumps if dump[0] not in ("text", "html"))


def _unzipped(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, HEAD)
    except zlib.error:
        return head
