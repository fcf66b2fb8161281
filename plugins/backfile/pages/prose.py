"""A story's HTML as prose: the lead and each update, without headings, marks and credit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.fidelity.visible import pieces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborNode

# What a page shows around its prose: the credit line, who wrote an update, the ways to notes.
_AROUND = ".attribution, .footnote-backref, section.update > .signature"
_MARKS = "sup[id^='fnref']"
_OPENING = "time, span.day, span.label, span.stamp"


@dataclass(frozen=True, slots=True)
class Section:
    """The text of one update, and what follows stamp and label in its heading; both plain."""

    headline: str
    text: str


@dataclass(frozen=True, slots=True)
class Cut:
    """A story's prose: its lead, or all of it where it has no updates, and these by anchor."""

    lead: str
    sections: Mapping[str, Section]


def cut(root: LexborNode) -> Cut:
    """Cut the content of a story below *root*, which is changed by it.

    A note stands as a paragraph at the end of the part that its first mark is in.
    """
    for node in root.css(_AROUND):
        node.decompose()
    notes = _take_notes(root)
    sections = {}
    for node in root.css("section.update[id]"):
        sections[str(node.attributes["id"])] = _section(node, notes)
        node.decompose()
    lead = _with_notes(root, notes)
    return Cut("\n\n".join([part for part in (lead, *notes.values()) if part]), sections)


def _section(node: LexborNode, notes: dict[str, str]) -> Section:
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
    return Section(headline, "\n\n".join(part for part in (text, *noted) if part))


def prose(root: LexborNode) -> str:
    """Return the visible text below *root*: a paragraph for each block, single spaces in it."""
    blocks = [""]
    for piece in pieces(root):
        if piece.node is None:
            blocks.append("")
        else:
            blocks[-1] += piece.text
    return "\n\n".join(text for text in (" ".join(one.split()) for one in blocks) if text)


def _take_notes(root: LexborNode) -> dict[str, str]:
    """Take the notes off the end of the content; return their texts by their ids."""
    found = {}
    for box in root.css("div.footnote"):
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
