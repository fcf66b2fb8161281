"""The partners that an archive knows, each a record that a story names by its slug."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.errors import FieldError, did_you_mean
from backfile.text.language_tags import is_language, nearest_language, spelled_tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

STATUSES = ("active", "closed", "merged")
_NAME = "{partner}"  # where a credit has the name
_PLACE = re.compile(r"\{[^{}]*\}|[{}]")
_CREDIT_FIELD = re.compile(r"credit[_-](?P<tag>[a-z0-9_-]+)", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}(?!\d)")


class PartnerError(FieldError):
    """A partner record that cannot stand, or a partner that has none."""


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner. `founded` and `closed` are as the record prints them; `source` is its file.

    `credit` is the sentence that credits it; `{partner}` in it is where the linked name goes.
    `credits` are those of stories in other languages, each a pair of the language, in lower case,
    and the sentence.
    """

    slug: str
    title: str
    source: str
    homepage: str = ""
    status: str = "active"
    founded: str = ""
    closed: str = ""
    credit: str = ""
    credits: tuple[tuple[str, str], ...] = ()
    copyright_holder: str = ""
    license: str = ""
    logo: str = ""

    def __str__(self) -> str:
        """Return the partner's name."""
        return self.title


def partner_from_record(slug: str, source: str, fields: Mapping[str, str]) -> Partner:
    """Make the partner of a record's metadata *fields*, whose names are in lower case.

    `credit_de` is the credit of stories in German. Raises PartnerError where the title is missing,
    the status, an address or the language of a credit is not one, a credit has a place for anything
    but the name, or the partner closed before it was founded.
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
        credits=_credits(fields),
        copyright_holder=fields.get("copyright_holder", ""),
        license=fields.get("license", ""),
        logo=fields.get("logo", ""),
    )


def is_credit_field(name: str) -> bool:
    """Tell whether *name* is that of a field with the credit in a language, such as `Credit_de`."""
    return _CREDIT_FIELD.fullmatch(name) is not None


def _credits(fields: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the credits by their languages; raise PartnerError where a language is none."""
    found: dict[str, str] = {}
    for field, sentence in fields.items():
        name = _CREDIT_FIELD.fullmatch(field)
        if name is None:
            continue
        tag = name["tag"].lower()
        _check_language(field, tag)
        _check_credit(sentence, field)
        if tag in found:
            raise PartnerError(field, f'the credit for "{tag}" is stated twice; keep one')
        if sentence.strip():
            found[tag] = sentence
    return tuple(sorted(found.items()))


def _check_language(field: str, tag: str) -> None:
    if "_" in tag and is_language(tag.replace("_", "-")):
        wanted = f"Credit_{spelled_tag(tag)}"
        raise PartnerError(field, f'{field.capitalize()} has no language tag; write "{wanted}"')
    if is_language(tag):
        return
    near = nearest_language(tag)
    hint = f'; did you mean "Credit_{near}"?' if near else "; write a tag such as Credit_de"
    raise PartnerError(field, f'unknown language "{tag}" in {field.capitalize()}{hint}')


def _check_credit(credit: str, field: str = "credit") -> None:
    places = _PLACE.findall(credit)
    for place in places:
        if place != _NAME:
            what = f'"{place}"' if place[1:] else f'a "{place}" by itself'
            message = f"{field.capitalize()} has {what}; write {_NAME} where the name belongs"
            raise PartnerError(field, message)
    if places[1:]:
        message = f"{field.capitalize()} has {_NAME} twice, and the name is put in once; keep one"
        raise PartnerError(field, message)


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
