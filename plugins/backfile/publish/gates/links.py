"""Whether the addresses in a file of the site lead anywhere, and load nothing from other hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from backfile.publish.gates.flaws import Flaw
from backfile.publish.gates.references import LinkUse
from backfile.publish.gates.site_addresses import LinkPlace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backfile.publish.gates.references import Reference
    from backfile.publish.gates.site_addresses import SiteAddresses

PAGES = (".html", ".htm")
_LISTED = 200  # characters of an address that a message shows


class Jump(NamedTuple):
    """A link to a place of a page: its line, the page, and the id that it is to have."""

    line: int
    page: str
    anchor: str


def judged(
    references: Iterable[Reference], file: str, addresses: SiteAddresses
) -> Iterator[Flaw | Jump]:
    """Go through what is wrong with the *references* of a *file*, and those to places of pages.

    Whether a page has the place is known only when that page has been read.
    """
    for reference in references:
        target = addresses.target(reference.written, file)
        if target.place is LinkPlace.FILE:
            if target.fragment and target.file.endswith(PAGES):
                yield Jump(reference.line, target.file, target.fragment)
        elif target.place is LinkPlace.MISSING:
            yield Flaw(reference.line, "dead-address", _missing(reference.written))
        elif target.place is LinkPlace.BESIDE and not _names_host(reference.written):
            yield Flaw(reference.line, "dead-address", _beside(reference.written, addresses))
        elif target.place is LinkPlace.ELSEWHERE and reference.use is LinkUse.LOADS:
            yield Flaw(reference.line, "loaded-from-elsewhere", _elsewhere(reference.written))


def dead_anchor(jump: Jump) -> Flaw:
    """Return the flaw of a link to a place that its page has not."""
    message = f'{shown(jump.page)} has no id "{shown(jump.anchor)}"; correct the link, or the page'
    return Flaw(jump.line, "dead-anchor", message)


def shown(text: str) -> str:
    """Return *text* as a message shows it: on one line, and not too long."""
    line = " ".join(text.split())
    return line if len(line) <= _LISTED else f"{line[:_LISTED]}…"


def _names_host(written: str) -> bool:
    return "//" in written


def _missing(written: str) -> str:
    return f"{shown(written)} leads to no file of the site; correct the address, or add the file"


def _beside(written: str, addresses: SiteAddresses) -> str:
    return (
        f"{shown(written)} leads out of the folder of the site; "
        f"write an address below {addresses.address}/"
    )


def _elsewhere(written: str) -> str:
    return f"{shown(written)} is loaded from another host; keep a copy in the site, or link to it"
