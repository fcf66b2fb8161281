"""Plain text: one file, one story."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from backfile.errors import RefusedError
from backfile.fidelity.ledger import Repair
from backfile.importers.draft import Draft, Notes
from backfile.importers.dump_items import Facts, whole_file
from backfile.importers.folder import files_in
from backfile.importers.foreign import foreign
from backfile.importers.formats.format import Format
from backfile.importers.moment import Moment
from backfile.importers.story_file import text_body
from backfile.importers.text import NotAStoryError, ReceivedStory, recognise, title_of
from backfile.story.opening import Kind
from backfile.text.decoding import DecodedText, DecodeError, decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from backfile.importers.dump_items import Item, LeftOutItem, Quarantined
    from backfile.importers.options import Call, LinkResolver

SUFFIXES = (".txt", ".text")
_HEAD = 64 * 1024
_DATED_NAME = re.compile(r"^(\d{4}-\d{2}-\d{2})(?!\d)")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml|rss|head|body)\b", re.IGNORECASE)


def items(path: Path, _call: Call) -> Iterator[Item | LeftOutItem | Quarantined]:
    """Go through the text file *path*, or those in the folder *path* by their names."""
    for file in filter(is_text, files_in(path)) if path.is_dir() else [path]:
        yield whole_file(file, "text", _suffix(file), file.relative_to(path.parent).as_posix())


def is_text(path: Path) -> bool:
    """Tell a text file by its name."""
    return path.suffix.lower() in SUFFIXES and path.is_file()


def facts(item: Item, call: Call) -> Facts:
    """Return what the text says of itself. Raises RefusedError where it is no story."""
    other = foreign(item.data[:_HEAD])
    if other:
        raise RefusedError(other.why())
    decoded = _decoded(item, call)
    try:
        title = call.title or title_of(
            decoded.text, call.partners, day_first=call.day_first, lang=call.language
        )
    except NotAStoryError as error:
        raise RefusedError(str(error)) from None
    day, _ = _day(item, call)
    return Facts(f"file:{item.name}", title, day=day, clock=call.clock)


def draft(item: Item, call: Call, _ground: LinkResolver) -> Draft:
    """Return the text, which links and shows nothing, as a draft. Raises RefusedError."""
    decoded = _decoded(item, call)
    received = _received(decoded, call)
    day, inferred = _day(item, call)
    return Draft(
        title=received.title,
        summary=received.standfirst,
        body=text_body(received, call.language),
        fields={"Date": str(Moment(day, call.clock))},
        text=decoded.text,
        how={"format": "text", "encoding": decoded.codec},
        notes=Notes(
            recognised=tuple(_recognised(received, decoded)),
            inferred=inferred,
            repaired=tuple(_decoding_repairs(decoded)),
        ),
    )


def text_of(data: bytes, how: Mapping[str, Any]) -> str:
    """Return the text of *data*, in the encoding that *how* names."""
    return decode(data, str(how["encoding"])).text


def _decoded(item: Item, call: Call) -> DecodedText:
    try:
        decoded = decode(item.data, call.encoding or None)
    except DecodeError as error:
        raise RefusedError(str(error)) from None
    if _MARKUP.match(decoded.text):
        raise RefusedError("this is HTML or XML; import it with --format html, wxr or feed")
    return decoded


def _received(decoded: DecodedText, call: Call) -> ReceivedStory:
    try:
        return recognise(
            decoded.text,
            call.partners,
            call.title,
            day_first=call.day_first,
            lang=call.language,
        )
    except NotAStoryError as error:
        raise RefusedError(str(error)) from None


def _suffix(source: Path) -> str:
    suffix = source.suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ".txt"


def _day(item: Item, call: Call) -> tuple[date, tuple[str, ...]]:
    """Return the story's day: the call's, else the one its file is named after."""
    if call.day is not None:
        return call.day, ()
    named = _DATED_NAME.match(item.name.rpartition("/")[2])
    try:
        day = date.fromisoformat(named[1]) if named else None
    except ValueError:
        day = None
    if day is None:
        raise RefusedError("the text has no date of its own; name one with --date 2014-06-16")
    return day, (f"the date {day.isoformat()} is taken from the file's name",)


def _decoding_repairs(decoded: DecodedText) -> Iterator[Repair]:
    if decoded.encoding != "UTF-8":
        yield Repair("encoding", decoded.encoding, "UTF-8")
    if decoded.end_mark:
        yield Repair("end-of-file-mark", decoded.end_mark, "")


def _recognised(received: ReceivedStory, decoded: DecodedText) -> Iterator[str]:
    yield f"title: {received.title}"
    if received.standfirst:
        yield f"standfirst: {received.standfirst}"
    for credit in received.credits:
        yield f"credit line: {credit.sentence}"
    if received.lead:
        count = len(received.lead)
        yield f"lead: {count} paragraph{'' if count == 1 else 's'}"
    for update in received.updates:
        kind = "" if update.opening.kind is Kind.UPDATE else f" ({update.opening.kind.value})"
        headline = f", headline: {update.headline}" if update.headline else ""
        yield f"line {update.line}: {update.opening.printed}{kind}{headline}"
    yield f"encoding: {decoded.encoding}"


FORMAT = Format(items, facts, draft, text_of)
