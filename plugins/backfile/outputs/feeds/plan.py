"""Which feeds an archive has, and which stories are in each, newest first."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from backfile.outputs.feeds.entry import ATOM, FOLDER, JSON
from backfile.reading.cards import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from backfile.catalogue.catalogue import Catalogue
    from backfile.catalogue.rows import Card
    from backfile.config.settings import Settings
    from backfile.outputs.feeds.words import FeedWords

# Pelican's names of the kinds of terms that have feeds, and the folders of these.
KINDS = {"partners": "partners", "tags": "topics"}


@dataclass(frozen=True, slots=True)
class FeedPlan:
    """One feed: its `name` among those of the site, its `title` anywhere, its stories.

    `path` is its address without an ending, `page` that of the page that it belongs to, `stories`
    are the addresses of its stories; all are below SITEURL. Name and title are plain.
    """

    name: str
    title: str
    path: str
    page: str
    stories: tuple[str, ...]

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

    def showing(
        self,
        urls: Collection[str],
        others: Collection[tuple[str, str]],
        *,
        corrections: bool,
    ) -> FeedPlans:
        """Return those of the feeds that have one of the stories at *urls*, and the *others*.

        These are kinds and slugs of terms, both empty for the feed of all stories. *corrections*
        tells whether that of corrections is among them in any case.
        """

        def has_any(plan: FeedPlan | None) -> bool:
            return plan is not None and any(one in urls for one in plan.stories)

        all_stories = ("", "") in others or has_any(self.stories)
        return replace(
            self,
            stories=self.stories if all_stories else None,
            corrections=self.corrections if corrections or has_any(self.corrections) else None,
            terms={
                kind: {
                    slug: plan
                    for slug, plan in by_slug.items()
                    if (kind, slug) in others or has_any(plan)
                }
                for kind, by_slug in self.terms.items()
            },
        )

    def of(self, kind: str, slug: str) -> FeedPlan | None:
        """Return the feed of a term, None where it has none."""
        return self.terms.get(kind, {}).get(slug)

    def named(self, kind: str) -> list[FeedPlan]:
        """Return the feeds of all terms of *kind*, by name."""
        return sorted(self.terms.get(kind, {}).values(), key=lambda one: one.name.casefold())


def lost_feeds(card: Card, plans: FeedPlans) -> Iterator[str]:
    """Go through the files of the feeds that the terms of *card* had, and have not in *plans*."""
    for kind, term in card.terms:
        if kind in KINDS and plans.of(kind, term.slug) is None:
            path = f"{FOLDER}/{KINDS[kind]}/{term.slug}"
            yield from (path + ATOM, path + JSON)


def plan_feeds(catalogue: Catalogue, settings: Settings, words: FeedWords, page: str) -> FeedPlans:
    """Return the feeds of the stories in *catalogue*; none is empty.

    *page* is the address of the page about feeds. A story's own date decides how new it is, for
    the feed of corrections the date of its last correction or note.
    """
    site, most = plain(settings.name), settings.feed_length
    newest, corrected = tuple(catalogue.newest(most)), tuple(catalogue.corrected(most))
    if not newest:
        return FeedPlans()
    title = f"{words.corrections} · {site}"
    return FeedPlans(
        page=page,
        stories=FeedPlan(words.stories, site, f"{FOLDER}/all", "", newest),
        corrections=FeedPlan(words.corrections, title, f"{FOLDER}/corrections", page, corrected)
        if corrected
        else None,
        terms={
            kind: {
                term.slug: FeedPlan(
                    term.name,
                    f"{term.name} · {site}",
                    f"{FOLDER}/{folder}/{term.slug}",
                    term.url if kind != "tags" or settings.topic_pages else "",
                    tuple(catalogue.newest(most, kind, term.slug)),
                )
                for term, _ in catalogue.terms(kind)
            }
            for kind, folder in KINDS.items()
        },
    )
