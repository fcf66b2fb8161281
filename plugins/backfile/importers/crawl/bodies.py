"""The body of a server's response in a crawl, decompressed in bounded memory."""

from __future__ import annotations

import io
import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import brotli

from backfile.errors import RefusedError
from backfile.importers.crawl.files import opened
from backfile.importers.crawl.records import GZIP, HEAD, RecordHead, head_of
from backfile.importers.dump_items import LARGEST_ITEM

if TYPE_CHECKING:
    from backfile.importers.dump_items import Locator

_BLOCK = 64 * 1024
_CHUNK = re.compile(rb"(?:\r\n)?([0-9a-fA-F]{1,8})[ \t]{0,9}(?:;[^\r\n]{0,200})?\r\n")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")  # RFC 1950, 2.2


def unpacked(data: bytes, limit: int = LARGEST_ITEM) -> bytes:
    """Return the record *data*, as it stands in its file, unpacked.

    Raises RefusedError where it is damaged or becomes larger than *limit*.
    """
    return _inflated(io.BytesIO(data), 31, limit)[0] if data.startswith(GZIP) else data


def body_of(record: bytes, limit: int = LARGEST_ITEM) -> tuple[RecordHead, bytes]:
    """Return the head of an unpacked *record*, and what its server sent, decoded (RFC 9110, 8.4).

    Raises RefusedError for a damaged or cut-off body, one larger than *limit*, and one in an
    encoding other than gzip, deflate and br.
    """
    head = head_of(io.BytesIO(record))
    if head.ends > len(record):
        raise RefusedError("the record is cut off")
    body = record[head.starts : head.ends]
    if "chunked" in head.header.get("transfer-encoding", "").lower():
        body = _dechunked(body)
    encoding = head.header.get("content-encoding", "").strip().lower()
    if encoding in ("gzip", "x-gzip", "deflate"):
        body = _decoded(body, encoding, limit)
    elif encoding == "br":
        body = _unbrotlied(body, limit)
    elif encoding not in ("", "identity", "none") and body:
        raise RefusedError(f'it is compressed as "{encoding[:20]}", which cannot be read here')
    if len(body) > limit:
        raise RefusedError(f"it is larger than {limit // 2**20} MB")
    return head, body


def payload(locator: Locator, limit: int) -> bytes:
    """Return what a server sent, of the record at *locator*. Raises RefusedError as `body_of`."""
    with opened(Path(locator.path), locator.member) as file:
        file.seek(locator.offset)
        is_packed = file.read(len(GZIP)) == GZIP
        file.seek(locator.offset)
        if is_packed:
            record, _ = _inflated(file, 31, limit + HEAD)
        else:
            ends = head_of(file).ends
            file.seek(locator.offset)
            if ends > limit + HEAD:
                raise RefusedError(f"it is larger than {limit // 2**20} MB")
            record = file.read(ends)
    return body_of(record, limit)[1]


def _decoded(body: bytes, encoding: str, limit: int) -> bytes:
    """Return *body* unpacked; as it is where the crawler has unpacked it before."""
    if encoding != "deflate":
        parts: list[bytes] = []
        while body.startswith(GZIP):
            part, body = _inflated(io.BytesIO(body), 31, limit - sum(map(len, parts)))
            parts.append(part)
        return b"".join(parts) or body
    if _ZLIB.match(body):
        return _inflated(io.BytesIO(body), 15, limit)[0]
    # Many servers leave out the header that the standard wants (RFC 9110, 8.4.1.2).
    return body if body.lstrip().startswith(b"<") else _inflated(io.BytesIO(body), -15, limit)[0]


def _unbrotlied(body: bytes, limit: int) -> bytes:
    """Return *body* unpacked (RFC 7932); as it is where the crawler has unpacked it before."""
    if body.lstrip().startswith(b"<"):
        return body
    stream = brotli.Decompressor()
    parts: list[bytes] = []
    size = 0
    while not stream.is_finished():
        try:
            part = stream.process(body, output_buffer_limit=_BLOCK)
        except brotli.error:
            raise RefusedError("its compression is damaged") from None
        if not part and stream.can_accept_more_data():
            raise RefusedError("its compressed text is cut off")
        parts.append(part)
        size += len(part)
        if size > limit:
            raise RefusedError(f"unpacked, it is larger than {limit // 2**20} MB")
        body = b""
    return b"".join(parts)


def _dechunked(body: bytes) -> bytes:
    """Put the chunks of *body* together (RFC 9112, 7.1), if the crawler has not done so."""
    chunks: list[bytes] = []
    found = _CHUNK.match(body)
    if found is None:
        return body
    while found and int(found[1], 16):
        end = found.end() + int(found[1], 16)
        chunks.append(body[found.end() : end])
        found = _CHUNK.match(body, end) if end < len(body) else None
    if found is None:
        raise RefusedError("its chunks are damaged or cut off")
    return b"".join(chunks)


def _inflated(file: BinaryIO, bits: int, limit: int) -> tuple[bytes, bytes]:
    """Unpack the stream at which *file* stands; return it, and what was read beyond it."""
    stream = zlib.decompressobj(bits)
    parts: list[bytes] = []
    size, data = 0, b""
    while not stream.eof:
        if not data and not (data := file.read(_BLOCK)):
            raise RefusedError("its compressed text is cut off")
        try:
            parts.append(stream.decompress(data, _BLOCK))
        except zlib.error:
            raise RefusedError("its compression is damaged") from None
        size += len(parts[-1])
        if size > limit:
            raise RefusedError(f"unpacked, it is larger than {limit // 2**20} MB")
        data = stream.unconsumed_tail
    return b"".join(parts), stream.unused_data
