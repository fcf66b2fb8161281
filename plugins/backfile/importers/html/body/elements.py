"""The elements of HTML by what they are in a story: blocks, inline marks, or left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.fidelity.account import signs
from backfile.importers.html.body.media_sources import attribute
from backfile.text.html_text import UNSEEN

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# Elements of the importer's own: what is left out, with its `why`, and what was added.
LEFT_OUT, ADDED = "backfile-left-out", "backfile-added"
# A form with more signs is one that some sites put around the whole page.
LONGEST_FORM = 1500
# Blocks that hold blocks, under the names that they get.
NESTING = {
    **{name: name for name in ("ul", "ol", "li", "blockquote", "dl", "dt", "dd")},
    **{name: name for name in ("table", "tr", "td", "th")},
    "menu": "ul",
    "dir": "ul",
}
# The first level is the title's.
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6"}
CELLS = ("td", "th")
_MARKS = {
    **dict.fromkeys(("em", "i", "dfn", "var"), "em"),
    **dict.fromkeys(("strong", "b"), "strong"),
    **dict.fromkeys(("code", "samp", "tt"), "code"),
    **dict.fromkeys(("del", "s", "strike"), "del"),
    **dict.fromkeys(("span", "bdi"), "span"),
    **{name: name for name in ("a", "abbr", "bdo", "cite", "ins", "kbd", "mark")},
    **{name: name for name in ("q", "small", "sub", "sup")},
}
# Elements that say nothing without an attribute.
_EMPTY = frozenset({"a", "span", "bdo", "abbr"})
_FORM = ("form", "a form needs the site that it was made for")
_FORMULA = ("formula source", "it stands for the formula before it")
_WHY = {
    **dict.fromkeys(("form", "button", "input", "select", "textarea", "datalist"), _FORM),
    **dict.fromkeys(("annotation", "annotation-xml"), _FORMULA),
    "svg": ("drawing", "a drawing inside the page is not kept"),
}
_CAPTION = re.compile(r"(?:^|[-_])caption(?:-text|_text|text)?$", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s{0,9}:\s{0,9}none", re.IGNORECASE)
_LANGUAGE = re.compile(r"(?:^|\s)(?:language|lang)-([a-z0-9+#-]{1,20})(?=\s|$)")


def mark_of(node: LexborNode) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """Return the inline element that *node* becomes, with its language and direction.

    None for one that is none, or says nothing; for a link, whose `href` is not looked at, never.
    """
    name = _MARKS.get(node.tag or "")
    if name is None:
        return None
    given = ((one, attribute(node, one).strip()) for one in ("lang", "dir"))
    attributes = tuple(one for one in given if one[1])
    return None if name in _EMPTY - {"a"} and not attributes else (name, attributes)


def left_out(node: LexborNode, tag: str) -> tuple[str, str] | None:
    """Return the kind of *node* and why it is left out of a story, None where it is not."""
    if tag == LEFT_OUT:
        return "shortcode", attribute(node, "why") or "shortcode"
    if tag == "form" and signs(node.text() or "") > LONGEST_FORM:
        return None
    given = node.attrs
    hidden = "hidden" in given or _HIDDEN.search(attribute(node, "style"))
    if hidden and tag not in UNSEEN:
        return "hidden text", "the page did not show it"
    return _WHY.get(tag)


def is_caption(node: LexborNode) -> bool:
    """Tell whether *node* holds the words below a picture, and no picture."""
    if node.tag == "figcaption":
        return True
    called = any(_CAPTION.search(name) for name in attribute(node, "class").split())
    return called and node.css_first("img, picture, figure, video, iframe, h1") is None


def said(node: LexborNode, tag: str) -> str:
    """Return what a nested block says of itself: a list's first number, how wide a cell is."""
    if tag == "ol":
        return str(_number(node, "start") or "")
    if tag in CELLS:
        spans = (f'{one}="{n}"' for one in ("colspan", "rowspan") if (n := _number(node, one)) > 1)
        return " ".join(spans)
    return ""


def _number(node: LexborNode, name: str) -> int:
    value = attribute(node, name).strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else 0


def language(pre: LexborNode) -> str:
    """Return the language that a block of code names, empty for none."""
    code = pre.css_first("code")
    names = f"{attribute(pre, 'class')} {attribute(code, 'class') if code else ''}"
    found = _LANGUAGE.search(names)
    return found[1] if found else ""
