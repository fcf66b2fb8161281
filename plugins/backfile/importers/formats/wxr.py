"""WordPress exports (WXR): each post a story, each page a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from backfile.errors import RefusedError
from backfile.fidelity.account import SUMMARY, TITLE, Span, signs
from backfile.fidelity.ledger import Dropped, Repair
from backfile.importers.draft import Draft, Notes
from backfile.importers.dump_items import Facts, Quarantined
from backfile.importers.formats.format import Format
from backfile.importers.html.body.story_body import read_fragment
from backfile.importers.html.depth_guard import check_depth
from backfile.importers.wordpress import metadata
from backfile.importers.wordpress.attachments import read_back, text_of_html
from backfile.importers.wordpress.comments import (
    COMMENTS,
    comments_draft,
    comments_facts,
    comments_text,
)
from backfile.importers.wordpress.dates import published
from backfile.importers.wordpress.export import open_export
from backfile.importers.wordpress.item import read_post
from backfile.importers.wordpress.liveblog import LIVEBLOG, live_html, live_updates
from backfile.importers.wordpress.post_body import prepared
from backfile.importers.wordpress.reader import read_items
from backfile.importers.wordpress.shortcodes import figure
from backfile.text.html_text import parse, visible_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from backfile.importers.draft import DraftBody
    from backfile.importers.dump_items import Item, LeftOutItem
    from backfile.importers.options import Call, LinkResolver
    from backfile.importers.wordpress.item import Post


def items(path: Path, call: Call) -> Iterator[Item | LeftOutItem | Quarantined]:
    """Go through the export *path*: posts and pages as items, all other things as left out."""
    try:
        with open_export(path) as export:
            yield from read_items(path, call, export)
    except RefusedError as error:
        yield Quarantined(str(path), "", str(error), suffix=".xml")


def facts(item: Item, call: Call) -> Facts:
    """Return what *item* says of itself. Raises RefusedError."""
    if item.extra.get("part") == COMMENTS:
        return comments_facts(item, call)
    post = read_post(item.data, item.extra.get("encoding", ""))
    when = published(post, call).when
    base = item.extra.get("base", "")
    return Facts(
        identity=metadata.identity(post, base),
        identity_by_name=metadata.identity_by_name(post, base),
        title=_title(post)[0],
        slug=metadata.slug(post),
        day=when.day if when else None,
        clock=when.clock if when else None,
        addresses=metadata.addresses(post, base),
        folder="pages" if post.kind == "page" else "stories",
        is_public=metadata.is_public(post),
    )


def draft(item: Item, call: Call, ground: LinkResolver) -> Draft:
    """Return *item* as a draft. Raises RefusedError where its words cannot be accounted for."""
    if item.extra.get("part") == COMMENTS:
        return comments_draft(item, call, ground)
    extra = item.extra
    post = read_post(item.data, extra.get("encoding", ""))
    title, title_notes = _title(post)
    attached = read_back(extra.get("attached", ""))
    contents, contents_notes = prepared(post.content, attached, post.kept_embeds())
    featured, featured_notes = _featured(post, extra)
    base = extra.get("base", "")
    fields = metadata.fields(post, call, extra)
    call = call.in_language(fields.get("Lang", ""))
    updates, updates_notes = live_html(live_updates(post.comments), attached, call)
    texts = _texts(post, live=True)
    body = read_fragment(featured + contents + updates, ground, call, post.address or base)
    return Draft(
        title=title,
        summary=text_of_html(post.excerpt),
        body=replace(body, spans=_spans(texts, title, body)),
        fields=fields,
        text="\n".join(texts),
        how={
            "format": "wxr",
            "encoding": extra.get("encoding", "") or "utf-8",
            **({LIVEBLOG: True} if updates else {}),
        },
        notes=Notes(
            recognised=tuple(metadata.recognised(post, extra)),
            inferred=published(post, call).inferred,
            repaired=(*post.repairs, *metadata.repaired(post, extra)),
            dropped=(*metadata.dropped(post), *metadata.comments_dropped(post, call)),
        )
        + title_notes
        + featured_notes
        + contents_notes
        + updates_notes,
    )


def text_of(data: bytes, how: Mapping[str, Any]) -> str:
    """Return the words of the item *data* that a reader saw.

    These are its title, its excerpt, its contents, and the updates of its live blog.
    """
    if how.get("part") == COMMENTS:
        return comments_text(data, how)
    post = read_post(data, str(how["encoding"]))
    return "\n".join(_texts(post, live=bool(how.get(LIVEBLOG))))


def _texts(post: Post, *, live: bool) -> list[str]:
    updates = [one.text for one in live_updates(post.comments)] if live else []
    parts = (post.title, post.excerpt, post.content, *updates)
    for part in parts:
        check_depth(part)
    return [visible_text(parse(part)) for part in parts]


def _spans(texts: Sequence[str], title: str, body: DraftBody) -> tuple[Span, ...]:
    """Return the account of the whole item. Raises RefusedError where it is not whole."""
    of_title, of_excerpt, *of_contents = map(signs, texts)
    if sum(span.count for span in body.spans) != sum(of_contents):
        raise RefusedError("the importer cannot account for all of its words; please report it")
    after = None if of_title else title
    head = (Span(of_title, TITLE, "" if of_title else "no-title", after), Span(of_excerpt, SUMMARY))
    return (*(span for span in head if span.count or span.after), *body.spans)


def _title(post: Post) -> tuple[str, Notes]:
    """Return the headline; a post without one is called after its number."""
    title = text_of_html(post.title)
    if title:
        return title, Notes()
    title = f"Untitled {post.id}".strip()
    return title, Notes(repaired=(Repair("no-title", "", title),))


def _featured(post: Post, extra: Mapping[str, str]) -> tuple[str, Notes]:
    """Return the figure of the picture above a post, unless the post itself shows it."""
    number = post.noted("_thumbnail_id")
    if not number:
        return "", Notes()
    file = read_back(extra.get("attached", "")).get(number)
    if file is None:
        why = "the export does not have it"
        return "", Notes(dropped=(Dropped("featured picture", why, f"attachment {number}"),))
    full = file.address.rpartition(".")[0]
    if full and full in post.content:
        return "", Notes(recognised=(f"featured picture: {file.address}, shown in the text",))
    return figure(file), Notes(recognised=(f"featured picture: {file.address}",))


FORMAT = Format(items, facts, draft, text_of)
