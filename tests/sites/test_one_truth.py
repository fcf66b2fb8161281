"""Whoever asks is told the same: page, structured data, feeds and data files of every story."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import extruct
import feedparser
import pytest
from selectolax.lexbor import LexborHTMLParser

from backfile.config.site_settings import site_settings
from backfile.pipeline.build import build

from .sites import ARCHIVE, ROOT, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from selectolax.lexbor import LexborNode

SITE = "https://archive.example"
# A story's page shows these around an update's own words.
NOT_TEXT = (
    "h2:first-of-type, .first-published, .corrected, .corrects, sup:has(.footnote-ref), "
    ".footnote-backref"
)


@dataclass(frozen=True)
class Update:
    """An update: its time as it is written, empty where none is known, and its words."""

    time: str
    words: list[str]


@dataclass(frozen=True)
class Told:
    """What one source says of a story; `updates` from top to bottom of the page.

    Times are compared as text, but for those of feeds, which have no days: see `as_feeds_say`.
    """

    title: str
    published: str
    modified: str
    credit: str
    updates: list[Update] | None


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the tests, as it is published."""
    output = tmp_path_factory.mktemp("site") / "output"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        settings = site_settings(content=str(ARCHIVE), output=str(output))
        return build({**settings, "SITEURL": SITE, "FEED_MAX_ITEMS": 1000})


@pytest.fixture(scope="module")
def pages(archive: Path) -> dict[str, Told]:
    """What the page of each story says, by the story's address below the site's."""
    found = {}
    for file in sorted(archive.rglob("index.html")):
        page = LexborHTMLParser(file.read_text("utf-8"))
        if page.css_first("article.story"):
            found[f"{file.parent.relative_to(archive).as_posix()}/"] = from_page(page)
    assert len(found) == len(list((ARCHIVE / "stories").rglob("*.md")))
    return found


def from_page(page: LexborHTMLParser) -> Told:
    times = [str(one.attributes["datetime"]) for one in page.css(".facts time")]
    return Told(
        said(page.css_first("h1")),
        times[0],
        times[1] if len(times) > 1 else "",
        said(page.css_first(".attribution")),
        list(shown_updates(page)),
    )


def shown_updates(page: LexborHTMLParser) -> Iterator[Update]:
    """Go through the updates of a page, or of a feed's copy of it, from top to bottom."""
    notes = [said(one) for one in page.css(".footnote li")]
    for section in page.css("section.update"):
        time = section.css_first("h2 time")
        marks = [int(said(one)) - 1 for one in section.css(".footnote-ref")]
        noted = [notes[at] for at in marks]
        for node in section.css(NOT_TEXT):
            node.decompose()
        words = " ".join([said(section), *noted]).replace("↩", "").split()
        yield Update(str(time.attributes["datetime"]) if time else "", words)


def said(node: LexborNode | None) -> str:
    return " ".join(node.text().split()) if node else ""


def in_page_order(archive: Path, page: str, updates: dict[str, Update]) -> list[Update]:
    """Return the *updates*, which are by anchor, as the page shows them; the others after them."""
    html = LexborHTMLParser((archive / page / "index.html").read_text("utf-8"))
    return [updates.pop(str(one.id)) for one in html.css("section.update")] + list(updates.values())


def from_linked_data(archive: Path, page: str) -> Told:
    html = (archive / page / "index.html").read_text("utf-8")
    (found,) = extruct.extract(html, syntaxes=["json-ld"])["json-ld"]
    (story,) = [one for one in found["@graph"] if one.get("@id") == f"{SITE}/{page}"]
    posts = [*story.get("liveBlogUpdate", ()), *story.get("correction", ())]
    updates = {
        one["@id"].removeprefix(f"{SITE}/{page}#"): Update(
            one.get("datePublished", ""), (one.get("articleBody") or one["text"]).split()
        )
        for one in [*posts, *story.get("comment", ())]
    }
    is_live = "LiveBlogPosting" in story["@type"]
    return Told(
        story["headline"],
        story["datePublished"],
        story.get("dateModified", ""),
        story.get("creditText", ""),
        in_page_order(archive, page, updates) if is_live else None,
    )


def from_json(archive: Path, page: str) -> Told:
    story = json.loads((archive / page / "story.json").read_text("utf-8"))
    updates = {
        one["anchor"]: Update(one["instant"] or one["day"] or "", (one["text"] or "").split())
        for one in story["updates"]
    }
    modified = story["modified"] or {"instant": "", "day": ""}
    return Told(
        story["title"],
        story["published"]["instant"] or story["published"]["day"],
        modified["instant"] or modified["day"],
        story["credit"] or "",
        in_page_order(archive, page, updates),
    )


def from_tables(archive: Path, page: str) -> Told:
    updates = {
        row["anchor"]: Update(row["instant"] or row["day"], row["text"].split())
        for row in rows(archive, "updates")
        if row["story"] == page
    }
    (story,) = (row for row in rows(archive, "stories") if row["story"] == page)
    return Told(
        story["title"],
        story["published_instant"] or story["published_day"],
        story["modified_instant"] or story["modified_day"],
        story["credit"],
        in_page_order(archive, page, updates),
    )


def from_atom(archive: Path, page: str) -> Told:
    feed = feedparser.parse((archive / "feeds" / "all.atom.xml").read_bytes())
    (entry,) = [one for one in feed.entries if one.link == f"{SITE}/{page}"]
    content = entry.content[0].value
    return from_feed(entry.title, entry.published, entry.updated, content)


def from_json_feed(archive: Path, page: str) -> Told:
    feed = json.loads((archive / "feeds" / "all.json").read_text("utf-8"))
    (item,) = [one for one in feed["items"] if one["url"] == f"{SITE}/{page}"]
    times = item["date_published"], item["date_modified"]
    return from_feed(item["title"], *times, item["content_html"])


def from_feed(title: str, published: str, updated: str, content: str) -> Told:
    html = LexborHTMLParser(content)
    credit = said(html.css_first(".attribution"))
    return Told(title, published, updated, credit, list(shown_updates(html)))


def as_feeds_say(archive: Path, page: str, told: Told) -> Told:
    """Return what a feed must say where the page says *told*.

    A day is the moment at which it began in the story's zone; what was not updated was so when it
    was published (RFC 4287, section 4.2.15).
    """
    story = json.loads((archive / page / "story.json").read_text("utf-8"))
    published, modified = (
        midnight(one, story["timezone"]) if len(one) == len("2014-06-16") else one
        for one in (told.published, told.modified)
    )
    return replace(told, published=published, modified=modified or published)


def midnight(day: str, zone: str) -> str:
    moment = datetime.combine(date.fromisoformat(day), time(), ZoneInfo(zone))
    is_whole = moment.utcoffset() % timedelta(minutes=1) == timedelta()
    return (moment if is_whole else moment.astimezone(UTC)).isoformat()


@pytest.mark.parametrize("source", [from_linked_data, from_json, from_tables])
def test_data_say_what_the_page_says(
    archive: Path, pages: dict[str, Told], source: Callable[[Path, str], Told]
) -> None:
    for page, told in pages.items():
        found = source(archive, page)
        assert found == (replace(told, updates=None) if found.updates is None else told), page


@pytest.mark.parametrize("source", [from_atom, from_json_feed])
def test_feeds_say_what_the_page_says(
    archive: Path, pages: dict[str, Told], source: Callable[[Path, str], Told]
) -> None:
    for page, told in pages.items():
        assert source(archive, page) == as_feeds_say(archive, page, told), page


def test_most_stories_are_live(archive: Path, pages: dict[str, Told]) -> None:
    live = [page for page in pages if from_linked_data(archive, page).updates]
    assert len(live) > len(pages) // 2


def test_no_source_tells_of_other_stories(archive: Path, pages: dict[str, Told]) -> None:
    files = {f"{one.parent.relative_to(archive)}/" for one in archive.rglob("*/*/story.json")}
    feed = json.loads((archive / "feeds" / "all.json").read_text("utf-8"))
    atom = feedparser.parse((archive / "feeds" / "all.atom.xml").read_bytes())
    table = {row["story"] for row in rows(archive, "stories")}
    assert files == table == set(pages)
    assert len(feed["items"]) == len(atom.entries) == len(pages)
