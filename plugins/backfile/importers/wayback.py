"""The addresses of the Wayback Machine: the address of the original page, the time of the copy.

https://web.archive.org/web/20120302114000id_/http://packet.example/ice is a copy of
http://packet.example/ice of 2 March 2012, 11:40:00 UTC; `id_` and its like say in which form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

HOST = r"(?:(?:https?:)?//(?:www\.)?web\.archive\.org(?::\d{2,5})?)"
FORM = r"(?:[a-z]{2}_)"
_COPY = re.compile(
    rf"{HOST}?/web/(?P<moment>\d{{4,14}}){FORM}?/(?P<address>(?:https?:/|//)?[^/\s].*)",
    re.IGNORECASE | re.DOTALL,
)
_WHOLE = 14


@dataclass(frozen=True, slots=True)
class Capture:
    """A page that was copied: its own address, and the moment in UTC as a story file has it.

    Each is empty where it is not known.
    """

    address: str
    moment: str


def capture(address: str) -> Capture | None:
    """Return what *address* is a copy of, None for an address of any other site."""
    found = _COPY.fullmatch(address.strip())
    return Capture(own_address(found["address"]), moment(found["moment"])) if found else None


def own_address(stated: str) -> str:
    """Return an address as it is written in that of a copy, made whole: http:/a → http://a."""
    bare = re.sub(r"^(?:(https?):)?/+", lambda one: f"{one[1] or 'http'}://", stated)
    return bare if re.match("https?://", bare, re.IGNORECASE) else f"http://{bare}"


def moment(digits: str) -> str:
    """Return 14 *digits* as a moment of UTC; empty for fewer, and for no moment."""
    try:
        found = datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return ""
    return f"{found:%Y-%m-%dT%H:%M:%SZ}" if len(digits) == _WHOLE else ""
