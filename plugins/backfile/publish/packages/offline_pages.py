"""Pages and style sheets of a site as they can be read from a disk, without a server or scripts."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from backfile.publish.packages.site_links import relative_address
from backfile.text import html_tokens
from backfile.text.html_tokens import Token, end_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backfile.publish.packages.site_links import SiteLinks

# A file on a disk has no host, so not every browser takes 'self' for it.
POLICY = (
    "default-src 'self' file: data:; script-src 'none'; object-src 'none'; base-uri 'none'; "
    "form-action 'none'"
)
# Which attributes hold an address (WHATWG HTML, "Attributes").
_LINKING = {
    **dict.fromkeys(("a", "area", "link"), ("href",)),
    **dict.fromkeys(("img", "source"), ("src", "srcset")),
    **dict.fromkeys(("audio", "embed", "iframe", "input", "track"), ("src",)),
    **dict.fromkeys(("blockquote", "del", "ins", "q"), ("cite",)),
    "video": ("src", "poster"),
    "object": ("data",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
}
# Links to what a page will load anyway; browsers refuse such a request for a file on a disk.
_HINTS = ("preload", "modulepreload", "prefetch")
_DATA_BLOCK = "application/ld+json"
_WITHOUT_TARGET = ("href", "type", "rel", "download", "hreflang", "target", "ping")
_URL = re.compile(r"""(?P<open>url\(\s*)(?P<quote>["']?)(?P<link>[^"')]+)(?P=quote)\s*\)""")
_IMPORT = re.compile(r"""(?P<open>@import\s+)(?P<quote>["'])(?P<link>[^"']+)(?P=quote)""")
_CANDIDATE = re.compile(r"([^\s,]\S*[^\s,]|[^\s,])((?:\s+[^\s,]+)?)\s*(?:,|$)")


def offline_page(html: str, page: str, links: SiteLinks) -> str:
    """Return the *html* of the file at the path *page*, with links as *links* find their files.

    A link to a file that is not there becomes plain text; a list item that held nothing else goes,
    and so do scripts, forms, what only scripts show, and links for programs such as those to feeds.
    What is shown only where there are no scripts stays. The canonical address and the structured
    data stay as they are: they say where the page is on the Web.
    """
    tokens = _without_dead_items(html_tokens.read(html), page, links)
    written = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if _is_dropped(token, page, links):
            at = _after(tokens, at)
            continue
        in_style = token.is_text and at > 0 and tokens[at - 1].opens == "style"
        if in_style:
            written.append(offline_css(token.written, page, links))
        elif "noscript" not in (token.opens, token.closes):
            written.append(_offline_tag(token, page, links).written)
        at += 1
    return "".join(written)


def offline_css(css: str, path: str, links: SiteLinks) -> str:
    """Return the style sheet *css*, of the file at *path*, with relative addresses."""

    def led(found: re.Match[str], end: str) -> str:
        link = _relative(found["link"], path, links)
        return f"{found['open']}{found['quote']}{link}{found['quote']}{end}"

    css = _URL.sub(lambda found: led(found, ")"), css)
    return _IMPORT.sub(lambda found: led(found, ""), css)


def _after(tokens: Sequence[Token], at: int) -> int:
    """Return where goes on what follows the element that opens at *at*."""
    if tokens[at].opens in html_tokens.VOID:
        return at + 1
    end = end_of(tokens, at)
    return at + 1 if end is None else end + 1


def _is_dropped(token: Token, page: str, links: SiteLinks) -> bool:
    given = token.given
    if token.opens == "script":
        return (given.get("type") or "").strip().lower() != _DATA_BLOCK
    if token.opens == "link":
        href = given.get("href") or ""
        if any(_has_word(given.get("rel"), hint) for hint in _HINTS):
            return True
        is_canonical = _has_word(given.get("rel"), "canonical")
        return not is_canonical and links.is_on_site(href, page) and not links.target(href, page)
    if token.opens == "dialog":
        return "open" not in given
    return token.opens in {"base", "form", "template"}


def _offline_tag(token: Token, page: str, links: SiteLinks) -> Token:
    given = token.given
    if (
        token.opens == "meta"
        and (given.get("http-equiv") or "").lower() == "content-security-policy"
    ):
        return token.with_attributes({**given, "content": POLICY})
    if not given or (token.opens == "link" and _has_word(given.get("rel"), "canonical")):
        return token
    changed = dict(given)
    for name in _LINKING.get(token.opens, ()):
        value = given.get(name)
        if value:
            made = _relative_set if name == "srcset" else _relative
            changed[name] = made(value, page, links)
    if given.get("style"):
        changed["style"] = offline_css(given["style"] or "", page, links)
    if token.opens in {"a", "area"} and _leads_nowhere(given, page, links):
        changed = {name: value for name, value in changed.items() if name not in _WITHOUT_TARGET}
    return token.with_attributes(changed)


def _has_word(value: str | None, word: str) -> bool:
    return word in (value or "").lower().split()


def _leads_nowhere(given: Mapping[str, str | None], page: str, links: SiteLinks) -> bool:
    href = given.get("href")
    if not href or href.startswith("#"):
        return False
    return links.is_on_site(href, page) and links.target(href, page) is None


def _relative(link: str, page: str, links: SiteLinks) -> str:
    """Return *link* as a relative address, if it leads to a file of the site."""
    if link.startswith(("#", "data:")):
        return link
    target = links.target(link, page)
    if target is None:
        return link
    place = f"#{target.fragment}" if target.fragment else ""
    return relative_address(target.path, page) + place


def _relative_set(candidates: str, page: str, links: SiteLinks) -> str:
    """Return the *candidates* of a picture (WHATWG HTML, "srcset") with relative addresses."""
    found = _CANDIDATE.findall(candidates)
    return ", ".join(_relative(link, page, links) + size.rstrip() for link, size in found)


def _without_dead_items(tokens: list[Token], page: str, links: SiteLinks) -> list[Token]:
    """Return *tokens* without the list items that hold one link, which leads nowhere."""
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        end = end_of(tokens, at) if tokens[at].opens == "li" else None
        if end is not None and _is_dead_item(tokens[at + 1 : end], page, links):
            at = end + 1
            continue
        kept.append(tokens[at])
        at += 1
    return kept


def _is_dead_item(inside: Sequence[Token], page: str, links: SiteLinks) -> bool:
    solid = [one for one in inside if not one.is_space]
    if not solid or solid[0].opens != "a" or solid[-1].closes != "a":
        return False
    is_one = sum(one.opens == "a" for one in solid) == 1
    return is_one and _leads_nowhere(solid[0].given, page, links)


def linked_addresses(html: str) -> Iterator[str]:
    """Go through the addresses that the tags of *html* hold, as they are written."""
    for token in html_tokens.read(html):
        for name in _LINKING.get(token.opens, ()):
            value = token.given.get(name)
            if value and name == "srcset":
                yield from (unescape(link) for link, _ in _CANDIDATE.findall(value))
            elif value:
                yield value
