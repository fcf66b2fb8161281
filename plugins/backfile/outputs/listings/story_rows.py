"""Makes the rows of the catalogue from Pelican's articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backfile.catalogue.rows import StoryRow
from backfile.files.containment import printable
from backfile.outputs.feeds.corrections import corrections_in, last_correction
from backfile.outputs.timelines.update_rows import update_rows
from backfile.reading.timestamps import moment_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime


def story_rows(articles: Iterable[Any], listed: Iterable[Any]) -> Iterator[StoryRow]:
    """Go through the rows of *articles* that have their cards; *listed* are those in listings."""
    addresses = {one.url for one in listed}
    for article in articles:
        yield StoryRow(
            source=printable(article.get_relative_source_path()),
            card=article.card,
            corrected=_corrected(article),
            is_listed=article.url in addresses,
            latest=article.story.latest,
            changed=moment_of(article.story.latest, article.story.dateline.zone.key),
            versions=_versions(article),
            is_canonical=_is_canonical(article),
            updates=update_rows(article),
        )


def _versions(article: Any) -> tuple[tuple[str, str], ...]:
    versions = [one for one in (article, *article.translations) if one.is_indexed]
    return tuple((one.lang, one.url) for one in versions) if len(versions) > 1 else ()


def _is_canonical(article: Any) -> bool:
    return article.is_indexed and not (article.original and article.original.canonical)


def _corrected(article: Any) -> datetime | None:
    story = article.story
    corrections = corrections_in(story.updates)
    if not corrections:
        return None
    known = last_correction(corrections).machine_time or story.latest
    return moment_of(known, story.dateline.zone.key)
