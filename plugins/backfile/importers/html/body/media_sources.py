"""Pictures, frames and players of received HTML: where their files are, and what they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

PLAYERS = ("audio", "video")
FRAMES = ("iframe", "object", "embed", "frame", "applet")
# Where scripts that load pictures late keep their addresses.
_LATE = ("data-src", "data-lazy-src", "data-original", "data-original-src", "data-full-src")
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_MOST_SOURCES = 20
# A picture in the page itself, or what a script takes for its settings.
_NO_ADDRESS = ("data:", "blob:", "{", "[")
_ICON = 64
_ORNAMENT = re.compile(
    r"(?:^|[\s_-])(?:logo\w*|icons?|sprite|avatar\w*|gravatar|spacer|pixel|beacon|counter|badge"
    r"|banner|ads?|bullet|button|btn)(?=$|[\s_-])",
    re.IGNORECASE,
)
# What servers and files of ads, logos and counters are called.
_SERVED = re.compile(
    r"//(?:ads?|adserver|pixel|beacon|stats?|track\w*)\.|doubleclick|googlesyndication|gravatar"
    r"|/(?:ads?|adserver|adview|avw|pixel|beacon|spacer|blank|transparent|placeholder)(?=[./_-])"
    r"|(?:[/_-]|\b)logos?(?=[./_-])|(?:[/_-])(?:avatar|sprite)s?(?=[./_-])",
    re.IGNORECASE,
)
_SET = re.compile(r"([^\s,]\S*)\s+(\d{1,6}(?:\.\d{1,3})?)[wx](?:,|\s|$)")


def attribute(node: LexborNode, name: str) -> str:
    """Return the attribute *name* of *node*, empty where there is none."""
    return node.attrs.sget(name, "") or ""


def candidates(img: LexborNode) -> list[str]:
    """Return the addresses at which the picture of *img* may be, as written, the best first.

    Addresses that hold a picture themselves (`data:`) are none.
    """
    found = dict.fromkeys(map(str.strip, _candidates(img)))
    return [one for one in found if one and not one.lower().startswith(_NO_ADDRESS)]


def _candidates(img: LexborNode) -> Iterator[str]:
    for name in _LATE:
        yield attribute(img, name)
    yield attribute(img, "src")
    parent = img.parent
    for node in [img, *_sources(img)]:
        for name in _SETS:
            yield _largest(attribute(node, name))
    if parent is not None and parent.tag == "a":
        href = attribute(parent, "href")
        if re.search(r"\.(?:jpe?g|png|gif|webp)$", href, re.IGNORECASE):
            yield href


def _sources(img: LexborNode) -> list[LexborNode]:
    """Return the `<source>`s before *img*, as many as a page can mean."""
    found: list[LexborNode] = []
    node = img.prev
    for _ in range(_MOST_SOURCES):
        if node is None:
            break
        if node.tag == "source":
            found.append(node)
        node = node.prev
    return found[::-1]


def _largest(srcset: str) -> str:
    """Return the address of the largest picture of a `srcset`."""
    listed = [(float(size), address) for address, size in _SET.findall(srcset)]
    if listed:
        return str(max(listed, key=lambda one: one[0])[1])
    only = srcset.split()
    return only[0].rstrip(",") if only else ""


def is_counter(node: LexborNode) -> bool:
    """Tell whether *node* is a picture or a frame of one point, which counts readers."""
    return any(attribute(node, name).strip() in ("0", "1") for name in ("width", "height"))


def is_ornament(node: LexborNode, address: str) -> bool:
    """Tell whether *node*, a picture or a frame, is no part of a story: a logo, an icon, an ad.

    *address* is where it is. What the page calls so is believed, and so is the size of an icon.
    """
    names = [attribute(node, name) for name in ("class", "id")]
    parent = node.parent
    addresses = [address]
    if parent is not None and parent.tag == "a":
        names += [attribute(parent, name) for name in ("class", "id")]
        addresses.append(attribute(parent, "href"))
    sizes = [attribute(node, name).strip().removesuffix("px") for name in ("width", "height")]
    small = all(one.isdecimal() and int(one) <= _ICON for one in sizes)
    served = any(_SERVED.search(one.partition("?")[0]) for one in addresses)
    return small or served or bool(_ORNAMENT.search(" ".join(names)))


def emoji(img: LexborNode) -> str:
    """Return the sign for which *img* stands, where it is the drawing of one."""
    names = attribute(img, "class").split()
    alt = attribute(img, "alt").strip()
    return alt if {"emoji", "wp-smiley"} & set(names) and len(alt) <= 16 else ""


def source_of(node: LexborNode) -> str:
    """Return the address that a frame or a player shows, as it is written."""
    for name in ("src", "data", "data-src", "data-lazy-src"):
        if attribute(node, name).strip():
            return attribute(node, name).strip()
    inner = node.css_first("source[src], embed[src], param[name=movie]")
    if inner is None:
        return ""
    return attribute(inner, "src").strip() or attribute(inner, "value").strip()
