"""What a page hides from its readers: by an attribute, a closed dialog, or its style sheets.

Rules: docs/fidelity.md, "What a reader sees".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from posixpath import normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import SelectolaxError

from backfile.text.html_text import parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selectolax.lexbor import LexborNode

# What browsers hide without a style sheet, and what they hide from those who listen to a page.
_ALWAYS = ("[hidden]", "dialog:not([open])", '[aria-hidden="true" i]')
# Declarations after which nothing of an element can be read.
_HIDING = re.compile(
    r"(?:^|[;{\s])(?:"
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|content-visibility\s*:\s*hidden|"
    r"opacity\s*:\s*0*\.?0+%?\s*(?:;|!|$)|font-size\s*:\s*0*\.?0+[a-z%]*\s*(?:;|!|$)|"
    r"clip-path\s*:\s*inset\(\s*(?:50|100)%|clip\s*:\s*rect\(\s*[01](?:px)?\b)",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# A piece of a style sheet up to where a rule opens or closes, or a declaration ends.
_PIECE = re.compile(r"""((?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^{};"'])*)([{};]|$)""")
# Conditions that hold on every screen; whatever else is hidden only under some condition.
_EVERYWHERE = re.compile(r"@layer\b|@media\s+(?:all|screen)\s*$", re.IGNORECASE)
# States that a reader brings about, and parts of an element that are not its words.
_PASSING = re.compile(
    r"::|:(?:before|after|first-letter|first-line|hover|focus|active|target|checked|visited|open|"
    r"popover-open|fullscreen|empty|autofill|disabled|enabled|any-link|link)",
    re.IGNORECASE,
)


def hiding_selectors(css: str) -> list[str]:
    """Return the selectors of the rules in the style sheet *css* that hide what they select.

    Rules under a condition (the width of a window, paper, a state that the reader brings about) are
    left out, and selectors that cannot be read.
    """
    lists = _hiding(_COMMENT.sub(" ", css))
    found = dict.fromkeys(one for each in lists for one in _alternatives(each))
    return [one for one in found if not _PASSING.search(one) and _is_readable(one)]


def _hiding(css: str) -> Iterator[str]:
    """Go through the selectors, single or in lists, of the rules that hide and always hold."""
    open_rules: list[str | None] = []
    for said, ends in _PIECE.findall(css):
        if ends == "{":
            open_rules.append(_selector(said.strip(), open_rules))
            continue
        selector = next(reversed(open_rules), None)
        if selector and None not in open_rules and _HIDING.search(said.strip()):
            yield selector
        if ends == "}" and open_rules:
            open_rules.pop()


def _selector(prelude: str, above: list[str | None]) -> str | None:
    """Return the whole selector of a rule below those *above*; None for a condition."""
    parent = next((one for one in reversed(above) if one), "")
    if prelude.startswith("@"):
        return parent if _EVERYWHERE.match(prelude) else None
    if not parent:
        return prelude
    outer = f":is({parent})"
    return prelude.replace("&", outer) if "&" in prelude else f"{outer} :is({prelude})"


def _alternatives(selectors: str) -> Iterator[str]:
    """Go through the selectors of a list, which commas part outside of all brackets."""
    depth = start = 0
    for at, sign in enumerate(selectors):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            yield selectors[start:at].strip()
            start = at + 1
    yield selectors[start:].strip()


def _is_readable(selector: str) -> bool:
    try:
        _EMPTY.css(selector)
    except SelectolaxError:
        return False
    return True


_EMPTY = parse("<p></p>")


@dataclass(frozen=True, slots=True)
class Hider:
    """Takes out of pages what they hide.

    *folders* are those in which style sheets may be: of the site, its theme and its content. Those
    that a page links are read once each; those of other hosts and of paper are not read.
    """

    folders: tuple[Path, ...]
    _sheets: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def strip(self, root: LexborNode, page: str) -> None:
        """Take out of the page at *root*, whose file below the output is *page*, what is hidden."""
        selectors, hidden = [*_ALWAYS], {}
        for node in root.css("link[rel~=stylesheet][href], style, [style]"):
            given = node.attributes
            if node.tag == "style":
                selectors += hiding_selectors(node.text() or "")
            elif node.tag == "link":
                if "print" not in (given.get("media") or ""):
                    selectors += self._selectors(given.get("href") or "", page)
            elif hides(given.get("style") or ""):
                hidden[node.mem_id] = node
        hidden |= {one.mem_id: one for one in root.css(", ".join(dict.fromkeys(selectors)))}
        for node in _outermost(hidden):
            node.decompose()

    def _selectors(self, href: str, page: str) -> tuple[str, ...]:
        address = urlsplit(href)
        near = "" if address.netloc or address.path.startswith("/") else page.rpartition("/")[0]
        key = f"{near}/{address.path}"
        if key not in self._sheets:
            self._sheets[key] = tuple(hiding_selectors(self._css(near, unquote(address.path))))
        return self._sheets[key]

    def _css(self, near: str, path: str) -> str:
        """Return the style sheet at *path*, as seen from the folder *near*, or nothing."""
        parts = [one for one in normpath(f"{near}/{path}").split("/") if one not in ("", "..")]
        # The site may stand below a folder of its host, and its theme's files stand elsewhere.
        ends = ["/".join(parts[start:]) for start in range(len(parts))]
        files = (folder / end for end in ends for folder in self.folders)
        try:
            return next((one.read_text("utf-8") for one in files if one.is_file()), "")
        except (OSError, ValueError):
            return ""


def hides(style: str) -> bool:
    """Say whether an element whose `style` attribute is *style* is hidden by it."""
    return _HIDING.search(style.strip()) is not None


def _outermost(nodes: dict[int, LexborNode]) -> list[LexborNode]:
    """Return those of *nodes* that stand in no other of them."""
    found = []
    for node in nodes.values():
        above = node.parent
        while above is not None and above.mem_id not in nodes:
            above = above.parent
        if above is None:
            found.append(node)
    return found
