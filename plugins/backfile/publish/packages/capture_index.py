"""The index of a web archive: where in its WARC file the capture of each address is.

Lines are sorted by address and stored in compressed blocks, so that a reader can fetch those that
it needs. Sources, at https://specs.webrecorder.net/: "CDXJ 1.0", and "WACZ 1.1.1", section 5.2.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

BLOCKS = "index.cdx.gz"
_LINES = 1024  # in a block, as in the index that py-wacz makes
_GZIP = zlib.MAX_WBITS + 16


@dataclass(frozen=True, slots=True)
class IndexedCapture:
    """A response in a WARC file: from the byte `offset` on, `length` bytes, which are compressed.

    `media_type` is that of the response, `digest` that of its body.
    """

    url: str
    media_type: str
    digest: str
    offset: int
    length: int


class CaptureIndex:
    """The captures of one WARC file, all of one moment, sorted on the disk.

    `warc` is the name of the WARC file.
    """

    def __init__(self, database: Path, warc: str, moment: datetime) -> None:
        self._lines = sqlite3.connect(database)
        self._lines.execute("CREATE TABLE line (line TEXT PRIMARY KEY) WITHOUT ROWID")
        self._warc = warc
        self._timestamp = f"{moment.year:04}{moment:%m%d%H%M%S}"

    def add(self, capture: IndexedCapture) -> None:
        """Add a capture."""
        told = {
            "url": capture.url,
            "mime": capture.media_type,
            "status": "200",
            "digest": capture.digest,
            "length": str(capture.length),
            "offset": str(capture.offset),
            "filename": self._warc,
        }
        line = f"{sort_key(capture.url)} {self._timestamp} {json.dumps(told)}\n"
        self._lines.execute("INSERT INTO line VALUES (?)", (line,))

    def write(self, blocks: BinaryIO, index: BinaryIO) -> None:
        """Write the lines into *blocks*, and the beginning and place of each block into *index*."""
        head = json.dumps({"format": "cdxj-gzip-1.0", "filename": BLOCKS})
        index.write(f"!meta 0 {head}\n".encode())
        for first, data in self._blocks():
            place = {
                "offset": blocks.tell(),
                "length": len(data),
                "digest": f"sha256:{hashlib.sha256(data).hexdigest()}",
                "filename": BLOCKS,
            }
            index.write(f"{first} {json.dumps(place)}\n".encode())
            blocks.write(data)

    def close(self) -> None:
        """Close the file of the lines."""
        self._lines.close()

    def _blocks(self) -> Iterator[tuple[str, bytes]]:
        """Go through the compressed blocks, each with the key and the time of its first line."""
        found = self._lines.execute("SELECT line FROM line ORDER BY line")
        while rows := found.fetchmany(_LINES):
            lines = [line for (line,) in rows]
            packer = zlib.compressobj(9, zlib.DEFLATED, _GZIP)
            data = packer.compress("".join(lines).encode()) + packer.flush()
            yield " ".join(lines[0].split(" ", 2)[:2]), data


def sort_key(url: str) -> str:
    """Return the form of an address by which captures are sorted and found: `org,example)/a/`.

    That is the host backwards, and the path in small letters. A `www.` is left out. Source: "CDXJ
    1.0", "Searchable URL"; wabac.js looks addresses up in this form.
    """
    parts = urlsplit(url.lower())
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{','.join(reversed(host.split('.')))}{port}){parts.path or '/'}{query}"
