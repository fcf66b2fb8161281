"""The plugin in Pelican itself: called by hand, in Pelican's own themes, with its caches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backfile.reading import typography

from .sites import WIRE, MiniSite, anchors, body

if TYPE_CHECKING:
    from pathlib import Path

FERRY = """\
Title: Ferry radios for help
Date: 2009-08-14 14:02
Partner: the-wire
Category: World

The ferry reached port on the second day.[^1]

## 12:20 a.m.: Survivors aboard

"All hands" were counted -- twice.

## 3:31 p.m.

A call came in, with a [link][port].

## Original Post

The ferry is silent.

[^1]: By its own log.
[port]: https://port.example/?a=1&b=2
"""
PLAIN = """\
Title: A quiet day
Date: 2009-08-15
Category: World

Nothing came in at 3:31 p.m. and nobody minded.

## What the day was like

It was "quiet" -- and long. See [the other]({filename}ferry.md).

    code stays

| a | b |
|---|---|
| 1 | 2 |
"""
ORDERED = ["update-2009-08-15-0020", "update-2009-08-14-1531", "original-post"]


@pytest.fixture
def site(tmp_path: Path) -> MiniSite:
    files = {"ferry.md": FERRY, "quiet.md": PLAIN, "partners/the-wire.md": WIRE}
    return MiniSite(tmp_path).write(files)


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
def test_a_story_is_ordered_and_credited_in_pelicans_own_themes(site: MiniSite, theme: str) -> None:
    assert site.build(THEME=theme).status == 0
    html = site.page("ferry-radios-for-help.html")
    assert anchors(html) == ORDERED
    credit = (
        '<p class="attribution">This article is from the archive of our partner '
        '<a href="/partners/the-wire/">The Wire</a>.</p>'
    )
    assert html.count(credit) == 2
    assert html.index(credit) < html.index('<div class="lead">')
    assert html.rindex(credit) > html.index('<div class="footnote">')
    assert '<time datetime="2009-08-15T00:20:00-04:00">12:20 a.m.</time> Survivors' in html


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
def test_partners_have_a_page_and_a_listing_in_pelicans_own_themes(
    site: MiniSite, theme: str
) -> None:
    site.build(THEME=theme)
    page = site.page("partners/the-wire/index.html")
    assert "A wire service of the harbour towns." in page
    assert 'href="/ferry-radios-for-help.html"' in page
    assert 'href="/partners/the-wire/"' in site.page("partners/index.html")


@pytest.mark.parametrize("typogrify", [False, True])
def test_a_plain_article_is_the_same_to_the_byte_as_without_the_plugin(
    site: MiniSite, typogrify: bool
) -> None:
    site.build(TYPOGRIFY=typogrify)
    ours = site.page("a-quiet-day.html")
    site.build(TYPOGRIFY=typogrify, PLUGINS=[], ARTICLE_EXCLUDES=["partners"])
    assert ours == site.page("a-quiet-day.html")


def test_a_plain_article_that_names_a_partner_gains_its_credit_and_nothing_else(
    site: MiniSite,
) -> None:
    site.build()
    without = body(site.page("a-quiet-day.html"))
    site.write({"quiet.md": PLAIN.replace("Category:", "Partner: the-wire\nCategory:")}).build()
    credited = body(site.page("a-quiet-day.html"))
    first, *middle, last = credited.split("\n")
    assert first == last
    assert first.startswith('<p class="attribution">')
    assert "\n".join(middle) == without


def test_typogrify_goes_once_over_a_story(site: MiniSite, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []
    typogrify = typography.TYPOGRIFY

    def once(text: str, *how: object, **named: object) -> str:
        given.append(text)
        return str(typogrify(text, *how, **named))

    monkeypatch.setattr(typography, "TYPOGRIFY", once)
    assert site.build(TYPOGRIFY=True).status == 0
    for words in ("Ferry radios for help", "The ferry reached port", "All hands", "its own log"):
        assert sum(words in text for text in given) == 1


def test_typogrify_dresses_the_story_and_leaves_times_ids_and_addresses(site: MiniSite) -> None:
    site.build(TYPOGRIFY=True)
    html = site.page("ferry-radios-for-help.html")
    assert "&#8220;</span>All hands&#8221; were counted &#8212; twice." in html.replace(
        "&nbsp;", " "
    )
    assert anchors(html) == ORDERED
    assert 'datetime="2009-08-15T00:20:00-04:00"' in html
    assert "https://port.example/?a=1&amp;b=2" in html


def test_the_summary_comes_from_the_lead_and_not_from_the_newest_update(site: MiniSite) -> None:
    site.build()
    listing = site.page("index.html")
    assert "The ferry reached port on the second day." in listing
    assert "All hands" not in listing
    assert "fnref" not in listing


def test_without_a_lead_the_summary_comes_from_the_original_post(site: MiniSite) -> None:
    leadless = FERRY.replace("The ferry reached port on the second day.[^1]\n\n", "")
    site.write({"ferry.md": leadless}).build()
    listing = site.page("index.html")
    assert "The ferry is silent." in listing
    assert "All hands" not in listing


def test_the_summary_of_a_plain_story_does_not_begin_with_its_credit(site: MiniSite) -> None:
    site.write({"quiet.md": PLAIN.replace("Category:", "Partner: the-wire\nCategory:")}).build()
    assert "archive of our partner" not in site.page("index.html")
    assert "Nothing came in at 3:31 p.m." in site.page("index.html")


def test_the_credit_says_its_language_in_a_story_of_another(site: MiniSite) -> None:
    site.write({"ferry.md": FERRY.replace("Category", "Lang: es\nCategory")}).build()
    assert '<p class="attribution" lang="en">' in site.page("ferry-radios-for-help-es.html")


def test_a_stated_summary_stays(site: MiniSite) -> None:
    site.write({"ferry.md": FERRY.replace("Category", "Summary: In short.\nCategory")}).build()
    assert "In short." in site.page("index.html")
    assert "second day" not in site.page("index.html")


@pytest.mark.parametrize(
    ("status", "address"),
    [("draft", "drafts/ferry-radios-for-help.html"), ("hidden", "ferry-radios-for-help.html")],
)
def test_drafts_and_hidden_stories_are_ordered_too(
    site: MiniSite, status: str, address: str
) -> None:
    site.write({"ferry.md": FERRY.replace("Category", f"Status: {status}\nCategory")}).build()
    html = site.page(address)
    assert anchors(html) == ORDERED
    assert html.count('class="attribution"') == 2


def test_a_draft_needs_no_date_and_gets_no_invented_one(site: MiniSite) -> None:
    dateless = FERRY.replace("Date: 2009-08-14 14:02\n", "Status: draft\n")
    assert site.write({"ferry.md": dateless}).build().status == 0
    html = site.page("drafts/ferry-radios-for-help.html")
    assert anchors(html) == ["update-2", "update-1", "original-post"]
    assert '<span class="stamp">12:20 a.m.</span> Survivors' in html
    assert "<time datetime" not in body(html)


def test_translations_are_ordered_credited_and_linked(site: MiniSite) -> None:
    spanish = FERRY.replace("Category", "Lang: es\nSlug: ferry-radios-for-help\nCategory")
    site.write({"ferry.es.md": spanish}).build()
    html = site.page("ferry-radios-for-help-es.html")
    assert anchors(html) == ORDERED
    assert html.count('class="attribution"') == 2
    assert "ferry-radios-for-help-es.html" in site.page("ferry-radios-for-help.html")


@pytest.mark.parametrize("layer", ["reader", "generator"])
def test_pelicans_content_cache_shows_neither_an_old_partner_nor_an_old_order(
    site: MiniSite, layer: str
) -> None:
    cached = {"CACHE_CONTENT": True, "LOAD_CONTENT_CACHE": True, "CONTENT_CACHING_LAYER": layer}
    site.build(**cached)
    first = site.page("ferry-radios-for-help.html")
    site.build(**cached)
    assert site.page("ferry-radios-for-help.html") == first

    site.write({"partners/the-wire.md": WIRE.replace("The Wire", "The New Wire")})
    site.build(**cached, BACKFILE_UPDATE_ORDER="oldest-first")
    html = site.page("ferry-radios-for-help.html")
    assert anchors(html) == ORDERED[::-1]
    assert html.count('<a href="/partners/the-wire/">The New Wire</a>.') == 2


def test_a_fault_is_told_again_when_the_file_comes_from_the_cache(site: MiniSite) -> None:
    cached = {"CACHE_CONTENT": True, "LOAD_CONTENT_CACHE": True}
    site.write({"ferry.md": FERRY.replace("12:20 a.m.", "25:20")})
    first, second = site.build(**cached), site.build(**cached)
    assert (first.status, second.status) == (1, 1)
    assert 'content/ferry.md:8: "25:20" is not a time of day' in first.said
    assert first.said == second.said


def test_pages_are_not_stories(site: MiniSite) -> None:
    site.write({"pages/history.md": "Title: History\n\n## June 17\n\nIt began.\n"}).build()
    html = site.page("pages/history.html")
    assert "<h2>June 17</h2>" in html
    assert 'class="update"' not in html


@pytest.mark.parametrize(
    ("attribution", "count", "first"), [("head", 1, True), ("foot", 1, False), ("both", 2, True)]
)
def test_attribution_stands_where_the_site_wants_it(
    site: MiniSite, attribution: str, count: int, first: bool
) -> None:
    site.build(BACKFILE_ATTRIBUTION=attribution)
    content = body(site.page("ferry-radios-for-help.html"))
    assert content.count('class="attribution"') == count
    assert content.startswith('<p class="attribution">') is first


def test_a_site_below_a_path_and_relative_addresses_link_to_the_partner(site: MiniSite) -> None:
    site.build(SITEURL="https://host.example/archive")
    html = site.page("ferry-radios-for-help.html")
    assert 'href="https://host.example/archive/partners/the-wire/"' in html
    site.build(RELATIVE_URLS=True, ARTICLE_SAVE_AS="{date:%Y}/{slug}.html")
    assert 'href="../partners/the-wire/"' in site.page("2009/ferry-radios-for-help.html")


def test_the_feed_has_the_updates_in_order_and_the_credit(site: MiniSite) -> None:
    site.build(FEED_ALL_ATOM="all.atom.xml", SITEURL="https://host.example")
    feed = (
        site.page("all.atom.xml").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    )
    assert anchors(feed) == ORDERED
    assert 'partner <a href="https://host.example/partners/the-wire/">The Wire</a>' in feed


def test_a_month_with_stories_of_many_zones_is_one_page_with_all_of_them(site: MiniSite) -> None:
    """Sorted by instant, New York's New Year's Eve stands between Tokyo's and Tokyo's New Year."""
    story = "Title: {0}\nDate: {1}\nTimezone: {2}\n\nText.\n"
    site.write(
        {
            "one.md": story.format("Eve in New York", "2009-12-31 22:00", "America/New_York"),
            "two.md": story.format("Morning in Tokyo", "2010-01-01 09:00", "Asia/Tokyo"),
            "three.md": story.format("Night in Tokyo", "2010-01-01 14:00", "Asia/Tokyo"),
        }
    )
    periods = {
        "MONTH_ARCHIVE_SAVE_AS": "{date:%Y}/{date:%m}/index.html",
        "YEAR_ARCHIVE_SAVE_AS": "{date:%Y}/index.html",
    }
    assert site.build(**periods).status == 0
    for page in ("2010/01/index.html", "2010/index.html"):
        assert "Morning in Tokyo" in site.page(page)
        assert "Night in Tokyo" in site.page(page)
    assert "Eve in New York" in site.page("2009/12/index.html")


def test_an_address_goes_by_the_storys_own_zone(site: MiniSite) -> None:
    zoned = FERRY.replace("2009-08-14 14:02", "2009-09-01T01:30Z")
    site.write({"ferry.md": zoned})
    site.build(ARTICLE_SAVE_AS="{date:%Y}/{date:%m}/{slug}.html")
    assert "2009/08/ferry-radios-for-help.html" in site.pages()


def test_metadata_from_the_path_count_like_the_files_own(site: MiniSite) -> None:
    """A date in the file's name and a partner in its folder are Pelican's own ways."""
    plain = FERRY.replace("Date: 2009-08-14 14:02\n", "").replace("Partner: the-wire\n", "")
    site.write({"wire/2009-08-14-ferry.md": plain})
    (site.folder / "content" / "ferry.md").unlink()
    (site.folder / "content" / "quiet.md").unlink()
    ended = site.build(EXTRA_PATH_METADATA={"wire": {"partner": "the-wire"}})
    assert ended.status == 0, ended.said
    html = site.page("ferry-radios-for-help.html")
    assert html.count('class="attribution"') == 2
    assert "update-2009-08-14-1531" in anchors(html)
