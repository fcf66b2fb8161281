"""Pictures, frames and players → what a story shows in their place."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from backfile.legacy.draft import Dropped
from backfile.legacy.html import blocks as kinds
from backfile.legacy.html import embeds
from backfile.legacy.html.blocks import Block, Picture
from backfile.legacy.html.embeds import attribute
from backfile.legacy.html.runs import Mark, Run, tightened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from backfile.legacy.call import Ground

# Signs that no reader sees; Markdown uses some for marks of its own.
CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+")
BEGINNING = 80


class Shown:
    """What one document shows beside its words, and what of it could not be kept.

    Words about such things are no words of the original: their runs are `added`.
    """

    def __init__(self, ground: Ground, base: str) -> None:
        self.ground, self.base = ground, base
        self.dropped: list[Dropped] = []
        self.keys = count(1)
        self._seen: set[str] = set()

    def link(self, href: str) -> str:
        """Return what the Markdown says for a link to *href*; places in the page are gone."""
        full = embeds.joined(self.base, href)
        inside = full.startswith("#") or (self.base and full.startswith(f"{self.base}#"))
        return "" if inside or not full else self.ground.link(full)

    def picture(self, img: LexborNode, at: int) -> Block | None:
        """Return the picture of *img*, words in its place, or nothing; *at* is the next sign."""
        listed = embeds.candidates(img)
        alt = _plain(attribute(img, "alt"))
        if embeds.is_counter(img):
            self._drop("picture", "a point that counts readers", *listed[:1])
            return None
        if not listed:
            if img.next is None or img.next.tag != "noscript":
                self._drop("picture", "it has no address of its own", alt)
            return None
        self._seen.update(listed)
        address = next((a for one in listed if (a := self.ground.picture(one)) is not None), None)
        if address is not None:
            return Block(kinds.PICTURE, pictures=(Picture(address, alt),))
        full = embeds.joined(self.base, listed[0]) or listed[0]
        self._drop("picture", "its file is not in the dump", full)
        return self._missing(alt, full, at)

    def late_pictures(self, noscript: LexborNode, at: int) -> Iterator[Block]:
        """Give the pictures that stand for those which a script would have loaded."""
        for img in noscript.css("img"):
            if not self._seen.intersection(embeds.candidates(img)):
                block = self.picture(img, at)
                if block is not None:
                    yield block

    def embed(self, node: LexborNode, tag: str, at: int) -> Block | None:
        """Return a link to what a frame or a player shows, None where no reader could follow it."""
        source = embeds.source_of(node)
        full = embeds.joined(self.base, source)
        full = f"https:{full}" if full.startswith("//") else full
        title = _plain(attribute(node, "title"))
        is_player = tag in embeds.PLAYERS
        own = self.ground.picture(source) if source and is_player else None
        if own is not None:
            return self._pointer(own, title or _printed(full.rpartition("/")[2]) or tag, at)
        self._drop(
            tag if is_player else "frame", "pages load nothing from elsewhere", full or title
        )
        if not embeds.is_web_address(full):
            return None
        href = self.ground.link(full) if full.lower().startswith("https:") else ""
        return self._pointer(href, title or _printed(full), at)

    def script(self, node: LexborNode) -> None:
        """Note that a script is not kept."""
        said = attribute(node, "src") or " ".join((node.text() or "").split())
        self._drop("script", "scripts are not kept", said[:BEGINNING])

    def _drop(self, kind: str, why: str, *text: str) -> None:
        self.dropped.append(Dropped(kind, why, " ".join(text)))

    def _missing(self, alt: str, address: str, at: int) -> Block:
        end = "" if alt.endswith((".", "!", "?")) or not alt else "."
        code = (Mark("code", (), next(self.keys)),)
        runs = (
            Run(f"Picture not kept: {alt}{end} ", at, 0, (), "missing-picture"),
            Run(_printed(address), at, 0, code, "picture-address"),
        )
        return Block(kinds.MISSING, tightened(runs))

    def _pointer(self, href: str, words: str, at: int) -> Block:
        key = next(self.keys)
        mark = Mark("a", (("href", href),), key) if href else Mark("code", (), key)
        return Block(kinds.PARAGRAPH, (Run(words, at, 0, (mark,), "embed"),))


def _plain(text: str) -> str:
    return " ".join(CONTROL.sub("", text).split())


def _printed(address: str) -> str:
    """Return *address* as it can stand in the text."""
    return re.sub(r"\s", "%20", CONTROL.sub("", address).strip()).replace("`", "%60")
