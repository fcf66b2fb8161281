"""Tells shortcodes from other text in brackets: `[gallery ids="1,2"]` from `[sic]` and `[1]`."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from html import unescape
from typing import TYPE_CHECKING

from backfile.importers.wordpress.html_segments import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# As WordPress reads them (wp-includes/shortcodes.php): no brackets between the brackets.
_BRACKET = re.compile(
    r"\[(?P<slash>/?)(?P<name>[A-Za-z][\w-]{0,60}+)(?P<rest>(?=[\s=/\]])[^\[\]]{0,10000}+)\]"
)
_ATTRIBUTE = re.compile(
    r"""(?:\s++|(?<=["'”]))(?P<key>[\w-]++)\s*+=\s*+
        (?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|[“”″](?P<curly>[^“”″]*+)[“”″]
          |(?P<plain>[^\s"'“”″]++))""",
    re.VERBOSE,
)
# The tags that may stand in an attribute of a shortcode: a caption has links and emphasis.
_WITHIN = re.compile(r"/?(?:a|abbr|b|br|cite|code|em|i|small|span|strong|sub|sup|u)")
_ADDRESS = re.compile(r"""(?:^|[\s="'“”″])(?P<address>https?://[^\s"'“”″<>|]++)""", re.IGNORECASE)

# Those of WordPress and its own plugins that mean something without attributes as well.
_BARE = re.compile(
    r"archives|blog_subscription_form|contact-form|gallery|googleapps|nggallery|playlist|portfolio"
    r"|recent_posts|sitemap|slideshow|subscribe2"
)
# Those that hold an address or a number right after their name: [youtube https://…].
_PROVIDERS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "youtube": (re.compile(r"[\w-]{11}"), "https://www.youtube.com/watch?v={}"),
    "vimeo": (re.compile(r"\d{5,12}"), "https://vimeo.com/{}"),
    "dailymotion": (re.compile(r"\w{5,9}"), "https://www.dailymotion.com/video/{}"),
    "wpvideo": (re.compile(r"\w{8}"), "https://videopress.com/v/{}"),
    "videopress": (re.compile(r"\w{8}"), "https://videopress.com/v/{}"),
    "gist": (re.compile(r"(?:[\w-]+/)?[0-9a-f]{5,40}"), "https://gist.github.com/{}"),
    "twitter": (re.compile(r"\d{5,20}"), "https://twitter.com/i/status/{}"),
    "tweet": (re.compile(r"\d{5,20}"), "https://twitter.com/i/status/{}"),
    "vine": (re.compile(r"\w{11}"), "https://vine.co/v/{}"),
    "ted": (re.compile(r"\d{1,6}"), "https://www.ted.com/talks/{}"),
    "scribd": (re.compile(r"\d{4,12}"), "https://www.scribd.com/document/{}"),
}
# Those that hold an address without naming it: [audio https://…].
_MEDIA = re.compile(
    r"audio|embed|facebook|flickr|googlemaps|googlevideo|instagram|soundcloud|spotify|video"
)
# Where a shortcode names what it shows.
_SOURCES = re.compile(
    r"src|url|href|link|mp4|m4v|webm|ogv|flv|wmv|mp3|m4a|ogg|wav|wma|id|video|v|tweet|file"
)


@dataclass(frozen=True, slots=True)
class Shortcode:
    """A shortcode's own characters: `start` to `end` of the contents, brackets included.

    `inner_end` is where the text that it encloses ends, -1 where it encloses none. `rest_start` is
    where its attributes begin.
    """

    name: str
    start: int
    end: int
    rest_start: int
    rest: str
    closing: bool = False
    inner_end: int = -1

    @property
    def attributes(self) -> dict[str, str]:
        """Return its attributes, their names in small letters."""
        return {
            found["key"].lower(): next(filter(None, found.group(*_VALUES)), "")
            for found in _ATTRIBUTE.finditer(self.rest)
        }

    def attribute_span(self, key: str) -> tuple[int, int] | None:
        """Return where in the contents the value of *key* stands."""
        for found in _ATTRIBUTE.finditer(self.rest):
            value = next((one for one in _VALUES if found[one]), None)
            if found["key"].lower() == key and value:
                start, end = found.span(value)
                return self.rest_start + start, self.rest_start + end
        return None

    def address(self) -> str:
        """Return the address of what it shows, empty where it names none."""
        named = [value for key, value in self.attributes.items() if _SOURCES.fullmatch(key)]
        whole = next((one for one in named if _ADDRESS.fullmatch(one)), "")
        stated = _ADDRESS.search(self.rest)
        first = _ATTRIBUTE.sub("", self.rest).strip(" \t\r\n=/").partition(" ")[0]
        number = next(filter(None, (known_address(self.name, one) for one in [*named, first])), "")
        return unescape(whole or number or (stated["address"] if stated else ""))


_VALUES = ("double", "single", "curly", "plain")


def known_address(name: str, number: str) -> str:
    """Return where the provider *name* shows what it calls *number*, empty for what is neither."""
    shape, place = _PROVIDERS.get(name, (None, ""))
    return place.format(number) if shape and shape.fullmatch(number) else ""


@dataclass(frozen=True, slots=True)
class Escape:
    """A bracket of the pair around what would else be a shortcode: `[[gallery]]` shows one."""

    start: int

    @property
    def end(self) -> int:
        """Return where it ends."""
        return self.start + 1


def find(contents: str) -> Iterator[Shortcode | Escape]:
    """Go through the shortcodes of *contents*, in order.

    A shortcode is what has a closing tag, attributes with values, or one of the names that are one
    alone. All other brackets are words.
    """
    if "[" not in contents:
        return
    found = _brackets(contents)
    ends = _paired(found)
    for one in found:
        if one.start not in ends and not (one.closing or _stands_alone(one)):
            continue
        if contents[one.start - 1 : one.start] == "[" and contents[one.end : one.end + 1] == "]":
            yield Escape(one.start - 1)
            yield Escape(one.end)
        else:
            yield replace(one, inner_end=ends.get(one.start, -1))


def _brackets(contents: str) -> list[Shortcode]:
    """Return what looks like a shortcode, begins and ends in text and has no block within."""
    found: list[Shortcode] = []
    position = passed = 0
    for piece in pieces(contents):
        end = position + len(piece.source)
        at = max(position, passed)
        if (
            piece.name
            and position < passed
            and (passed <= end or not _WITHIN.fullmatch(piece.name))
        ):
            found.pop()
            passed = end
        while not piece.name and at < end and (at := contents.find("[", at, end)) >= 0:
            match = _BRACKET.match(contents, at)
            at = match.end() if match else at + 1
            if match:
                found.append(_shortcode(match))
                passed = match.end()
        position = end
    return [one for one in found if not (one.closing and one.rest.strip())]


def _shortcode(match: re.Match[str]) -> Shortcode:
    return Shortcode(
        name=match["name"],
        start=match.start(),
        end=match.end(),
        rest_start=match.start("rest"),
        rest=match["rest"],
        closing=bool(match["slash"]),
    )


def _paired(found: list[Shortcode]) -> dict[int, int]:
    """Return where each that is closed is: its start to the start of its closing tag.

    Closing tags are in it too, with -1.
    """
    ends: dict[int, int] = {}
    open_: dict[str, list[int]] = defaultdict(list)
    for one in found:
        if not one.closing:
            open_[one.name].append(one.start)
        elif open_[one.name]:
            ends[open_[one.name].pop()] = one.start
            ends[one.start] = -1
    return ends


def _stands_alone(one: Shortcode) -> bool:
    rest = one.rest.rstrip(" \t\r\n/")
    if not rest:
        return _BARE.fullmatch(one.name) is not None or one.rest.endswith("/")
    if one.name in _PROVIDERS and one.address():
        return True
    # [Smith said a=b] are words: of an unknown name, all must be attributes.
    left = _ATTRIBUTE.sub("", rest).strip()
    return not left or bool(
        _MEDIA.fullmatch(one.name) and _ADDRESS.fullmatch(left.partition("|")[0])
    )
