"""The records of ARC files, in which the Internet Archive and others kept crawls before WARC."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from warcio.recordloader import ARCHeadersParser

from backfile.legacy.items import RefusedError
from backfile.legacy.wayback import moment

if TYPE_CHECKING:
    from warcio.limitreader import LimitReader

# ARC file format 1.0: URL, IP address, date, content type, length.
_LINE = re.compile(
    rb"(?P<scheme>[a-z][a-z0-9+.-]{1,19}):[^\n]{1,8000} [0-9A-Fa-f.:]{1,45} \d{14} [^ \n]{1,200} "
    rb"\d{1,15}\r?\n"
)
_LONGEST_LINE = 10_000
_PARSER = ARCHeadersParser()


def is_arc(begin: bytes) -> bool:
    """Tell whether a record of an ARC file begins with these bytes."""
    return _LINE.match(begin) is not None


def arc_fields(stream: LimitReader, first: bytes) -> tuple[dict[str, str], int]:
    """Read the head of an ARC record, whose first bytes *first* were read from *stream*.

    Return its fields under the names that WARC has for them, and where the record's body begins.
    Raises RefusedError where there is none.
    """
    line = first if first.endswith(b"\n") else first + stream.readline(_LONGEST_LINE)
    found = _LINE.fullmatch(line)
    if found is None:
        raise RefusedError("this is no WARC record, and no record of an ARC file")
    begins = stream.tell()
    said = dict(_PARSER.parse(stream, line).headers)
    is_page = found["scheme"] in (b"http", b"https")
    fields = {
        "warc-type": "response" if is_page else found["scheme"].decode(),
        "warc-target-uri": said["uri"],
        "warc-date": moment(said["archive-date"]),
        "content-type": "application/http" if is_page else said["content-type"],
        "content-length": said["length"],
    }
    return fields, begins
