"""Converts pictures, frames and players to what a story shows in their place."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from backfile.fidelity.ledger import Dropped
from backfile.importers.html.body import blocks as kinds
from backfile.importers.html.body import media_sources
from backfile.importers.html.body.blocks import Block, ShownPicture
from backfile.importers.html.body.inline_text import InlineMark, Run, tightened
from backfile.importers.html.body.media_sources import attribute
from backfile.text.web_addresses import resolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from backfile.importers.options import LinkResolver

# Signs that no reader sees; Markdown uses some for marks of its own.
CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+")
BEGINNING = 80
# What some programs put where the words for a picture should be: the name of its file.
_FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|webp)|.*\w_\w.*|(?:[\w.]+-){2,}[\w.]+")
_DIGITS = re.compile(r"\d+")
NOT_KEPT = "Picture not kept"


class EmbedRenderer:
    """What one document shows beside its words, and what of it could not be kept.

    Words about such things are no words of the original: their runs are `added`.
    """

    def __init__(self, ground: LinkResolver, base: str) -> None:
        self.ground, self.base = ground, base
        self.dropped: list[Dropped] = []
        self.keys = count(1)
        self._seen: set[str] = set()
        self._missed: set[str] = set()

    def link(self, href: str) -> str:
        """Return what the Markdown says for a link to *href*; places in the page are gone."""
        full = resolved(href, self.base)
        inside = full.startswith("#") or (self.base and full.startswith(f"{self.base}#"))
        return "" if inside or not full else self.ground.link(full)

    def picture(self, img: LexborNode, at: int) -> Block | None:
        """Return the picture of *img*, words in its place, or nothing; *at* is the next sign."""
        listed = media_sources.candidates(img)
        alt = _plain(attribute(img, "alt"))
        if media_sources.is_counter(img):
            self._drop("picture", "a point that counts readers", *listed[:1])
            return None
        if not listed:
            if img.next is None or img.next.tag != "noscript":
                self._drop("picture", "it has no address of its own", alt)
            return None
        self._seen.update(listed)
        address = next((a for one in listed if (a := self.ground.picture(one)) is not None), None)
        if address is not None:
            return Block(kinds.PICTURE, pictures=(ShownPicture(address, alt),))
        full = resolved(listed[0], self.base) or listed[0]
        if media_sources.is_ornament(img, full):
            self._drop("picture", "a logo, an icon or an advertisement", full)
            return None
        self._drop("picture", "its file is not in the dump", full)
        name = _file_name(full)
        if name in self._missed:
            return None  # the same picture in another size
        # Galleries number one text: "The bridge 1", "The bridge 2".
        bare = _DIGITS.sub("", alt)
        said = "" if _FILE_NAME.fullmatch(alt) or bare in self._missed else alt
        self._missed |= {name, bare}
        return self._missing(said, at)

    def late_pictures(self, noscript: LexborNode, at: int) -> Iterator[Block]:
        """Give the pictures that stand for those which a script would have loaded."""
        for img in noscript.css("img"):
            if not self._seen.intersection(media_sources.candidates(img)):
                block = self.picture(img, at)
                if block is not None:
                    yield block

    def embed(self, node: LexborNode, tag: str, at: int) -> Block | None:
        """Return a link to what a frame or a player shows, None where no reader could follow it."""
        source = media_sources.source_of(node)
        full = resolved(source, self.base)
        full = f"https:{full}" if full.startswith("//") else full
        title = _plain(attribute(node, "title"))
        is_player = tag in media_sources.PLAYERS
        own = self.ground.picture(source) if source and is_player else None
        if own is not None:
            return self._pointer(own, title or _printed(full.rpartition("/")[2]) or tag, at)
        self._drop(
            tag if is_player else "frame", "pages load nothing from elsewhere", full or title
        )
        unseen = media_sources.is_counter(node) or media_sources.is_ornament(node, full)
        if not full.lower().startswith(("http://", "https://")) or unseen:
            return None
        href = self.ground.link(full) if full.lower().startswith("https:") else ""
        return self._pointer(href, title or _place(full, whole=not href), at)

    def script(self, node: LexborNode) -> None:
        """Note that a script is not kept."""
        said = attribute(node, "src") or " ".join((node.text() or "").split())
        self._drop("script", "scripts are not kept", said[:BEGINNING])

    def _drop(self, kind: str, why: str, *text: str) -> None:
        self.dropped.append(Dropped(kind, why, " ".join(text)))

    @staticmethod
    def _missing(alt: str, at: int) -> Block:
        """Return the notice of a picture, with what it showed where the page says that."""
        end = "" if alt.endswith((".", "!", "?")) else "."
        text = f"{NOT_KEPT}: {alt}{end}" if alt else f"{NOT_KEPT}."
        return Block(kinds.MISSING, tightened((Run(text, at, 0, (), "missing-picture"),)))

    def _pointer(self, href: str, words: str, at: int) -> Block:
        key = next(self.keys)
        mark = InlineMark("a", (("href", href),), key) if href else InlineMark("code", (), key)
        return Block(kinds.PARAGRAPH, (Run(words, at, 0, (mark,), "embed"),))


def _plain(text: str) -> str:
    return " ".join(CONTROL.sub("", text).split())


def _file_name(address: str) -> str:
    """Return the name of the file at *address*, without its folders and the query behind it."""
    path = re.split(r"[?#]", address, maxsplit=1)[0].rstrip("/")
    return _printed(path.rpartition("/")[2] or address)[:BEGINNING]


def _place(address: str, *, whole: bool) -> str:
    """Return the site of *address*, or where *whole* is said all but its query."""
    said = _printed(re.split(r"[?#]", address, maxsplit=1)[0])
    return said if whole else said.partition("://")[2].partition("/")[0].removeprefix("www.")


def _printed(address: str) -> str:
    """Return *address* as it can stand in the text."""
    return re.sub(r"\s", "%20", CONTROL.sub("", address).strip()).replace("`", "%60")
