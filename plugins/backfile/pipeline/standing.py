"""What the rest of a site depends on in a story, beside its card and its text.

Where none of this changes, an edit of the story changes its own page and the lists that show it,
and no page comes or goes.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from backfile.outputs.citations.output import citation_files_of
from backfile.outputs.data.story_json import data_url
from backfile.outputs.keys import digest
from backfile.outputs.redirects.output import places_claimed, stated_addresses
from backfile.pipeline.last_build import WITHDRAWN, NotedStory
from backfile.reading.targets import linked_file
from backfile.text.addresses import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backfile.config.settings import Settings

# Each picture has smaller versions while a page shows it.
_PICTURES = re.compile(r"<img\b[^>]*", re.IGNORECASE)


def noted_stories(articles: Iterable[Any], settings: Settings) -> Iterator[NotedStory]:
    """Go through what the next build needs to know of Pelican's *articles*, which have cards."""
    for article in articles:
        others = [*article.translations, *([article.continues] if article.continues else [])]
        needs = tuple(str(one.get_relative_source_path()) for one in others)
        html = _html(article)
        links = list(_links_in(html, article))
        ties = _ties(article, html, links)
        status = WITHDRAWN if article.withdrawal else article.status
        yield NotedStory(
            source=str(article.get_relative_source_path()),
            url=article.url,
            status=status,
            slug=folded(article.slug),
            place=digest(article.save_as, article.card.standing),
            ties=digest(status, article.template, article.lang, ties),
            lang=article.lang,
            is_free=not (any(ties) or _states_address(article) or article.withdrawal),
            files=tuple(_own_files(article, settings)),
            needs=needs,
            links=tuple({one for _, one in links}.union(needs)),
            claims=tuple(places_claimed(article, settings.address)) if settings.redirects else (),
        )


def links_of(content: Any) -> set[str]:
    """Return the files to which Pelican's *content* links."""
    return {one for _, one in _links_in(_html(content), content)}


def _html(content: Any) -> str:
    """Return what a page shows of *content*, its links as they are written.

    A summary that is not stated is a part of the text, and Pelican resolves its links in between.
    """
    has_own = getattr(content, "stated_summary", True)
    summary = content.metadata.get("summary", "") if has_own else ""
    return f"{content._content}{summary}"  # noqa: SLF001


def _links_in(html: str, content: Any) -> Iterator[tuple[str, str]]:
    """Go through the files to which *html* of *content* links, each after the kind of the link."""
    pattern = content._get_intrasite_link_regex()  # noqa: SLF001 (Pelican offers no other way)
    for one in pattern.finditer(html) if "{" in html or "|" in html else ():
        yield one["what"], linked_file(content, one["value"])


def _ties(article: Any, html: str, links: Iterable[tuple[str, str]]) -> tuple[object, ...]:
    """Return what leads to *article* or comes with it; it shows *html*, which has *links*."""
    addresses = list(stated_addresses(article))
    return (
        [(one.url, one.lang) for one in article.translations],
        sorted({one for what, one in links if what in {"attach", "static"}}),
        sorted(set(_PICTURES.findall(html))),
        addresses and (addresses, article.url),
        article.original,
        not article.is_indexed,
        article.identifiers,
        [
            str(text)
            for name in ("original_file", "original_sha256")
            if (text := getattr(article, name, ""))
        ],
    )


def _states_address(article: Any) -> bool:
    """Tell whether the file states the place of its page, which may be anywhere."""
    return "save_as" in article.metadata or "url" in article.metadata


def _own_files(article: Any, settings: Settings) -> Iterator[str]:
    """Go through the files that are made of *article* alone, its page first."""
    yield article.save_as
    if article.status == "published":
        if settings.source_suffix:
            yield PurePosixPath(article.save_as).with_suffix(settings.source_suffix).as_posix()
        if settings.data:
            yield data_url(article)
        if settings.citations:
            yield from (file.path for file in citation_files_of(article))
