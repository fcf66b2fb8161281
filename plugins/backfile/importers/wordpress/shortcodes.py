"""Converts shortcodes to the HTML that they show, and marks their own characters as left out.

Not a sign of the contents is lost or added on the way: what a reader could see in them is seen in
the result, but for what stands in a `backfile-added`, which a shortcode would have fetched.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from backfile.errors import RefusedError
from backfile.importers.wordpress.shortcode_parser import Escape, Shortcode, find, known_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backfile.importers.wordpress.attachments import Attachment

# The picture of a caption, which comes first (wp-includes/media.php, img_caption_shortcode).
_PICTURE = re.compile(r"\s*+(?:<a\s[^>]*+>\s*+)?<img\s[^>]*+>(?:\s*+</a>)?", re.IGNORECASE)
_ADDRESS = re.compile(r"""\s*+https?://[^\s"<>\[\]]++\s*+""", re.IGNORECASE)
_SOME = re.compile(r"\s*+\S")
_WORD = re.compile(r"\s*+(?P<word>[\w/-]++)\s*+")

_CAPTIONS = frozenset(["caption", "wp_caption"])
_GALLERIES = frozenset(["gallery", "playlist", "slideshow"])
# Signs of HTML; some hundred thousand pictures.
_MOST_ADDED = 16_000_000
_CODE = frozenset(["code", "sourcecode"])


class Replacement(NamedTuple):
    """HTML to stand in place of the contents from `start` to `end`."""

    start: int
    end: int
    html: str


def without_shortcodes(contents: str, attached: Mapping[str, Attachment]) -> str:
    """Return *contents* as HTML without shortcodes.

    *attached* are the files that it may show, by their numbers: those named by its galleries, and
    those that were uploaded with it. Raises RefusedError for galleries without end.
    """
    edits: list[Replacement] = []
    room = _MOST_ADDED
    for one in find(contents):
        for edit in _edits(contents, one, attached):
            edits.append(edit)
            room -= len(edit.html)
        if room < 0:
            raise RefusedError("its galleries show more pictures than a page can hold")
    made: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        made += contents[position : edit.start], edit.html
        position = edit.end
    return "".join([*made, contents[position:]])


def figure(picture: Attachment) -> str:
    """Return the figure of an attached picture, whose caption is no text of the contents."""
    image = f'<img src="{escape(picture.address)}" alt="{escape(picture.alt)}">'
    caption = f"<figcaption>{added(picture.caption, 'caption')}</figcaption>"
    return f"<figure>{image}{caption if picture.caption else ''}</figure>"


def added(text: str, kind: str, href: str = "") -> str:
    """Return *text*, which the contents do not have, marked as such."""
    link = f' href="{escape(href)}"' if href else ""
    return f'<backfile-added kind="{kind}"{link}>{escape(text, quote=False)}</backfile-added>'


def _edits(
    contents: str, one: Shortcode | Escape, attached: Mapping[str, Attachment]
) -> list[Replacement]:
    if isinstance(one, Escape):
        return [_left_out(contents, one.start, one.end, "escape of a shortcode")]
    if one.closing:
        return [_left_out(contents, one.start, one.end, f"shortcode {one.name}")]
    if one.name in _CAPTIONS:
        return list(_caption(contents, one))
    own = _left_out(contents, one.start, one.end, f"shortcode {one.name}")
    if one.name in _GALLERIES:
        figures = "".join(map(_shown, _chosen(one, attached)))
        return [own._replace(html=own.html + figures)]
    if one.name in _CODE and one.inner_end >= 0:
        return [
            own,
            Replacement(one.end, one.end, "<pre>"),
            Replacement(one.inner_end, one.inner_end, "</pre>"),
        ]
    return _linked(contents, one, own)


def _left_out(contents: str, start: int, end: int, why: str) -> Replacement:
    source = contents[start:end]
    html = f'<backfile-left-out why="{why}">{source}</backfile-left-out>'
    return Replacement(start, end, html)


def _caption(contents: str, one: Shortcode) -> Iterator[Replacement]:
    """Make a figure: the picture that is enclosed, and the text after it, or the attribute."""
    why = f"shortcode {one.name}"
    if one.inner_end < 0:
        yield _left_out(contents, one.start, one.end, why)
        return
    yield Replacement(one.start, one.start, "<figure>")
    said = one.attribute_span("caption")
    if said:
        yield _left_out(contents, one.start, said[0], why)
        yield Replacement(said[0], said[0], "<figcaption>")
        yield Replacement(said[1], said[1], "</figcaption>")
        yield _left_out(contents, said[1], one.end, why)
    else:
        yield _left_out(contents, one.start, one.end, why)
    picture = _PICTURE.match(contents, one.end, one.inner_end)
    if picture and _SOME.match(contents, picture.end(), one.inner_end):
        yield Replacement(picture.end(), picture.end(), "<figcaption>")
        yield Replacement(one.inner_end, one.inner_end, "</figcaption>")
    yield Replacement(one.inner_end, one.inner_end, "</figure>")


def _chosen(one: Shortcode, attached: Mapping[str, Attachment]) -> Iterator[Attachment]:
    """Go through what a gallery shows: what it names, else all that was uploaded with its post."""
    attributes = one.attributes
    named = [*ids(attributes.get("ids", "") or attributes.get("include", ""))]
    if named:
        yield from (attached[number] for number in named if number in attached)
        return
    left_out = {*ids(attributes.get("exclude", ""))}
    yield from (file for file in attached.values() if file.is_own and file.id not in left_out)


def ids(text: str) -> Iterator[str]:
    """Go through the numbers in *text*."""
    return (found.group() for found in re.finditer(r"\d+", text))


def _shown(file: Attachment) -> str:
    if file.is_picture:
        return figure(file)
    return f"<p>{added(file.title or file.address, 'attachment', file.address)}</p>"


def _linked(contents: str, one: Shortcode, own: Replacement) -> list[Replacement]:
    """Let a link stand for what a shortcode would have shown."""
    address = one.address()
    if address:
        return [own._replace(html=f"{own.html}<p>{added(address, 'embed', address)}</p>")]
    if one.inner_end < 0:
        return [own]
    if _ADDRESS.fullmatch(contents, one.end, one.inner_end):
        # A line to itself: what that leads to is shown like any other.
        return [own, *_around(one.end, one.inner_end, "<div>", "</div>")]
    word = _WORD.fullmatch(contents, one.end, one.inner_end)
    address = known_address(one.name, word["word"]) if word else ""
    if word and address:
        return [own, *_around(*word.span("word"), f'<p><a href="{address}">', "</a></p>")]
    return [own]


def _around(start: int, end: int, before: str, after: str) -> Iterator[Replacement]:
    yield Replacement(start, start, before)
    yield Replacement(end, end, after)
