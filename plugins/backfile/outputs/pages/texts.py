"""What a page shows of the text of a story, a page or a partner's record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backfile.outputs.structured_data.social import pictures_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backfile.render.pictures import Picture


@dataclass(frozen=True, slots=True)
class Text:
    """A text in HTML, its links with the addresses that they lead to.

    `versions` are the address, language and title of each of its languages, its own first;
    `pictures` what is known of those that it shows, by their addresses.
    """

    title: str
    summary: str
    content: str
    lang: str
    versions: tuple[tuple[str, str, str], ...]
    pictures: tuple[tuple[str, Picture | None], ...]


def text_of(content: Any, context: Mapping[str, Any], path: str, summary: str = "") -> Text:
    """Return the text of a Pelican *content*, which the page at *path* shows with a *summary*."""
    # Relative addresses differ with the place of the page alone, which is in each key.
    site = "/" if context["RELATIVE_URLS"] else context["SITEURL"]
    html = content.get_content(site)
    return Text(
        content.title,
        summary,
        html,
        content.lang,
        tuple((one.url, one.lang, one.title) for one in (content, *content.translations)),
        tuple(pictures_in(f"{summary}{html}", context, path)),
    )


def feed_of(context: Mapping[str, Any], kind: str, slug: str) -> tuple[str, ...]:
    """Return what pages tell of the feed of a term, nothing where it has none."""
    feed = context["feeds"].of(kind, slug) if slug and context.get("feeds") else None
    return (feed.title, feed.path) if feed else ()
