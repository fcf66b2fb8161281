"""The addresses that a page, a style sheet or a script states: to read there, or to load from."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backfile.publish.gates.html_reader import HtmlTag


class LinkUse(Enum):
    """What a browser does with an address: it loads it with the page, or leads to it when asked."""

    LOADS = auto()
    LEADS = auto()


class Reference(NamedTuple):
    """An address as it is `written`, the line of the file that states it, and its use."""

    written: str
    line: int
    use: LinkUse


# WHATWG HTML, "Fetching resources"; SVG 2, "Linking".
_LOADING = {
    "audio": ("src",),
    "base": ("href",),
    "embed": ("src",),
    "feimage": ("href", "xlink:href"),
    "frame": ("src",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src",),
    "input": ("src",),
    "object": ("data",),
    "script": ("src", "href", "xlink:href"),
    "source": ("src",),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
_LEADING = {"a": ("href", "xlink:href"), "area": ("href",), "form": ("action",)}
_SETS = {"img": "srcset", "source": "srcset", "link": "imagesrcset"}
# The links of a head that browsers follow by themselves (WHATWG HTML, "Link types").
_LOADED = (
    "stylesheet icon apple-touch-icon apple-touch-icon-precomposed mask-icon manifest preload "
    "modulepreload prefetch prerender preconnect dns-prefetch"
)
_LOADED_LINKS = frozenset(_LOADED.split())
# The links of a head that name no page, only a vocabulary.
_VOCABULARY = "schema."
_ADDRESSES_IN_META = frozenset(("og:url", "og:image", "twitter:image", "citation_public_url"))
_CANDIDATE = re.compile(r"[\s,]*(\S*[^\s,])[^,]*")
_REFRESH = re.compile(r"[\d.]+\s*[;,]?\s*(?:url\s*=\s*)?[\"']?([^\"']*)", re.IGNORECASE)
# What states no address: comments, and the names of vocabularies.
_NO_CSS = re.compile(r"/\*.*?\*/|@namespace[^;]*;", re.DOTALL)
_CSS = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')""",
    re.IGNORECASE,
)
# `import "x"`, `import … from "x"`, `export … from "x"`, and calls that fetch an address.
_SCRIPT = re.compile(
    r"""(?:^|[;}\s])(?:import|export)\b[^;"'()=]{0,500}?["']([^"'\n]+)["']"""
    r"""|\b(?:import|fetch|importScripts|Worker|SharedWorker|WebSocket|EventSource)\(\s*["']([^"'\n]+)["']"""
)
_PATH = re.compile(r"(?:[a-z]+:)?//|\.{0,2}/", re.IGNORECASE)


def page_references(tags: Iterable[HtmlTag]) -> Iterator[Reference]:
    """Go through the addresses that the *tags* of a page state, in their order.

    JSON-LD and other data are not read here, and no script's text but what it imports or fetches.
    """
    for tag in tags:
        if tag.is_end:
            continue
        if tag.name == "style":
            yield from _shifted(style_references(tag.text), tag.line)
        elif tag.name == "script" and tag.text and _is_script(tag):
            yield from _shifted(script_references(tag.text), tag.line)
        if not tag.attributes:
            continue
        for written, use in _stated(tag):
            yield Reference(written, tag.line, use)


def style_references(css: str) -> Iterator[Reference]:
    """Go through the addresses in *css*: of `url()` and of `@import`; `url(#…)` names none."""
    plain = _NO_CSS.sub(lambda found: "\n" * found[0].count("\n"), css)
    for found in _CSS.finditer(plain):
        written = next((one for one in found.groups() if one), "")
        if written and not written.startswith("#"):
            yield Reference(written, plain.count("\n", 0, found.start()) + 1, LinkUse.LOADS)


def script_references(script: str) -> Iterator[Reference]:
    """Go through the addresses that a *script* imports or fetches, where it writes them out."""
    for found in _SCRIPT.finditer(script):
        written = found[1] or found[2]
        if _PATH.match(written):
            yield Reference(written, script.count("\n", 0, found.start()) + 1, LinkUse.LOADS)


def redirect_of(tags: Iterable[HtmlTag]) -> str:
    """Return the address to which a page leads on by itself; empty where it does not."""
    for tag in tags:
        if tag.name == "meta" and tag.attributes.get("http-equiv", "").lower() == "refresh":
            found = _REFRESH.match(tag.attributes.get("content", "").strip())
            return found[1].strip() if found else ""
    return ""


def _is_script(tag: HtmlTag) -> bool:
    kind = tag.attributes.get("type", "").lower()
    return kind in ("", "module", "text/javascript", "application/javascript")


def _stated(tag: HtmlTag) -> Iterator[tuple[str, LinkUse]]:
    """Go through the addresses in the attributes of *tag*."""
    given = tag.attributes
    yield from (
        (given[name], LinkUse.LOADS) for name in _LOADING.get(tag.name, ()) if given.get(name)
    )
    yield from (
        (given[name], LinkUse.LEADS) for name in _LEADING.get(tag.name, ()) if name in given
    )
    if tag.name in _SETS:
        candidates = _CANDIDATE.findall(given.get(_SETS[tag.name], ""))
        yield from ((candidate, LinkUse.LOADS) for candidate in candidates)
    if "style" in given:
        yield from ((one.written, one.use) for one in style_references(given["style"]))
    if tag.name == "link":
        yield from _of_link(given.get("rel", "").lower().split(), given.get("href", ""))
    elif tag.name == "meta":
        yield from _of_meta(tag)
    yield from ((pinged, LinkUse.LOADS) for pinged in given.get("ping", "").split())


def _of_link(kinds: list[str], written: str) -> Iterator[tuple[str, LinkUse]]:
    if written and not any(kind.startswith(_VOCABULARY) for kind in kinds):
        yield written, LinkUse.LOADS if _LOADED_LINKS.intersection(kinds) else LinkUse.LEADS


def _of_meta(tag: HtmlTag) -> Iterator[tuple[str, LinkUse]]:
    name = tag.attributes.get("property") or tag.attributes.get("name", "")
    if name.lower() in _ADDRESSES_IN_META:
        yield tag.attributes.get("content", ""), LinkUse.LEADS
    elif redirect := redirect_of([tag]):
        yield redirect, LinkUse.LEADS


def _shifted(found: Iterable[Reference], line: int) -> Iterator[Reference]:
    for one in found:
        yield one._replace(line=one.line + line - 1)
