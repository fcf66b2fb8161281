"""The metadata of an article in JSON-LD (schema.org), however a page wraps it."""

from __future__ import annotations

import json
import re
from collections import deque
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

from backfile.text.html_text import parse, visible_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from selectolax.lexbor import LexborNode

# schema.org's Article and what is below it there; a page's own description comes after them.
_KINDS = """
    Article NewsArticle AnalysisNewsArticle AskPublicNewsArticle BackgroundNewsArticle
    OpinionNewsArticle ReportageNewsArticle ReviewNewsArticle AdvertiserContentArticle
    SatiricalArticle ScholarlyArticle TechArticle Report BlogPosting LiveBlogPosting
    SocialMediaPosting"""
ARTICLES = frozenset(_KINDS.split())
# What a thing says of other things: the articles in a list or below another are not this page's.
_OTHERS = frozenset(
    (
        *("itemListElement", "blogPost", "blogPosts", "hasPart", "liveBlogUpdate"),
        *("isRelatedTo", "relatedLink", "citation", "mentions", "comment", "isBasedOn"),
    )
)
_LONGEST = 2_000_000
# A string of JSON, or what may not stand between strings; each ends with the text at the latest.
_STRING = r'"(?:[^"\\]|\\.)*+(?:"|\Z)'
_COMMENTS = re.compile(rf"{_STRING}|//[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)", re.DOTALL)
# What hid scripts from old browsers, and a byte-order mark.
_WRAPPING = re.compile(
    r"^[\s\ufeff]*(?:(?:<!--|<!\[CDATA\[|-->|//>|//(?=\s*<!|-->)|/\*(?=\s*<!)|\*/)\s*)*"
)
_BETWEEN = re.compile(r"[;,\s]*")
_ENDS = "/*<>![]-;, \t\r\n"
_LAST_COMMAS = re.compile(rf"{_STRING}|,(?=\s*[}}\]])", re.DOTALL)
_QUOTED = re.compile(r"&(?:quot|#34|#x22);", re.IGNORECASE)
_DECODER = json.JSONDecoder(strict=False)
_MARKUP = re.compile(r"</?(?:em|i|b|strong|span|u|sup|sub|p|br|a)\b[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StatedUpdate:
    """A block of a live blog as the page's JSON-LD has it (schema.org, `liveBlogUpdate`).

    `date` is as it is written there, `paragraphs` are plain text.
    """

    date: str
    headline: str
    paragraphs: tuple[str, ...]
    author: str


class Statements:
    """All that a page says in JSON-LD; `broken` counts the blocks that are no JSON."""

    def __init__(self, root: LexborNode) -> None:
        self.broken = 0
        blocks = list(self._blocks(root))
        self._objects = [one for block in blocks for one in _objects(block)]
        self._own = [one for block in blocks for one in _objects(block, _OTHERS)]
        self._named = {
            str(one["@id"]): one for one in reversed(self._objects) if "@id" in one and len(one) > 1
        }

    def articles(self) -> list[Mapping[str, Any]]:
        """Return the articles that the page says it is, the outermost first; none of a list."""
        return [one for one in self._own if ARTICLES & set(_types(one))]

    def updates(self) -> list[StatedUpdate]:
        """Return the blocks of a live blog, in the order of the page's data, each once."""
        listed = (
            one
            for blog in self._objects
            if "LiveBlogPosting" in _types(blog)
            for one in _listed(blog.get("liveBlogUpdate"))
            if isinstance(one, dict)
        )
        return list(dict.fromkeys(self._update(one) for one in listed))

    def _update(self, one: Mapping[str, Any]) -> StatedUpdate:
        if "@id" in one and len(one) == 1:
            one = self._named.get(str(one["@id"]), dict(one))
        dates = self.texts([one.get("datePublished"), one.get("dateCreated")], "@value")
        body = next(
            (one[key] for key in ("articleBody", "text", "description") if one.get(key)), ""
        )
        return StatedUpdate(
            date=next(iter(dates), ""),
            headline=next(iter(self.texts([one.get("headline"), one.get("name")], "@value")), ""),
            paragraphs=_paragraphs(body if isinstance(body, str) else ""),
            author="; ".join(self.texts(one.get("author") or one.get("creator"), "name")),
        )

    def page(self) -> list[Mapping[str, Any]]:
        """Return what is said of the page as such."""
        return [one for one in self._objects if "WebPage" in _types(one)]

    def texts(self, value: object, *names: str) -> tuple[str, ...]:
        """Return the texts of *value*: of an object its first property of *names*."""
        found: list[str] = []
        for one in value if isinstance(value, list) else [value]:
            said: Any = one
            if isinstance(one, dict) and "@id" in one and "name" not in one:
                said = self._named.get(str(one["@id"]), one)
            if isinstance(said, dict):
                said = next((said[name] for name in names if said.get(name)), "")
            if isinstance(said, list):
                said = said[0] if said else ""
            if isinstance(said, str) and plain(said):
                found.append(plain(said))
        return tuple(dict.fromkeys(found))

    def _blocks(self, root: LexborNode) -> Iterator[object]:
        for script in root.css('script[type*="ld+json" i]'):
            text = _WRAPPING.sub("", script.text(deep=True) or "", count=1)
            try:
                if len(text) > _LONGEST:
                    raise ValueError  # noqa: TRY301 (treated as what cannot be read)
                yield from _values(text)
            except (ValueError, RecursionError):
                self.broken += bool(text.strip())


def plain(text: str) -> str:
    """Return a stated *text* without the entities and the tags that sites leave in it."""
    text = unescape(text)
    return " ".join((_MARKUP.sub("", text) if "<" in text else text).split())


def _values(text: str) -> list[object]:
    """Read the JSON values in *text*, one behind the other.

    What sites leave in it by mistake is passed over: comments, a comma before a closing bracket,
    semicolons behind a value, quotation marks written as `&quot;`. Raises ValueError for anything
    else that is no JSON, and RecursionError for values that are nested too deeply.
    """
    try:
        return _read(text)
    except ValueError:
        mended = _without_slips(text)
    try:
        return _read(mended)
    except ValueError:
        if not _QUOTED.search(text):
            raise
    return _read(_without_slips(unescape(text)))


def _without_slips(text: str) -> str:
    for slip in (_COMMENTS, _LAST_COMMAS):
        text = slip.sub(lambda found: found[0] if found[0].startswith('"') else "", text)
    return text


def _read(text: str) -> list[object]:
    values: list[object] = []
    at, last = 0, len(text.rstrip(_ENDS))
    while at < last or not values:
        value, end = _DECODER.raw_decode(text, _BETWEEN.match(text, at).end())  # type: ignore[union-attr]
        values.append(value)
        at = end
    return values


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a stated *text*, which may be HTML."""
    shown = visible_text(parse(text)) if "<" in text else unescape(text)
    return tuple(" ".join(line.split()) for line in shown.splitlines() if line.strip())


def _types(one: Mapping[str, Any]) -> list[str]:
    kinds = one.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return [str(kind).rpartition("/")[2] for kind in listed]


def _objects(block: object, without: frozenset[str] = frozenset()) -> Iterator[dict[str, Any]]:
    """Go through the objects of *block*, outer ones first, a level at a time.

    What stands in the properties called *without* is passed over.
    """
    waiting = deque([block])
    while waiting:
        value = waiting.popleft()
        if isinstance(value, dict):
            yield value
            waiting.extend(one for name, one in value.items() if name not in without)
        elif isinstance(value, list):
            waiting.extend(value)
