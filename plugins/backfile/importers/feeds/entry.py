"""Converts an entry of a feed to an object as JSON Lines have it: title, body, date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from backfile.errors import RefusedError
from backfile.fidelity.ledger import Dropped
from backfile.importers.draft import Notes
from backfile.importers.feeds.names import renamed
from backfile.importers.html.depth_guard import check_depth
from backfile.importers.moment import date_of_mail
from backfile.importers.wordpress.xml import read_element
from backfile.text.html_text import parse, visible_text
from backfile.text.web_addresses import resolved, safe_link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backfile.importers.wordpress.xml import Element

_DATES = ("atom:published", "atom:issued", "pubDate", "dc:date", "dcterms:issued", "atom:created")
_CHANGES = ("atom:updated", "atom:modified", "dcterms:modified")
_BODIES = ("content:encoded", "atom:content", "description", "atom:summary")
_IDENTITIES = ("atom:id", "guid", "rdf:about")
_USED = frozenset((
    *(*_DATES, *_CHANGES, *_BODIES, *_IDENTITIES, "title", "atom:title", "link", "atom:link"),
    *("author", "atom:author", "dc:creator", "category", "atom:category", "dc:subject"),
    *("dc:language", "blogger:type", "blogger:status", "blogger:filename", "blogger:created"),
    *("blogger:metaDescription", "thr:total"),
    *("app:control", "app:edited", "feedburner:origLink", "enclosure", "comments", "atom:source"),
))  # fmt: skip
_KIND = re.compile(r"http://schemas\.google\.com/g/\d{4}#kind")
_RFC_822 = re.compile(r"(?:[A-Za-z]{3,9}, ?)?\d{1,2} [A-Za-z]{3,9} \d{2,4} \d\d:")
_EMAIL = re.compile(r"\S+@\S+\s+\((?P<name>[^()]+)\)")  # RSS 2.0, <author>
# What programs print where they cut a text off.
_CUT = re.compile(r"\s*(?:\[?(?:…|\.{3})\]?|\[…\])\s*$")
_MARKUP = re.compile(
    r"&(?:#\w{1,8}|[A-Za-z]\w{1,20});|</?(?:a|b|br|cite|code|em|i|q|s|span|strong|sub|sup|u)\b"
)
# Fewer words may begin alike by chance.
_BEGINNING = 20
_XHTML = re.compile(
    rb"""<(?P<name>(?:[\w.-]{1,20}:)?(?:title|summary|content))\s[^<>]{0,500}?
        \btype\s*=\s*["'](?:xhtml|application/xhtml\+xml)["'][^<>]{0,500}(?<!/)>""",
    re.VERBOSE,
)
_PREFIXED = re.compile(r"<(/?)[\w.-]{1,20}:(?=[A-Za-z][\w-]*[\s/>])")
_EMPTY = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b)"
    r"([A-Za-z][\w-]*)((?:\s[^<>]{0,2000})?)/>"
)
_TAGS = re.compile(r"<[A-Za-z/!]|&(?:#\w{1,8}|[A-Za-z]\w{1,20});")
_WORD = re.compile(r"\w+")
_PARAGRAPHS = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry read.

    `kind` is what Blogger calls it (`post`, `page`, `comment`, `template` …), empty for all other
    feeds; `value` has what `recipe.OWN_NAMES` names. `pictures` are shown beside the text, with
    captions.
    """

    kind: str
    value: dict[str, Any]
    element: Element
    notes: Notes

    def media(self) -> Iterator[tuple[str, str, str]]:
        """Go through the files beside the text: address, type, caption."""
        for one in _below(self.element):
            if one.name in ("enclosure", "media:content") or _rel(one) == "enclosure":
                address = one.attributes.get("url") or one.attributes.get("href") or ""
                form = one.attributes.get("type") or one.attributes.get("medium") or ""
                caption = one.get("media:description") or one.get("media:title")
                yield address, form, " ".join(_seen(caption).split())


def read_entry(data: bytes, extra: Mapping[str, str], prefixes: Mapping[str, str]) -> FeedEntry:
    """Read the entry *data*, with what it inherits: `encoding`, `base`, `lang`, `author`.

    Raises RefusedError for what is no XML, nested too deep, or has markup that is not escaped.
    """
    encoding = extra.get("encoding", "") or "utf-8"
    if encoding.startswith("utf-16"):
        data, encoding = _in_utf8(data, encoding), "utf-8"
    element, repairs = read_element(_with_text(data), encoding)
    renamed(element, prefixes)
    kind = _kind(element)
    body, summary, noted = _texts(element)
    address = _address(element, extra.get("base", ""))
    date = _with_offset(_first(element, _DATES))
    changed = _with_offset(_first(element, _CHANGES))
    names = [*_names(element, kind)]
    value: dict[str, Any] = {
        "title": _construct(element, "atom:title") or _title(element.get("title")),
        "body": body,
        "summary": summary,
        "date": date or changed,
        "modified": changed if date else "",
        "address": address,
        "authors": [*_authors(element)] or [extra.get("author", "")],
        "category": [] if kind else names,
        "tags": names if kind else [],
        "identity": _first(element, _IDENTITIES) or element.attributes.get("rdf:about", ""),
        "lang": element.attributes.get("xml:lang")
        or element.get("dc:language")
        or extra.get("lang", ""),
        "slug": _slug(element, address) if kind else "",
        "status": _status(element),
    }
    notes = Notes(repaired=repairs, dropped=(*noted.dropped, *_dropped(element))) + Notes(
        inferred=noted.inferred
    )
    return FeedEntry(kind, value, element, notes)


def _in_utf8(data: bytes, encoding: str) -> bytes:
    try:
        return data.decode(encoding).encode()
    except UnicodeError:
        raise RefusedError(f"it is not {encoding}, as the file begins") from None


# Markup that is not escaped


def _with_text(data: bytes) -> bytes:
    """Return *data* with each XHTML text in it as a CDATA section, as other entries have HTML."""
    for name in (b"title", b"summary", b"content"):
        found = next((one for one in _XHTML.finditer(data) if one["name"].endswith(name)), None)
        if found is None or _is_quoted(data, found.start()):
            continue
        closing = re.compile(rb"</%b\s*>" % re.escape(found["name"]))
        end = closing.search(data, found.end())
        if end:
            inner = data[found.end() : end.start()]
            data = data[: found.end()] + _as_html(inner) + data[end.start() :]
    return data


def _is_quoted(data: bytes, at: int) -> bool:
    return data.count(b"<![CDATA[", 0, at) != data.count(b"]]>", 0, at)


def _as_html(inner: bytes) -> bytes:
    """Return XHTML as HTML in a CDATA section: without prefixes, no element closed in its tag."""
    # Latin-1 keeps all bytes, and tags are ASCII in every encoding that is read.
    text = inner.decode("latin-1").replace("<![CDATA[", "").replace("]]>", "")
    text = _EMPTY.sub(r"<\1\2></\1>", _PREFIXED.sub(r"<\1", text))
    return b"<![CDATA[%b]]>" % text.encode("latin-1")


# Texts


def _texts(element: Element) -> tuple[str, str, Notes]:
    """Return the body and the summary as HTML, and what is to be noted of them."""
    found = [(name, text) for name in _BODIES if (text := _construct(element, name))]
    if not found:
        return "", "", Notes()
    (name, body), *others = found
    if name == "atom:summary":
        return body, "", Notes(inferred=("the feed has only a summary of this entry",))
    shown = _WORD.findall(_seen(body))
    if not others and _CUT.search(_seen(body)):
        return body, "", Notes(inferred=("its text ends in dots: the feed has only its beginning",))
    summary = others[0][1] if others else ""
    told = _WORD.findall(_CUT.sub("", _seen(summary)))
    if told[:_BEGINNING] == shown[: min(len(told), _BEGINNING)]:
        dropped = (Dropped("summary", "it is the beginning of the text", _seen(summary)),)
        return body, "", Notes(dropped=dropped if summary else ())
    return body, summary, Notes()


def _construct(element: Element, name: str) -> str:
    """Return the text *name* as HTML (RFC 4287, 3.1; RSS leaves open which it is)."""
    one = next(element.all(name), None)
    if one is None or not (one.text.strip() or one.children):
        return ""
    if one.children:
        raise RefusedError(f"its <{name.rpartition(':')[2]}> holds markup that is not escaped")
    plain = name.startswith("atom:") or not _TAGS.search(one.text)
    form = one.attributes.get("type", "text" if plain else "html").lower()
    if form in ("text", "text/plain"):
        return _paragraphs(one.text) if name in _BODIES else escape(one.text.strip(), quote=False)
    return one.text.strip()


def _paragraphs(text: str) -> str:
    """Return plain *text* as HTML."""
    parts = [escape(one.strip(), quote=False) for one in _PARAGRAPHS.split(text) if one.strip()]
    return "".join(f"<p>{one.replace(chr(10), '<br>')}</p>" for one in parts)


def _title(text: str) -> str:
    """Return the title of an RSS item as HTML; RSS 2.0 does not say which it is."""
    return text if _MARKUP.search(text) else escape(text, quote=False)


def _seen(html: str) -> str:
    check_depth(html)
    return visible_text(parse(html)) if html else ""


# Facts


def _first(element: Element, names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := element.get(name))), "")


def _with_offset(printed: str) -> str:
    """Return a date of RSS (RFC 822, 5), whose zones have names, with the offset as a number."""
    found = date_of_mail(printed) if _RFC_822.match(printed) else None
    return found.isoformat() if found and found.tzinfo else printed


def _kind(element: Element) -> str:
    """Return what Blogger calls the entry."""
    for one in element.all("atom:category"):
        if _KIND.fullmatch(one.attributes.get("scheme", "")):
            return one.attributes.get("term", "").rpartition("#")[2].lower()
    return element.get("blogger:type").lower()


def _address(element: Element, base: str) -> str:
    base = resolved(element.attributes.get("xml:base", ""), base) or base
    links = [one.attributes.get("href", "") for one in element.all("atom:link") if _is_page(one)]
    guid = next(element.all("guid"), None)
    permanent = (
        [guid.text.strip()]
        if guid is not None and guid.attributes.get("isPermaLink", "true").lower() == "true"
        else []
    )
    stated = [element.get("feedburner:origLink"), element.get("link"), *links, *permanent]
    return next((full for one in stated if one and (full := safe_link(one, base))), "")


def _is_page(link: Element) -> bool:
    form = link.attributes.get("type", "text/html").lower()
    return link.attributes.get("rel", "alternate") == "alternate" and "html" in form


def _rel(element: Element) -> str:
    return element.attributes.get("rel", "") if element.name == "atom:link" else ""


def _authors(element: Element) -> Iterator[str]:
    for one in element.all("atom:author"):
        yield one.get("atom:name")
    for one in element.all("dc:creator"):
        yield one.text.strip()
    for one in element.all("author"):
        named = _EMAIL.fullmatch(one.text.strip())
        yield named["name"].strip() if named else one.text.strip()


def _names(element: Element, kind: str) -> Iterator[str]:
    """Go through the categories of an entry."""
    for one in element.all("atom:category"):
        scheme = one.attributes.get("scheme", "")
        if not (kind and _KIND.fullmatch(scheme)):
            yield unescape(one.attributes.get("label") or one.attributes.get("term", ""))
    for name in ("category", "dc:subject"):
        for one in element.all(name):
            yield unescape(one.text.strip())


def _slug(element: Element, address: str) -> str:
    """Return the name of the page at which Blogger showed the entry."""
    path = element.get("blogger:filename") or urlsplit(address).path
    return path.rpartition("/")[2].removesuffix(".html")


def _status(element: Element) -> str:
    stated = element.get("blogger:status").lower()
    drafts = [one.get("app:draft").lower() for one in element.all("app:control")]
    if "yes" in drafts:
        return "draft"
    return "trash" if stated == "soft_trashed" else stated


def _dropped(element: Element) -> Iterator[Dropped]:
    """Go through what the entry has beside, and a story has no place for."""
    for child in element.children:
        said = " ".join(child.text.split())
        if said and child.name not in _USED and not child.name.startswith("media:"):
            yield Dropped(f"field {child.name[:80]}", "a story has no place for it", said[:2000])


def _below(element: Element) -> Iterator[Element]:
    for child in element.children:
        yield child
        yield from _below(child)
