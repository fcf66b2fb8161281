"""The plain text of a story: its lead and each update, without headings, marks and credit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.text.html_text import parse, text_pieces, visible_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from selectolax.lexbor import LexborNode

    from backfile.reading.document import Document

# What a page shows around its prose: credit lines, who wrote an update, the ways to notes.
_AROUND = ".attribution, .footnote-backref, section > h2 + .signature"
_MARKS = "sup[id^='fnref']"
_OPENING = "time, span.day, span.label, span.stamp"


@dataclass(frozen=True, slots=True)
class SectionText:
    """The text of one update, and what follows stamp and label in its heading; both plain.

    `beginning` is the text of its first paragraph, white space as single spaces.
    """

    headline: str
    text: str
    beginning: str


@dataclass(frozen=True, slots=True)
class Cut:
    """A story's prose: its lead, or all of it where it has no updates, and these by anchor."""

    lead: str
    sections: Mapping[str, SectionText]


def cut(document: Document) -> Cut:
    """Return the prose of *document*.

    A note stands as a paragraph at the end of the part that its first mark is in.
    """
    around, *nodes = parts = _parsed(document)
    for node in (one for part in parts for one in part.css(_AROUND)):
        node.decompose()
    notes = _take_notes(parts)
    sections = {
        one.anchor: _section(node, notes)
        for one, node in zip(document.sections, nodes, strict=True)
    }
    lead = _with_notes(around, notes)
    return Cut("\n\n".join([part for part in (lead, *notes.values()) if part]), sections)


def beginnings(document: Document) -> dict[str, SectionText]:
    """Return the headline and the beginning of each update of *document*, by their anchors.

    They are those of `cut`, without its text: a fourth of the work.
    """
    parts = [
        f"<section>{one.heading}{_first_paragraph(one.body)}</section>" for one in document.sections
    ]
    body = parse("".join(parts)).css_first("body")
    nodes = list(body.iter()) if body is not None else []
    if len(nodes) != len(parts):  # an author's tags cross the borders of the parts
        nodes = [parse(part) for part in parts]
    return {
        one.anchor: _opening_of(node) for one, node in zip(document.sections, nodes, strict=True)
    }


def _opening_of(node: LexborNode) -> SectionText:
    for part in node.css(f"{_AROUND}, {_MARKS}, h2 :is({_OPENING})"):
        part.decompose()
    heading, first = node.css_first("h2"), node.css_first("p")
    return SectionText(
        "" if heading is None else " ".join(visible_text(heading).split()),
        "",
        "" if first is None else " ".join(visible_text(first).split()),
    )


def _first_paragraph(body: str) -> str:
    begins = body.find("<p>")
    ends = body.find("</p>", begins)
    return body[begins:ends] if 0 <= begins < ends else ""


def _parsed(document: Document) -> list[LexborNode]:
    """Return the lead, with the notes, and each update of *document*.

    They are parsed as one, and each by itself only where an author's tags cross their borders.
    """
    around = f"<div>{document.lead}{document.notes}</div>"
    parts = [around, *(f"<section>{one.heading}{one.body}</section>" for one in document.sections)]
    body = parse("".join(parts)).css_first("body")
    found = list(body.iter(include_text=True)) if body is not None else []
    return found if len(found) == len(parts) else [parse(one) for one in parts]


def _section(node: LexborNode, notes: dict[str, str]) -> SectionText:
    heading = node.css_first("h2")
    headline = ""
    if heading is not None:
        noted = _take_marks(heading, notes)
        for part in heading.css(_OPENING):
            part.decompose()
        headline = prose(heading).replace("\n\n", " ")
        heading.decompose()
    else:
        noted = []
    text = _with_notes(node, notes)
    return SectionText(
        headline, "\n\n".join(part for part in (text, *noted) if part), _beginning(node)
    )


def _beginning(node: LexborNode) -> str:
    """Return the first paragraph of an update; what has a class is none of its own."""
    first = next((one for one in node.css("p") if not one.attributes), None)
    return "" if first is None else " ".join(visible_text(first).split())


def prose(root: LexborNode) -> str:
    """Return the visible text below *root*: a paragraph for each block, single spaces in it."""
    blocks = [""]
    for text, node in text_pieces(root):
        if node is None:
            blocks.append("")
        else:
            blocks[-1] += text
    return "\n\n".join(text for text in (" ".join(one.split()) for one in blocks) if text)


def _take_notes(roots: Iterable[LexborNode]) -> dict[str, str]:
    """Take the notes out of all parts; return their texts by their ids."""
    found = {}
    for box in (one for root in roots for one in root.css("div.footnote")):
        for note in box.css("li[id]"):
            found[str(note.attributes["id"])] = prose(note)
        box.decompose()
    return found


def _with_notes(node: LexborNode, notes: dict[str, str]) -> str:
    noted = _take_marks(node, notes)
    return "\n\n".join(part for part in (prose(node), *noted) if part)


def _take_marks(node: LexborNode, notes: dict[str, str]) -> list[str]:
    """Take the marks of notes out of *node*; return the notes that they lead to first."""
    found = []
    for mark in node.css(_MARKS):
        link = mark.css_first("a[href^='#']")
        name = str(link.attributes["href"])[1:] if link is not None else ""
        found.append(notes.pop(name, ""))
        mark.decompose()
    return found
