"""Detects the format of a received file, by its first bytes."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from backfile.errors import RefusedError
from backfile.importers.crawl.files import SUFFIXES as CRAWLS
from backfile.importers.feeds.head import root_of
from backfile.importers.foreign import foreign
from backfile.importers.formats.text import is_text
from backfile.importers.html.saved import SUFFIXES as PAGES
from backfile.importers.html.saved import is_page, received_files
from backfile.importers.packed import SUFFIXES, kind_of, unpacked

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
    *SUFFIXES,
    *(".xml", ".rss", ".atom", ".zst", *_JSON_NAMES, *_TABLES),
    *(".sql", ".mbox", ".eml", ".mht", ".mhtml", ".docx", ".doc", ".odt", ".rtf", ".wpress"),
)


def recognise(path: Path) -> str:
    """Return the format of the file *path*.

    `archive` is one to unpack first, `other` a dump that is only named.

    Raises OSError.
    """
    with path.open("rb") as file:
        head = start = file.read(HEAD)
    if head.startswith(b"\x1f\x8b"):
        head = _unzipped(head)
    suffix = path.suffix.lower()
    kinds = (
        ("warc", head.startswith((b"WARC/", b"filedesc://")) or suffix == ".wacz"),
        ("other", foreign(head, path) is not None),
        ("archive", bool(kind_of(start))),
        ("wxr", bool(root_of(head) and _WXR.search(head))),
        ("feed", bool(root_of(head))),
        ("csv", suffix in _TABLES),
        ("json", suffix in _JSON_NAMES),
        ("html", bool(_HTML.match(head)) or suffix in PAGES),
    )
    return next((name for name, it_is in kinds if it_is), "text")


def sources(path: Path) -> Iterator[tuple[str, Path]]:
    """Go through what a file, an archive or a folder holds: each format with where to read it from.

    The texts of a folder are one source, its pages another, the files of a crawl a third, and each
    other dump in it one of its own. What is in an archive is there until the next is asked for.
    """
    found = _of_folder(path) if path.is_dir() else [(recognise(path), path)]
    for name, one in found:
        yield from _within(one) if name == "archive" else [(name, one)]


def sources_of(path: Path, name: str) -> Iterator[tuple[str, Path]]:
    """Go through the sources of the format *name* that *path* holds: itself unless it is packed."""
    if path.is_dir() or recognise(path) != "archive":
        yield name, path
        return
    for found, one in sources(path):
        if found in (name, "archive"):
            yield found, one


def _within(path: Path) -> Iterator[tuple[str, Path]]:
    """Go through what the archive *path* holds, and last what of it is refused, if anything is."""
    try:
        with unpacked(path) as (folder, refused):
            inside = list(_of_folder(folder))
            yield from (one for one in inside if one[0] != "archive")
            yield from (("other", file) for name, file in inside if name == "archive")
    except RefusedError:
        yield "archive", path
        return
    if refused:
        yield "archive", path


def _of_folder(path: Path) -> Iterator[tuple[str, Path]]:
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
