"""Refuses HTML that is too long, or nested too deeply, for the parser.

A parser keeps the open elements on a stack and goes through it for many tags, so that deep nesting
costs it quadratic time. Real pages are some 40 elements deep. What is counted here is an upper
bound: an element counts as closed only where every browser is sure to have closed it.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque

from backfile.errors import RefusedError

DEEPEST = 2_000
# Signs of one page; the longest live blogs are below 5 million.
LONGEST = 16_000_000
MOST_ELEMENTS = 500_000
MOST_ATTRIBUTES = 500
# Copies that a parser makes of emphasis left open: one for every block below it.
MOST_COPIES = 4_000_000

# WHATWG HTML, "Tokenization": what begins with "<", up to where it ends whatever comes after.
_SPACE = r"[\t\n\f\r /]++"
_ATTRIBUTE = r"""[^\t\n\f\r />][^\t\n\f\r />=]*+
    (?:[\t\n\f\r ]*+=[\t\n\f\r ]*+
      (?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\t\n\f\r >"'][^\t\n\f\r >]*+)?+)?+"""
_MARKUP = re.compile(
    rf"""<!--(?:-?>|.*?(?:--!?>|\Z))
      | <(?P<end>/?)(?P<name>[a-zA-Z][^\t\n\f\r />]*+)
        (?P<rest>(?:{_SPACE}|{_ATTRIBUTE})*+)>?
      | <[!?/][^>]*+>?""",
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTES = re.compile(rf"{_SPACE}|{_ATTRIBUTE}", re.VERBOSE)
_RAW_TEXT = "iframe noembed noframes style textarea title xmp"
_RAW = {
    name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE) for name in _RAW_TEXT.split()
}
_IN_SCRIPT = re.compile(r"<!--(?:-?>)?|-->|</?script(?=[\t\n\f\r />])", re.IGNORECASE)
# Void wherever they stand: in SVG and MathML they end it first. The others are void in HTML alone.
_ALWAYS_VOID = "body br embed head hr img meta"
_HTML_VOID = (
    "area base basefont bgsound col frame html image input keygen link param source track wbr"
)
_VOID = frozenset(_ALWAYS_VOID.split())
_VOID_IN_HTML = _VOID | frozenset(_HTML_VOID.split())
_EMPHASIS = "a b big code em font i nobr s small strike strong tt u"
_FORMATTING = frozenset(_EMPHASIS.split())
# Their end tags close a paragraph or an item left open in them.
_CONTAINERS = """
    address article aside blockquote center details dialog dir div dl fieldset figcaption figure
    footer header hgroup main menu nav ol pre section summary ul"""
_BLOCKS = frozenset(_CONTAINERS.split())
_LEFT_OPEN = frozenset(("p", "li", "dd", "dt"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_END_A_PARAGRAPH = _BLOCKS | _LEFT_OPEN | _HEADINGS | {"form"}
_LIKE = {"li": ("li",), "dd": ("dd", "dt"), "dt": ("dd", "dt")}
_RANK = {"td": 1, "th": 1, "tr": 2, "tbody": 3, "thead": 3, "tfoot": 3, "table": 4}
_FOREIGN = frozenset(("math", "svg"))
_HOLDS_TEXT = frozenset(("script", *_RAW))
# WHATWG HTML, "The rules for parsing tokens in foreign content": what ends it, what is HTML in it.
_ENDING_IT = """
    b big blockquote body br center code dd div dl dt em embed font h1 h2 h3 h4 h5 h6 head hr i
    img li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul
    var"""
_LEAVES = frozenset(_ENDING_IT.split())
_ISLANDS = frozenset(
    ("annotation-xml", "desc", "foreignobject", "mi", "mn", "mo", "ms", "mtext", "title")
)
# Of these it matters how many are open.
_COUNTED = _FORMATTING | _FOREIGN | _ISLANDS | {"select", "table"}


# Digests of what was let through: most is asked for again, for the next parse of the same text.
_passed: set[bytes] = set()
_MOST_PASSED = 100_000


def check_depth(html: str) -> None:
    """Refuse *html* that is too long, or nested too deeply, to be read in due time.

    Takes time linear in its length. Raises RefusedError.
    """
    if "<" not in html and len(html) <= LONGEST:
        return
    digest = hashlib.sha256(html.encode("utf-8", "surrogatepass")).digest()
    if digest in _passed:
        return
    deepest(html)
    if len(_passed) == _MOST_PASSED:
        _passed.clear()
    _passed.add(digest)


def deepest(html: str) -> int:
    """Return how many elements of *html* may be open at once: never fewer than there are.

    Raises RefusedError where they are more than any real page has.
    """
    if len(html) > LONGEST:
        raise RefusedError(
            f"it is {len(html):,} characters long; no page has more than {LONGEST:,}"
        )
    scan = _Scan(html)
    scan.run()
    return scan.deepest


class _Scan:
    """One walk through a page.

    `stack` has the elements that may be open. `lost` counts those of which nobody knows any more
    where they end; from then on (`unsure`) each "<" is taken for an element. `in_html` and
    `in_foreign` follow from the numbers of elements that are open: they are asked for at each tag.
    """

    def __init__(self, html: str) -> None:
        self.html = html
        self.stack: list[str] = []
        self.deepest = self.lost = self.copies = self.elements = 0
        self.formatting = self.foreign = self.islands = self.selects = self.tables = 0
        self.unsure = self.in_foreign = False
        self.in_html = True

    def run(self) -> None:
        position = 0
        while found := _MARKUP.search(self.html, position):
            position = found.end()
            if self.unsure:
                self.lost += found[0].count("<") - 1
            name = (found["name"] or "").lower()
            rest = found["rest"] or ""
            if len(rest) > MOST_ATTRIBUTES:
                _check_attributes(rest)
            if not name:
                position = self._after_comment(found)
            elif found["end"]:
                self._end(name)
            else:
                position = self._start(name, rest, position)

    def _after_comment(self, found: re.Match[str]) -> int:
        """Return where a comment ends; CDATA ends elsewhere, but only SVG and MathML have it."""
        if self.in_html or not found[0].startswith("<![CDATA["):
            return found.end()
        end = self.html.find("]]>", found.start())
        end = len(self.html) if end < 0 else end + 3
        if not self.in_foreign:
            self._lose(found.end(), end)
            return found.end()
        return end

    def _start(self, name: str, rest: str, end: int) -> int:
        """Take the start tag of *name* that ends at *end*; return where to go on."""
        self.copies += self.formatting
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise RefusedError(f"it has more than {MOST_ELEMENTS:,} elements; no page has so many")
        if self.in_foreign and name in _LEAVES:
            self._lose(0, 0)
        if name in (_VOID_IN_HTML if self.in_html else _VOID):
            return end
        may_close = self.in_foreign or (self.in_html and name in _FOREIGN)
        if may_close and rest[-1:] == "/" and _is_closed(rest):
            return end
        if self.in_html:
            self._end_implied(name)
        if name in _HOLDS_TEXT:
            return self._after_raw(name, end)
        self.stack.append(name)
        if name in _COUNTED:
            self._count(name, 1)
        self._check()
        return end

    def _after_raw(self, name: str, start: int) -> int:
        """Return where an element ends whose text holds no elements, in HTML outside a list."""
        end = (
            _script_end(self.html, start) if name == "script" else _raw_end(self.html, start, name)
        )
        if (self.selects or not self.in_html) and "<" in self.html[start:end]:
            self._lose(start, end)
        found = _MARKUP.match(self.html, end)
        return found.end() if found else end

    def _end_implied(self, name: str) -> None:
        """Close what the start of *name* closes: a paragraph, an item, a cell, a row."""
        if name in _RANK:
            if self.tables and name != "table":
                self._end_parts(_RANK[name])
            return
        if name in _END_A_PARAGRAPH and self.stack and self.stack[-1] == "p":
            self._pop()
        if self.stack and self.stack[-1] in _LIKE.get(name, ()):
            self._pop()

    def _end(self, name: str) -> None:
        if self.stack and self.stack[-1] == name:
            self._pop()
        elif self.in_foreign:
            if self.lost or name in ("br", "p") or name in self.stack:
                self._lose(0, 0)
        elif self.in_html and name in _RANK:
            if self.tables:
                self._end_parts(_RANK[name] - 1)
                if self.stack[-1] == name:
                    self._pop()
        elif self.in_html and (name in _BLOCKS or name in _LEFT_OPEN):
            above = self._left_open()
            if len(self.stack) > above and self.stack[-1 - above] == name:
                for _ in range(above + 1):
                    self._pop()

    def _end_parts(self, rank: int) -> None:
        """Close the parts of the innermost table up to *rank*, and what was left open in them."""
        above = self._left_open()
        if len(self.stack) == above or self.stack[-1 - above] not in _RANK:
            return
        for _ in range(above):
            self._pop()
        while _RANK.get(self.stack[-1], 9) <= rank:
            self._pop()

    def _left_open(self) -> int:
        """Return how many paragraphs and items stand on top of the stack."""
        above = 0
        while above < len(self.stack) and self.stack[-1 - above] in _LEFT_OPEN:
            above += 1
        return above

    def _pop(self) -> None:
        name = self.stack.pop()
        if name in _COUNTED:
            self._count(name, -1)

    def _count(self, name: str, one: int) -> None:
        if name in _FORMATTING:
            self.formatting += one
        elif name in _FOREIGN:
            self.foreign += one
        elif name in _ISLANDS:
            self.islands += one
        elif name == "select":
            self.selects += one
        elif name == "table":
            self.tables += one
        self._settle()

    def _settle(self) -> None:
        """Find out again what kind of content this is."""
        self.in_html = not (self.foreign or self.unsure)
        self.in_foreign = bool(self.foreign) and not (self.islands or self.unsure)

    def _lose(self, start: int, end: int) -> None:
        """Give up what is open, and each "<" between *start* and *end*, as never closed."""
        self.lost += len(self.stack) + self.html.count("<", start, end)
        self.stack.clear()
        self.foreign = self.islands = self.selects = self.tables = 0
        self.unsure = True
        self._settle()
        self._check()

    def _check(self) -> None:
        depth = len(self.stack) + self.lost
        self.deepest = max(self.deepest, depth)
        if depth > DEEPEST:
            raise RefusedError(f"its elements are nested more than {DEEPEST:,} deep")
        if self.copies > MOST_COPIES:
            raise RefusedError("its emphasis is left open so often that no parser can bear it")


def _check_attributes(rest: str) -> None:
    """Refuse a tag with more attributes than a parser can compare with each other."""
    found = sum(1 for one in _ATTRIBUTES.finditer(rest) if one[0].strip("\t\n\f\r /"))
    if found > MOST_ATTRIBUTES:
        raise RefusedError(f"a tag of it has {found:,} attributes; none has so many")


def _is_closed(rest: str) -> bool:
    """Tell whether *rest*, the end of a tag with a slash, ends it: it is no part of a value."""
    last = deque(_ATTRIBUTES.finditer(rest), maxlen=1).pop()
    return not last[0].strip("\t\n\f\r /")


def _raw_end(html: str, start: int, name: str) -> int:
    found = _RAW[name].search(html, start)
    return found.start() if found else len(html)


def _script_end(html: str, start: int) -> int:
    """Return where a script ends (WHATWG HTML, "Script data double escaped state")."""
    in_comment = in_script = False
    for found in _IN_SCRIPT.finditer(html, start):
        written = found[0].lower()
        if written == "<!--":
            in_comment = True
        elif written.endswith("->"):
            in_comment = in_script = False
        elif written == "<script":
            in_script = in_comment
        elif in_script:
            in_script = False
        else:
            return found.start()
    return len(html)
