"""The feeds that a build writes, and how readers and programs find them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from selectolax.lexbor import LexborHTMLParser

from .feed_samples import ATOM, CONTENT, FED, SITE, atom_feeds, json_feeds
from .sites import MiniSite, anchors

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

TAG = "tag:archive.example,2026:"
PATHS = {
    "feeds/all",
    "feeds/corrections",
    "feeds/partners/the-wire",
    "feeds/topics/rescue",
    "feeds/topics/senales-signs",
}
OFFERED = re.compile(
    r'<link rel="alternate" type="application/(\w+)\+\w+" href="([^"]+)" title="([^"]+)">'
)
# The classes of the lines that the page adds to a story.
_ON_THE_PAGE_ALONE = {"corrected", "corrects", "first-published"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> MiniSite:
    made = MiniSite(tmp_path_factory.mktemp("site")).write(CONTENT)
    ended = made.build(**FED)
    assert ended.status == 0, ended.said
    return made


@pytest.fixture(scope="module")
def feeds(site: MiniSite) -> dict[str, Element]:
    return atom_feeds(site.folder / "output")


@pytest.fixture(scope="module")
def ferry(feeds: dict[str, Element]) -> Element:
    return next(
        entry
        for entry in feeds["feeds/all.atom.xml"].findall("a:entry", ATOM)
        if entry.findtext("a:id", "", ATOM) == f"{TAG}2009/ferry/"
    )


@pytest.fixture(scope="module")
def writing(tmp_path_factory: pytest.TempPathFactory) -> MiniSite:
    """The same archive while one writes: without an address, in another theme."""
    made = MiniSite(tmp_path_factory.mktemp("writing")).write(CONTENT)
    more = {"SITEURL": "", "RELATIVE_URLS": True, "THEME": "simple", "FEED_MAX_ITEMS": 2}
    ended = made.build(**{**FED, **more})
    assert ended.status == 0, ended.said
    return made


def ids(feed: Element) -> list[str]:
    return [str(one.text).removeprefix(TAG) for one in feed.findall("a:entry/a:id", ATOM)]


def links(entry: Element, rel: str) -> list[str]:
    return [str(one.get("href")) for one in entry.findall(f"a:link[@rel='{rel}']", ATOM)]


def test_there_are_feeds_of_the_site_and_of_each_partner_and_topic(site: MiniSite) -> None:
    output = site.folder / "output"
    assert {path.removesuffix(".atom.xml") for path in atom_feeds(output)} == PATHS
    assert {path.removesuffix(".json") for path in json_feeds(output)} == PATHS


def test_the_newest_by_their_own_dates_come_first(feeds: dict[str, Element]) -> None:
    assert ids(feeds["feeds/all.atom.xml"]) == [
        "2012/noted/",
        "es/2011/quay/",
        "2011/quay/",
        "2009/ferry/",
        "1850/old-quay/",
    ]
    assert ids(feeds["feeds/topics/rescue.atom.xml"]) == [
        "2012/noted/",
        "2011/quay/",
        "2009/ferry/",
    ]
    assert ids(feeds["feeds/partners/the-wire.atom.xml"]) == ["2009/ferry/"]


def test_a_correction_brings_its_story_back(feeds: dict[str, Element]) -> None:
    feed = feeds["feeds/corrections.atom.xml"]
    assert ids(feed) == ["2012/noted/#update-1", "2009/ferry/#update-2009-08-16-0905"]
    told = feed.findall("a:entry", ATOM)[1]
    assert told.findtext("a:title", "", ATOM).startswith("Correction, August 16, 9:05 a.m.: Ferry")
    assert told.findtext("a:updated", "", ATOM) == "2009-08-16T09:05:00-07:00"
    content = told.findtext("a:content", "", ATOM)
    assert content.startswith(
        f'<p><a href="{SITE}/2009/ferry/#update-2009-08-16-0905">Correction, August 16, 9:05 a.m.'
        "</a></p>\n<p>She was the Harbor Bell.</p>\n<hr>\n"
    )
    assert links(told, "alternate") == [f"{SITE}/2009/ferry/#update-2009-08-16-0905"]


def test_a_story_is_told_as_on_its_page(site: MiniSite, ferry: Element) -> None:
    page = LexborHTMLParser(site.page("2009/ferry/index.html"))
    content = LexborHTMLParser(ferry.findtext("a:content", "", ATOM))
    for what in ("p.attribution", "section.update h2", "section.update time", "section.update p"):
        shown = [
            (one.text(), one.attributes.get("datetime"))
            for one in page.css(what)
            if (one.attributes.get("class") or "") not in _ON_THE_PAGE_ALONE
        ]
        assert shown
        assert [(one.text(), one.attributes.get("datetime")) for one in content.css(what)] == shown
    assert anchors(str(content.html)) == anchors(str(page.html)) != []


def test_nothing_in_a_story_does_harm_in_a_reader(ferry: Element) -> None:
    content = ferry.findtext("a:content", "", ATOM)
    assert "script" not in content
    assert 'id="location"' not in content
    assert '<a class="missing-image" href="https://elsewhere.example/quay.png">' in content
    assert f'href="{SITE}/2009/ferry/#fn:1"' in content
    assert f'href="{SITE}/2011/quay/"' in content
    assert re.findall(r'(?:href|src)="(?!https://)', content) == []


def test_titles_are_plain_text(ferry: Element) -> None:
    assert ferry.findtext("a:title", "", ATOM) == "Ferry radios </script> ]]> & waits"
    assert ferry.findtext("a:summary", "", ATOM) == "A tow &amp; no more."


def test_who_made_it_where_it_stood_and_whose_it_is(ferry: Element) -> None:
    names = [one.text for one in ferry.findall("a:author/a:name", ATOM)]
    assert names == ["A. Writer", 'B. "Sub" <Editor>']
    pages = [one.text for one in ferry.findall("a:author/a:uri", ATOM)]
    assert pages == [f"{SITE}/author/a-writer.html", f"{SITE}/author/b-sub.html"]
    assert ferry.findtext("a:contributor/a:name", "", ATOM) == "The Wire"
    assert ferry.findtext("a:contributor/a:uri", "", ATOM) == f"{SITE}/partners/the-wire/"
    assert ferry.findtext("a:rights", "", ATOM) == "© The Wire Trust"
    assert links(ferry, "via") == ["https://wire.example/ferry/?a=1&b=2"]


def test_a_story_from_before_whole_minutes_has_a_date_all_the_same(
    feeds: dict[str, Element],
) -> None:
    old = feeds["feeds/all.atom.xml"].findall("a:entry", ATOM)[-1]
    assert old.findtext("a:published", "", ATOM) == "1850-01-01T23:50:39+00:00"


def test_translations_are_stories_that_know_each_other(feeds: dict[str, Element]) -> None:
    muelle, quay = feeds["feeds/all.atom.xml"].findall("a:entry", ATOM)[1:3]
    assert muelle.get("{http://www.w3.org/XML/1998/namespace}lang") == "es"
    assert muelle.findtext("a:author/a:name", "", ATOM) == "C. Ruz"
    assert muelle.find("a:author/a:uri", ATOM) is None, "authors of translations have no pages"
    assert links(muelle, "related") == [f"{SITE}/2011/quay/"]
    assert links(quay, "related") == [f"{SITE}/es/2011/quay/"]


def test_a_feed_says_what_it_is(feeds: dict[str, Element]) -> None:
    said = {
        path.removesuffix(".atom.xml"): (
            feed.findtext("a:title", "", ATOM),
            links(feed, "alternate")[0].removeprefix(f"{SITE}/"),
        )
        for path, feed in feeds.items()
    }
    assert said == {
        "feeds/all": ("Harbour & Bay", ""),
        "feeds/corrections": ("Corrections · Harbour & Bay", "feeds/"),
        "feeds/partners/the-wire": ("The Wire · Harbour & Bay", "partners/the-wire/"),
        "feeds/topics/rescue": ("Rescue · Harbour & Bay", "tag/rescue.html"),
        "feeds/topics/senales-signs": (
            "Señales & signs · Harbour & Bay",
            "tag/senales-signs.html",
        ),
    }


def test_people_who_open_a_feed_are_told_what_it_is(
    site: MiniSite, feeds: dict[str, Element]
) -> None:
    assert '<?xml-stylesheet href="../feeds/feed.css" type="text/css"?>' in site.page(
        "feeds/all.atom.xml"
    )
    assert 'href="../../feeds/feed.css"' in site.page("feeds/topics/rescue.atom.xml")
    assert (site.folder / "output/feeds/feed.css").is_file()
    (note,) = feeds["feeds/all.atom.xml"].findall("h:p/h:a", ATOM)
    assert note.get("href") == f"{SITE}/feeds/"
    assert str(note.text).startswith("This is a feed")


@pytest.mark.parametrize(
    ("page", "own"),
    [
        ("index.html", ""),
        ("2011/quay/index.html", ""),
        ("2009/ferry/index.html", "feeds/partners/the-wire"),
        ("partners/the-wire/index.html", "feeds/partners/the-wire"),
        ("partners/the-wire/2009/index.html", "feeds/partners/the-wire"),
        ("partners/quiet/index.html", ""),
        ("tag/rescue.html", "feeds/topics/rescue"),
        ("tag/rescue/2011/index.html", "feeds/topics/rescue"),
        ("category/harbours.html", ""),
        ("category/harbours/2011/index.html", ""),
        ("drafts/plan.html", ""),
    ],
)
def test_a_page_offers_its_own_feed_before_the_sites(site: MiniSite, page: str, own: str) -> None:
    offered = [(kind, address) for kind, address, _ in OFFERED.findall(site.page(page))]
    paths = ([own] if own else []) + ["feeds/all", "feeds/corrections"]
    assert offered == [
        (kind, f"{SITE}/{path}{ending}")
        for path in paths
        for kind, ending in (("atom", ".atom.xml"), ("feed", ".json"))
    ]


def test_an_offered_feed_is_named(site: MiniSite) -> None:
    titles = [title for _, _, title in OFFERED.findall(site.page("tag/senales-signs.html"))]
    assert titles[::2] == [
        "Señales &amp; signs · Harbour &amp; Bay",
        "Harbour &amp; Bay",
        "Corrections · Harbour &amp; Bay",
    ]


def test_a_page_lists_all_feeds_and_every_page_leads_there(site: MiniSite) -> None:
    page = LexborHTMLParser(site.page("feeds/index.html"))
    listed = {str(one.attributes["href"]) for one in page.css(".terms a")}
    assert listed == {f"{SITE}/{path}{end}" for path in PATHS for end in (".atom.xml", ".json")}
    assert f'<a href="{SITE}/feeds/">Feeds</a>' in site.page("index.html")
    assert f'<a href="{SITE}/feeds/" aria-current="page">Feeds</a>' in site.page("feeds/index.html")


def test_names_outlast_a_move_to_another_address(
    feeds: dict[str, Element], writing: MiniSite
) -> None:
    moved = atom_feeds(writing.folder / "output")
    for path, feed in feeds.items():
        assert moved[path].findtext("a:id", "", ATOM) == feed.findtext("a:id", "", ATOM)
        assert ids(moved[path]) == ids(feed)[:2]


def test_while_one_writes_addresses_begin_at_the_root(writing: MiniSite) -> None:
    output = writing.folder / "output"
    (ferry,) = atom_feeds(output)["feeds/partners/the-wire.atom.xml"].findall("a:entry", ATOM)
    assert links(ferry, "alternate") == ["/2009/ferry/"]
    content = ferry.findtext("a:content", "", ATOM)
    assert '<a href="/partners/the-wire/">' in content
    assert '<a href="/2011/quay/">' in content
    assert '<a class="footnote-ref" href="/2009/ferry/#fn:1">' in content
    assert json_feeds(output)["feeds/all.json"]["feed_url"] == "/feeds/all.json"


def test_a_theme_that_has_no_page_of_feeds_has_feeds(writing: MiniSite) -> None:
    assert "feeds/index.html" not in writing.pages()
    feed = atom_feeds(writing.folder / "output")["feeds/corrections.atom.xml"]
    assert links(feed, "alternate") == ["/"]
    assert feed.find("h:p/h:a", ATOM) is None
    assert feed.findtext("h:p", "", ATOM).startswith("This is a feed")


def test_equal_builds_write_equal_bytes(site: MiniSite, tmp_path: Path) -> None:
    again = MiniSite(tmp_path).write(dict(reversed(CONTENT.items())))
    again.build(**FED)
    for path in ("feeds/all.atom.xml", "feeds/all.json", "feeds/corrections.atom.xml"):
        assert again.page(path) == site.page(path)


@pytest.mark.parametrize("settings", [{"BACKFILE_FEEDS": False}, {}], ids=["off", "default"])
def test_without_feeds_there_are_none_and_no_way_there(
    tmp_path: Path, settings: dict[str, bool]
) -> None:
    site = MiniSite(tmp_path).write({"quay.md": CONTENT["quay.md"]})
    ended = site.build(THEME=FED["THEME"], SITEURL=SITE, **settings)
    assert ended.status == 0, ended.said
    assert not (tmp_path / "output" / "feeds").exists()
    assert "feeds/" not in site.page("quay.html")


def test_an_archive_in_which_nothing_is_published_has_no_feeds(tmp_path: Path) -> None:
    site = MiniSite(tmp_path).write({"plan.md": CONTENT["plan.md"]})
    ended = site.build(**FED)
    assert ended.status == 0, ended.said
    assert not (tmp_path / "output" / "feeds").exists()
    assert "feeds/" not in site.page("index.html")


def test_pelicans_feed_of_the_same_name_ends_the_build(tmp_path: Path) -> None:
    site = MiniSite(tmp_path).write({"quay.md": CONTENT["quay.md"]})
    ended = site.build(**FED, FEED_ALL_ATOM="feeds/all.atom.xml")
    assert ended.status == 1
    assert (
        "FEED_ALL_ATOM is 'feeds/all.atom.xml', a file that BACKFILE_FEEDS writes; "
        "set FEED_ALL_ATOM = None" in ended.said
    )


def test_a_person_sees_each_headline_as_a_link_and_its_day_in_words(
    feeds: dict[str, Element], ferry: Element
) -> None:
    link = ferry.find("h:div/h:h2/h:a", ATOM)
    assert link is not None
    assert (link.get("href"), link.text) == (
        f"{SITE}/2009/ferry/",
        ferry.findtext("a:title", "", ATOM),
    )
    assert ferry.findtext("h:div/h:time", "", ATOM) == "August 14, 2009"
    # In the story's own zone, although the moment is of the day before in UTC.
    old = feeds["feeds/all.atom.xml"].findall("a:entry", ATOM)[-1]
    assert old.findtext("h:div/h:time", "", ATOM) == "January 2, 1850"


def test_the_day_is_in_the_words_of_the_feed(feeds: dict[str, Element]) -> None:
    spanish = next(
        entry
        for entry in feeds["feeds/all.atom.xml"].findall("a:entry", ATOM)
        if entry.findtext("a:id", "", ATOM) == f"{TAG}es/2011/quay/"
    )
    day = spanish.find("h:div/h:time", ATOM)
    assert day is not None
    assert day.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_both_formats_have_the_identifiers(site: MiniSite, ferry: Element) -> None:
    stated = ["ark:/12345/x6np1wh8k", "doi:10.12345/Ferry<1>&2"]
    assert [one.text for one in ferry.findall("dc:identifier", ATOM)] == stated
    feed = json_feeds(site.folder / "output")["feeds/all.json"]
    (item,) = (one for one in feed["items"] if one["id"] == f"{TAG}2009/ferry/")
    assert item["_dublin_core"]["identifier"] == stated


def test_a_feed_without_identifiers_names_no_vocabulary_for_them(
    site: MiniSite, writing: MiniSite
) -> None:
    assert "purl.org/dc" in site.page("feeds/all.atom.xml")
    assert "purl.org/dc" not in writing.page("feeds/all.atom.xml")
