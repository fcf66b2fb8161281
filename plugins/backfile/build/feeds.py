"""The feeds of a build, and the page that tells of them. Rules: docs/feeds.md."""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican.generators import Generator

from backfile.pages.cards import plain
from backfile.pages.feeds.content import feed_html
from backfile.pages.feeds.corrections import correction
from backfile.pages.feeds.entry import FOLDER, EntryMaker, Feed, Translation, clean
from backfile.pages.feeds.formats import STYLE_SHEET, atom, json_feed
from backfile.pages.feeds.plan import plan_feeds
from backfile.pages.feeds.words import feed_words
from backfile.pages.record import record_of
from backfile.pages.theme import has_template
from backfile.reading.site import site_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pelican.contents import Article
    from pelican.writers import Writer

    from backfile.pages.feeds.entry import Entry
    from backfile.pages.feeds.plan import FeedPlan
    from backfile.pages.record import StoryRecord

PAGE = f"{FOLDER}/"  # the address of the page about the feeds, below SITEURL
OUR_STYLE_SHEET = Path(__file__).parents[1] / "pages" / "feeds" / "feed.css"


class FeedsGenerator(Generator):
    """Makes the feeds of the listed stories, and a page about them where the theme can."""

    def generate_context(self) -> None:
        """Give the templates `feeds`, the FeedPlans of the site."""
        self.words = feed_words(self.context)
        page = PAGE if has_template(self, "feeds") else ""
        site = site_of(self.settings)
        self.feeds = plan_feeds(site.catalogue, site.published, self.settings, self.words, page)
        self.context["feeds"] = self.feeds

    def generate_output(self, writer: Writer) -> None:
        """Write the feeds, in both formats, and what people see who open one."""
        if not self.feeds.stories:
            return
        making = _Making(self.settings, self.context)
        for plan in self.feeds.of_stories:
            self._write(plan, map(making.story, plan.articles))
        if self.feeds.corrections:
            plan = self.feeds.corrections
            self._write(plan, map(making.correction, plan.articles))
        shutil.copyfile(OUR_STYLE_SHEET, Path(self.output_path) / STYLE_SHEET)
        if self.feeds.page:
            writer.write_file(
                f"{PAGE}index.html",
                self.get_template("feeds"),
                self.context,
                relative_urls=self.settings["RELATIVE_URLS"],
                url=PAGE,
            )

    def _write(self, plan: FeedPlan, entries: Iterable[Entry]) -> None:
        feed = Feed(
            path=plan.path,
            site=self.settings["SITEURL"].rstrip("/"),
            page=plan.page,
            about=self.feeds.page,
            lang=self.settings["DEFAULT_LANG"],
            title=clean(plan.title),
            subtitle=clean(plain(self.settings.get("SITESUBTITLE") or "")),
            note=self.words.note,
            author=clean(plain(self.settings["SITENAME"])),
            authority=self.settings["BACKFILE_TAG_AUTHORITY"],
            entries=tuple(entries),
        )
        for address, text in ((plan.atom, atom(feed)), (plan.json, json_feed(feed))):
            path = Path(self.output_path, address)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")


class _Making:
    """The making of one build's entries; the newest stories are in several feeds."""

    def __init__(self, settings: dict[str, Any], context: dict[str, Any]) -> None:
        self._site: str = settings["SITEURL"].rstrip("/")
        listed = context["authors"] if settings["AUTHOR_SAVE_AS"] else ()
        with_pages = frozenset(author.slug for author, _ in listed)
        self._maker = EntryMaker(self._site, settings["BACKFILE_TAG_AUTHORITY"], with_pages)
        self._made = lru_cache(maxsize=500)(self._make)

    def story(self, article: Article) -> Entry:
        return self._made(article)[1]

    def correction(self, article: Article) -> Entry:
        record, entry = self._made(article)
        return correction(entry, record, self._maker.authority)

    def _make(self, article: Article) -> tuple[StoryRecord, Entry]:
        record = record_of(article)
        # With RELATIVE_URLS, links are relative to the page that Pelican wrote last.
        content = feed_html(article.get_content(self._site or "/"), self._site, article.url)
        translations = [
            Translation(f"{self._site}/{one.url}", one.lang) for one in article.translations
        ]
        return record, self._maker.story(record, content, translations)
