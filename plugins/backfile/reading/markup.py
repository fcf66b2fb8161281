"""HTML typed into the body of a story: tags that hide words, or never end, or are no tags at all.

Rules: WHATWG HTML, "The elements of HTML" and "Optional tags"; docs/check.md.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from backfile.story.model import Trouble
from backfile.text.html_tokens import VOID, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.reading.without_code import BodyText
    from backfile.text.html_tokens import Token

_WORDS_ELEMENTS = (
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound "
    "big blink blockquote body br button canvas caption center cite code col colgroup data "
    "datalist dd del details dfn dialog dir div dl dt em embed fencedframe fieldset "
    "figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup "
    "hr html i iframe image img input ins isindex kbd label legend li link listing main map "
    "mark marquee math menu meta meter nav nobr noembed noframes noscript object ol optgroup "
    "option output p param picture plaintext portal pre progress q rb rp rt rtc ruby s samp "
    "script search section select slot small source span strike strong style sub summary sup "
    "svg table tbody td template textarea tfoot th thead time title tr track tt u ul var "
    "video wbr xmp"
)
_ELEMENTS = frozenset(_WORDS_ELEMENTS.split())
_WORDS_OPTIONAL_END = (
    "body caption colgroup dd dt head html li optgroup option p rb rp rt rtc tbody td tfoot "
    "th thead tr"
)
_OPTIONAL_END = frozenset(_WORDS_OPTIONAL_END.split())
# What these hold is not shown as text of the page, and some of them swallow all that follows.
_WORDS_HIDING = (
    "datalist dialog listing noembed noframes plaintext select template textarea title xmp"
)
_HIDING = frozenset(_WORDS_HIDING.split())
_FOREIGN = frozenset(("math", "svg"))
# Nothing comes of an end tag of these that nothing opened.
_WORDS_HARMLESS = (
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i ins kbd label mark "
    "meter nobr output p progress q rb rp rt rtc ruby s samp small span strike strong sub sup "
    "time tt u var wbr"
)
_HARMLESS = frozenset(_WORDS_HARMLESS.split())
_ONE_TAG = re.compile(r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_COMMENT = re.compile(r"<!--(?P<inside>.*?)(?P<end>-->|\Z)", re.DOTALL)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
# What shows its lines as they stand, or not at all.
_VERBATIM = re.compile(
    r"<(?P<name>pre|script|style|textarea|xmp)\b.*?</(?P=name)>|<!--.*?-->",
    re.DOTALL | re.IGNORECASE,
)
_HEADING = re.compile(r"^ {0,3}#{1,6}(?=\s*\w).*$", re.MULTILINE)
# A tag ends in the paragraph where it begins, or it is none.
_NO_TAG = re.compile(r"<(?=[^<>]*(?:\n[ \t]*\n|\Z))")


@dataclass
class Markup:
    """What is wrong with the HTML of a body: `errors` lose words, `doubts` may."""

    errors: list[Trouble] = field(default_factory=list)
    doubts: list[Trouble] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Open:
    """A start tag that waits for its end tag."""

    name: str
    written: str
    line: int
    opens_block: bool


def look_at_markup(body: BodyText, raw: str | None) -> Markup:
    """Return what is wrong with the HTML in *body*, once for each tag.

    *raw* is what Markdown has taken for HTML; a tag that is not in it is text. None means that
    every tag counts.
    """
    found = Markup()
    if "<" not in body.text and not raw:
        return found
    found.errors += _comments(body)
    plain = body.without_comments()
    text = _NO_TAG.sub(" ", plain.text)
    tokens = _tags(text)
    walk = _Walk(found)
    with_markdown = {one.opens for _, one in tokens if "markdown" in one.given}
    written = {one.written for _, one in tokens}
    tags = written if raw is None else {one for one in written if one in raw}
    for place, token in tokens:
        name = token.opens or token.closes
        if token.written in tags or name in with_markdown:
            walk.step(token, body.line(place), _starts_line(text, place))
    walk.end()
    if raw and not found.errors:
        found.doubts += _raw_headings(body, raw)
    found.errors.sort(key=lambda one: one.line)
    return found


def _comments(body: BodyText) -> Iterator[Trouble]:
    for found in _COMMENT.finditer(body.text):
        starts_line = _starts_line(body.text, found.start())
        is_split = _BLANK_LINE.search(found["inside"]) is not None and not starts_line
        if found["end"] and not is_split:
            continue
        message = (
            "this comment is published as text, because it begins inside a line; begin it on a line"
            " of its own"
            if found["end"]
            else 'this comment has no end; write "-->" behind it'
        )
        yield Trouble(body.line(found.start()), "unclosed-comment", message)


def _starts_line(text: str, place: int) -> bool:
    """Tell whether *place* in *text* is at the beginning of a line, three spaces aside."""
    before = text[text.rfind("\n", 0, place) + 1 : place]
    return len(before) <= 3 and not before.strip(" ")


def _raw_headings(body: BodyText, raw: str) -> Iterator[Trouble]:
    """Go through the headings that stand in HTML, where Markdown reads nothing."""
    place = 0
    for found in _HEADING.finditer(_VERBATIM.sub("", raw)):
        heading = found.group()
        place = max(body.text.find(f"\n{heading}", place), place)
        message = (
            f'"{heading.strip()}" is printed as it stands, because it is inside an HTML element; '
            "move it out of the element"
        )
        yield Trouble(body.line(place + 1), "raw-heading", message)
        place += 1


def _tags(text: str) -> list[tuple[int, Token]]:
    try:
        tokens = read(text)
    except ValueError:
        return []
    places = [0, *accumulate(len(one.written) for one in tokens)]
    return [
        (place, _cut(one))
        for place, one in zip(places, tokens, strict=False)
        if one.opens or one.closes
    ]


def _cut(token: Token) -> Token:
    """Return the tag alone; html.parser leaves what follows an unclosed script beside it."""
    found = _ONE_TAG.match(token.written)
    return replace(token, written=found.group()) if found else token


class _Walk:
    """One walk from tag to tag, which knows those that are open."""

    def __init__(self, found: Markup) -> None:
        self.found = found
        self.open: list[_Open] = []
        # How many of each are open: a text may open tens of thousands and close none.
        self.names: Counter[str] = Counter()
        self.unknown: set[str] = set()
        self.ignored: set[str] = set()

    def step(self, token: Token, line: int, starts_line: bool) -> None:  # noqa: FBT001
        if any(self.names[one] for one in _FOREIGN) and token.closes not in _FOREIGN:
            return
        if token.opens:
            self._start(token, line, starts_line)
        else:
            self._end(token, line)

    def end(self) -> None:
        """Report what is open where the body ends."""
        for one in self.open:
            if one.name not in _OPTIONAL_END or one.opens_block:
                self._unclosed(one)

    def _start(self, token: Token, line: int, starts_line: bool) -> None:  # noqa: FBT001
        name, written = token.opens, _shown(token.written)
        if name not in _ELEMENTS:
            self.unknown.add(name)
            self._doubt(line, written)
        elif name in _HIDING and not self.names["select"]:
            self.ignored.add(name)
            message = (
                f"{written} hides the words that follow it; take it out, or write "
                f'"&lt;" for its "<" to show it'
            )
            self.found.errors.append(Trouble(line, "hidden-text", message))
        elif name not in VOID and not (token.written.endswith("/>") and name in _HARMLESS):
            opens_block = starts_line and not self.open and name not in _HARMLESS - {"p"}
            self.open.append(_Open(name, written, line, opens_block))
            self.names[name] += 1

    def _end(self, token: Token, line: int) -> None:
        name, written = token.closes, _shown(token.written)
        if self.names[name]:
            inside: list[_Open] = []
            while (last := self.open.pop()).name != name:
                inside.append(last)
            self.names.subtract(one.name for one in (last, *inside))
            for one in reversed(inside):
                if one.name not in _OPTIONAL_END:
                    self._unclosed(one)
        elif name not in _ELEMENTS:
            if name not in self.unknown:
                self._doubt(line, written)
        elif name not in self.ignored | _HARMLESS | VOID:
            message = f"{written} closes nothing, and would end the page's own element; delete it"
            self.found.errors.append(Trouble(line, "surplus-end-tag", message))

    def _unclosed(self, one: _Open) -> None:
        if one.name in _HARMLESS - {"p"}:
            message = (
                f"{one.written} is never closed, and marks all that follows it; write </{one.name}>"
                ' where it ends, or "&lt;" for its "<" to show it'
            )
            self.found.doubts.append(Trouble(one.line, "unclosed-inline-tag", message))
            return
        message = (
            f"{one.written} is never closed, and takes in what follows it; write </{one.name}> "
            f'where it ends, or "&lt;" for its "<" to show it'
        )
        self.found.errors.append(Trouble(one.line, "unclosed-tag", message))

    def _doubt(self, line: int, written: str) -> None:
        message = (
            f"{written} is no HTML tag, and pages do not show it; write &lt;{written[1:]} to show "
            "it, or delete it"
        )
        self.found.doubts.append(Trouble(line, "unknown-tag", message))


def _shown(tag: str) -> str:
    """Return *tag* in one line, shortened where it is long."""
    said = " ".join(tag.split())
    return said if len(said) <= 60 else f"{said[:59]}…"
