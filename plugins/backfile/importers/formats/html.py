"""Saved HTML pages: one file, one story."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from backfile.fidelity.account import SUMMARY, TITLE, Span, apportion
from backfile.fidelity.ledger import Dropped
from backfile.importers.draft import Draft, Notes
from backfile.importers.dump_items import Facts, whole_file
from backfile.importers.formats.format import Format
from backfile.importers.html.body.locate_story import find_story
from backfile.importers.html.body.story_body import read_body
from backfile.importers.html.copies import receive, receive_again
from backfile.importers.html.depth_guard import check_depth
from backfile.importers.html.liveblog.blocks import live_blog
from backfile.importers.html.metadata.page_metadata import declared_language, read_facts, read_place
from backfile.importers.html.metadata.title import kicker
from backfile.importers.html.saved import SUFFIXES, is_page, received_files
from backfile.importers.name_lists import listed, respelled
from backfile.text.html_text import parse, visible_text
from backfile.text.web_addresses import web_address
from backfile.text.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from selectolax.lexbor import LexborNode

    from backfile.importers.draft import DraftBody
    from backfile.importers.dump_items import Item, LeftOutItem, Quarantined
    from backfile.importers.html.body.locate_story import LocatedStory
    from backfile.importers.html.copies import Received
    from backfile.importers.html.metadata.page_metadata import PageFacts
    from backfile.importers.options import Call, LinkResolver


def items(path: Path, _call: Call) -> Iterator[Item | LeftOutItem | Quarantined]:
    """Go through the page *path*, or the pages in the folder *path* by their names.

    A page is known by its suffix, or where there is none by its first tag. What browsers saved
    beside a page is passed over.
    """
    root = path if path.is_dir() else path.parent
    for file in filter(is_page, received_files(path)) if path.is_dir() else [path]:
        yield _item(file, root)


def facts(item: Item, call: Call) -> Facts:
    """Return what the page says of itself. Raises RefusedError where it is no story."""
    page = receive(item.data, named=call.encoding or call.recipe.encoding)
    found = page_facts(page.html, _address(item, page), call)
    return found if found.identity else replace(found, identity=f"file:{item.name}")


def draft(item: Item, call: Call, ground: LinkResolver) -> Draft:
    """Return the page as a draft. Raises RefusedError."""
    page = receive(item.data, named=call.encoding or call.recipe.encoding)
    made = page_draft(page.html, _address(item, page), call, ground, page.notes)
    captured = page.capture.moment if page.capture else ""
    fields = {**made.fields, **({"Captured": captured} if captured else {})}
    return replace(made, fields=fields, how={"format": "html", **page.how})


def text_of(data: bytes, how: Mapping[str, Any]) -> str:
    """Return all that a reader could see in the page of the bytes *data*."""
    return visible_text(parse(receive_again(data, how)))


def page_facts(html: str, address: str, call: Call, *, chosen: bool = False) -> Facts:
    """Return what the page *html*, found at *address* if that is known, says of itself.

    Its identity is empty where it states no address. Raises RefusedError, and NoStoryError for a
    page that is not meant to be a story, unless a person has *chosen* it.
    """
    check_depth(html)
    root = parse(html)
    declared = call.in_language(declared_language(root))
    found = read_place(root, address, declared, chosen=chosen)
    return Facts(
        identity=next(iter(found.addresses), ""),
        title=found.title,
        day=found.date.day,
        clock=found.date.clock,
        addresses=found.addresses,
    )


def page_draft(html: str, address: str, call: Call, ground: LinkResolver, notes: Notes) -> Draft:
    """Return the page *html*, found at *address* if that is known, as a draft without its `how`.

    *notes* are those of how the page was come by. Raises RefusedError.
    """
    check_depth(html)
    root = parse(html)
    # Its letters may contradict what the page declares, but that is enough to look for times.
    declared = call.in_language(declared_language(root))
    live = live_blog(root, declared)
    said = read_facts(root, address, declared, live)
    call = call.in_language(said.lang)
    found = find_story(root, html, said, call, live)
    base = _base(root, address or next(iter(said.addresses), ""))
    body = read_body(root, found.body, ground, call, found.marks, base, found.live)
    title = _title(said.title, found.title)
    seen = visible_text(root)
    return Draft(
        title=title,
        summary=found.summary,
        body=_shown(seen, body, {TITLE: title, SUMMARY: found.summary}),
        fields=_fields(said, body),
        text=seen,
        how={},
        notes=notes
        + said.notes
        + Notes(
            recognised=(found.where,),
            repaired=tuple(respelled((*said.authors, *said.tags))),
            dropped=_unseen(said, found),
        ),
    )


def _unseen(said: PageFacts, found: LocatedStory) -> tuple[Dropped, ...]:
    """Return the description that programs got, where readers did not see it."""
    if found.summary or not said.summaries:
        return ()
    why = "the page does not show it to readers"
    return (Dropped("description", why, said.summaries[0]),)


def _address(item: Item, page: Received) -> str:
    """Return where the page stood, of a copy what it is a copy of; empty if that is not known."""
    return item.extra.get("address", "") or (page.capture.address if page.capture else "")


def _item(file: Path, root: Path) -> Item | Quarantined:
    """Return *file* as an item, or why it cannot be one."""
    suffix = file.suffix.lower() if file.suffix.lower() in SUFFIXES else ".html"
    name = file.relative_to(root).as_posix()
    return whole_file(file, "html", suffix, name, {"folder": str(file.parent)})


def _base(root: LexborNode, address: str) -> str:
    """Return what the page's relative addresses are relative to."""
    stated = root.css_first("base[href]")
    return web_address((stated.attributes.get("href") or "") if stated else "", address) or address


def _title(stated: str, shown: str) -> str:
    """Return the title, in the words that the page shows where they are those of its heading."""
    if kicker(shown, stated):
        return stated
    return stated if words(stated) == words(shown) else shown or stated


def _shown(seen: str, body: DraftBody, texts: Mapping[str, str]) -> DraftBody:
    """Return *body* with an account of the text *seen* whose places show their *texts*.

    What the page shows nowhere is added to the account; what it shows with other spaces is mended.
    """
    spans = list(body.spans)
    placed = apportion(seen, spans)
    for place, text in texts.items():
        if words(placed.get(place, "")) == words(text):
            continue
        own = [index for index, span in enumerate(spans) if span.to == place]
        if own:
            why = "kicker" if kicker(placed[place], text) else "spacing"
            for index in own:
                spans[index] = Span(spans[index].count, place, why, "")
            spans[own[0]] = Span(spans[own[0]].count, place, why, text)
        elif text:
            spans.insert(0, Span(0, place, "metadata", text))
    return replace(body, spans=tuple(spans))


def _fields(said: PageFacts, body: DraftBody) -> dict[str, str]:
    """Return the metadata of the story file.

    A last change at the moment of publication says something of updates alone.
    """
    modified = said.modified if body.updates or said.modified != said.date else None
    fields = {
        "Date": str(said.date),
        "Modified": str(modified or ""),
        "Authors": listed(said.authors),
        "Category": said.section,
        "Tags": listed(said.tags),
        "Lang": said.lang,
        "Original_URL": next(iter(said.addresses), ""),
    }
    return {name: value for name, value in fields.items() if value}


FORMAT = Format(items, facts, draft, text_of)
