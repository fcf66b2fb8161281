"""HTML of a page as the XHTML of a book: elements and attributes that every reader knows.

Sources: EPUB 3.3, section 6.1 (XHTML content documents); WHATWG HTML, for what may be in what.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from backfile.text.html_text import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from selectolax.lexbor import LexborNode

_KEPT_NAMES = (
    "a abbr article aside b bdi bdo blockquote br caption cite code col colgroup dd del details "
    "dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark "
    "ol p pre q rp rt ruby s samp section small span strong sub summary sup table tbody td tfoot "
    "th thead time tr u ul var wbr"
)
# Elements that HTML has no more, and what takes their place.
_RENAMED = {"acronym": "abbr", "big": "span", "center": "div", "font": "span", "strike": "s"} | {
    "tt": "code"
}
# What is in these is no text of the story, or cannot be shown in a book.
_DROPPED_NAMES = (
    "audio button canvas embed form iframe input link math meta noscript object script select "
    "style svg template textarea title video"
)
_KEPT, _DROPPED = frozenset(_KEPT_NAMES.split()), frozenset(_DROPPED_NAMES.split())
_VOID = frozenset(["br", "col", "hr", "img", "wbr"])
_EVERYWHERE = frozenset({"class", "dir", "id", "lang", "title"})
_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "a": frozenset({"href"}),
    "blockquote": frozenset({"cite"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "img": frozenset({"alt", "src"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"reversed", "start", "type"}),
    "td": frozenset({"colspan", "headers", "rowspan"}),
    "th": frozenset({"colspan", "headers", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_IDS = re.compile(r"[^\w.-]", re.ASCII)


@dataclass(frozen=True, slots=True)
class BookElement:
    """An element as it is written.

    `inside` is XHTML that takes the place of its content, None to keep that; `after` is XHTML that
    follows it.
    """

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    inside: str | None = None
    after: str = ""


def fragment(html: str) -> list[LexborNode]:
    """Return the nodes of *html*, a part of a body."""
    body = parse(f"<body>{html}</body>").css_first("body")
    node = body.first_child if body is not None else None
    nodes = []
    while node is not None:
        nodes.append(node)
        node = node.next
    return nodes


def xhtml_of(node: LexborNode, change: Callable[[LexborNode, BookElement], BookElement]) -> str:
    """Return *node* with all in it as XHTML.

    *change* gets each element that is kept, with what it would be written as, and returns what it
    is written as instead.
    """
    return "".join(_written(node, change))


def _written(
    root: LexborNode, change: Callable[[LexborNode, BookElement], BookElement]
) -> Iterator[str]:
    stack: list[LexborNode | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
            continue
        if node.mem_id != root.mem_id and node.next is not None:
            stack.append(node.next)
        if node.is_text_node:
            yield text(node.text_content or "")
        elif node.is_element_node and node.tag not in _DROPPED:
            element = _element(node, change)
            if element is not None:
                yield start_tag(element)
                stack.append(_end(element))
            if element is not None and (element.inside is not None or element.name in _VOID):
                stack.append(element.inside or "")
            elif node.first_child is not None:
                stack.append(node.first_child)


def _end(element: BookElement) -> str:
    return element.after if element.name in _VOID else f"</{element.name}>{element.after}"


def _element(
    node: LexborNode, change: Callable[[LexborNode, BookElement], BookElement]
) -> BookElement | None:
    name = _RENAMED.get(node.tag or "", node.tag or "")
    if name not in _KEPT:
        return None
    allowed = _EVERYWHERE | _ATTRIBUTES.get(name, frozenset())
    given = {key: value or "" for key, value in node.attributes.items() if key in allowed}
    if given.get("id"):
        given["id"] = xml_id(given["id"])
    if given.get("lang"):
        given["xml:lang"] = given["lang"]
    return change(node, BookElement(name, {key: given[key] for key in sorted(given)}))


def start_tag(element: BookElement) -> str:
    """Return the start tag of *element*, or all of it where it can hold nothing."""
    attributes = "".join(f' {key}="{text(value)}"' for key, value in element.attributes.items())
    return f"<{element.name}{attributes}{'/' if element.name in _VOID else ''}>"


def text(words: str) -> str:
    """Return *words* as text or value of XML, without the characters that XML cannot hold."""
    plain = _NOT_IN_XML.sub("", words.replace("\f", " "))  # a form feed is white space in HTML
    return escape(plain).replace("\xa0", "&#160;")


def xml_id(name: str) -> str:
    """Return *name*, the id of an element, as one that XML can hold (XML 1.0, "Name")."""
    plain = _NOT_IN_IDS.sub("-", name)
    return plain if plain[:1].isalpha() or plain[:1] == "_" else f"id-{plain}"
