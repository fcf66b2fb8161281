"""The furniture of a page: menus, share buttons, lists of links, in a story or around it.

Doubt keeps: what trafilatura takes for the story is never furniture, whatever it is called, and
what has no name of furniture is furniture only if it is next to nothing but links, above or below
the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from backfile.fidelity.account import DROPPED
from backfile.fidelity.account import signs as count_signs
from backfile.importers.html.body.extract import ids_above

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selectolax.lexbor import LexborNode

    from backfile.importers.html.body.extract import Stretch
    from backfile.importers.html.metadata.shown_metadata import Marks

# The first words of class and id names, and what they are the names of.
_NAMED = (
    ("share buttons", r"shar(?:e|es|ing|edaddy|ethis)|social\w*|addthis\w*|a2a|follow"),
    (
        "advertisement",
        r"ads?|adsense|adslot|advert\w*|sponsor\w*|promo\w*|taboola|outbrain|dfp|gpt",
    ),
    ("related stories", r"related\w*|recommend\w*|trending|recirc\w*|teasers?|top-?stories"),
    ("related stories", r"(?:most|read)[_-]?(?:read|more|next|popular|viewed)|up-?next|see-?also"),
    ("related stories", r"more[_-]?(?:from|stories|news|on)|latest-?(?:news|stories)"),
    ("related stories", r"(?:also|might|you-may)[_-]?like"),
    ("newsletter box", r"newsletters?|opt-?in"),
    ("subscription box", r"subscri\w+|sign-?up|paywall\w*|registration"),
    ("about the author", r"author[_-]?(?:bio\w*|box|info|card|profile|about|details|description)"),
    ("about the author", r"about[_-]?(?:the[_-]?)?author|bio(?:graphy|box)?|staff(?:-?list)?"),
    ("tools", r"(?:article|page|post|story)?[_-]?tools|print[_-]?(?:header|footer|only|tools)"),
    ("for printers", r"d-print-(?:block|inline\w*|flex)|visible-print\w*|(?:only-)?print-?only"),
    ("browser warning", r"(?:old|outdated|ie|legacy)[_-]?(?:browser|msg|warning)|browse-?happy"),
    ("comments", r"comments?|commentlist|disqus\w*|respond"),
    ("cookie notice", r"cookies?|consent|gdpr"),
    ("navigation", r"breadcrumbs?|pagination|pager|navigation|navbar|menu|toolbar|skip-link"),
)
_NAMES = tuple(
    (kind, re.compile(rf"(?:^|[\s_-])(?:{names})(?=$|[\s_-])", re.IGNORECASE))
    for kind, names in _NAMED
)
# What is looked at by its name outside the story as well, so that the account can say what it was.
_NAMED_AS_FURNITURE = ", ".join(
    f'[{attribute}*="{name}" i]'
    for attribute in ("class", "id")
    for name in ("comment", "disqus", "cookie", "consent", "newsletter")
)
_EMBED = re.compile(r"(?:^|[\s_-])(?:embed\w*|tweet|quote)(?=$|[\s_-])", re.IGNORECASE)
# The places where `emailSignUp` is cut into words.
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LANDMARKS = {"header": "header", "nav": "navigation", "aside": "sidebar", "footer": "footer"}
_ROLES = {
    "banner": "header",
    "navigation": "navigation",
    "complementary": "sidebar",
    "contentinfo": "footer",
    "search": "search",
    "dialog": "dialog",
}
# Boxes that are furniture for their names alone, where nothing in them was found to be story.
_SURE = frozenset(
    ("newsletter box", "about the author", "tools", "browser warning", "for printers")
)
_ALWAYS = frozenset(("navigation", "comments", "search", "dialog", "cookie notice"))
# Boxes that are furniture for their names though a part of them was taken for the story.
_STRAYS = _SURE | {"comments", "navigation", "cookie notice", "search", "dialog", "footer"}
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_MOSTLY, _NEXT_TO_ALL = 0.4, 0.8
# A box with a name of furniture and this few signs needs no links to be furniture.
_FEW, _MANY = 300, 3000


def furniture(
    root: LexborNode, body: LexborNode, found: Sequence[Stretch], text: Sequence[Stretch]
) -> Marks:
    """Return what is furniture of the page *root*, as marks by `mem_id`.

    *found* are all stretches of the page; *text* are those of the story, which *body* holds.
    """
    measures = _Measures(body, found, text)
    gone: dict[int, str] = {}
    below: set[int] = set()
    for node in body.css("*"):
        me, parent = node.mem_id, node.parent
        if me == body.mem_id or parent is None:
            continue
        if parent.mem_id in below:
            below.add(me)
        elif why := measures.why(node):
            gone[me] = why
            below.add(me)
            _take_heading(node, measures, gone)
    around = measures.around | {body.mem_id}
    for node in root.css(", ".join((*_LANDMARKS, *(f'[role="{role}"]' for role in _ROLES)))):
        if node.mem_id not in around and body.mem_id not in ids_above(node):
            gone[node.mem_id] = _landmark(node)
    for node in root.css(_NAMED_AS_FURNITURE):
        inside = node.mem_id in around or body.mem_id in ids_above(node)
        if not inside and (kind := _named(node)) in _STRAYS:
            gone.setdefault(node.mem_id, kind)
    return {one: (DROPPED, f"page furniture: {why}") for one, why in gone.items()}


class _Measures:
    """How many signs each element in a body has, how many of them in links, and where."""

    def __init__(self, body: LexborNode, found: Sequence[Stretch], text: Sequence[Stretch]) -> None:
        kept = {id(one) for one in text}
        at = [index for index, one in enumerate(found) if id(one) in kept]
        self.first, self.last = (at[0], at[-1]) if at else (0, 0)
        self.around = text[0].above if text else frozenset()
        self.signs: dict[int, int] = defaultdict(int)
        self.linked: dict[int, int] = defaultdict(int)
        self.begin: dict[int, int] = {}
        self.end: dict[int, int] = {}
        self.story: set[int] = set()
        # What holds a part of a stretch: a link in a sentence is no list of links.
        self.parts: set[int] = set()
        links = {node.mem_id for node in body.css("a")}
        for index, one in enumerate(found):
            if body.mem_id not in one.above:
                continue
            if id(one) in kept:
                self.story |= one.above
            for element in one.above:
                if element not in self.begin:
                    self.begin[element] = index
                self.end[element] = index
            # Nearly all stretches are one text node.
            chains = [ids_above(node) for node in one.nodes] if len(one.nodes) > 1 else [one.above]
            if len(chains) > 1:
                self.parts |= one.above.difference(set(chains[0]).intersection(*chains))
            for node, above in zip(one.nodes, chains, strict=True):
                size = count_signs(node.text_content or "")
                linked = 0 if links.isdisjoint(above) else size
                for element in above:
                    self.signs[element] += size
                    if linked:
                        self.linked[element] += linked

    def why(self, node: LexborNode) -> str:
        """Return what furniture the element *node* is, empty if it is none."""
        me = node.mem_id
        if me in self.story or me in self.parts:
            return ""
        signs, linked = self.signs[me], self.linked[me]
        kind = "" if _is_embed(node) else kind_of(node)
        if not signs:
            return kind if kind in ("share buttons", "advertisement") else ""
        if kind in _ALWAYS or (kind in _SURE and signs < _MANY):
            return kind
        boxed = signs < _FEW or node.css_first("form, button, input") is not None
        if kind in ("sidebar", "header", "footer"):
            return kind if linked >= _MOSTLY * signs else ""
        if kind and signs < _MANY and (boxed or linked >= _MOSTLY * signs):
            return kind
        outside = self.end[me] < self.first or self.begin[me] > self.last
        return "list of links" if outside and linked >= _NEXT_TO_ALL * signs else ""


def _is_embed(node: LexborNode) -> bool:
    """Tell a post of a social network, which stories quote, from the buttons that share a story."""
    if _named(node) != "share buttons":
        return False
    given = node.attributes
    called = _EMBED.search(_CAMEL.sub("-", f"{given.get('class') or ''} {given.get('id') or ''}"))
    return node.css_first("blockquote, figure") is not None or bool(
        called and node.css_first("iframe, p, a, video") is not None
    )


def is_stray_kind(node: LexborNode, signs: int, linked: float) -> bool:
    """Tell whether *node* is surely furniture, of whose *signs* the share *linked* is in links."""
    kind = kind_of(node)
    if kind in ("advertisement", "subscription box"):
        return signs < _FEW or linked >= _MOSTLY
    if kind in ("related stories", "sidebar"):
        return linked >= _MOSTLY
    return kind in _STRAYS


def kind_of(node: LexborNode) -> str:
    """Return what furniture *node* is by its tag, its role or its names, empty for none."""
    return _landmark(node) or _named(node)


def _landmark(node: LexborNode) -> str:
    role = (node.attributes.get("role") or "").strip().lower()
    return _ROLES.get(role) or _LANDMARKS.get(node.tag or "") or ""


def _named(node: LexborNode) -> str:
    given = node.attributes
    return _kind_named(f"{given.get('class') or ''} {given.get('id') or ''}") if given else ""


# A page has few names, and asks for each many times.
@lru_cache(maxsize=4096)
def _kind_named(written: str) -> str:
    name = _CAMEL.sub("-", written)
    return next((kind for kind, names in _NAMES if names.search(name)), "")


def _take_heading(node: LexborNode, measures: _Measures, gone: dict[int, str]) -> None:
    """Let the heading right above a piece of furniture go with it."""
    before = node.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    if before is not None and before.tag in _HEADINGS and before.mem_id not in measures.story:
        gone.setdefault(before.mem_id, gone[node.mem_id])
