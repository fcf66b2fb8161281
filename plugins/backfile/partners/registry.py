"""The partners that an archive knows, each a record that a story names by its slug."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.errors import FieldError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

STATUSES = ("active", "closed", "merged")
_PLACE = re.compile(r"\{[^{}]*\}")
_YEAR = re.compile(r"\d{4}(?!\d)")


class PartnerError(FieldError):
    """A partner record that cannot stand, or a partner that has none."""


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner. `founded` and `closed` are as the record prints them; `source` is its file.

    `credit` is the sentence that credits it; `{partner}` in it is where the linked name goes.
    """

    slug: str
    title: str
    source: str
    homepage: str = ""
    status: str = "active"
    founded: str = ""
    closed: str = ""
    credit: str = ""
    copyright_holder: str = ""
    license: str = ""
    logo: str = ""

    def __str__(self) -> str:
        """Return the partner's name."""
        return self.title


def partner_from_record(slug: str, source: str, fields: Mapping[str, str]) -> Partner:
    """Make the partner of a record's metadata *fields*, whose names are in lower case.

    Raises PartnerError where the title is missing, the status or an address is not one, the credit
    has a place for anything but the name, or the partner closed before it was founded.
    """
    title = fields.get("title", "").strip()
    if not title:
        raise PartnerError("title", 'this partner has no title; begin the file with "Title: …"')
    status = fields.get("status", "active").strip().lower()
    if status not in STATUSES:
        hint = did_you_mean(status, STATUSES) or f"; use one of {', '.join(STATUSES)}"
        raise PartnerError("status", f'unknown partner status "{status}"{hint}')
    homepage = fields.get("url", "").strip()
    if homepage and not homepage.startswith(("http://", "https://")):
        raise PartnerError("url", f'"{homepage}" is not a web address; begin it with https://')
    _check_credit(fields.get("credit", ""))
    _check_years(fields.get("founded", ""), fields.get("closed", ""))
    return Partner(
        slug=slug,
        title=title,
        source=source,
        homepage=homepage,
        status=status,
        founded=fields.get("founded", ""),
        closed=fields.get("closed", ""),
        credit=fields.get("credit", ""),
        copyright_holder=fields.get("copyright_holder", ""),
        license=fields.get("license", ""),
        logo=fields.get("logo", ""),
    )


def _check_credit(credit: str) -> None:
    for place in _PLACE.findall(credit):
        if place != "{partner}":
            message = f'Credit has "{place}"; write {{partner}} where the name belongs'
            raise PartnerError("credit", message)


def _check_years(founded: str, closed: str) -> None:
    first, last = _YEAR.match(founded), _YEAR.match(closed)
    if first and last and last.group() < first.group():
        message = f'Closed "{closed}" is before Founded "{founded}"; correct one of them'
        raise PartnerError("closed", message)


class Registry:
    """The known partners by slug. `unread` are the slugs of those whose records have faults."""

    def __init__(self, partners: Mapping[str, Partner], unread: Iterable[str] = ()) -> None:
        self._partners = dict(partners)
        self.unread = frozenset(unread)

    def __iter__(self) -> Iterator[Partner]:
        """Go through the partners in the order of their titles."""
        return iter(sorted(self._partners.values(), key=lambda one: (one.title.lower(), one.slug)))

    def __getitem__(self, slug: str) -> Partner:
        """Return the partner called *slug*; raise PartnerError, naming the nearest, for none."""
        try:
            return self._partners[slug]
        except KeyError:
            hint = did_you_mean(slug, self._partners)
            remedy = hint or f"; write content/partners/{slug}.md or correct the name"
            raise PartnerError("partner", f'unknown partner "{slug}"{remedy}') from None

    def get(self, slug: str) -> Partner | None:
        """Return the partner called *slug*, or None."""
        return self._partners.get(slug)

    def named(self, title: str) -> Partner | None:
        """Return the partner whose title is *title*, in any case, or None."""
        wanted = " ".join(title.casefold().split())
        return next((one for one in self if " ".join(one.title.casefold().split()) == wanted), None)
