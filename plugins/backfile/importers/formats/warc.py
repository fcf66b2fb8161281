"""Web crawls: the pages in WARC, ARC and WACZ files, one story an address."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile.errors import RefusedError
from backfile.fidelity.account import LEAD, Span, section
from backfile.importers.crawl.bodies import body_of, unpacked
from backfile.importers.crawl.canonical import canonical
from backfile.importers.crawl.files import begin_of, opened
from backfile.importers.crawl.index import FILE, PAGE, index_of
from backfile.importers.crawl.records import GZIP
from backfile.importers.draft import Notes
from backfile.importers.dump_items import LARGEST_ITEM, Item, LeftOutItem, NoStoryError, Quarantined
from backfile.importers.formats import html
from backfile.importers.formats.format import Format
from backfile.importers.html.copies import receive
from backfile.importers.html.metadata.article_judge import is_home
from backfile.importers.media import file_name
from backfile.importers.wayback import capture
from backfile.text.web_addresses import address_key, safe_link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backfile.importers.crawl.index import FoundCapture, Index
    from backfile.importers.draft import Draft, DraftBody
    from backfile.importers.dump_items import Facts, Locator
    from backfile.importers.options import Call, LinkResolver

_CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s"';]{1,40})""", re.IGNORECASE)

# Few reasons for millions of records: a summary counts by them.
_NO_STORY = "of a crawl, the best capture of each page is a story"
_CUT = "The rest of this page was not kept."
_OWN_ADDRESS = "the crawl has the page at the address that it calls its own"


def items(path: Path, _call: Call) -> Iterator[Item | LeftOutItem | Quarantined]:
    """Go through the crawl at *path*: a WARC, ARC or WACZ file, or a folder of them.

    Of each address that answered with a page, the best capture is an item: the last whole one
    with a body. All other records are left out, by their kind; damaged ones are quarantined.
    """
    index = index_of(path)
    for one in index.damaged():
        where, at = one.where, _offset(one.where)
        yield Quarantined(where.path, _place(where), one.why, None, ".bin", at, one.length)
    for other in index.others():
        place = f"{_place(other.where)} {other.target}".strip()
        yield LeftOutItem(other.where.path, place, other.kind, _NO_STORY)
    for found in index.best(PAGE):
        yield _item(found, index)


def files(path: Path, _call: Call) -> Iterator[tuple[str, Locator]]:
    """Go through the pictures, sounds, films and documents of the crawl at *path*."""
    for found in index_of(path).best(FILE):
        yield found.target, found.where


def facts(item: Item, call: Call) -> Facts:
    """Return what the page says of itself.

    Raises NoStoryError for one that is no story: by the recipe's `[warc] story`, else by
    `html.metadata.article_judge`. Raises RefusedError for one that cannot be read.
    """
    page = _page(item, call)
    wanted = call.recipe.warc.story
    if wanted and not re.search(wanted, page.address):
        raise NoStoryError("its address is none of those that [warc] story of the recipe names")
    try:
        known = html.page_facts(page.html, page.address, call, chosen=bool(wanted))
    except NoStoryError as error:
        raise (RefusedError(str(error)) if wanted else error) from None
    redirects = json.loads(item.extra.get("redirects", "[]"))
    own = safe_link(page.address)
    # One of each that is looked up alike, as it was written first.
    stated = [one for one in known.addresses if not is_home(one)]
    keys = {address_key(one): one for one in reversed([own, *stated, *redirects])}
    addresses = [own, *(one for one in reversed(keys.values()) if one != own)]
    # A page's own address tells it from all others of the crawl, whatever it calls canonical.
    return replace(known, identity=f"warc:{address_key(own)}", addresses=tuple(addresses))


def draft(item: Item, call: Call, ground: LinkResolver) -> Draft:
    """Return the page as a draft. Raises RefusedError."""
    page = _page(item, call)
    notes = Notes(recognised=tuple(_captures(item))) + page.notes
    made = html.page_draft(page.html, page.address, call, ground, notes)
    # Where it was found is certain; what it calls its address may be every page's.
    fields = {
        **made.fields,
        "Captured": _moment(item.extra.get("captured", "")),
        "Original_URL": safe_link(page.address),
    }
    if page.truncated:
        made = replace(made, body=_marked_as_cut(made.body))
    return replace(made, fields=fields, how={**made.how, **page.how, "format": "warc"})


def text_of(data: bytes, how: Mapping[str, Any]) -> str:
    """Return the text of the page in the record *data*."""
    return html.text_of(body_of(unpacked(data))[1], how)


@dataclass(frozen=True, slots=True)
class _CrawledPage:
    """A page as its server sent it: its address and HTML, and how its bytes were decoded."""

    address: str
    html: str
    how: Mapping[str, Any]
    notes: Notes
    truncated: bool = False


def _page(item: Item, call: Call) -> _CrawledPage:
    head, body = body_of(unpacked(item.data))
    declared = _CHARSET.search(head.header.get("content-type", ""))
    decoded = receive(body, declared[1] if declared else "", call.encoding or call.recipe.encoding)
    notes = decoded.notes
    if head.truncated:
        line = f"the crawl has only a part of this page (WARC-Truncated: {head.truncated[:40]})"
        notes += Notes(inferred=(line,), warned=(line,))
    return _CrawledPage(head.target, decoded.html, decoded.how, notes, bool(head.truncated))


def _marked_as_cut(body: DraftBody) -> DraftBody:
    """Return *body* with a last paragraph that says that the rest of the page is not there."""
    place = section(len(body.updates)) if body.updates else LEAD
    *updates, last = body.updates or [body.lead]
    last = replace(last, blocks=(*last.blocks, f"{_CUT}\n{{: .missing-rest }}"))
    spans = (*body.spans, Span(0, place, "cut-off", f" {_CUT} "))
    if body.updates:
        return replace(body, updates=(*updates, last), spans=spans)
    return replace(body, lead=last, spans=spans)


def _item(found: FoundCapture, index: Index) -> Item | LeftOutItem | Quarantined:
    where, place = found.where, _place(found.where)
    path, suffix, data = where.path, ".warc", None
    if max(found.length, found.size) > LARGEST_ITEM:
        why = f"a page of {found.size:,} bytes; no story has more than {LARGEST_ITEM:,}"
        return Quarantined(path, place, why, None, suffix, _offset(where), found.length)
    try:
        with opened(Path(path), where.member) as file:
            file.seek(where.offset)
            data = file.read(found.length)
        record = unpacked(data)
        kind = ".warc" if record.startswith(b"WARC/") else ".arc"
        suffix = f"{kind}.gz" if data.startswith(GZIP) else kind
        _, body = body_of(record)
    except RefusedError as error:
        return Quarantined(path, place, f"{found.target}: {error}", data, suffix)
    stated = canonical(body.decode("ascii", "replace"))
    copied = capture(stated)
    own = safe_link(copied.address if copied else stated, found.target)
    own_key = address_key(own)
    if own_key not in ("", found.key) and not is_home(own) and index.has_page(own_key):
        return LeftOutItem(
            path, f"{place} {found.target}", "another address of a page", _OWN_ADDRESS
        )
    extra = {
        "address": found.target,
        "captured": found.date,
        "captures": json.dumps(index.captures(found.key)),
        "redirects": json.dumps([safe_link(one) for one in index.redirects(found.key)]),
    }
    return Item(path, place, "warc", suffix, data, file_name(found.target), extra)


def _captures(item: Item) -> Iterator[str]:
    """Tell when the page was captured, and what came of the other times."""
    for date, status in json.loads(item.extra.get("captures", "[]")):
        yield f"capture: {date}{f', status {status}' if status else ''}"
    for address in json.loads(item.extra.get("redirects", "[]")):
        yield f"redirected from: {address}"


def _moment(stated: str) -> str:
    """Return the WARC-Date *stated* where it is one (ISO 28500, 5.4), else an empty string."""
    try:
        moment = datetime.fromisoformat(stated)
    except ValueError:
        return ""
    return stated if moment.tzinfo else ""


def _offset(where: Locator) -> int:
    """Return the place in the file itself, that of an archive as well."""
    return begin_of(Path(where.path), where.member) + where.offset


def _place(where: Locator) -> str:
    member = f"{where.member}, " if where.member else ""
    return f"{member}byte {where.offset}"


FORMAT = Format(items, facts, draft, text_of, files)
