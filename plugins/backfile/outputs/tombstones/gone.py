"""The addresses of withdrawn stories, for hosts that can answer 410 Gone there (RFC 9110, 15.5.11).

Rules: docs/takedown.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backfile.reading.site import Site


@dataclass(frozen=True, slots=True, order=True)
class GoneAddress:
    """An address that answers 410 Gone: `url` is below SITEURL, percent-encoded.

    `page` is the file in the output, not encoded, that says why: the body of the answer.
    """

    url: str
    page: str


def gone_addresses(site: Site) -> tuple[GoneAddress, ...]:
    """Return the addresses of the withdrawn stories of *site*, sorted.

    The stories are to be read, and all of them: in a revision, none comes, goes or moves.
    """
    withdrawn = (one for one in site.articles if one.withdrawal)
    return tuple(sorted(GoneAddress(one.url.lstrip("/"), one.save_as) for one in withdrawn))
