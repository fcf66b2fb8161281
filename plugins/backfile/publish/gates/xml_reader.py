"""Reads an XML file of the site as elements with their lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from backfile.errors import BackfileError

if TYPE_CHECKING:
    from collections.abc import Iterator


class XmlError(BackfileError):
    """XML that is not well-formed, or that declares entities; `line` is where."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(slots=True)
class XmlElement:
    """An element: its `name` as `namespace local`, its line, and the text directly in it."""

    name: str
    line: int
    attributes: dict[str, str]
    text: str = ""
    children: list[XmlElement] = field(default_factory=list)

    def all(self, name: str) -> Iterator[XmlElement]:
        """Go through the children called *name*."""
        return (one for one in self.children if one.name == name)

    def first(self, name: str) -> XmlElement | None:
        """Return the first child called *name*."""
        return next(self.all(name), None)

    def text_of(self, name: str) -> str:
        """Return the text of the first child called *name*, stripped; empty for none."""
        found = self.first(name)
        return found.text.strip() if found else ""

    def every(self) -> Iterator[XmlElement]:
        """Go through this element and all in it, in their order."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(reversed(one.children))


@dataclass(frozen=True, slots=True)
class XmlDocument:
    """A document: its outermost element, and the addresses of its style sheets with their lines."""

    root: XmlElement
    style_sheets: tuple[tuple[str, int], ...]


def read_xml(data: bytes) -> XmlDocument:
    """Return the document in *data*. Raises XmlError.

    Entities of a document's own are refused: readers of feeds do not know them, and they can grow.
    """
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)  # noqa: FBT003 (the parser takes it by its place)
    except expat.ExpatError as error:
        why = expat.errors.messages[error.code]
        raise XmlError(error.lineno, f"it is not well-formed: {why}") from error
    return XmlDocument(reader.root.children[0], tuple(reader.style_sheets))


class _Reader:
    """Makes the tree while expat reads."""

    def __init__(self) -> None:
        self.root = XmlElement("", 0, {})
        self.open = [self.root]
        self.style_sheets: list[tuple[str, int]] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.EntityDeclHandler = self._refuse

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        element = XmlElement(name, self.parser.CurrentLineNumber, attributes)
        self.open[-1].children.append(element)
        self.open.append(element)

    def _end(self, _name: str) -> None:
        self.open.pop()

    def _text(self, text: str) -> None:
        self.open[-1].text += text

    def _instruction(self, target: str, data: str) -> None:
        if target == "xml-stylesheet":
            _, _, rest = data.partition('href="')
            self.style_sheets.append((rest.partition('"')[0], self.parser.CurrentLineNumber))

    def _refuse(self, *_declared: object) -> None:
        line = self.parser.CurrentLineNumber
        raise XmlError(line, "it declares an entity of its own; write the text out")
