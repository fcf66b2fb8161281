"""The feeds of a build, and the page that lists them. Rules: docs/feeds.md."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.outputs.artifacts import PageFile, artifact, text_file
from backfile.outputs.feeds.content import feed_html
from backfile.outputs.feeds.corrections import correction_entry
from backfile.outputs.feeds.entry import EntryMaker, Feed, Translation, clean
from backfile.outputs.feeds.formats import STYLE_SHEET, atom, json_feed
from backfile.outputs.story_digests import record_digest
from backfile.reading.cards import plain
from backfile.reading.record import record_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pelican.contents import Article

    from backfile.config.settings import Settings
    from backfile.outputs.artifacts import Artifact
    from backfile.outputs.feeds.entry import StoryEntry
    from backfile.outputs.feeds.plan import FeedPlan, FeedPlans
    from backfile.outputs.feeds.words import FeedWords
    from backfile.reading.record import StoryRecord

OUR_STYLE_SHEET = Path(__file__).with_name("feed.css")


def feed_files(
    plans: FeedPlans,
    published: Iterable[Article],
    words: FeedWords,
    with_pages: Iterable[str],
    settings: Settings,
) -> Iterator[Artifact | PageFile]:
    """Go through the feeds, each in both formats, and what people see who open one.

    The *published* articles are those of which the *plans* are, and *with_pages* the slugs of the
    authors that have pages.
    """
    if not plans.stories:
        return
    yield from feeds_alone(plans, published, words, with_pages, settings)
    yield artifact(STYLE_SHEET, (), lambda: [OUR_STYLE_SHEET.read_bytes()])
    yield from feeds_page(plans)


def feeds_page(plans: FeedPlans) -> Iterator[PageFile]:
    """Go through the page that lists the feeds, if there is one."""
    if plans.page:
        shown = [(one.name, one.path) for one in (*plans.of_stories, *plans.site)]
        yield PageFile(f"{plans.page}index.html", plans.page, "feeds", shown)


def feeds_alone(
    plans: FeedPlans,
    published: Iterable[Article],
    words: FeedWords,
    with_pages: Iterable[str],
    settings: Settings,
) -> Iterator[Artifact]:
    """Go through the feeds of *plans*, each in both formats, as `feed_files` does."""
    making, by_url = _Making(settings, with_pages), {one.url: one for one in published}

    def feed(plan: FeedPlan, entry: Callable[[Article], StoryEntry]) -> Iterator[Artifact]:
        articles = [by_url[url] for url in plan.stories]
        head = _head(plan, plans.page, words.note, settings)
        made = lru_cache(maxsize=1)(lambda: replace(head, entries=tuple(map(entry, articles))))
        made_of = head, making.told(articles)
        yield text_file(plan.atom, made_of, lambda: atom(made()))
        yield text_file(plan.json, made_of, lambda: json_feed(made()))

    for plan in plans.of_stories:
        yield from feed(plan, making.story)
    if plans.corrections:
        yield from feed(plans.corrections, making.correction)


def _head(plan: FeedPlan, about: str, note: str, settings: Settings) -> Feed:
    """Return a feed without its entries."""
    return Feed(
        path=plan.path,
        site=settings.address,
        page=plan.page,
        about=about,
        lang=settings.lang,
        title=clean(plan.title),
        subtitle=clean(plain(settings.subtitle)),
        note=note,
        author=clean(plain(settings.name)),
        authority=settings.tag_authority,
        entries=(),
    )


class _Making:
    """The making of one build's entries; the newest stories are in several feeds."""

    def __init__(self, settings: Settings, with_pages: Iterable[str]) -> None:
        self._settings = settings
        self._maker = EntryMaker(settings.address, settings.tag_authority, frozenset(with_pages))
        self._made = lru_cache(maxsize=500)(self._make)

    def story(self, article: Article) -> StoryEntry:
        return self._made(article)[1]

    def correction(self, article: Article) -> StoryEntry:
        record, entry = self._made(article)
        return correction_entry(entry, record, self._maker.authority)

    def told(self, articles: Iterable[Article]) -> list[object]:
        """Return what the entries of *articles* are made of."""
        return [self._told(one) for one in articles]

    def _told(self, article: Article) -> object:
        versions = [(one.url, one.lang) for one in article.translations]
        with_pages = [one.slug in self._maker.with_pages for one in article.card.authors]
        return record_digest(article), self._content(article), versions, with_pages

    def _content(self, article: Article) -> str:
        # With RELATIVE_URLS, links are relative to the page that Pelican wrote last.
        content: str = article.get_content(self._settings.address or "/")
        return content

    def _make(self, article: Article) -> tuple[StoryRecord, StoryEntry]:
        record, site = record_of(article), self._settings.address
        content = feed_html(self._content(article), site, article.url)
        translations = [
            Translation(self._settings.url(one.url), one.lang) for one in article.translations
        ]
        return record, self._maker.story(record, content, translations)
