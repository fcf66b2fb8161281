"""Whether a page is valid HTML, as far as that decides what browsers make of it.

The Nu HTML checker finds more, and needs Java. These rules need nothing, and find what breaks a
page: elements left open, ids that stand twice, references to ids that are not there.
Source: WHATWG HTML, "Optional tags", "Elements", "The id attribute"; WAI-ARIA 1.2, "id reference".
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from backfile.publish.gates.flaws import Flaw
from backfile.text.html_tokens import BLOCKS, VOID

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backfile.publish.gates.html_reader import HtmlTag

_LISTED = 60  # characters of a value that a message shows
# The elements whose end tags may be left out.
_MAY_STAY_OPEN = (
    "html head body p li dt dd option optgroup tr td th thead tbody tfoot colgroup caption rp rt"
)
_OPTIONAL = frozenset(_MAY_STAY_OPEN.split())
_SECTIONS = frozenset(("thead", "tbody", "tfoot"))
_CELLS = frozenset(("td", "th"))
# The start tags that end an open element, where it is the innermost.
_ENDED_BY: dict[str, frozenset[str]] = {
    "p": BLOCKS,
    "li": frozenset(("li",)),
    "dt": frozenset(("dt", "dd")),
    "dd": frozenset(("dt", "dd")),
    "option": frozenset(("option", "optgroup")),
    "optgroup": frozenset(("optgroup",)),
    "td": _CELLS | {"tr"} | _SECTIONS,
    "th": _CELLS | {"tr"} | _SECTIONS,
    "tr": frozenset(("tr",)) | _SECTIONS,
    "thead": _SECTIONS,
    "tbody": _SECTIONS,
    "caption": frozenset(("colgroup", "tr")) | _SECTIONS,
    "colgroup": frozenset(("tr",)) | _SECTIONS,
    "rp": frozenset(("rp", "rt")),
    "rt": frozenset(("rp", "rt")),
    "head": frozenset(("body",)),
}
# A block in one of these does not end a paragraph around it.
_BOUNDS = "button td th caption object template svg math html"
_SCOPES = frozenset(_BOUNDS.split()) | (BLOCKS - {"p"})
_FOREIGN = frozenset(("svg", "math"))
# Attributes that name ids of the page: one, or several with spaces between.
_ID_ATTRIBUTES = (
    "for headers list form popovertarget commandfor aria-labelledby aria-describedby aria-controls "
    "aria-owns aria-flowto aria-details aria-errormessage aria-activedescendant"
)
_REFERENCES = frozenset(_ID_ATTRIBUTES.split())


def validity_flaws(tags: Sequence[HtmlTag]) -> Iterator[Flaw]:
    """Go through what is wrong with the HTML of a page, whose *tags* are given in their order."""
    if not any(tag.name in ("!doctype", "html") for tag in tags):
        message = "it is no whole page: it has neither <!DOCTYPE html> nor <html>; check it by hand"
        yield Flaw(0, "not-a-page", message)
        return
    yield from _head_flaws(tags)
    yield from _nesting_flaws(tags)
    yield from _attribute_flaws(tags)
    yield from _id_flaws(tags)


def _head_flaws(tags: Sequence[HtmlTag]) -> Iterator[Flaw]:
    first = next((tag for tag in tags if tag.name != "!comment"), None)
    if first is None or first.name != "!doctype":
        yield Flaw(1, "no-doctype", "begin the page with <!DOCTYPE html>")
    html = next((tag for tag in tags if tag.name == "html"), None)
    if html is None or not html.attributes.get("lang", "").strip():
        line = html.line if html else 1
        yield Flaw(
            line, "no-lang", 'the page states no language; write <html lang="en">, or another'
        )
    # A title further down is that of a drawing.
    head = takewhile(lambda tag: tag.name not in ("body", "svg"), tags)
    if not any(tag.name == "title" and tag.text.strip() for tag in head):
        yield Flaw(0, "no-title", "the page has no title; give it a <title> with words in it")
    if not any(_states_utf8(tag) for tag in tags):
        yield Flaw(0, "no-charset", 'the page states no encoding; write <meta charset="utf-8">')


def _states_utf8(tag: HtmlTag) -> bool:
    stated = tag.attributes.get("charset", "") or tag.attributes.get("content", "")
    return tag.name == "meta" and stated.lower().rpartition("charset=")[2].strip() == "utf-8"


def _nesting_flaws(tags: Sequence[HtmlTag]) -> Iterator[Flaw]:
    """Go through the elements that are closed too late, too early, or never."""
    opened: list[HtmlTag] = []
    foreign = 0  # how many <svg> and <math> are open
    for tag in tags:
        if tag.name.startswith("!"):
            continue
        if tag.is_end:
            foreign -= sum(one.name in _FOREIGN for one in opened[_opening(opened, tag.name) :])
            yield from _closed(opened, tag)
            continue
        if foreign and tag.closes_itself:
            continue
        if not foreign:
            yield from _made_room(opened, tag)
        if tag.name not in VOID:
            opened.append(tag)
            foreign += tag.name in _FOREIGN
    for tag in opened:
        if tag.name not in _OPTIONAL:
            yield _unclosed(tag)


def _made_room(opened: list[HtmlTag], tag: HtmlTag) -> Iterator[Flaw]:
    """Take those of the *opened* elements away that the start *tag* ends."""
    while opened and tag.name in _ENDED_BY.get(opened[-1].name, ()):
        opened.pop()
    if tag.name in BLOCKS:
        for at in range(len(opened) - 1, -1, -1):
            if opened[at].name in _SCOPES:
                break
            if opened[at].name == "p":
                between = opened[-1]
                yield Flaw(
                    tag.line,
                    "bad-nesting",
                    f"<{tag.name}> ends the paragraph of line {opened[at].line}, in which "
                    f"<{between.name}> is still open; close </{between.name}> before it",
                )
                del opened[at]
                break
    if tag.name == "a" and any(one.name == "a" for one in opened):
        yield Flaw(
            tag.line, "bad-nesting", "a link stands in a link; close the outer one before it"
        )


def _closed(opened: list[HtmlTag], tag: HtmlTag) -> Iterator[Flaw]:
    """Take the element away that the end *tag* closes, and what is open in it."""
    at = _opening(opened, tag.name)
    if at == len(opened):
        message = f"</{tag.name}> closes nothing; delete it, or open <{tag.name}> before it"
        yield Flaw(tag.line, "bad-nesting", message)
        return
    for one in opened[at + 1 :]:
        if one.name not in _OPTIONAL:
            yield Flaw(
                one.line,
                "bad-nesting",
                f"<{one.name}> is still open where </{tag.name}> stands on line {tag.line}; "
                f"close </{one.name}> before it",
            )
    del opened[at:]


def _opening(opened: Sequence[HtmlTag], name: str) -> int:
    """Return where the innermost element *name* is among those *opened*; their number for none."""
    for at in range(len(opened) - 1, -1, -1):
        if opened[at].name == name:
            return at
    return len(opened)


def _unclosed(tag: HtmlTag) -> Flaw:
    return Flaw(tag.line, "bad-nesting", f"<{tag.name}> is never closed; add </{tag.name}>")


def _attribute_flaws(tags: Sequence[HtmlTag]) -> Iterator[Flaw]:
    for tag in tags:
        for name in tag.repeated:
            message = f"<{tag.name}> states {name} twice; browsers take the first: delete one"
            yield Flaw(tag.line, "duplicate-attribute", message)
        if tag.name == "img" and "alt" not in tag.attributes:
            source = _shown(tag.attributes.get("src", ""))
            message = f'the picture {source} has no alt; describe it, or write alt="" for ornament'
            yield Flaw(tag.line, "missing-alt", message)


def _id_flaws(tags: Sequence[HtmlTag]) -> Iterator[Flaw]:
    """Go through the ids that stand twice, and the references to those that are not there."""
    lines: dict[str, int] = {}
    for tag in tags:
        named = tag.attributes.get("id")
        if named is None:
            continue
        if named in lines:
            message = f'the id "{_shown(named)}" stands on line {lines[named]} too; rename one'
            yield Flaw(tag.line, "duplicate-id", message)
        lines.setdefault(named, tag.line)
    for tag in tags:
        for name in tag.attributes.keys() & _REFERENCES:
            for named in tag.attributes[name].split():
                if named not in lines:
                    what = f'{name}="{_shown(named)}"'
                    message = f"{what} names no id of the page; correct it, or delete it"
                    yield Flaw(tag.line, "dangling-reference", message)


def _shown(text: str) -> str:
    return text if len(text) <= _LISTED else f"{text[:_LISTED]}…"
