"""Reads the records of a crawl's file one by one, in bounded memory and time."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from warcio.limitreader import LimitReader
from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

from backfile.errors import RefusedError
from backfile.importers.crawl.arc import arc_fields, is_arc
from backfile.importers.wayback import capture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# How much of a record is looked at to learn what it is; longer headers are no crawler's.
HEAD = 64 * 1024
_BLOCK = 64 * 1024
GZIP = b"\x1f\x8b\x08"
_LONGEST_VERSION = 16
_VERSION = re.compile(rb"WARC/(?:1\.[01]|0\.1[78])\r?\n")
# A record that grows beyond both when it is unpacked is a bomb.
_LARGEST_UNPACKED = 256 * 1024 * 1024
_LARGEST_RATIO = 50
# Line ends after a record, counting those of writers who wrote too many.
_SLACK = 64
# By so much, a record is known when one is looked for.
_SIGHT = 512

_WARC = StatusAndHeadersParser(["WARC/1.1", "WARC/1.0", "WARC/0.17", "WARC/0.18"])
_HTTP = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1"], verify=False)


@dataclass(frozen=True, slots=True)
class RecordHead:
    """What a record says of itself: WARC's own fields, and those of the HTTP answer in it.

    `date` is the capture's. A copy from the Wayback Machine has the address and the date of the
    capture that it is a copy of. `status` is 0 where there was no HTTP. `starts` is where the page
    begins, counted from the beginning of the unpacked record, and `ends` where it does; `header`
    has HTTP's own fields by their names in small letters.
    """

    type: str
    target: str
    date: str
    truncated: str
    refers_to: str
    status: int
    mime: str
    starts: int
    ends: int
    header: dict[str, str]


@dataclass(frozen=True, slots=True)
class Record:
    """A whole record: where its bytes are in the file, and how many they are unpacked."""

    offset: int
    length: int
    size: int
    head: RecordHead


@dataclass(frozen=True, slots=True)
class Broken:
    """Bytes of a file that are no whole record, and why."""

    offset: int
    length: int
    why: str


def records(file: BinaryIO) -> Iterator[Record | Broken]:
    """Go through the WARC or ARC *file*, gzip or plain. Memory is flat.

    What is damaged is told as Broken, and the walk goes on at the next record that can be read.
    """
    is_packed = file.read(len(GZIP)) == GZIP
    file.seek(0)
    return _packed(file) if is_packed else _plain(file)


def head_of(file: BinaryIO) -> RecordHead:
    """Read the headers of the unpacked record at which *file* stands.

    Raises RefusedError where there are none, or they are longer than HEAD.
    """
    stream = LimitReader(file, HEAD)
    first = stream.readline(_LONGEST_VERSION)
    try:
        if _VERSION.fullmatch(first):
            said, begins = _warc_fields(stream, first)
        else:
            said, begins = arc_fields(stream, first)
        kind = said.get("warc-type", "").lower()
        has_http = kind in ("response", "revisit") and said.get("content-type", "").startswith(
            "application/http"
        )
        answer = _HTTP.parse(stream) if has_http else None
    except (EOFError, IndexError, StatusAndHeadersParserException):
        raise RefusedError("its headers are damaged") from None
    if stream.tell() >= HEAD:
        raise RefusedError(f"its headers are longer than {HEAD // 1024} KB")
    length = said.get("content-length", "")
    if not re.fullmatch("[0-9]{1,15}", length):
        raise RefusedError("its length is missing or no number")
    http = {name.lower(): value for name, value in answer.headers} if answer else {}
    status = answer.get_statuscode() if answer else ""
    target, date = said.get("warc-target-uri", "").strip("<> "), said.get("warc-date", "")
    if copied := capture(target):
        target, date = copied.address, copied.moment or date
    return RecordHead(
        type=kind,
        target=target,
        date=date,
        truncated=said.get("warc-truncated", ""),
        refers_to=said.get("warc-refers-to-target-uri", ""),
        status=int(status) if re.fullmatch("[1-5][0-9][0-9]", status) else 0,
        mime=(http if answer else said).get("content-type", "").partition(";")[0].strip().lower(),
        starts=stream.tell(),
        ends=begins + int(length),
        header=http,
    )


def _warc_fields(stream: LimitReader, first: bytes) -> tuple[dict[str, str], int]:
    """Return the fields of a WARC record by their names in small letters, and where it begins."""
    fields = {name.lower(): value for name, value in _WARC.parse(stream, first).headers}
    return fields, stream.tell()


def _packed(file: BinaryIO) -> Iterator[Record | Broken]:
    """Go through a file of gzip members, a record in each (WARC 1.1, annex D)."""
    offset, data = 0, b""
    while data := data or file.read(_BLOCK):
        if data.startswith(b"\0"):  # padding at the end of a disk block
            rest = data.lstrip(b"\0")
            offset, data = offset + len(data) - len(rest), rest
            continue
        member = _GzipMember(offset)
        try:
            data = member.walk(file, data)
            yield member.record()
            offset += member.length
        except RefusedError as error:
            # Where a member is cut off, what was read of it may be the beginning of the next.
            read = member.length if member.ended else 1
            following = _following(file, offset + max(1, read), GZIP, _is_packed)
            yield Broken(offset, following - offset, str(error))
            file.seek(following)
            offset, data = following, b""


class _GzipMember:
    """One gzip member on its way: how much was read of it, and its beginning unpacked."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        self.length = self.size = 0
        self.start = bytearray()
        self.ended = False

    def walk(self, file: BinaryIO, data: bytes) -> bytes:
        """Unpack the member, which begins with *data*; return what was read beyond it."""
        stream = zlib.decompressobj(31)
        while not stream.eof:
            if not data and not (data := file.read(_BLOCK)):
                raise RefusedError("the record is cut off")
            try:
                out = stream.decompress(data, _BLOCK)
            except zlib.error:
                raise RefusedError("its compression is damaged") from None
            rest = stream.unused_data if stream.eof else stream.unconsumed_tail
            self.length += len(data) - len(rest)
            self.size += len(out)
            self.start += out[: HEAD - len(self.start)]
            self._check()
            data = rest
        self.ended = True
        return data

    def record(self) -> Record:
        """Return the record that the member holds. Raises RefusedError unless it is one."""
        head = _whole(io.BytesIO(self.start), self.size)
        if self.size > head.ends + _SLACK:
            raise RefusedError(
                "it is longer than the record in it; if all of the file was compressed at once, "
                "unpack it (gunzip) and import the .warc"
            )
        return Record(self.offset, self.length, self.size, head)

    def _check(self) -> None:
        if self.size > max(_LARGEST_UNPACKED, _LARGEST_RATIO * self.length):
            raise RefusedError("it is a bomb, which grows without end when it is unpacked")


def _plain(file: BinaryIO) -> Iterator[Record | Broken]:
    """Go through a file of records as they are, with blank lines between them."""
    in_arc = is_arc(file.read(_SIGHT))
    end = file.seek(0, io.SEEK_END)
    offset = 0
    while offset < end:
        file.seek(offset)
        blank = file.readline(_LONGEST_VERSION)
        if not blank.strip(b"\r\n"):
            offset += len(blank)
            continue
        file.seek(offset)
        try:
            head = _whole(file, end - offset)
        except RefusedError as error:
            magic, is_record = (b"\nhttp", _is_plain_arc) if in_arc else (b"\nWARC/", _is_plain)
            following = min(end, _following(file, offset, magic, is_record) + 1)
            yield Broken(offset, following - offset, str(error))
            offset = following
        else:
            yield Record(offset, head.ends, head.ends, head)
            offset += head.ends


def _whole(file: BinaryIO, there: int) -> RecordHead:
    """Read the head of a record of which *there* are so many bytes. Raises RefusedError."""
    head = head_of(file)
    if head.ends > there:
        raise RefusedError("the record is cut off")
    return head


def _following(file: BinaryIO, start: int, magic: bytes, is_record: Callable[[bytes], bool]) -> int:
    """Return where from *start* on a record begins that can be read, else the end of the file."""
    at = file.seek(start)
    window, block_size = b"", _SIGHT
    while block := file.read(block_size):
        # What is looked for is mostly near.
        block_size = min(2 * block_size, _BLOCK)
        window += block
        found = window.find(magic)
        while found >= 0:
            if is_record(window[found : found + _SIGHT]):
                return at + found
            found = window.find(magic, found + 1)
        at += max(0, len(window) - _SIGHT)
        window = window[-_SIGHT:]
    return at + len(window)


def _is_packed(sight: bytes) -> bool:
    try:
        begin = zlib.decompressobj(31).decompress(sight, _SIGHT)
    except zlib.error:
        return False
    return begin.startswith(b"WARC/") or is_arc(begin)


def _is_plain_arc(sight: bytes) -> bool:
    return is_arc(sight[1:])


def _is_plain(sight: bytes) -> bool:
    return _VERSION.match(sight, 1) is not None
