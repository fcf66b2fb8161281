"""What a dump consists of: items that may become stories, and the files that stories show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backfile.errors import RefusedError
from backfile.files.containment import printable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, time
    from pathlib import Path

# A story longer than this is none: the longest live blogs are below 5 MB.
LARGEST_ITEM = 64 * 1024 * 1024


class NoStoryError(RefusedError):
    """Something that is no story and is not meant to be one: a home page, a list of stories."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a dump that may become a story: its bytes as they stand there.

    `source` is the file that it came in and `place` where in it (`item 12`), empty for all of it.
    `format` is one of text, html, wxr, warc, json; `suffix` the one under which it is kept, with
    its dot. `name` is what the file itself was called. `extra` has facts of the item that are not
    in its bytes: its address, its author's full name.
    """

    source: str
    place: str
    format: str
    suffix: str
    data: bytes
    name: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LeftOutItem:
    """A thing of a dump that is no story and is not meant to be one: `kind` (`menu entry`), why."""

    source: str
    place: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A thing that should have become a story and could not: where it stands, its bytes, why.

    `data` is None where they are too many to hold; they are then at `offset` of `source`, `length`
    of them.
    """

    source: str
    place: str
    why: str
    data: bytes | None = None
    suffix: str = ".bin"
    offset: int = 0
    length: int = 0


@dataclass(frozen=True, slots=True)
class Locator:
    """Where the bytes of a file are that stories may show.

    A file (`path`), a record of a crawl (`path`, `offset`), or one of a crawl in an archive of its
    own (`path`, `member`, `offset`).
    """

    path: str
    member: str = ""
    offset: int = -1


@dataclass(frozen=True, slots=True)
class Facts:
    """What must be known of all items before the first is written: names, addresses, links.

    `identity` stays the same in a newer dump of the same site (an address, a guid, a file's
    name). `identity_by_name` tells it from another story of the same identity; it is empty where
    nothing does. `addresses` are those at which the story stood, the first its own. `slug` is the
    name that it had, empty where it is to be made of the title. `day` is None where none was found:
    the item is then a draft. `folder` is `stories`, or `pages` for what has no place in time.
    `is_public` is False for what only some could read: stories must not link to it.
    """

    identity: str
    title: str
    slug: str = ""
    day: date | None = None
    clock: time | None = None
    addresses: tuple[str, ...] = ()
    folder: str = "stories"
    is_public: bool = True
    identity_by_name: str = ""


def whole_file(
    file: Path, format_name: str, suffix: str, name: str, extra: Mapping[str, str] | None = None
) -> Item | Quarantined:
    """Return all of *file* as one item, or why it cannot be one.

    Bytes of the file's name that are not UTF-8 are spelt out in that of the item.
    """
    source, name = printable(str(file)), printable(name)
    try:
        size = file.stat().st_size
        if size > LARGEST_ITEM:
            why = f"it has {size:,} bytes, and no story has more than {LARGEST_ITEM:,}"
            return Quarantined(source, "", why, suffix=suffix, length=size)
        return Item(source, "", format_name, suffix, file.read_bytes(), name, extra or {})
    except OSError as error:
        return Quarantined(source, "", f"it cannot be read: {error.strerror}", suffix=suffix)
