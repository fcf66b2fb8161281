"""Each file of a site is one content's or one part's, and each address has one spelling."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING

import pytest

from .sites import ROOT, WIRE, MiniSite

if TYPE_CHECKING:
    from pathlib import Path

STORY = "Title: Storm\nDate: 2011-03-02\nPartner: wire\nAuthors: Ann Lee\nTags: Ferries\n\nText.\n"
# The addresses of the sample's pelicanconf.py.
LISTINGS = {"CATEGORY": "sections", "TAG": "topics", "AUTHOR": "authors"}
PATTERNS = {
    "ARTICLE": "{date:%Y}/{date:%m}/{slug}/",
    "ARTICLE_LANG": "{lang}/{date:%Y}/{date:%m}/{slug}/",
    "PAGE": "{slug}/",
    "DRAFT": "drafts/{date:%Y}/{date:%m}/{slug}/",
    "YEAR_ARCHIVE": "{date:%Y}/",
    "MONTH_ARCHIVE": "{date:%Y}/{date:%m}/",
    **{kind: f"{folder}/{{slug}}/" for kind, folder in LISTINGS.items()},
    **{
        f"BACKFILE_{kind}_YEAR": f"{folder}/{{slug}}/{{year}}/" for kind, folder in LISTINGS.items()
    },
}
SETTINGS = {
    "THEME": str(ROOT / "theme"),
    "ARTICLE_PATHS": ["stories"],
    "STATIC_PATHS": ["images"],
    "SLUGIFY_SOURCE": "basename",
    "FILENAME_METADATA": r"(?P<slug>[^.]+).*",
    "DIRECT_TEMPLATES": ["index", "categories", "tags", "authors", "404"],
    "CATEGORIES_SAVE_AS": "sections/index.html",
    "TAGS_SAVE_AS": "topics/index.html",
    "AUTHORS_SAVE_AS": "authors/index.html",
    "OUTPUT_SOURCES": True,
    "OUTPUT_SOURCES_EXTENSION": ".md",
    "BACKFILE_DATA": True,
    "BACKFILE_FEEDS": True,
    "BACKFILE_SITEMAP": True,
    "BACKFILE_TAG_AUTHORITY": "a.example,2026",
    **{f"{name}_URL": pattern for name, pattern in PATTERNS.items()},
    **{f"{name}_SAVE_AS": f"{pattern}index.html" for name, pattern in PATTERNS.items()},
}
TAKEN = {
    "topics": "the list of topics, /topics/",
    "sections": "the list of sections, /sections/",
    "authors": "the list of authors, /authors/",
    "partners": "the list of partners, /partners/",
    "2011": "the stories of 2011, /2011/",
    "data": "the page about the data, /data/",
    "search-index": "the search index, /search-index/",
    "search": "the search page, /search/",
    "feeds": "the feeds, /feeds/",
    "theme": "the files of the theme, /theme/",
    "drafts": "the drafts, /drafts/",
    "404": "the page for what is not found, /404/",
    "sitemaps": "the sitemaps, /sitemaps/",
    "Topics": "the list of topics, /Topics/",
}


@pytest.fixture
def site(tmp_path: Path) -> MiniSite:
    return MiniSite(tmp_path).write(
        {"partners/wire.md": WIRE, "stories/2011/03/storm.md": STORY, "pages/about.md": page()}
    )


def text_of(site: MiniSite) -> str:
    """Return all that a site says in text, file after file."""
    return "".join(
        path.read_text("utf-8", "replace")
        for path in sorted((site.folder / "output").rglob("*"))
        if path.suffix in {".html", ".xml", ".json", ".csv"} or path.name == "_redirects"
    )


def page(title: str = "About", more: str = "") -> str:
    return f"Title: {title}\n{more}\nText.\n"


def test_pages_at_addresses_of_the_site_s_own_are_named_together(site: MiniSite) -> None:
    site.write({f"pages/{name}.md": page() for name in TAKEN})
    ended = site.build(**SETTINGS, BACKFILE_SEARCH=True)
    assert ended.status == 1
    rest = "rename the file or give it another Slug"
    assert ended.said.splitlines() == [
        f"content/pages/{name}.md:1: has the same address as {owner}; {rest}"
        for name, owner in sorted(TAKEN.items(), key=lambda one: f"{one[0]}.md")
    ]


CLASHES = {
    "topics/ferries/index.html": 'the topic "Ferries"',
    "topics/ferries/2011/index.html": 'the topic "Ferries" in 2011',
    "2011/03/index.html": "the stories of 2011-03",
    "partners/wire/index.html": "content/partners/wire.md",
    "2011": "the stories of 2011",
    "sitemap.xml/index.html": "the sitemap",
    "about/index.md": "content/pages/about.md",
    "images/a.jpg": "content/images/a.jpg",
    "2011/03/fog/notes.txt": "content/stories/2011/03/fog.md",
    "2011/03/fog/story.json": "content/stories/2011/03/fog.md",
}


def test_what_would_be_one_file_of_the_site_is_named(site: MiniSite) -> None:
    fog = f"{STORY}\n[a]({{attach}}notes.txt)\n"
    site.write({"images/a.jpg": "", "stories/2011/03/notes.txt": ""})
    site.write({"stories/2011/03/fog.md": fog, "stories/2011/03/Storm.md": STORY})
    for form in ("NFC", "NFD"):
        site.write({f"stories/2011/03/{unicodedata.normalize(form, 'café')}.md": STORY})
    for number, place in enumerate(CLASHES):
        site.write({f"stories/z{number}.md": STORY.replace("Date:", f"Save_as: {place}\nDate:")})
    ended = site.build(**SETTINGS)
    assert ended.status == 1
    # Pelican itself warns of two stories with one slug.
    faults = [line for line in ended.said.splitlines() if line.startswith("content/")]
    lines = {line.partition(":")[0]: line for line in faults}
    for number, owner in enumerate(CLASHES.values()):
        assert f":2: has the same address as {owner}, /" in lines[f"content/stories/z{number}.md"]
    named = [name for name in lines if name not in {f"content/stories/z{n}.md" for n in range(10)}]
    assert [unicodedata.normalize("NFC", name) for name in named] == [
        "content/stories/2011/03/café.md",
        "content/stories/2011/03/storm.md",
    ]


def test_a_page_may_take_the_place_of_the_first_page_as_pelican_says(site: MiniSite) -> None:
    own = page("Welcome", "Save_as: index.html\nURL:\n")
    assert site.write({"pages/home.md": own}).build(**SETTINGS).status == 0
    assert "Welcome" in site.page("index.html")


def test_an_address_is_free_where_the_settings_make_nothing_there(site: MiniSite) -> None:
    names = ["2012", "data", "feeds", "search", "search-index", "sitemaps", "fidelity", "tags"]
    site.write({f"pages/{name}.md": page(name) for name in names})
    off = {"BACKFILE_DATA": False, "BACKFILE_FEEDS": False, "BACKFILE_SITEMAP": False}
    ended = site.build(**{**SETTINGS, **off})
    assert ended.status == 0, ended.said
    assert {f"{name}/index.html" for name in names} <= site.pages()


def test_drafts_of_one_name_stand_apart_in_their_months(site: MiniSite) -> None:
    draft = f"Status: draft\n{STORY}"
    site.write({"stories/2011/03/ice.md": draft})
    site.write({"stories/2012/05/ice.md": draft.replace("2011-03-02", "2012-05-02")})
    ended = site.build(**SETTINGS)
    assert ended.status == 0, ended.said
    assert {"drafts/2011/03/ice/index.html", "drafts/2012/05/ice/index.html"} <= site.pages()


SLUGS = {
    "q#1": 'has "#" in it; write Slug: q1',
    "q?1": 'has "?" in it; write Slug: q1',
    "a%20b": 'has "%" in it; write Slug: a20b',
    "a b": "has a space in it; write Slug: a-b",
    "a\u00a0b": "has the character U+00A0 in it; write Slug: a-b",
    "a\\b": 'has "\\" in it; write Slug: ab',
    ".hidden": "begins with a dot; write Slug: hidden",
    "..": "begins with a dot; write Slug: story-1",
    "../../../../b": "begins with a dot; write Slug: b",
    "end.": "ends with a dot; write Slug: end",
    "con": "is the name of a device on Windows; write Slug: con-1",
    "COM1.txt": "is the name of a device on Windows; write Slug: com1txt",
    "long-" * 60: "is longer than 240 bytes; write Slug: long-long",
}
FILES = {
    "stories/2011/03/a b.md": "has a space in it; call the file a-b.md or add Slug: a-b",
    "stories/2011/03/50%.md": 'has "%" in it; call the file 50.md or add Slug: 50',
    "stories/2011/03/con.md": (
        "is the name of a device on Windows; call the file con-1.md or add Slug: con-1"
    ),
    "pages/why?.md": 'has "?" in it; call the file why.md or add Slug: why',
    "partners/a b.md": "has a space in it; call the file a-b.md",
}


def test_names_that_make_no_address_are_named_with_one_that_does(site: MiniSite) -> None:
    for number, slug in enumerate(SLUGS):
        text = STORY.replace("Date:", f"Slug: {slug}\nDate:")
        site.write({f"stories/z{number:02}.md": text})
    site.write({"pages/out.md": page(more="Save_as: ../../x.html\n")})
    for name in FILES:
        site.write({name: WIRE if name.startswith("partners") else STORY})
    ended = site.build(**SETTINGS)
    assert ended.status == 1
    assert "Traceback" not in ended.said
    assert (
        'content/pages/out.md:2: Save_as "../../x.html" points outside the site; '
        "write a path below it, such as 2014/06/ferry/index.html\n"
    ) in ended.said
    for number, (slug, problem) in enumerate(SLUGS.items()):
        shown = slug if len(slug) <= 60 else f"{slug[:60]}…"
        assert f'content/stories/z{number:02}.md:2: Slug "{shown}" {problem}' in ended.said
    for name, problem in FILES.items():
        slug = name.rpartition("/")[2].removesuffix(".md")
        assert f'content/{name}:1: the slug "{slug}" {problem}\n' in ended.said


LONG = " ".join(["harbour"] * 40)
TERMS = f"""\
Title: Fire
Date: 0999-03-02 10:00
Category: {LONG}
Authors: José Pérez; Jose Perez
Tags: fire, FIRE, C++, C#, 🔥, {LONG}

Text.
"""


def test_every_term_has_an_address_and_a_story_has_none_twice(site: MiniSite) -> None:
    ended = site.write({"stories/fire.md": TERMS}).build(**SETTINGS)
    assert ended.status == 0, ended.said
    assert "WARNING" not in ended.said
    data = json.loads(site.page("0999/03/fire/story.json"))
    assert data["topics"] == ["fire", "C++", "C#", "🔥", LONG]
    assert data["authors"] == ["José Pérez", "Jose Perez"]
    story = site.page("0999/03/fire/index.html")
    assert '<a href="/topics/topic-1f525/">🔥</a>' in story
    assert "FIRE" not in story
    assert f">{LONG}</a>" in story
    made = {name.split("/")[1] for name in site.pages() if name.startswith("topics/")}
    assert {"fire", "c", "topic-1f525", "ferries"} < made
    assert all(len(name) <= 80 for name in made)


def test_a_year_has_four_digits_in_every_address(site: MiniSite) -> None:
    site.write({"stories/fire.md": TERMS})
    assert site.build(**SETTINGS, SITEURL="https://a.example").status == 0
    names = site.pages()
    assert {"0999/index.html", "0999/03/index.html", "topics/fire/0999/index.html"} <= names
    everything = text_of(site)
    assert "/0999/03/fire/" in everything
    assert "/999/" not in everything


def test_an_address_is_spelled_in_one_way_everywhere(site: MiniSite) -> None:
    files = {
        "stories/2011/03/café(1).md": (
            STORY.replace("Date:", "Redirect_From: /old\nDate:")
            + "[a]({attach}Ein Bild.pdf) [a]({attach}Ein%20Bild.pdf)\n"
            + "[b]({static}/images/100%.txt) [c]({filename}ici,là.md)\n"
        ),
        "stories/2011/03/ici,là.md": STORY,
        "stories/2011/03/Ein Bild.pdf": "",
        "images/100%.txt": "",
        "partners/Ü-wire.md": WIRE,
        "pages/über.md": page("Über"),
    }
    files["stories/2011/03/ici,là.md"] = STORY.replace("Partner: wire", "Partner: Ü-wire")
    site.write(files)
    ended = site.build(**SETTINGS, SITEURL="https://a.example", BACKFILE_REDIRECTS=True)
    assert ended.status == 0, ended.said
    spelled = "https://a.example/2011/03/caf%C3%A9%281%29/"
    story = site.page("2011/03/café(1)/index.html")
    assert f'<link rel="canonical" href="{spelled}">' in story
    assert f'property="og:url" content="{spelled}"' in story
    assert f'href="{spelled}story.json"' in story
    assert f'href="{spelled}index.md"' in story
    assert 'href="https://a.example/2011/03/caf%C3%A9%281%29/Ein%20Bild.pdf"' in story
    assert 'href="https://a.example/images/100%25.txt"' in story
    assert 'href="https://a.example/2011/03/ici%2Cl%C3%A0/"' in story
    data = json.loads(site.page("2011/03/café(1)/story.json"))
    assert data["url"] == spelled
    assert f"<loc>{spelled}</loc>" in site.page("sitemaps/stories-2011.xml")
    feed = site.page("feeds/all.atom.xml")
    assert f'href="{spelled}"' in feed
    assert "<id>tag:a.example,2026:2011/03/caf%C3%A9(1)/</id>" in feed
    everything = text_of(site)
    assert "/old https://a.example/2011/03/caf%C3%A9%281%29/ 301" in everything
    for name in ("café(1)/", "ici,là/", "über/", "Ü-wire"):
        rest = re.sub(r'"(?:slug|name|id)":\s*"[^"]*"', "", everything)
        assert not re.search(rf"/{re.escape(name)}", rest), name


def test_the_homepage_of_the_data_is_the_address_of_the_first_page(site: MiniSite) -> None:
    assert site.build(**SETTINGS, SITEURL="https://a.example/b").status == 0
    package = json.loads(site.page("data/datapackage.json"))
    assert package["homepage"] == "https://a.example/b/"


def test_the_address_of_the_site_is_spelled_in_one_way_too(site: MiniSite) -> None:
    site.write({"stories/2011/03/ferry.md": STORY, "partners/wire.md": WIRE})
    assert site.build(**SETTINGS, SITEURL="https://a.example/été").status == 0
    spelled = "https://a.example/%C3%A9t%C3%A9/2011/03/ferry/"
    assert f'<link rel="canonical" href="{spelled}">' in site.page("2011/03/ferry/index.html")
    assert f"<loc>{spelled}</loc>" in site.page("sitemaps/stories-2011.xml")
    assert json.loads(site.page("2011/03/ferry/story.json"))["url"] == spelled
    assert "a.example/été" not in text_of(site)
