"""Judges one file of a site by itself, and tells what other files are judged by.

A file is read once, whatever number of gates ask of it; what is kept of it are addresses and ids.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backfile.fidelity.page import BEGINS, ENDS
from backfile.files.containment import refusal
from backfile.outputs.redirects.formats import RULES
from backfile.publish.built_site import sha256_of
from backfile.publish.gates.archive_sources import ArchiveSources
from backfile.publish.gates.data_files import (
    csv_references,
    json_flaws,
    json_references,
    robots_references,
    rule_references,
    xml_flaws,
)
from backfile.publish.gates.file_names import name_flaws
from backfile.publish.gates.flaws import Flaw
from backfile.publish.gates.html_reader import read_tags
from backfile.publish.gates.html_validity import validity_flaws
from backfile.publish.gates.links import PAGES, Jump, judged, shown
from backfile.publish.gates.references import (
    Reference,
    page_references,
    redirect_of,
    script_references,
    style_references,
)
from backfile.publish.gates.site_addresses import LinkPlace
from backfile.publish.gates.text_flaws import path_flaws, secret_flaws

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from backfile.publish.gates.html_reader import HtmlTag
    from backfile.publish.gates.site_addresses import SiteAddresses

LARGEST = 64 * 1024**2  # bytes; a larger file is hashed, and nothing else is asked of it
_BEGINNING = 8192  # bytes in which a file that is no text has a zero
_JSON_LD = "application/ld+json"
# The endings of files that are text whatever is in them, and of those that must be in UTF-8.
_IN_UTF8 = frozenset(("html", "htm", "css", "js", "mjs", "csv", "md"))
_TEXTS = _IN_UTF8 | {"xml", "atom", "rss", "svg", "json", "jsonld", "webmanifest", "txt"}


@dataclass(frozen=True, slots=True)
class FileReport:
    """What one file was found to be: its SHA-256, its flaws, its links to places, its own places.

    `anchors` are the ids of a page. `leads_to` is the file to which a page leads on by itself,
    empty for none. `is_to_be_forgotten` tells a page that asks search engines not to list it, as
    redirects and pages of withdrawn stories do.
    """

    path: str
    sha256: str = ""
    flaws: tuple[Flaw, ...] = ()
    jumps: tuple[Jump, ...] = ()
    anchors: tuple[str, ...] = ()
    leads_to: str = ""
    is_to_be_forgotten: bool = False


@dataclass(frozen=True, slots=True)
class FileJudge:
    """Judges the files of the folder `site`, which have `addresses`, by what `sources` tells."""

    site: Path
    addresses: SiteAddresses
    sources: ArchiveSources = field(default_factory=ArchiveSources)

    def reports(self, paths: Iterable[str]) -> list[FileReport]:
        """Return a report of each file of *paths*."""
        return [self.report(path) for path in paths]

    def report(self, path: str) -> FileReport:
        """Return the report of the file at *path*; one that cannot be read has that as a flaw."""
        try:
            return self._read(path)
        except OSError as error:
            message = f"it cannot be read: {error.strerror}; correct its permissions"
            return FileReport(path, flaws=(Flaw(0, "unreadable-file", message),))

    def _read(self, path: str) -> FileReport:
        file = self.site / path
        if refused := refusal(file, self.site):
            message = f"it {refused.message}; put a file in its place, or take it away"
            return FileReport(path, flaws=(Flaw(0, "unreadable-file", message),))
        if file.stat().st_size > LARGEST:
            sha256 = sha256_of(file)
            return FileReport(path, sha256, self._flaws_of_bytes(path, sha256))
        data = file.read_bytes()
        sha256 = hashlib.sha256(data).hexdigest()
        flaws = self._flaws_of_bytes(path, sha256)
        kind = _kind_of(path)
        if b"\0" in data[:_BEGINNING] and kind not in _TEXTS:
            named = path_flaws(data.decode("latin-1"), self.sources.folders)
            return FileReport(path, sha256, (*flaws, *named))
        text = data.decode("utf-8", "replace")
        tags = list(read_tags(text)) if path.endswith(PAGES) else []
        found = list(self._judged(path, data, text, tags))
        return FileReport(
            path,
            sha256,
            flaws=(
                *flaws,
                *(_encoding_flaws(data) if kind in _IN_UTF8 else ()),
                *secret_flaws(text),
                *path_flaws(text, self.sources.folders),
                *self._withheld_flaws(text),
                *(one for one in found if isinstance(one, Flaw)),
            ),
            jumps=tuple(one for one in found if isinstance(one, Jump)),
            anchors=anchors_of(tags),
            leads_to=self._leads_to(path, tags),
            is_to_be_forgotten=any(map(_forbids_listing, tags)),
        )

    def _flaws_of_bytes(self, path: str, sha256: str) -> tuple[Flaw, ...]:
        return (*name_flaws(path), *self._original_flaws(sha256))

    def _judged(
        self, path: str, data: bytes, text: str, tags: Sequence[HtmlTag]
    ) -> Iterator[Flaw | Jump]:
        references = []
        for one in self._read_as(path, data, text, tags):
            if isinstance(one, Reference):
                references.append(one)
            else:
                yield one
        yield from judged(dict.fromkeys(references), path, self.addresses)

    def _read_as(
        self, path: str, data: bytes, text: str, tags: Sequence[HtmlTag]
    ) -> Iterator[Flaw | Reference]:
        """Go through what a file of this kind states, and what is wrong with it by itself."""
        kind = _kind_of(path)
        if kind in ("html", "htm"):
            yield from validity_flaws(tags)
            yield from page_references(tags)
            yield from self._linked_data(tags)
        elif kind in ("xml", "atom", "rss"):
            yield from xml_flaws(data, self.addresses)
        elif kind == "svg":
            yield from (one for one in xml_flaws(data, self.addresses) if isinstance(one, Flaw))
            yield from page_references(read_tags(text))
        elif kind in ("json", "jsonld", "webmanifest"):
            yield from json_flaws(data, self.addresses)
        elif kind == "css":
            yield from style_references(text)
        elif kind in ("js", "mjs"):
            yield from script_references(text)
        elif kind == "csv":
            yield from csv_references(text, self.addresses)
        elif path == "robots.txt":
            yield from robots_references(text)
        elif path == RULES:
            yield from rule_references(text, self.addresses)

    def _linked_data(self, tags: Iterable[HtmlTag]) -> Iterator[Flaw | Reference]:
        for tag in tags:
            if tag.name != "script" or tag.attributes.get("type", "").lower() != _JSON_LD:
                continue
            try:
                yield from json_references(json.loads(tag.text), self.addresses, tag.line)
            except (ValueError, RecursionError) as error:
                message = f"its JSON-LD cannot be read: {error}; correct the template"
                yield Flaw(tag.line, "bad-json", message)

    def _original_flaws(self, sha256: str) -> Iterator[Flaw]:
        if sha256 in self.sources.private_originals:
            message = (
                "it is an original that the archive does not publish; take it out of the static "
                "files"
            )
            yield Flaw(0, "private-original", message)

    def _withheld_flaws(self, text: str) -> Iterator[Flaw]:
        for story in self.sources.withheld.stories_in(text):
            message = (
                f"it has words of {shown(story)}, which is not published; build the site again"
            )
            yield Flaw(0, "withheld-words", message)

    def _leads_to(self, path: str, tags: Sequence[HtmlTag]) -> str:
        redirect = redirect_of(tags)
        target = self.addresses.target(redirect, path) if redirect else None
        return target.file if target is not None and target.place is LinkPlace.FILE else ""


def anchors_of(tags: Iterable[HtmlTag]) -> tuple[str, ...]:
    """Return the ids on a page, and the names of links, to which an address can lead."""
    found = (one for tag in tags if tag.attributes for one in _named(tag))
    return tuple(dict.fromkeys(found))


def story_anchors_of(tags: Iterable[HtmlTag]) -> tuple[str, ...]:
    """Return the ids within the text of a story on a page.

    The text stands between the comments that docs/themes.md, "What the check of the words reads",
    names; a page without them has no such text.
    """
    found: list[str] = []
    is_story = False
    for tag in tags:
        if tag.name == "!comment" and tag.text.strip() in (BEGINS, ENDS):
            is_story = tag.text.strip() == BEGINS
        elif is_story and tag.attributes:
            found += _named(tag)
    return tuple(dict.fromkeys(found))


def _kind_of(path: str) -> str:
    """Return the ending of the file's name in small letters, empty for none."""
    _, dot, ending = path.rpartition("/")[2].rpartition(".")
    return ending.lower() if dot else ""


def _encoding_flaws(data: bytes) -> Iterator[Flaw]:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        yield Flaw(line, "not-utf8", "it has bytes that are no UTF-8; save the file in UTF-8")
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        yield Flaw(line, "not-utf8", "it has a byte of zero, as no text has; save it in UTF-8")


def _forbids_listing(tag: HtmlTag) -> bool:
    is_robots = tag.name == "meta" and tag.attributes.get("name", "").lower() == "robots"
    return is_robots and "noindex" in tag.attributes.get("content", "").lower()


def _named(tag: HtmlTag) -> list[str]:
    """Return the names by which an address can lead to an element."""
    named = tag.attributes.get("id"), tag.attributes.get("name") if tag.name == "a" else None
    return [one for one in named if one]
