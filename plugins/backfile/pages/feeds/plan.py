"""Which feeds an archive has, and which stories are in each, newest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backfile.addresses import encoded
from backfile.pages.cards import Term, plain
from backfile.pages.feeds.corrections import corrections, last_of
from backfile.pages.feeds.entry import ATOM, FOLDER, JSON
from backfile.pages.moments import latest, moment_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from pelican.contents import Article

    from backfile.config import Settings
    from backfile.pages.feeds.words import FeedWords

# Pelican's names of the kinds of terms that have feeds, and the folders of these.
KINDS = {"partners": "partners", "tags": "topics"}


@dataclass(frozen=True, slots=True)
class FeedPlan:
    """One feed: its `name` among those of the site, its `title` anywhere, its stories.

    `path` is its address without an ending, `page` that of the page that it belongs to; both are
    below SITEURL. Name and title are plain.
    """

    name: str
    title: str
    path: str
    page: str
    articles: tuple[Article, ...]

    @property
    def atom(self) -> str:
        """Return the address of the feed as Atom, below SITEURL."""
        return self.path + ATOM

    @property
    def json(self) -> str:
        """Return the address of the feed as JSON Feed, below SITEURL."""
        return self.path + JSON


@dataclass(frozen=True, slots=True)
class FeedPlans:
    """All feeds: of all stories, of corrections, and of terms by Pelican's name of their kind.

    `page` is the address of the page about them, below SITEURL, empty where the theme has none.
    """

    page: str = ""
    stories: FeedPlan | None = None
    corrections: FeedPlan | None = None
    terms: Mapping[str, Mapping[str, FeedPlan]] = field(default_factory=dict)

    @property
    def site(self) -> tuple[FeedPlan, ...]:
        """Return the feeds that are of the site as a whole; without stories there are none."""
        return tuple(one for one in (self.stories, self.corrections) if one)

    @property
    def of_stories(self) -> Iterator[FeedPlan]:
        """Go through all feeds but that of corrections."""
        if self.stories:
            yield self.stories
        for by_slug in self.terms.values():
            yield from by_slug.values()

    def of(self, kind: str, slug: str) -> FeedPlan | None:
        """Return the feed of a term, None where it has none."""
        return self.terms.get(kind, {}).get(slug)

    def named(self, kind: str) -> list[FeedPlan]:
        """Return the feeds of all terms of *kind*, by name."""
        return sorted(self.terms.get(kind, {}).values(), key=lambda one: one.name.casefold())


def plan_feeds(
    listed: Sequence[Article], settings: Settings, words: FeedWords, page: str
) -> FeedPlans:
    """Return the feeds of the *listed* articles and their translations; none is empty.

    *page* is the address of the page about feeds. A story's own date decides how new it is, for
    the feed of corrections the date of its last correction or note.
    """
    articles = [one for article in listed for one in (article, *article.translations)]
    newest = sorted(articles, key=lambda one: (one.date, one.url), reverse=True)
    if not newest:
        return FeedPlans()
    site, most = plain(settings.name), settings.feed_length
    corrected = tuple(_corrected(newest)[:most])
    title = f"{words.corrections} · {site}"
    return FeedPlans(
        page=page,
        stories=FeedPlan(words.stories, site, f"{FOLDER}/all", "", tuple(newest[:most])),
        corrections=FeedPlan(words.corrections, title, f"{FOLDER}/corrections", page, corrected)
        if corrected
        else None,
        terms=_by_term(listed, newest, settings),
    )


def _corrected(articles: Iterable[Article]) -> list[Article]:
    """Return those of *articles* that have a correction or a note, the last corrected first."""
    found: list[tuple[datetime, str, Article]] = []
    for article in articles:
        story = article.story
        if made := corrections(story.updates):
            known = last_of(made).machine_time or latest(story)
            found.append((moment_of(known, story.dateline.zone.key), article.url, article))
    found.sort(key=lambda one: one[:2], reverse=True)
    return [article for _, _, article in found]


def _by_term(
    listed: Iterable[Article], newest: Iterable[Article], settings: Settings
) -> dict[str, dict[str, FeedPlan]]:
    """Return the feeds of the terms that *listed* articles have; other terms have no pages."""
    known = {key: term for article in listed for key, term in _terms(article, settings)}
    filed: dict[tuple[str, str], list[Article]] = {key: [] for key in known}
    most = settings.feed_length
    for article in newest:
        for key in dict(_terms(article, settings)):
            if key in filed and (most is None or len(filed[key]) < most):
                filed[key].append(article)
    site = plain(settings.name)
    plans: dict[str, dict[str, FeedPlan]] = {kind: {} for kind in KINDS}
    for (kind, slug), articles in filed.items():
        term, path = known[kind, slug], f"{FOLDER}/{KINDS[kind]}/{slug}"
        title = f"{term.name} · {site}"
        plans[kind][slug] = FeedPlan(term.name, title, path, term.url, tuple(articles))
    return plans


def _terms(article: Article, settings: Settings) -> Iterator[tuple[tuple[str, str], Term]]:
    """Go through the terms of *article* that have feeds, each with its kind and its slug.

    A term without a slug has no address.
    """
    if partner := article.partner:
        url = encoded(settings.partner_page.of(slug=partner.slug).url)
        yield ("partners", partner.slug), Term(partner.title, partner.slug, url)
    for tag in getattr(article, "tags", ()):
        if tag.slug:
            url = encoded(tag.url) if settings.topic_pages else ""
            yield ("tags", tag.slug), Term(tag.name, tag.slug, url)
