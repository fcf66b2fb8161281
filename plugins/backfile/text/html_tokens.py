"""Splits HTML into tokens that can be changed one by one and written back as they were."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# WHATWG HTML, "Void elements".
_VOID = "area base br col embed hr img input link meta param source track wbr"
# The start tags that end a paragraph (WHATWG HTML, "The p element").
_BLOCKS = (
    "address article aside blockquote details dialog div dl fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre search section table ul"
)
VOID, BLOCKS = frozenset(_VOID.split()), frozenset(_BLOCKS.split())


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of HTML as it is written: a tag, text, or a comment and the like.

    `opens` and `closes` are the element's name in small letters, or empty; a void element only
    opens. Of several attributes of one name the first counts.
    """

    written: str
    opens: str = ""
    closes: str = ""
    attributes: tuple[tuple[str, str | None], ...] = ()
    is_text: bool = False

    @property
    def given(self) -> dict[str, str | None]:
        """The attributes by name; one without a value has None."""
        given: dict[str, str | None] = {}
        for name, value in self.attributes:
            given.setdefault(name, value)
        return given

    @property
    def is_space(self) -> bool:
        """Whether this is nothing but white space."""
        return self.is_text and not self.written.strip()

    def with_attributes(self, wanted: Mapping[str, str | None]) -> Token:
        """Return the tag with the attributes *wanted*; itself, if they are those it has."""
        return self if self.given == wanted else start(self.opens, wanted)


def start(name: str, attributes: Mapping[str, str | None] | None = None) -> Token:
    """Return a start tag, its values escaped."""
    given = dict(attributes or {})
    written = "".join(
        f" {key}" if value is None else f' {key}="{escape(value)}"' for key, value in given.items()
    )
    return Token(f"<{name}{written}>", opens=name, attributes=tuple(given.items()))


def end(name: str) -> Token:
    """Return an end tag."""
    return Token(f"</{name}>", closes=name)


def text(words: str) -> Token:
    """Return a text that shows *words*."""
    return Token(escape(words, quote=False), is_text=True)


def read(html: str) -> list[Token]:
    """Cut *html* into tokens, which together are *html* again.

    Raises ValueError for a character reference of more digits than Python counts.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
    starts = [lines[line - 1] + column for (line, column), _ in reader.found]
    cuts = pairwise([*starts, len(html)])
    return [
        Token(html[begin:finish], *what)
        for (begin, finish), (_, what) in zip(cuts, reader.found, strict=True)
    ]


def words(tokens: Sequence[Token]) -> str:
    """Return the text in *tokens*, white space as one space."""
    return " ".join(unescape("".join(one.written for one in tokens if one.is_text)).split())


def end_of(tokens: Sequence[Token], at: int) -> int | None:
    """Return where the element that opens at *at* is closed, or None if it never is."""
    name, depth = tokens[at].opens, 0
    for place in range(at, len(tokens)):
        depth += (tokens[place].opens == name) - (tokens[place].closes == name)
        if not depth:
            return place
    return None


def with_open(
    tokens: Sequence[Token], around: tuple[Token, ...] = ()
) -> Iterator[tuple[Token, tuple[Token, ...]]]:
    """Give each token with the start tags that are open around it, the innermost last.

    *around* are those that were open before the first.
    """
    for token in tokens:
        if token.closes:
            names = [one.opens for one in around]
            if token.closes in names:
                around = around[: len(names) - 1 - names[::-1].index(token.closes)]
        elif token.opens in BLOCKS and around and around[-1].opens == "p":
            around = around[:-1]
        yield token, around
        if token.opens and token.opens not in VOID:
            around = (*around, token)


_What = tuple[str, str, tuple[tuple[str, str | None], ...], bool]


class _Reader(HTMLParser):
    """Finds where tokens begin, and what they are; how they are written is cut from the text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        # An empty one, to which belongs what html.parser passes over at the beginning.
        self.found: list[tuple[tuple[int, int], _What]] = [((1, 0), ("", "", (), False))]

    def set_cdata_mode(self, elem: str, **how: Any) -> None:
        """Read what is in a script as text; newer Pythons would do so in an iframe as well."""
        if elem in ("script", "style"):
            super().set_cdata_mode(elem, **how)

    def parse_html_declaration(self, i: int) -> int:
        """Read `<![` as browsers do, as a comment; html.parser may give up on one."""
        is_odd = self.rawdata.startswith("<![", i)
        return self.parse_bogus_comment(i) if is_odd else super().parse_html_declaration(i)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((self.getpos(), (tag, "", tuple(attrs), False)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # HTML has no such tags: `<a/>` opens a link.
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.found.append((self.getpos(), ("", tag, (), False)))

    def handle_data(self, data: str) -> None:
        del data
        self.found.append((self.getpos(), ("", "", (), True)))

    def handle_comment(self, data: str) -> None:
        del data
        self.found.append((self.getpos(), ("", "", (), False)))

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    handle_pi = unknown_decl = handle_comment
