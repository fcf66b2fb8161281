"""JSON Lines: one object a line, one story an object, told apart by the recipe's `[json]`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Any

from markdown import markdown

from backfile.errors import RefusedError
from backfile.fidelity.account import SUMMARY, TITLE, Span, merged, signs
from backfile.fidelity.ledger import Dropped, Repair
from backfile.importers.draft import Draft, DraftBody, Notes
from backfile.importers.dump_items import LARGEST_ITEM, Facts, Item, Quarantined
from backfile.importers.formats.format import Format
from backfile.importers.html.body.embeds_render import CONTROL
from backfile.importers.html.body.story_body import read_fragment
from backfile.importers.html.depth_guard import check_depth
from backfile.importers.html.liveblog.blocks import OURS
from backfile.importers.json_record import JsonRecord, read_entry
from backfile.importers.moment import Moment
from backfile.importers.name_lists import respelled
from backfile.importers.notes import with_notes_apart
from backfile.importers.recipe import JsonRecipe
from backfile.importers.story_file import text_body
from backfile.importers.text import NotAStoryError, recognise
from backfile.text.html_text import parse, visible_text
from backfile.text.web_addresses import address_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from backfile.importers.dump_items import LeftOutItem
    from backfile.importers.options import Call, LinkResolver

_BLOCK = 1024 * 1024
# Not .json, by which the ledger beside an original goes.
_SUFFIX = ".jsonl"
_TEXTS = ("title", "summary", "body")
_PATHS = ("title", "summary", "body", "body_format")
# Those of a live blog, which few objects have.
_LIVE_PATHS = ("update", "update_body", "update_time", "update_title", "update_author", "update_id")
_ARRAY = "this is one JSON array; make lines of it (jq -c '.[]' {0} > lines.jsonl), and import them"

_NOT_PUBLIC = 'status "{0}" is none that readers saw; the story is a draft'


def items(path: Path, call: Call) -> Iterator[Item | LeftOutItem | Quarantined]:
    """Go through the lines of *path*; a file that is one object on many lines is one item.

    Memory is that of the longest line that can be a story.
    """
    try:
        with path.open("rb") as file:
            first = file.readline(LARGEST_ITEM + 1)
            file.seek(0)
            if first.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
                yield Quarantined(str(path), "", _ARRAY.format(path.name), suffix=_SUFFIX)
            elif first.strip() in (b"{", b"\xef\xbb\xbf{") and (whole := _whole(path, call)):
                yield whole
            else:
                yield from _lines(file, path)
    except OSError as error:
        yield Quarantined(str(path), "", f"it cannot be read: {error.strerror}", suffix=_SUFFIX)


def facts(item: Item, call: Call) -> Facts:
    """Return what the object says of itself.

    Raises NoStoryError for one that was no story for readers, RefusedError for one that cannot be.
    """
    return entry_facts(_entry(item, call), call)


def draft(item: Item, call: Call, ground: LinkResolver) -> Draft:
    """Return the object as a draft. Raises RefusedError."""
    entry = _entry(item, call)
    live = _LIVE_PATHS if entry.paths.update else ()
    how = {"format": "json"} | {name: getattr(entry.paths, name) for name in (*_PATHS, *live)}
    return entry_draft(entry, call, ground, how)


def text_of(data: bytes, how: Mapping[str, Any]) -> str:
    """Return the title, the summary and the body of the object *data*, as a reader saw them."""
    said = {name: str(how[name]) for name in _PATHS}
    live = {name: str(how[name]) for name in _LIVE_PATHS if name in how}
    paths = JsonRecipe(**said, **live)
    return entry_text(read_entry(data, paths))


def entry_facts(entry: JsonRecord, call: Call) -> Facts:
    """Return what *entry* says of itself.

    Raises NoStoryError for one that was no story for readers, RefusedError for one that cannot be.
    """
    entry.check_status(call)
    when = _when(entry, call)
    title, _ = _title(entry, call)
    named = entry.line("identity") or address_key(entry.address)
    return Facts(
        identity=f"{entry.table}:{named or f'{title} {when.day}'}",
        title=title,
        slug=entry.line("slug"),
        day=when.day,
        clock=when.clock,
        addresses=(entry.address,) if entry.address else (),
        is_public=entry.is_public,
    )


def entry_draft(
    entry: JsonRecord, call: Call, ground: LinkResolver, how: Mapping[str, object], above: str = ""
) -> Draft:
    """Return *entry* as a draft. Raises RefusedError.

    *how* is what the ledger says of the original. *above* is HTML to show above the body, all of
    whose words are marked as added.
    """
    texts = _texts(entry)
    body, standfirst = _body(replace(texts, raw=above + texts.raw), entry, call, ground)
    title, repairs = _title(entry, call)
    after = title if repairs else None
    of_title = Span(signs(texts.title), TITLE, "no-title" if repairs else "", after)
    of_summary = Span(signs(texts.summary), SUMMARY)
    if sum(span.count for span in body.spans) != signs(texts.body):
        raise RefusedError("the importer cannot account for all of its words; please report it")
    return Draft(
        title=title,
        summary=" ".join(f"{texts.summary} {standfirst}".split()),
        body=replace(body, spans=merged([of_title, of_summary, *body.spans])),
        fields={"Date": str(_when(entry, call)), **entry.fields(call)},
        text=texts.seen(),
        how=how,
        notes=Notes(
            recognised=(f"title: {title}", f"body: {entry.paths.body} ({texts.form})"),
            inferred=(() if entry.is_public else (_NOT_PUBLIC.format(entry.line("status")),)),
            repaired=(*repairs, *respelled(entry.texts("authors") + entry.texts("tags"))),
            dropped=(*entry.dropped(), *_control_characters(entry)),
        ),
    )


def entry_text(entry: JsonRecord) -> str:
    """Return the title, the summary and the body of *entry*, as a reader saw them."""
    return _texts(entry).seen()


@dataclass(frozen=True, slots=True)
class _Texts:
    """The texts of an object as a reader saw them, and its body as HTML (or text) before that."""

    title: str
    summary: str
    body: str
    raw: str
    form: str

    def seen(self) -> str:
        """Return all that a reader saw."""
        return f"{self.title}\n{self.summary}\n{self.body}"


def _texts(entry: JsonRecord) -> _Texts:
    form, raw = entry.paths.body_format, entry.text("body")
    title, summary = (CONTROL.sub("", entry.text(name)) for name in ("title", "summary"))
    raw = raw if form == "html" else CONTROL.sub("", raw)
    if form == "html":
        title, summary = _seen(title), _seen(summary)
    if entry.paths.update:
        raw, form = _html(raw, form) + "".join(_live(one, form) for one in entry.updates()), "html"
    elif form == "markdown":
        raw = _html(raw, form)
    body = raw.replace("\r\n", "\n").replace("\r", "\n") if form == "text" else _seen(raw)
    return _Texts(title, summary, body, raw, form)


def _html(text: str, form: str) -> str:
    """Return a *text* of the *form* that a recipe says as HTML."""
    if form == "html":
        return text
    if form == "text":
        parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n"))
        return "".join(f"<p>{escape(one, quote=False)}</p>" for one in parts if one.strip())
    try:
        return markdown(with_notes_apart(text), extensions=["extra"])
    except RecursionError:
        raise RefusedError("its Markdown is nested too deeply") from None


def _live(update: JsonRecord, form: str) -> str:
    """Return an object of a live blog as HTML in which it is a block of one."""
    given = {
        "datetime": update.line("update_time"),
        "by": "; ".join(update.texts("update_author")),
        "id": update.line("update_id"),
    }
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in given.items() if value)
    title = update.line("update_title")
    heading = f"<h2>{title if form == 'html' else escape(title, quote=False)}</h2>" if title else ""
    text = parse(_html(update.text("update_body"), form)).css_first("body")
    inside = text.inner_html if text is not None else ""
    return f"<{OURS}{attributes}>{heading}<div>{inside}</div></{OURS}>"


def _control_characters(entry: JsonRecord) -> Iterator[Dropped]:
    """Go through the control characters that are left out; in HTML its reader notes them."""
    for name in ("title", "summary") if entry.paths.body_format == "html" else _TEXTS:
        for found in CONTROL.findall(entry.text(name)):
            code = " ".join(f"U+{ord(one):04X}" for one in found)
            yield Dropped("control character", "no reader sees it", code)


def _seen(html: str) -> str:
    check_depth(html)
    return visible_text(parse(html))


def _body(
    texts: _Texts, entry: JsonRecord, call: Call, ground: LinkResolver
) -> tuple[DraftBody, str]:
    """Return the body, and the standfirst that a plain text may have at its head."""
    call = call.in_language(entry.line("lang"))
    if texts.form != "text":
        return read_fragment(texts.raw, ground, call, entry.address), ""
    title, _ = _title(entry, call)
    try:
        received = recognise(
            texts.body, call.partners, title, day_first=call.day_first, lang=call.language
        )
    except NotAStoryError as error:
        raise RefusedError(str(error)) from None
    return text_body(received, call.language), received.standfirst


def _title(entry: JsonRecord, call: Call) -> tuple[str, tuple[Repair, ...]]:
    """Return the headline, and the repair where the object has none."""
    stated = CONTROL.sub("", entry.text("title"))
    title = " ".join((_seen(stated) if entry.paths.body_format == "html" else stated).split())
    if not (title or call.title):
        raise RefusedError(f"it has no title; say in the recipe where it is: [{entry.table}] title")
    return title or call.title, () if title else (Repair("no-title", "", call.title),)


def _when(entry: JsonRecord, call: Call) -> Moment:
    if call.day is not None:
        return Moment(call.day, call.clock)
    when = entry.when("date", call)
    if when is None:
        where = f"[{entry.table}] date"
        raise RefusedError(f"it has no date; say in the recipe where it is ({where}), or --date")
    return when


def _entry(item: Item, call: Call) -> JsonRecord:
    paths = call.recipe.json
    if not paths.body:
        raise RefusedError("nothing says where its text is; name it in a recipe: [json] body")
    return read_entry(item.data, paths)


def _whole(path: Path, call: Call) -> Item | None:
    """Return the file *path* as one item, if it is one JSON object."""
    if path.stat().st_size > LARGEST_ITEM:
        return None
    data = path.read_bytes()
    try:
        read_entry(data, call.recipe.json)
    except RefusedError:
        return None
    return Item(str(path), "", "json", _SUFFIX, data, path.name)


def _lines(file: BinaryIO, path: Path) -> Iterator[Item | Quarantined]:
    number = offset = 0
    while line := file.readline(LARGEST_ITEM + 1):
        number += 1
        length = len(line)
        place = f"line {number}"
        if length > LARGEST_ITEM:
            length += _rest(file)
            why = f"a line of {length:,} bytes; no story has more than {LARGEST_ITEM:,}"
            yield Quarantined(str(path), place, why, None, _SUFFIX, offset, length)
        elif line.strip():
            yield Item(str(path), place, "json", _SUFFIX, line.rstrip(b"\r\n"), path.name)
        offset += length


def _rest(file: BinaryIO) -> int:
    """Pass over the rest of a line; return its length."""
    length = 0
    while piece := file.readline(_BLOCK):
        length += len(piece)
        if piece.endswith(b"\n"):
            break
    return length


FORMAT = Format(items, facts, draft, text_of)
