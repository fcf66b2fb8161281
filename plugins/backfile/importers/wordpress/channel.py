"""The head of an export: the site, and the names of those who wrote for it."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backfile.errors import RefusedError
from backfile.importers.wordpress.plain import name_of
from backfile.importers.wordpress.xml import Element, read_element
from backfile.text.decoding import DecodeError, codec_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DECLARATION = re.compile(rb"<\?xml[^>]*?encoding=[\"']([\w.:-]{1,40})[\"']")
_PROLOG = re.compile(
    rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^<>\[]*+(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE
)
# Python knows others that are no way to keep text, and some that take very long.
_ENCODINGS = re.compile(
    r"utf-8|ascii|iso8859-\d+|cp125\d|koi8-[ru]|shift_jis|euc_\w+|gb\w+|big5|tis-620"
)
_RSS = re.compile(rb"<(?:rss|rdf|channel)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Channel:
    """What an export says of its site; `authors` are their full names by those they signed in with.

    `encoding` is that of the whole file.
    """

    base: str = ""
    language: str = ""
    encoding: str = "utf-8"
    authors: Mapping[str, str] = field(default_factory=dict)


def read_channel(head: bytes) -> Channel:
    """Return what the bytes above the first item say. Raises RefusedError where it is no export."""
    if not _RSS.search(head):
        raise RefusedError("this is no WordPress export: it has neither <rss> nor <channel>")
    encoding = encoding_of(head)
    channel = head[head.find(b"<channel") :]
    base = _first(channel, b"wp:base_blog_url", encoding) or _first(channel, b"link", encoding)
    return Channel(
        base=base,
        language=_first(channel, b"language", encoding),
        encoding=encoding,
        authors={
            one.get("wp:author_login"): name
            for one in _elements(channel, b"wp:author", encoding)
            if (name := name_of(one.get("wp:author_display_name")))
        },
    )


def encoding_of(head: bytes) -> str:
    """Return the encoding that the XML declaration in *head* names. Raises RefusedError."""
    declared = _DECLARATION.search(head[:1000])
    return _codec(declared[1].decode()) if declared else "utf-8"


def without_prolog(head: bytes) -> bytes:
    """Return *head* from its first element on: what may stand above that is passed over."""
    rest = head.removeprefix(codecs.BOM_UTF8).lstrip()
    while found := _PROLOG.match(rest):
        rest = rest[found.end() :].lstrip()
    return rest


def _codec(declared: str) -> str:
    """Return the codec of a *declared* encoding. Raises RefusedError for one that no site uses."""
    with suppress(DecodeError):
        codec = codec_name(declared)
        if _ENCODINGS.fullmatch(codec):
            return codec
    raise RefusedError(f'its encoding "{declared}" cannot be read; convert it to UTF-8 first')


def _first(channel: bytes, name: bytes, encoding: str) -> str:
    """Return the text of the first element *name*; the head is never whole, so it is searched."""
    element = next(_elements(channel, name, encoding), None)
    return " ".join(element.text.split()) if element else ""


def _elements(channel: bytes, name: bytes, encoding: str) -> Iterator[Element]:
    """Go through the elements *name* that can be read, wherever they stand."""
    begin, end = b"<%b>" % name, b"</%b>" % name
    position = 0
    while (start := channel.find(begin, position)) >= 0:
        position = channel.find(end, start) + len(end)
        if position < start:
            return
        element = _read(channel[start:position], encoding)
        if element:
            yield element


def _read(data: bytes, encoding: str) -> Element | None:
    """Return the element of *data*, None where it is damaged: its item can do without."""
    try:
        return read_element(data, encoding)[0]
    except RefusedError:
        return None
