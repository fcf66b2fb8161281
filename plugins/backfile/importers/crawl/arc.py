"""The records of ARC files, in which the Internet Archive and others kept crawls before WARC."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.errors import RefusedError
from backfile.importers.wayback import moment

if TYPE_CHECKING:
    from warcio.limitreader import LimitReader

# ARC file format: URL, IP address, date, content type, length. Version 2 has five more before the
# length: the answer's status, a checksum, where the page moved, an offset, the name of the file.
_LINE = re.compile(
    rb"(?P<uri>(?P<scheme>[a-z][a-z0-9+.-]{1,19}):[^\n]{1,8000}) [0-9A-Fa-f.:]{1,45} "
    rb"(?P<date>\d{14}) (?P<kind>[^ \n]{1,200})"
    rb"(?: (?:\d{1,3}|-) [^ \n]{1,200} [^ \n]{1,8000} \d{1,15} [^ \n]{1,500})? "
    rb"(?P<length>\d{1,15})\r?\n"
)
_LONGEST_LINE = 20_000


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
    is_page = found["scheme"] in (b"http", b"https")
    fields = {
        "warc-type": "response" if is_page else found["scheme"].decode(),
        "warc-target-uri": found["uri"].decode("utf-8", "replace"),
        "warc-date": moment(found["date"].decode()),
        "content-type": "application/http" if is_page else found["kind"].decode("latin-1"),
        "content-length": found["length"].decode(),
    }
    return fields, stream.tell()
