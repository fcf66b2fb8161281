"""Makes the rows of the catalogue from Pelican's articles."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile.catalogue.rows import KnownTime, StoryRow
from backfile.files.containment import printable
from backfile.outputs.feeds.corrections import corrections_in, last_correction
from backfile.reading.timestamps import moment_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def story_rows(articles: Iterable[Any], listed: Iterable[Any]) -> Iterator[StoryRow]:
    """Go through the rows of *articles* that have their cards; *listed* are those in listings."""
    addresses = {one.url for one in listed}
    for article in articles:
        versions = [one.url for one in article.translations if one.url in addresses]
        is_listed = article.url in addresses
        yield StoryRow(
            source=printable(article.get_relative_source_path()),
            digest=hashlib.sha256(Path(article.source_path).read_bytes()).hexdigest(),
            save_as=article.save_as,
            slug=article.slug,
            card=article.card,
            latest=_latest(article),
            corrected=_corrected(article),
            status=article.status,
            is_listed=is_listed,
            version_of="" if is_listed else next(iter(versions), ""),
        )


def _latest(article: Any) -> KnownTime:
    known = article.story.latest
    return _known(known, article) if known else KnownTime("", article.date)


def _corrected(article: Any) -> KnownTime | None:
    corrections = corrections_in(article.story.updates)
    if not corrections:
        return None
    return _known(last_correction(corrections).machine_time or article.story.latest, article)


def _known(time: str, article: Any) -> KnownTime:
    return KnownTime(time, moment_of(time, article.story.dateline.zone.key))
