"""Parses one item of an export as XML, in spite of the errors that exports are known for.

An item is parsed by itself, without a document type, so that no entity can be declared for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.entities import html5
from typing import TYPE_CHECKING
from xml.parsers import expat

from backfile.errors import RefusedError
from backfile.fidelity.ledger import Repair

if TYPE_CHECKING:
    from collections.abc import Iterator

# An item, its comments, the notes on a comment: real ones are four deep.
_DEEPEST = 20

# What XML 1.0 (§2.2) forbids, as it stands and as a reference; and a character that UTF-8 lacks.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = frozenset("\x0b\x0c")  # word processors print them as line breaks
_REFERENCE = re.compile(
    r"&(?:#(?:(?P<decimal>\d{1,9})|[xX](?P<hex>[0-9a-fA-F]{1,8}));|(?P<name>\w{1,32};)?)"
)
_CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
_KNOWN = frozenset(["amp;", "lt;", "gt;", "quot;", "apos;"])
_AROUND = 20
_MOST_REPAIRS = 1000


@dataclass(slots=True)
class Element:
    """An element: its name with the prefix as it is written, its attributes, text and children."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, name: str) -> Iterator[Element]:
        """Go through the children called *name*."""
        return (child for child in self.children if child.name == name)

    def get(self, name: str) -> str:
        """Return the text of the first child called *name*, stripped; empty where there is none."""
        return next((child.text.strip() for child in self.all(name)), "")


def read_element(data: bytes, encoding: str = "utf-8") -> tuple[Element, tuple[Repair, ...]]:
    """Return the element that *data* holds, and what had to be repaired to read it.

    Raises RefusedError for bytes that are not of *encoding*, and for XML that cannot be mended.
    """
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"its byte {error.start + 1} is not {encoding}"
        raise RefusedError(f"{message}; correct it, or name the encoding with --encoding") from None
    except LookupError:
        raise RefusedError(f'unknown encoding "{encoding}"; use a name such as cp1252') from None
    text, repairs = _without_forbidden(text)
    try:
        return _parsed(text), repairs
    except expat.ExpatError:
        mended, references = _mended(text)
    try:
        return _parsed(mended), (*repairs, *references)
    except expat.ExpatError as error:
        why = expat.errors.messages[error.code]
        raise RefusedError(f"line {error.lineno} of it is no XML ({why}); mend it") from None


def _without_forbidden(text: str) -> tuple[str, tuple[Repair, ...]]:
    """Take out the control characters."""
    repairs: list[Repair] = []

    def taken_out(found: re.Match[str]) -> str:
        if len(repairs) == _MOST_REPAIRS:
            raise RefusedError("it is full of control characters, as no text is")
        instead = "\n" if found.group() in _BREAKS else ""
        repairs.append(_repair("control-character", text, found, instead))
        return instead

    return _FORBIDDEN.sub(taken_out, text), tuple(repairs)


def _mended(text: str) -> tuple[str, tuple[Repair, ...]]:
    """Write out the names of HTML's characters, and an & that is only a sign; not in CDATA."""
    repairs: list[Repair] = []

    def mended(found: re.Match[str]) -> str:
        if len(repairs) == _MOST_REPAIRS:
            raise RefusedError("it is full of references that XML does not know")
        instead = _instead(found)
        if instead != found.group():
            repairs.append(_repair("reference", found.string, found, instead))
        return instead

    parts = _CDATA.split(text)
    parts[::2] = [_REFERENCE.sub(mended, part) for part in parts[::2]]
    return "".join(parts), tuple(repairs)


def _instead(found: re.Match[str]) -> str:
    """Return what XML wants for a reference."""
    name, decimal = found["name"], found["decimal"]
    if decimal or found["hex"]:
        number = int(decimal) if decimal else int(found["hex"], 16)
        # Newlines and tabs aside, a control character has no place in XML, written out or not.
        sign = chr(number) if number < 0x110000 else ""
        return "" if not sign or _FORBIDDEN.match(sign) else found.group()
    if name is None:
        return "&amp;"
    if name in _KNOWN:
        return found.group()
    return "".join(f"&#{ord(sign)};" for sign in html5.get(name, "")) or f"&amp;{name}"


def _repair(kind: str, text: str, found: re.Match[str], instead: str) -> Repair:
    start, end = found.span()
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    shown = "".join(
        f"U+{ord(sign):04X}" if _FORBIDDEN.match(sign) else sign for sign in found.group()
    )
    return Repair(kind, f"{before}{shown}{after}", f"{before}{instead}{after}")


def _parsed(text: str) -> Element:
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    open_: list[Element] = [Element("")]
    texts: list[list[str]] = [[]]

    def begin(name: str, attributes: dict[str, str]) -> None:
        if len(open_) > _DEEPEST:
            raise RefusedError(f"its elements are nested deeper than {_DEEPEST}")
        element = Element(name, attributes)
        open_[-1].children.append(element)
        open_.append(element)
        texts.append([])

    def end(_name: str) -> None:
        open_.pop().text = "".join(texts.pop())

    def said(text: str) -> None:
        texts[-1].append(text)

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = said
    parser.Parse(text.encode(), True)  # noqa: FBT003 (the last there is)
    return open_[0].children[0]
