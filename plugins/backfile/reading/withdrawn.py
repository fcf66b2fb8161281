"""What of a withdrawn story its tombstone needs: its address, its ids, the files that it used."""

from __future__ import annotations

import re
from dataclasses import replace
from string import Formatter
from typing import TYPE_CHECKING, Any

from backfile.story.withdrawal import ids_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backfile.story.model import Story
    from backfile.story.withdrawal import Withdrawal

# Of these, Pelican makes the address of the page, and Backfile what leads there.
KEPT_FIELDS = frozenset(
    {
        *("author", "authors", "category", "date", "identifier", "lang", "original_url"),
        *("redirect_from", "save_as", "slug", "timezone", "title", "translation", "url"),
    }
)
_ADDRESSES = ("ARTICLE_URL", "ARTICLE_SAVE_AS", "ARTICLE_LANG_URL", "ARTICLE_LANG_SAVE_AS")
_LINK = re.compile(r"""\b(?:href|src|poster|data|srcset)\s*=\s*("[^"]*"|'[^']*')""", re.IGNORECASE)


def address_fields(pelican_settings: Mapping[str, Any]) -> set[str]:
    """Return the fields of which a site's own patterns make the addresses of stories."""
    patterns = [str(pelican_settings.get(name) or "") for name in _ADDRESSES]
    places = (name for one in patterns for _, name, _, _ in Formatter().parse(one) if name)
    return {re.split(r"[.\[]", name)[0] for name in places}


def with_story(
    withdrawal: Withdrawal, story: Story, html: str, fields: Mapping[str, object]
) -> Withdrawal:
    """Return the *withdrawal* of a *story* with the ids and the links that it had.

    *html* is what the page would have shown. *fields* may name ids of updates that are gone from
    the file.
    """
    return replace(
        withdrawal,
        anchors=tuple(dict.fromkeys(_ids(story, fields))),
        original=str(fields.get("original_sha256") or "").strip().lower(),
        links=tuple(dict.fromkeys(f"<a href={one}>" for one in _LINK.findall(html))),
    )


def _ids(story: Story, fields: Mapping[str, object]) -> Iterator[str]:
    for update in story.on_page:
        yield update.anchor
        yield from update.former
    yield from ids_in(str(fields.get("former_anchors") or ""))
