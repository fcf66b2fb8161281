"""The addresses of withdrawn stories, for hosts that can answer 410 Gone there (RFC 9110, 15.5.11).

Rules: docs/takedown.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backfile.reading.site import Site


def gone_addresses(site: Site) -> tuple[str, ...]:
    """Return the addresses of the withdrawn stories of *site*, below SITEURL and encoded, sorted.

    All stories are to be read, as in a build of everything: a revision reads a few, and none of
    them comes to such an address, leaves it or moves. The page at each says why.
    """
    return tuple(sorted(one.url.lstrip("/") for one in site.articles if one.withdrawal))
