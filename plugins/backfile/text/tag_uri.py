"""Tag URIs: the names of feeds and their entries, which outlast any address (RFC 4151)."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote

# RFC 4151, section 2.1; which days a month has is not in its grammar.
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_DOMAIN = rf"{_LABEL}(?:\.{_LABEL})*"
_RESERVED = {"example", "invalid", "localhost", "test"}
_EXAMPLES = {"example.com", "example.net", "example.org"}
_AUTHORITY = re.compile(
    rf"(?:[A-Za-z0-9._-]+@)?{_DOMAIN},"
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?"
)


def is_authority(text: str) -> bool:
    """Tell whether *text* can stand for who gives the names: a domain or an address, and a date.

    As in `archive.example,2026` or `desk@archive.example,2026-11-02`.
    """
    found = _AUTHORITY.fullmatch(text)
    if found is None:
        return False
    try:
        date.fromisoformat(f"{found['year']}-{found['month'] or '01'}-{found['day'] or '01'}")
    except ValueError:
        return False
    return True


def is_reserved(host: str) -> bool:
    """Tell whether *host* is in a domain that nobody can own (RFC 2606, RFC 6761)."""
    labels = host.lower().rstrip(".").split(".")
    return labels[-1] in _RESERVED or ".".join(labels[-2:]) in _EXAMPLES


def is_public(host: str) -> bool:
    """Tell whether *host* can be somebody's on the Internet: no IP address, no local name."""
    last = host.rstrip(".").rpartition(".")
    return bool(last[0]) and not last[2].isdecimal() and not is_reserved(host)


def owner(authority: str) -> str:
    """Return the domain of an *authority* that `is_authority` takes."""
    return authority.partition(",")[0].rpartition("@")[2]


def tag_uri(authority: str, name: str, part: str = "") -> str:
    """Return the tag URI of *name*, which may be encoded in part already; *part* is within it."""
    fragment = f"#{quote(part, safe='')}" if part else ""
    return f"tag:{authority}:{quote(name, safe=_SIGNS)}{fragment}"


_SIGNS = "%/?:@!$&'()*+,;="  # and what `quote` never touches: RFC 3986, section 3.3
