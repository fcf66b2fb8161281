"""Feeds (Atom, RSS) and Blogger's exports, which are Atom: one entry, one story."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from mmap import mmap
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from backfile.errors import RefusedError
from backfile.importers.draft import Notes
from backfile.importers.dump_items import LARGEST_ITEM, Item, LeftOutItem, Quarantined
from backfile.importers.feeds.entry import read_entry
from backfile.importers.feeds.head import entries_of, read_head
from backfile.importers.formats.format import Format
from backfile.importers.formats.jsonl import entry_draft, entry_facts, entry_text
from backfile.importers.json_record import JsonRecord
from backfile.importers.media import is_media
from backfile.importers.recipe import OWN_NAMES
from backfile.importers.wordpress.attachments import Attachment
from backfile.importers.wordpress.export import Export, open_export
from backfile.importers.wordpress.shortcodes import added, figure
from backfile.text.decoding import utf16_of
from backfile.text.web_addresses import safe_link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from backfile.importers.draft import Draft
    from backfile.importers.dump_items import Facts
    from backfile.importers.feeds.entry import FeedEntry
    from backfile.importers.options import Call, LinkResolver
    from backfile.importers.wordpress.export import Marks, Slice

_HEAD = 64 * 1024
_SUFFIX = ".xml"
_STORIES = ("", "post", "page")
_NO_STORIES = {
    "comment": ("comment", "Blogger's readers wrote it; only posts and pages are imported"),
    "settings": ("setting", "it is a setting of Blogger's"),
    "template": ("template", "it is a template of Blogger's"),
}
_LAST_WORD = re.compile(r"\w+(?=\W*$)")


def items(path: Path, call: Call) -> Iterator[Item | LeftOutItem | Quarantined]:
    """Go through the entries of the feed *path*; Blogger's comments, settings are left out."""
    try:
        with path.open("rb") as file:
            start = file.read(_HEAD)
        marks, codec = entries_of(start), utf16_of(start)
        if codec:
            yield from _of_utf16(path, call, marks, codec)
            return
        with open_export(path, marks) as export:
            yield from _items(path, call, export)
    except RefusedError as error:
        yield Quarantined(str(path), "", str(error), suffix=_SUFFIX)
    except OSError as error:
        yield Quarantined(str(path), "", f"it cannot be read: {error.strerror}", suffix=_SUFFIX)


def facts(item: Item, call: Call) -> Facts:
    """Return what the entry says of itself. Raises RefusedError, and NoStoryError for a private."""
    found = _read(item.data, item.extra)
    known = entry_facts(_entry(found, call), _with_title(found, call))
    return replace(known, folder="pages") if found.kind == "page" else known


def draft(item: Item, call: Call, ground: LinkResolver) -> Draft:
    """Return the entry as a draft. Raises RefusedError."""
    found = _read(item.data, item.extra)
    how = {
        "format": "feed",
        **{name: item.extra.get(name, "") for name in ("encoding", "prefixes")},
    }
    above, notes = _media(found)
    made = entry_draft(_entry(found, call), _with_title(found, call), ground, how, above)
    fields = made.fields
    if fields.get("Modified", "") <= fields["Date"]:
        fields = {name: value for name, value in fields.items() if name != "Modified"}
    return replace(made, fields=fields, notes=made.notes + found.notes + notes)


def text_of(data: bytes, how: Mapping[str, Any]) -> str:
    """Return the title, the summary and the text of the entry *data*, as a reader saw them."""
    return entry_text(JsonRecord(_read(data, how).value, OWN_NAMES, "feed"))


def _of_utf16(
    path: Path, call: Call, marks: Marks, codec: str
) -> Iterator[Item | LeftOutItem | Quarantined]:
    """Go through a feed in UTF-16: cut in UTF-8, where marks are bytes, and kept as it was.

    Raises RefusedError for one that is too large to be read as a whole, or is not UTF-16.
    """
    if path.stat().st_size > LARGEST_ITEM:
        raise RefusedError("it is UTF-16, and too large to be read so; convert it to UTF-8 first")
    try:
        narrow = path.read_bytes()[2:].decode(codec).encode()
    except UnicodeError:
        raise RefusedError("it is not UTF-16, as it begins; correct it") from None
    with mmap(-1, len(narrow)) as data:
        data.write(narrow)
        for one in _items(path, replace(call, encoding=""), Export(data, marks), "utf-8"):
            place, _, _ = one.place.partition(",")  # bytes are counted otherwise there
            if isinstance(one, Item):
                extra = {**one.extra, "encoding": codec}
                yield replace(one, place=place, data=_again(one.data, codec), extra=extra)
            elif isinstance(one, Quarantined) and one.data is not None:
                yield replace(one, place=place, data=_again(one.data, codec))
            else:
                yield replace(one, place=place)


def _again(data: bytes, codec: str) -> bytes:
    """Return a part of a file as it stood there before it was made UTF-8."""
    return data.decode().encode(codec)


def _items(
    path: Path, call: Call, export: Export, encoding: str = ""
) -> Iterator[Item | LeftOutItem | Quarantined]:
    source = str(path)
    head = read_head(export.read(export.head()), encoding)
    extra = head.extra() | ({"encoding": call.encoding} if call.encoding else {})
    for part in export.items():
        where = (part.offset, part.length)
        if part.length > LARGEST_ITEM:
            why = part.fault or f"it has {part.length:,} bytes; no story has over {LARGEST_ITEM:,}"
            yield Quarantined(source, part.place, why, None, _SUFFIX, *where)
            continue
        data = export.read(part)
        if part.fault:
            yield Quarantined(source, part.place, part.fault, data, _SUFFIX, *where)
            continue
        yield _item(path, part, data, extra)


def _item(
    path: Path, part: Slice, data: bytes, extra: Mapping[str, str]
) -> Item | LeftOutItem | Quarantined:
    try:
        kind = _read(data, extra).kind
    except RefusedError as error:
        return Quarantined(
            str(path), part.place, str(error), data, _SUFFIX, part.offset, part.length
        )
    if kind in _STORIES:
        return Item(str(path), part.place, "feed", _SUFFIX, data, path.name, extra)
    why = "it is neither a post nor a page"
    return LeftOutItem(str(path), part.place, *_NO_STORIES.get(kind, (kind[:40], why)))


def _read(data: bytes, known: Mapping[str, Any]) -> FeedEntry:
    extra = {name: str(value) for name, value in known.items()}
    return read_entry(data, extra, json.loads(extra.get("prefixes") or "{}"))


def _entry(found: FeedEntry, call: Call) -> JsonRecord:
    """Return the entry, which has a text and a date. Raises RefusedError."""
    if not found.value["body"]:
        raise RefusedError("it has no text of its own")
    if call.day is None and not found.value["date"]:
        raise RefusedError("it has no date; name one with --date")
    return JsonRecord(found.value, OWN_NAMES, "feed")


def _with_title(found: FeedEntry, call: Call) -> Call:
    """Return *call* with a title for an entry that has none: after its number or its address."""
    value = found.value
    named = value["slug"] or urlsplit(value["address"]).path.rstrip("/") or value["identity"]
    last = _LAST_WORD.search(named)
    return replace(call, title=call.title or f"Untitled {last.group() if last else ''}".strip())


def _media(found: FeedEntry) -> tuple[str, Notes]:
    """Return the pictures and sounds beside the text, unless the text shows them itself."""
    html: list[str] = []
    shown: dict[str, None] = {}
    for stated, form, caption in found.media():
        address = safe_link(stated, found.value["address"])
        name = urlsplit(address).path.rpartition("/")[2]
        if not name or address in shown or name in found.value["body"]:
            continue
        if form.startswith("image") or (not form and is_media(address)):
            html.append(figure(Attachment("", address, caption=caption)))
        elif form.startswith(("audio", "video", "application/pdf")):
            html.append(f"<p>{added(caption or address, 'attachment', address)}</p>")
        else:
            continue
        shown[address] = None
    return "".join(html), Notes(recognised=tuple(f"beside the text: {one}" for one in shown))


FORMAT = Format(items, facts, draft, text_of)
