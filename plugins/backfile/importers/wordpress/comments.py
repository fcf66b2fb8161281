"""The comments on a post, as a page of their own beside its story."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

from backfile.errors import RefusedError
from backfile.fidelity.account import TITLE, Span, signs
from backfile.importers.draft import Draft, Notes
from backfile.importers.dump_items import Facts
from backfile.importers.html.body.story_body import read_fragment
from backfile.importers.html.depth_guard import check_depth
from backfile.importers.moment import Moment
from backfile.importers.wordpress.attachments import text_of_html
from backfile.importers.wordpress.dates import in_zone
from backfile.importers.wordpress.item import Post, read_comments
from backfile.importers.wordpress.paragraphs import paragraphs
from backfile.importers.wordpress.post_body import without_ours
from backfile.importers.wordpress.shortcodes import added
from backfile.text.html_text import parse, visible_text
from backfile.text.web_addresses import web_address

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backfile.importers.dump_items import Item
    from backfile.importers.options import Call, LinkResolver
    from backfile.importers.wordpress.item import Comment

COMMENTS = "comments"
_BEGIN, _END = b"<wp:comment>", b"</wp:comment>"
_AFTER = b"</content:encoded>"


def readers_comments(comments: Sequence[Comment]) -> list[Comment]:
    """Return those that readers wrote and everybody could read."""
    return [one for one in comments if one.approved and not one.kind]


def comments_of(data: bytes, post: Post) -> bytes:
    """Return the bytes of the comments in *data*, the item of *post*, as they stand there.

    They stand together at its end. Raises RefusedError where they do not.
    """
    end = data.rfind(_END) + len(_END)
    # A post may write of comments; its own stand below it.
    start = data.find(_BEGIN, max(0, data.rfind(_AFTER, 0, end)), end)
    part = data[start:end]
    if start < 0 or len(read_comments(part)) != len(post.comments):
        raise RefusedError(
            "its comments are not in one place in the file, so they cannot be kept on their own"
        )
    return part


def comments_facts(item: Item, call: Call) -> Facts:
    """Return what the comments in *item* say of themselves. Raises RefusedError."""
    first = _read(item)[0]
    when = in_zone(first.date_gmt, call)
    address = item.extra.get("address", "")
    return Facts(
        identity=item.extra["identity"],
        title=_title(item),
        slug=item.extra.get("slug", ""),
        day=when.date() if when else call.day,
        clock=None,
        # Where WordPress had them on a page of their own.
        addresses=(f"{address.rstrip('/')}/comment-page-1/",) if web_address(address) else (),
        folder="pages",
    )


def comments_draft(item: Item, call: Call, ground: LinkResolver) -> Draft:
    """Return the comments in *item* as a page. Raises RefusedError."""
    comments = _read(item)
    title = _title(item)
    address = item.extra.get("address", "")
    story = f'<p><a href="{escape(address)}">{added(item.extra["title"], "link")}</a></p>'
    html = story + "".join(_html(one, call) for one in comments)
    body = read_fragment(html, ground, call, address)
    text = _text(comments)
    if sum(span.count for span in body.spans) != signs(text):
        raise RefusedError("the importer cannot account for all of their words; please report it")
    named = Span(0, TITLE, "comments", title)
    day = comments_facts(item, call).day
    return Draft(
        title=title,
        summary="",
        body=replace(body, spans=(named, *body.spans)),
        fields={"Date": day.isoformat()} if day else {},
        text=text,
        how={"format": "wxr", "part": COMMENTS, "encoding": item.extra.get("encoding", "utf-8")},
        notes=Notes(recognised=(f"comments: {len(comments)}",)),
    )


def comments_text(data: bytes, how: Mapping[str, Any]) -> str:
    """Return the text of the comments in *data*."""
    return _text(readers_comments(read_comments(data, str(how["encoding"]))))


def _read(item: Item) -> list[Comment]:
    return readers_comments(read_comments(item.data, item.extra.get("encoding", "utf-8")))


def _title(item: Item) -> str:
    return f"Comments: {item.extra['title']}"


def _text(comments: Sequence[Comment]) -> str:
    for one in comments:
        check_depth(one.text)
    return "\n".join(visible_text(parse(one.text)) for one in comments)


def _html(comment: Comment, call: Call) -> str:
    """Return *comment* below its author and time; tags that it leaves open end with it."""
    when = in_zone(comment.date_gmt, call)
    time = str(Moment.at(when)) if when else comment.date
    author = text_of_html(comment.author)
    body = parse(paragraphs(without_ours(comment.text))).css_first("body")
    text = body.inner_html if body is not None else ""
    head = added(f"{author}, {time}" if author else time, "comment")
    return f"<p><strong>{head}</strong></p><div>{text}</div>"
