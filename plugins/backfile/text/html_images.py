"""The pictures in HTML: what their tags say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_IMG = re.compile(r"<img\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*+>", re.IGNORECASE)
_ATTRIBUTE = r"\s{}\s*=\s*(?:\"([^\"]*)\"|'([^']*)')"
_SRC, _ALT = (re.compile(_ATTRIBUTE.format(one), re.IGNORECASE) for one in ("src", "alt"))


@dataclass(frozen=True, slots=True)
class ImageTag:
    """What an `img` says: its address as it is written, and its `alt`; either may be empty."""

    src: str
    alt: str


def images_in(html: str) -> Iterator[ImageTag]:
    """Go through the pictures in *html*, from top to bottom."""
    if "<img" in html or "<IMG" in html:
        for tag in _IMG.findall(html):
            yield ImageTag(_attribute(_SRC, tag), _attribute(_ALT, tag))


def _attribute(pattern: re.Pattern[str], tag: str) -> str:
    found = pattern.search(tag)
    return unescape(found[1] or found[2] or "") if found else ""
