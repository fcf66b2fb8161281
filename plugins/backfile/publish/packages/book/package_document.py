"""The package document of a book: what it is, whose, its files, and their order.

Sources: EPUB 3.3, section 5; EPUB Accessibility 1.1, section 2; the properties of
https://schema.org/accessibilityFeature and its like.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.publish.packages.book.xhtml import text
from backfile.publish.packages.media_types import media_type
from backfile.publish.packages.packaged_site import rfc_3339

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_DOCUMENT = """\
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" \
xml:lang="{lang}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
{metadata}
</metadata>
<manifest>
{manifest}
</manifest>
<spine{direction}>
{spine}
</spine>
</package>
"""
_SUMMARY = (
    "The updates of each story are sections in the order in which they were published, with the "
    "time of each as it was printed. All of it can be read as text"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookMetadata:
    """What a book says of itself.

    `languages` begin with that of the book; `changed` is the moment of its last change, in UTC, and
    `published` the day of its first story. `rights` name whose the stories are. `are_described`
    says that every picture has a description, `may_move` that one is of a kind that can move.
    """

    identifier: str
    title: str
    languages: tuple[str, ...]
    authors: tuple[str, ...]
    publisher: str
    published: str
    changed: datetime
    description: str
    subjects: tuple[str, ...]
    rights: tuple[str, ...]
    source: str
    has_pictures: bool
    are_described: bool
    may_move: bool
    is_right_to_left: bool


@dataclass(frozen=True, slots=True)
class BookFiles:
    """The files of a book: its chapters in their order, and its pictures, by their names."""

    chapters: tuple[str, ...]
    pictures: tuple[str, ...]


def package_document(metadata: BookMetadata, files: BookFiles) -> bytes:
    """Return the package document, in XML."""
    return _DOCUMENT.format(
        lang=text(metadata.languages[0]),
        metadata="\n".join(_metadata(metadata)),
        manifest="\n".join(_manifest(files)),
        direction=' page-progression-direction="rtl"' if metadata.is_right_to_left else "",
        spine="\n".join(
            f'<itemref idref="{_item_id(name)}"/>'
            for name in ("title.xhtml", "nav.xhtml", *files.chapters)
        ),
    ).encode()


def _metadata(told: BookMetadata) -> Iterator[str]:
    yield f'<dc:identifier id="id">{text(told.identifier)}</dc:identifier>'
    single = [("title", told.title), ("publisher", told.publisher), ("date", told.published)]
    single += [("description", told.description), ("source", told.source)]
    many = [("language", told.languages), ("creator", told.authors), ("subject", told.subjects)]
    many += [("rights", told.rights)]
    for name, value in single:
        if value:
            yield f"<dc:{name}>{text(value)}</dc:{name}>"
    for name, values in many:
        yield from (f"<dc:{name}>{text(value)}</dc:{name}>" for value in values)
    yield f'<meta property="dcterms:modified">{rfc_3339(told.changed)}</meta>'
    for name, value in _accessibility(told):
        yield f'<meta property="schema:{name}">{text(value)}</meta>'


def _accessibility(told: BookMetadata) -> Iterator[tuple[str, str]]:
    yield "accessMode", "textual"
    if told.has_pictures:
        yield "accessMode", "visual"
    if told.are_described:
        yield "accessModeSufficient", "textual"
    if told.has_pictures:
        yield "accessModeSufficient", "textual,visual"
    yield "accessibilityFeature", "structuralNavigation"
    yield "accessibilityFeature", "tableOfContents"
    yield "accessibilityFeature", "readingOrder"
    yield "accessibilityFeature", "displayTransformability"
    if told.has_pictures and told.are_described:
        yield "accessibilityFeature", "alternativeText"
    yield "accessibilityHazard", "unknown" if told.may_move else "none"
    described = "; pictures are described." if told.has_pictures else "."
    undescribed = ", except for pictures, of which some have no description."
    yield "accessibilitySummary", _SUMMARY + (described if told.are_described else undescribed)


def _manifest(files: BookFiles) -> Iterator[str]:
    yield _item("nav.xhtml", "application/xhtml+xml", ' properties="nav"')
    yield _item("title.xhtml", "application/xhtml+xml")
    yield _item("book.css", "text/css")
    for name in files.chapters:
        yield _item(name, "application/xhtml+xml")
    for name in files.pictures:
        yield _item(name, media_type(name))


def _item(name: str, media: str, more: str = "") -> str:
    return f'<item id="{_item_id(name)}" href="{name}" media-type="{media}"{more}/>'


def _item_id(name: str) -> str:
    return name.replace("/", "-")
