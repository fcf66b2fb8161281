"""What the page of a story is made of, beside what all pages have around them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile.outputs.pages.lists import headline
from backfile.outputs.pages.texts import feed_of, text_of
from backfile.outputs.provenance.provenance import provenance_of
from backfile.outputs.story_digests import record_digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backfile.catalogue.related import Relations
    from backfile.outputs.pages.texts import Text
    from backfile.outputs.provenance.provenance import Provenance
    from backfile.reading.cards import Card
    from backfile.story.model import Story


@dataclass(frozen=True, slots=True)
class StoryPage:
    """All that article.html and what it includes ask of a story.

    `record` is the digest of the story's record, `times` what that lacks, `status` Pelican's,
    `are_indexed` tells of each of its languages, its own first, whether search engines may list it.
    `leads_to` are the headlines of its relations. `with_pages` tells of each of the story's terms
    whether it has a page, `periods` of its year and its month. `feed` is the title of the partner's
    feed, and its path, `timelines` are those that the page leads to.
    """

    record: str
    times: object
    text: Text
    status: str
    are_indexed: tuple[bool, ...]
    leads_to: object
    with_pages: tuple[bool, ...]
    periods: tuple[bool, ...]
    feed: tuple[str, ...]
    timelines: object
    provenance: Provenance | None


def story_page(article: Any, context: Mapping[str, Any], path: str) -> StoryPage:
    """Return what the page of *article* at *path* is made of; *context* is that of any page."""
    return StoryPage(
        record_digest(article),
        _times(article.story),
        text_of(article, context, path, article.summary),
        article.status,
        tuple(one.is_indexed for one in (article, *article.translations)),
        _leads_to(context["related"](article)),
        tuple(_with_pages(article.card, context)),
        tuple(_periods(article, context)),
        feed_of(context, "partners", article.partner.slug if article.partner else ""),
        context["timelines"].leading(article) if context.get("timelines") else (),
        provenance_of(article, Path(context["PATH"])),
    )


def withdrawn_page(article: Any, _context: Mapping[str, Any], _path: str) -> object:
    """Return what the page of a withdrawn *article* is made of; it leads to no other story."""
    shown = article.title, article.lang, article.url, article.date.date(), article.identifiers
    return *shown, article.withdrawal


def _times(story: Story) -> object:
    """Return what the page shows of times and their places which the story's record has not."""
    return story.dateline, [
        (one.source, one.after, one.instant, one.day, one.inferences, one.section.under)
        for one in story.updates
    ]


def _leads_to(relations: Relations) -> object:
    """Return what the page shows of the stories that it leads to."""
    beside = [one and headline(one) for one in (relations.earlier, relations.later)]
    by_topic = [(topic, list(map(headline, cards))) for topic, cards in relations.by_topic]
    from_partner = list(map(headline, relations.from_partner))
    return beside, list(map(headline, relations.parts)), from_partner, by_topic


def _with_pages(card: Card, context: Mapping[str, Any]) -> Iterator[bool]:
    archive = context["archive"]
    return (archive.shelf(kind, term.slug) is not None for kind, term in card.terms)


def _periods(article: Any, context: Mapping[str, Any]) -> Iterator[bool]:
    """Tell whether the year and the month have pages; those of a listed story always have."""
    month = article.date.year, article.date.month
    archive = context["archive"]
    return (bool(len(archive.period(*num).cards)) for num in (month[:1], month))
