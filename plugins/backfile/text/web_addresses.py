"""Web addresses: the one form under which an old one is looked up, and those safe to link."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import (
    parse_qsl,
    quote,
    unquote,
    unquote_to_bytes,
    urlencode,
    urljoin,
    urlsplit,
    urlunsplit,
)

if TYPE_CHECKING:
    from urllib.parse import SplitResult

# Browsers and servers give up on longer ones.
LONGEST = 8192
_LONGEST_HOST = 253  # RFC 1035, §2.3.4, without its last dot
_WEB = ("http", "https")
_TO_PEOPLE = ("mailto", "tel")

# What browsers leave out before they read an address (WHATWG URL, "URL parsing").
_EDGES = "".join(map(chr, range(0x21)))
_INSIDE = re.compile(r"[\t\n\r]")
_IN_NO_ADDRESS = re.compile(r"[\s<>\"\\\x00-\x1f]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SLASHES = re.compile(r"(https?:)?/{2,}", re.IGNORECASE)
_QUERY = re.compile(r"[?#]")
# Letters and digits of any script, and the few characters of host names in use.
_HOST = re.compile(r"[\w.-]+")
# Characters that stay as they are written (RFC 3986, §2.2), but for those that end a Markdown link.
_KEPT = "%/:@!$&+,;=~?-._"

_INDEX = frozenset({"index.html", "index.htm", "index.php", "index.shtml", "default.aspx"})
# Where a reader came from, never which page it is.
_TRACKING = re.compile(
    r"utm_\w+|(?:d|fb|g|tt|tw|y)clid|msclkid|gclsrc|[gw]braid|igshid|mc_[ce]id|_g[al]|cmpid|ncid"
    r"|smid|replytocom"
)


def address_key(address: str) -> str:
    """Return the form in which *address* is looked up: `example.org/2014/06/story?page=2`.

    Two addresses that name one page have the same: http and https, with and without `www.`, a
    default port, a slash or `index.html` at the end, `%C3%A9` and `é`, a fragment, parameters that
    only track a reader, and the rest of the query in another order (RFC 3986, §6). Capitals count
    in paths. Returns nothing for what is no web address in full.
    """
    parts = _web_address(address, "")
    if parts is None:
        return ""
    query = _query_key(parts.query)
    return f"{_host_key(parts)}/{'/'.join(_segments(parts.path))}{'?' if query else ''}{query}"


def safe_link(href: str, base: str = "") -> str:
    """Return *href* in full, as a browser on the page *base* would read it, if it can be linked.

    That is an address of the web (http, https), of a mailbox (mailto) or of a telephone (tel);
    nothing is returned for any other scheme, and for one that is broken, empty or relative to
    nothing. The result holds no white space, quotes or brackets of any kind, but in the address
    of an IPv6 host; a user's name and password are left out.
    """
    cleaned = _cleaned(href)
    scheme = _SCHEME.match(cleaned)
    if scheme and scheme[1].lower() in _TO_PEOPLE and len(cleaned) <= LONGEST:
        rest = quote(cleaned[scheme.end() :], safe=_KEPT)
        return f"{scheme[1].lower()}:{rest}" if rest else ""
    parts = _web_address(href, base)
    if parts is None:
        return ""
    path, query, fragment = (quote(one, safe=_KEPT) for one in parts[2:])
    return urlunsplit((parts.scheme, _netloc(parts), path or "/", query, fragment))


def resolved(address: str, base: str = "") -> str:
    """Return *address* in full, as a page at *base* means it.

    It stays as it stands where *base* is not known; nothing is returned for what is none.
    """
    cleaned = _cleaned(address)
    try:
        full = urljoin(base, cleaned) if base and cleaned else cleaned
        urlsplit(full)
    except ValueError:
        return ""
    return full


def web_address(address: str, base: str = "") -> str:
    """Return *address* in full and as it is spelled; empty where it is none of the web."""
    full = resolved(address.strip(), base)
    parts = urlsplit(full)
    is_whole = parts.scheme in _WEB and parts.netloc and not _IN_NO_ADDRESS.search(full)
    return full if is_whole else ""


def _cleaned(address: str) -> str:
    return _INSIDE.sub("", address.strip(_EDGES))


def _web_address(address: str, base: str) -> SplitResult | None:
    """Return the parts of *address* on a page at *base*; None unless it is one of the web."""
    written = _straight(_cleaned(address))
    scheme = _SCHEME.match(written)
    if not written or len(written) > LONGEST or (scheme and scheme[1].lower() not in _WEB):
        return None
    full = written if scheme else _joined(base, written)
    try:
        parts = urlsplit(full)
        if parts.scheme in _WEB and not parts.netloc:
            # Browsers read http:example.org as http://example.org.
            parts = urlsplit(f"{parts.scheme}://{full.partition(':')[2].lstrip('/')}")
        is_whole = parts.scheme in _WEB and _is_host(_host(parts)) and parts.port != 0
    except ValueError:
        return None
    return parts if is_whole else None


def _straight(address: str) -> str:
    r"""Return *address* with `\` as `/` before its query, and two slashes where there are more."""
    scheme = _SCHEME.match(address)
    if scheme and scheme[1].lower() not in _WEB:
        return address
    query = _QUERY.search(address)
    end = query.start() if query else len(address)
    before = _SLASHES.sub(r"\1//", address[:end].replace("\\", "/"), count=1)
    return before + address[end:]


def _joined(base: str, written: str) -> str:
    """Return *written* in full; without a page, only `//example.org/` can be told."""
    try:
        whole = urljoin(base, written)
    except ValueError:
        return ""
    return f"https:{whole}" if whole.startswith("//") else whole


def _host(parts: SplitResult) -> str:
    return unquote(parts.hostname or "").lower()


def _is_host(host: str) -> bool:
    # Of hosts with colons, urlsplit lets pass only whole IPv6 addresses.
    known = _HOST.fullmatch(host) or ":" in host
    return bool(known) and len(host) <= _LONGEST_HOST and bool(host.strip("."))


def _netloc(parts: SplitResult) -> str:
    return _with_port(_host(parts), parts, (None, 443 if parts.scheme == "https" else 80))


def _host_key(parts: SplitResult) -> str:
    host = _host(parts).rstrip(".").removeprefix("www.")
    with suppress(UnicodeError):  # a name that no server can have is still the same as itself
        host = host.encode("idna").decode()
    return _with_port(host, parts, (None, 80, 443))


def _with_port(host: str, parts: SplitResult, unsaid: tuple[int | None, ...]) -> str:
    whole = f"[{host}]" if ":" in host else host
    return whole if parts.port in unsaid else f"{whole}:{parts.port}"


def _segments(path: str) -> list[str]:
    """Return the segments of *path*, percent-encoded in one way, without dots and the index."""
    kept: list[str] = []
    for one in path.split("/"):
        segment = quote(unquote_to_bytes(one), safe="")
        if segment == "..":
            del kept[-1:]
        elif segment not in ("", "."):
            kept.append(segment)
    if kept and kept[-1].lower() in _INDEX:
        kept.pop()
    return kept


def _query_key(query: str) -> str:
    # Latin-1 holds any byte: not all queries are UTF-8.
    pairs = parse_qsl(quote(query, safe="%&+="), keep_blank_values=True, encoding="latin-1")
    told = sorted(pair for pair in pairs if not _TRACKING.fullmatch(pair[0].lower()))
    return urlencode(told, encoding="latin-1")
