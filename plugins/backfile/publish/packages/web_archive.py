"""A web archive: each file of the site as a server would have sent it, for replay in a browser.

Sources: "WACZ 1.1.1" (https://specs.webrecorder.net/wacz/1.1.1/) and ISO 28500, "WARC 1.1".
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import uuid
from contextlib import ExitStack, closing
from dataclasses import dataclass
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from backfile import __version__
from backfile.publish.packages.capture_index import BLOCKS, CaptureIndex, IndexedCapture
from backfile.publish.packages.media_types import content_type, media_type
from backfile.publish.packages.packaged_site import PackageError, files_below, rfc_3339
from backfile.publish.packages.site_parts import UNSENT, is_redirect_page
from backfile.publish.packages.zip_files import writing_zip
from backfile.text.addresses import quoted
from backfile.text.html_text import parse, visible_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from backfile.pipeline.watching import Watch
    from backfile.publish.packages.packaged_site import FoundFile, PackagedSite

WARC = "data.warc.gz"
_SOFTWARE = f"Backfile {__version__}"
_VERSION = "1.1.1"
_PAGES = {"format": "json-pages-1.0", "id": "pages", "title": "Stories and pages", "hasText": True}
_LISTS = {"format": "json-pages-1.0", "id": "extraPages", "title": "Lists", "hasText": False}


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a list of pages shows it. It is a text where it holds an `<article>`."""

    url: str
    title: str
    text: str
    is_article: bool


def write_web_archive(target: Path, site: PackagedSite, watch: Watch) -> None:
    """Write the WACZ file *target*.

    Raises PackageError where the site has no full address or a page is not UTF-8, and OSError.
    """
    if not site.address.startswith(("http://", "https://")):
        raise PackageError(
            "a web archive needs the address of the site: set the environment variable "
            "BACKFILE_SITEURL=https://archive.example, and build the site for it"
        )
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f"{target.name}-") as folder:
        parts = _Parts(Path(folder))
        _write_parts(parts, site, watch)
        _zip_parts(target, parts, site)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a web archive as files in a folder, before they are zipped."""

    folder: Path

    @property
    def in_order(self) -> Iterator[tuple[str, Path]]:
        """The path of each part in the zip file, and the file."""
        for path in (
            f"archive/{WARC}",
            f"indexes/{BLOCKS}",
            "indexes/index.idx",
            "pages/extraPages.jsonl",
            "pages/pages.jsonl",
        ):
            yield path, self.file(path)

    def file(self, path: str) -> Path:
        """Return where the part at *path* is written."""
        return self.folder / path.rpartition("/")[2]


def _write_parts(parts: _Parts, site: PackagedSite, watch: Watch) -> None:
    with ExitStack() as stack:

        def opened(path: str) -> BinaryIO:
            return stack.enter_context(parts.file(path).open("wb"))

        index = CaptureIndex(parts.folder / "lines.db", WARC, site.changed)
        stack.enter_context(closing(index))
        warc = _Warc(opened(f"archive/{WARC}"), site.changed)
        warc.add_info(site)
        pages = _PageLists(opened("pages/pages.jsonl"), opened("pages/extraPages.jsonl"), site)
        files = files_below(site.folder, lambda _name: False)
        for number, found in enumerate(files, start=1):
            if found.path not in UNSENT:
                url = _address(site, found.path)
                index.add(warc.add(url, found))
                pages.add(url, found)
            watch("archiving files", number, None)
        index.write(opened(f"indexes/{BLOCKS}"), opened("indexes/index.idx"))


def _zip_parts(target: Path, parts: _Parts, site: PackagedSite) -> None:
    with writing_zip(target, site.changed) as whole:
        for path, file in parts.in_order:
            # What is compressed, or fetched in parts, must be found as it is.
            if path.startswith("pages/"):
                whole.copy(path, file)
            else:
                whole.copy_stored(path, file)
        package = _package(parts, site)
        whole.add("datapackage.json", package)
        digest = {"path": "datapackage.json", "hash": f"sha256:{_sha256(BytesIO(package))}"}
        whole.add("datapackage-digest.json", _json(digest))


def _package(parts: _Parts, site: PackagedSite) -> bytes:
    """Return the description of the whole ("WACZ 1.1.1", section 5.4)."""
    resources = []
    for path, file in parts.in_order:
        with file.open("rb") as data:
            digest = _sha256(data)
        name = path.rpartition("/")[2].lower()
        size = file.stat().st_size
        resources.append({"name": name, "path": path, "hash": f"sha256:{digest}", "bytes": size})
    return _json(
        {
            "profile": "data-package",
            "wacz_version": _VERSION,
            "software": _SOFTWARE,
            "title": site.name,
            "description": site.subtitle,
            "created": rfc_3339(site.changed),
            "mainPageUrl": f"{site.address}/",
            "mainPageDate": rfc_3339(site.changed),
            "resources": resources,
        }
    )


class _Warc:
    """A WARC file that is being written, in which all records have the same date."""

    def __init__(self, file: BinaryIO, moment: datetime) -> None:
        self._file = file
        self._writer = WARCWriter(file, gzip=True, warc_version="1.1")
        self._date = rfc_3339(moment)

    def add_info(self, site: PackagedSite) -> None:
        """Add the record that says what the file is (WARC 1.1, section 6.2)."""
        told = {
            "software": _SOFTWARE,
            "format": "WARC File Format 1.1",
            "description": site.name,
            "isPartOf": site.address,
        }
        data = "".join(f"{name}: {value}\r\n" for name, value in told.items()).encode()
        headers = {**self._headers(WARC, data.decode()), "WARC-Filename": WARC}
        record = self._writer.create_warc_record(
            "",
            "warcinfo",
            payload=BytesIO(data),
            length=len(data),
            warc_headers_dict=headers,
        )
        self._writer.write_record(record)

    def add(self, url: str, found: FoundFile) -> IndexedCapture:
        """Add the response to a request for *url*, which has the bytes of a file."""
        offset = self._file.tell()
        with found.file.open("rb") as body:
            digest = f"sha256:{_sha256(body)}"
            length = body.tell()
            body.seek(0)
            response = [("Content-Type", content_type(found.path)), ("Content-Length", str(length))]
            record = self._writer.create_warc_record(
                url,
                "response",
                payload=body,
                length=length,
                http_headers=StatusAndHeaders("200 OK", response, protocol="HTTP/1.1"),
                warc_headers_dict={**self._headers(url, digest), "WARC-Payload-Digest": digest},
            )
            self._writer.write_record(record)
        return IndexedCapture(
            url, media_type(found.path), digest, offset, self._file.tell() - offset
        )

    def _headers(self, *made_of: str) -> dict[str, str]:
        """Return the date, and an id that is the same wherever the record is made."""
        name = uuid.uuid5(uuid.NAMESPACE_URL, " ".join([self._date, *made_of]))
        return {"WARC-Date": self._date, "WARC-Record-ID": f"<urn:uuid:{name}>"}


class _PageLists:
    """The two lists of pages: stories and other texts with their words, and all lists."""

    def __init__(self, articles: BinaryIO, lists: BinaryIO, site: PackagedSite) -> None:
        self._articles, self._lists = articles, lists
        self._home = f"{site.address}/"
        self._date = rfc_3339(site.changed)
        articles.write(_json_line(_PAGES))
        lists.write(_json_line(_LISTS))

    def add(self, url: str, found: FoundFile) -> None:
        """Add the page that a file is; other files are left out, and pages that only redirect."""
        if media_type(found.path) != "text/html" or is_redirect_page(found.file):
            return
        page = _read_page(url, found.file)
        told = {
            "id": str(uuid.uuid5(uuid.NAMESPACE_URL, url)),
            "url": url,
            "ts": self._date,
            "title": page.title,
        }
        if page.is_article or url == self._home:
            self._articles.write(_json_line({**told, "text": page.text}))
        else:
            self._lists.write(_json_line(told))


def _read_page(url: str, file: Path) -> Page:
    try:
        root = parse(file.read_bytes().decode())
    except ValueError as error:
        raise PackageError(f"{file}: it is not HTML in UTF-8") from error
    title = root.css_first("title")
    words = " ".join(title.text().split()) if title is not None else ""
    article = root.css_first("article")
    text = visible_text(article or root.css_first("main") or root.css_first("body") or root)
    return Page(url, words or url, " ".join(text.split()), article is not None)


def _address(site: PackagedSite, path: str) -> str:
    """Return the address at which a server sends the file at *path*."""
    folder, _, name = path.rpartition("/")
    if name == "index.html":
        return f"{site.address}/{quoted(folder)}/" if folder else f"{site.address}/"
    return f"{site.address}/{quoted(path)}"


def _sha256(file: BufferedReader | BytesIO) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _json_line(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False) + "\n").encode()
