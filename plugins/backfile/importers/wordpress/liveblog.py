"""The updates of a live blog in a WordPress export: comments that the plugin Liveblog kept.

Each is a comment of the type `liveblog`. A later version of one is a comment of its own, which
names the first in the note `liveblog_replaces`; one without text says that it was deleted.
Source: https://github.com/Automattic/liveblog, classes/class-wpcom-liveblog-entry.php.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from html import escape
from typing import TYPE_CHECKING

from backfile.fidelity.ledger import Dropped
from backfile.importers.draft import Notes
from backfile.importers.html.liveblog.blocks import OURS
from backfile.importers.wordpress.attachments import text_of_html
from backfile.importers.wordpress.dates import in_zone
from backfile.importers.wordpress.post_body import prepared
from backfile.text.html_text import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backfile.importers.options import Call
    from backfile.importers.wordpress.attachments import Attachment
    from backfile.importers.wordpress.item import Comment

LIVEBLOG = "liveblog"


@dataclass(frozen=True, slots=True)
class LiveUpdate:
    """An update: the comment as which it was first published, and the text of its last version."""

    first: Comment
    text: str


def live_updates(comments: Sequence[Comment]) -> list[LiveUpdate]:
    """Return the updates among *comments*, in the order of the export, without those deleted."""
    own = [one for one in comments if one.kind == LIVEBLOG]
    ids = {one.id for one in own if one.id}
    last = _last_versions(own)
    found = [
        LiveUpdate(one, last.get(one.id, one.text))
        for one in own
        if not one.replaces or one.replaces not in ids
    ]
    return [one for one in found if one.text.strip()]


def older_versions(comments: Sequence[Comment]) -> Iterator[Dropped]:
    """Go through the versions of updates that later ones replaced."""
    kept = {one.text for one in live_updates(comments)}
    for one in comments:
        if one.kind == LIVEBLOG and one.text.strip() and one.text not in kept:
            why = "a later version replaced it, or it was deleted"
            yield Dropped("update", why, f"{one.author}, {one.date}: {one.text}")


def live_html(
    updates: Sequence[LiveUpdate], attached: Mapping[str, Attachment], call: Call
) -> tuple[str, Notes]:
    """Return *updates* as HTML in which each is a block of a live blog, and what is not in it."""
    made, notes = [], Notes()
    for one in updates:
        html, dropped = prepared(one.text, attached)
        body = parse(html).css_first("body")
        text = body.inner_html if body is not None else ""
        made.append(f"<{OURS}{_attributes(one.first, call)}><div>{text}</div></{OURS}>")
        notes += dropped
    return "".join(made), notes


def _attributes(comment: Comment, call: Call) -> str:
    when = in_zone(comment.date_gmt, call)
    given = {
        "datetime": when.astimezone(UTC).isoformat() if when else comment.date.strip(),
        "by": text_of_html(comment.author),
        "id": f"liveblog-entry-{comment.id}" if comment.id else "",
        "data-key-event": "true" if comment.is_key else "",
    }
    return "".join(f' {name}="{escape(value)}"' for name, value in given.items() if value)


def _last_versions(own: Sequence[Comment]) -> dict[str, str]:
    """Return the text of the last version of each update that was changed, by its number."""
    last: dict[str, str] = {}
    for one in sorted(own, key=lambda one: (one.date_gmt or one.date, int(one.id or 0))):
        if one.replaces:
            last[one.replaces] = one.text
    return last
