"""Notes, link labels and abbreviations of a body: given twice, never given, never used.

What counts as a definition is Python-Markdown's rule (its extensions footnotes and abbr, and its
reference links); the last one of a name wins.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from backfile.story.model import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.reading.without_code import BodyText

_QUOTED = r"^(?:[ ]{0,3}>[ ]?)*+"
_NOTE = re.compile(rf"{_QUOTED}[ ]{{0,3}}\[\^(?P<name>[^\]\n]*)\]:", re.MULTILINE)
_MARK = re.compile(r"\[\^(?P<name>[^\]\n]+)\]")
_LINK = re.compile(
    rf"{_QUOTED}[ ]{{0,3}}\[(?P<name>(?!\^)[^\[\]\n]*)\]:[ ]*(?:\n[ ]*)?(?P<to>[^\s]+)[ ]*"
    r"""(?:\n[ ]*(?=["'(]))?(?P<title>(["']).*\4[ ]*|\(.*\)[ ]*)?$""",
    re.MULTILINE,
)
_ABBREVIATION = re.compile(
    rf"{_QUOTED}[*]\[(?P<name>[^\\\n]*?)\][ ]?:[ ]*\n?[ ]*(?P<text>.*)$", re.MULTILINE
)
# Automatic links are blanked out of a body, so that a label may seem to have no address.
_LABEL = re.compile(rf"{_QUOTED}[ ]{{0,3}}\[(?P<name>(?!\^)[^\[\]\n]*)\]:", re.MULTILINE)
# A link or a picture by a label; behind a letter or a digit, `grid[a][b]` is none.
_LABELED = re.compile(r"(?<![\w\]])!?\[(?P<text>[^\[\]\n]+)\]\[(?P<name>(?!\^)[^\[\]\n]*)\]")
# A body without any of these has neither notes nor labels nor abbreviations.
_BRACKETS = ("[^", "][", "]:", "*[")


class Looked(NamedTuple):
    """What is wrong with notes and labels: `errors` lose words, `doubts` may."""

    errors: list[Trouble]
    doubts: list[Trouble]


def look_at_notes(body: BodyText) -> Looked:
    """Return what is wrong with the notes, link labels and abbreviations in *body*."""
    if not any(bracket in body.text for bracket in _BRACKETS):
        return Looked([], [])
    body = body.without_comments()
    notes = list(_NOTE.finditer(body.text))
    doubts = [
        *_without_their_other_half(body, notes),
        *_labels_without_address(body),
        *_abbreviations(body),
    ]
    return Looked([*_notes_twice(body, notes), *_labels_twice(body)], doubts)


def _notes_twice(body: BodyText, notes: list[re.Match[str]]) -> Iterator[Trouble]:
    first: dict[str, int] = {}
    for found in notes:
        name, line = found["name"], body.line(found.start())
        if name in first:
            message = (
                f"the note [^{name}] is defined here and on line {first[name]}, and only one of the"
                " two texts is shown; give this note another name, here and where it is used"
            )
            yield Trouble(line, "duplicate-note", message)
        first.setdefault(name, line)


def _labels_twice(body: BodyText) -> Iterator[Trouble]:
    first: dict[str, tuple[int, str]] = {}
    for found in _LINK.finditer(body.text):
        name, to = _label(found["name"]), found["to"]
        line = body.line(found.start("name"))
        if name in first and first[name][1] != to:
            message = (
                f"the link [{found['name']}] is defined here and on line {first[name][0]}, and "
                "leads to one of the two addresses everywhere; give this one another name"
            )
            yield Trouble(line, "duplicate-link", message)
        first.setdefault(name, (line, to))


def _labels_without_address(body: BodyText) -> Iterator[Trouble]:
    defined = {_label(found["name"]) for found in _LABEL.finditer(body.text)}
    for found in _LABELED.finditer(body.text):
        name = found["name"].strip() or found["text"]
        if _label(name) not in defined:
            message = (
                f"the link [{name}] is defined nowhere, and is printed with its brackets; add "
                f'"[{name}]: https://…" below the text'
            )
            yield Trouble(body.line(found.start()), "undefined-link", message)


def _label(name: str) -> str:
    return " ".join(name.lower().split())


def _without_their_other_half(body: BodyText, notes: list[re.Match[str]]) -> Iterator[Trouble]:
    defined: dict[str, int] = {}
    for found in notes:
        defined.setdefault(found["name"], body.line(found.start()))
    starts = {found.start("name") - 2 for found in notes}
    used: dict[str, int] = {}
    for found in _MARK.finditer(body.text):
        if found.start() not in starts:
            used.setdefault(found["name"], body.line(found.start()))
    for name, line in used.items():
        if name not in defined:
            message = f'the note [^{name}] is defined nowhere; add "[^{name}]: …" below the text'
            yield Trouble(line, "undefined-note", message)
    for name, line in defined.items():
        if name not in used:
            message = f"the note [^{name}] is used nowhere; write [^{name}] where it belongs"
            yield Trouble(line, "unused-note", message)


def _abbreviations(body: BodyText) -> Iterator[Trouble]:
    texts: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for found in _ABBREVIATION.finditer(body.text):
        name, text = found["name"].strip(), found["text"].strip()
        line = body.line(found.start("name"))
        if any(text != other for _, other in texts[name]):
            message = (
                f"the abbreviation {name} is explained here and on line {texts[name][0][0]}, in "
                "two ways; only the last one is used"
            )
            yield Trouble(line, "duplicate-abbreviation", message)
        texts[name].append((line, text))
