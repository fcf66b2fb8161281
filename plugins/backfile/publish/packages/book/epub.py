"""Writes a book: the container, the title page, the contents, and a chapter for each story.

Source: EPUB 3.3 (https://www.w3.org/TR/epub-33/).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile.publish.packages.book.chapter import PartNumber, chapter_of, whole_page
from backfile.publish.packages.book.links import BookLinks
from backfile.publish.packages.book.package_document import (
    BookFiles,
    BookMetadata,
    package_document,
)
from backfile.publish.packages.book.pictures import BookPictures
from backfile.publish.packages.book.published_story import page_of, read_story
from backfile.publish.packages.book.selection import BookKind
from backfile.publish.packages.book.words import BookWords
from backfile.publish.packages.book.xhtml import text
from backfile.publish.packages.site_links import SiteLinks
from backfile.publish.packages.zip_files import writing_zip
from backfile.text.language_tags import text_direction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.pipeline.watching import Watch
    from backfile.publish.packages.book.chapter import Chapter, ContentsEntry
    from backfile.publish.packages.book.selection import Selection
    from backfile.publish.packages.packaged_site import PackagedSite
    from backfile.publish.packages.zip_files import ZipFile

STYLE_SHEET = Path(__file__).with_name("book.css")
_FOLDER = "EPUB"
_PACKAGE = f"{_FOLDER}/package.opf"
_CONTAINER = f"""\
<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="{_PACKAGE}" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""


@dataclass(frozen=True, slots=True)
class _Told:
    """What the contents and the package document need to know of a chapter."""

    name: str
    title: str
    lang: str
    entries: tuple[ContentsEntry, ...]


def write_book(
    target: Path, site: PackagedSite, kind: BookKind, selection: Selection, watch: Watch
) -> None:
    """Write the EPUB file *target*, a book of this *kind* with the stories of the *selection*.

    `site.changed` is the moment that the book states. Raises PackageError for a story that the site
    does not have as a whole, and OSError.
    """
    links = SiteLinks(site.address, lambda path: (site.folder / path).is_file())
    pages = [page_of(key, links) for key in selection.stories]
    chapters = {page: f"story-{number:04}.xhtml" for number, page in enumerate(pages, start=1)}
    book_links = BookLinks(site, links, chapters)
    pictures = BookPictures(site.folder, links)
    facts = _Facts()
    told: list[_Told] = []
    with writing_zip(target, site.changed) as book:
        book.add_stored("mimetype", b"application/epub+zip")
        book.add("META-INF/container.xml", _CONTAINER.encode())
        for number, (page, name) in enumerate(chapters.items(), start=1):
            story = read_story(page, site.folder)
            part = PartNumber(number, len(chapters) if kind is BookKind.SERIES else 1)
            words = BookWords(story.data["lang"])
            chapter = chapter_of(story, part, book_links, pictures, words)
            book.add(f"{_FOLDER}/{name}", chapter.page.encode())
            _add_pictures(book, pictures)
            told.append(_told(name, chapter))
            facts.add(story.data)
            watch("writing chapters", number, len(chapters))
        metadata = _metadata(site, kind, selection, facts, pictures)
        _add_front(book, site, selection, metadata, told)
        files = BookFiles(tuple(chapters.values()), tuple(pictures.names))
        book.add(_PACKAGE, package_document(metadata, files))


def _told(name: str, chapter: Chapter) -> _Told:
    return _Told(name, chapter.title, chapter.lang, chapter.entries)


def _add_pictures(book: ZipFile, pictures: BookPictures) -> None:
    for name, file in pictures.new():
        book.copy_stored(f"{_FOLDER}/{name}", file)


def _add_front(
    book: ZipFile,
    site: PackagedSite,
    selection: Selection,
    metadata: BookMetadata,
    told: list[_Told],
) -> None:
    lang = metadata.languages[0]
    words = BookWords(lang)
    title = _title_page(site, selection, metadata, told, words)
    book.add(f"{_FOLDER}/title.xhtml", whole_page(metadata.title, lang, title))
    contents = _contents(told, words)
    book.add(f"{_FOLDER}/nav.xhtml", whole_page(words.say("Contents"), lang, contents))
    book.copy(f"{_FOLDER}/book.css", STYLE_SHEET)


def _title_page(
    site: PackagedSite,
    selection: Selection,
    metadata: BookMetadata,
    told: list[_Told],
    words: BookWords,
) -> str:
    lines = [f"<h1>{text(selection.title)}</h1>"]
    if metadata.description:
        lines.append(f'<p class="standfirst">{text(metadata.description)}</p>')
    if metadata.authors and len(told) == 1:
        names = ", ".join(metadata.authors)
        lines.append(f'<p class="facts">{text(words.say("By %(names)s", names=names))}</p>')
    if len(told) > 1:
        count = words.count("%(num)s story", "%(num)s stories", len(told))
        lines.append(f'<p class="facts">{text(count)}</p>')
    lines.append(f'<p class="imprint">{text(site.name)}</p>')
    if site.address.startswith(("http://", "https://")):
        shown = text(site.address.partition("://")[2])
        lines.append(f'<p class="facts"><a href="{text(site.address)}/">{shown}</a></p>')
    body = "\n".join(lines)
    return f'<section class="title-page" epub:type="titlepage">\n{body}\n</section>'


def _contents(told: list[_Told], words: BookWords) -> str:
    items = "\n".join(_contents_item(one) for one in told)
    heading = text(words.say("Contents"))
    landmarks = (
        f'<li><a epub:type="toc" href="nav.xhtml">{heading}</a></li>\n'
        f'<li><a epub:type="bodymatter" href="{told[0].name}">{text(told[0].title)}</a></li>'
    )
    return (
        f'<nav epub:type="toc" role="doc-toc">\n<h1>{heading}</h1>\n<ol>\n{items}\n</ol>\n</nav>\n'
        f'<nav epub:type="landmarks" hidden="hidden">\n<ol>\n{landmarks}\n</ol>\n</nav>'
    )


def _contents_item(told: _Told) -> str:
    lang = text(told.lang)
    link = f'<a href="{told.name}" lang="{lang}" xml:lang="{lang}">{text(told.title)}</a>'
    if not told.entries:
        return f"<li>{link}</li>"
    updates = "\n".join(
        f'<li><a href="{told.name}#{one.anchor}">{text(one.title)}</a></li>' for one in told.entries
    )
    return f"<li>{link}\n<ol>\n{updates}\n</ol></li>"


class _Facts:
    """What the stories of a book say of themselves, each fact once, in the order of the book."""

    def __init__(self) -> None:
        self.authors: dict[str, None] = {}
        self.languages: dict[str, None] = {}
        self.topics: dict[str, None] = {}
        self.rights: dict[str, None] = {}
        self.published = ""
        self.summary = ""

    def add(self, data: dict[str, Any]) -> None:
        """Add the facts of a story."""
        self.authors |= dict.fromkeys(data["authors"])
        self.languages.setdefault(data["lang"])
        self.topics |= dict.fromkeys(data["topics"])
        self.rights |= dict.fromkeys(_rights(data))
        self.published = self.published or data["published"]["day"]
        self.summary = data["summary"] if data["summary_stated"] else ""


def _rights(data: dict[str, Any]) -> Iterator[str]:
    """Go through whose a story is: its credit, and its copyright holder with the license."""
    if data["credit"]:
        yield data["credit"]
    holder = f"© {data['copyright_holder']}" if data["copyright_holder"] else ""
    if stated := ", ".join(filter(None, [holder, data["license"]])):
        yield stated


def _metadata(
    site: PackagedSite, kind: BookKind, selection: Selection, facts: _Facts, pictures: BookPictures
) -> BookMetadata:
    is_listing = kind in {BookKind.TOPIC, BookKind.YEAR}
    title = f"{selection.title} · {site.name}" if is_listing else selection.title
    about = selection.slug if is_listing else selection.stories[0]
    lang = site.lang if is_listing else next(iter(facts.languages))
    return BookMetadata(
        identifier=_identifier(site.address or site.name, kind.value, about),
        title=title,
        languages=tuple(dict.fromkeys([lang, *facts.languages])),
        authors=tuple(facts.authors),
        publisher=site.name,
        published=facts.published,
        changed=site.changed,
        description=facts.summary if kind is BookKind.STORY else "",
        subjects=tuple(sorted(facts.topics)),
        rights=tuple(facts.rights),
        source=f"{site.address}/" if site.address.startswith("http") else "",
        has_pictures=bool(pictures.names),
        are_described=pictures.are_described,
        may_move=pictures.may_move,
        is_right_to_left=text_direction(lang) == "rtl",
    )


def _identifier(*names: str) -> str:
    """Return an identifier that a book keeps when its stories are corrected or more are added."""
    return uuid.uuid5(uuid.NAMESPACE_URL, " ".join(names)).urn
