"""Finds the partner of a draft: from its credit lines, or from the options of the import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.errors import RefusedError
from backfile.fidelity.ledger import Repair
from backfile.importers.destination import ImportTarget, numbered
from backfile.partners.credit import credit_text
from backfile.partners.registry import Partner
from backfile.text.addresses import file_slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.importers.options import Call
    from backfile.partners.credit import CreditLine


@dataclass(frozen=True, slots=True)
class Attribution:
    """The partner, whether it has no record yet, and what became of the credit lines.

    `lost` is the sentence whose name was lost at both ends; it is never guessed.
    """

    partner: Partner | None = None
    is_new: bool = False
    lost: str = ""
    repaired: tuple[Repair, ...] = ()


def attribute(
    credits_: Sequence[CreditLine], call: Call, archive: ImportTarget, lang: str = ""
) -> Attribution:
    """Return the partner that the *credits_* of a draft in *lang* name, else the call's.

    Raises RefusedError where they name two and the call none.
    """
    spelt = {one.partner.casefold(): one.partner for one in credits_ if one.partner}
    names = list(spelt.values())
    partner, is_new, lost = None, False, ""
    if call.partner:
        partner = next(one for one in call.partners if one.slug == call.partner)
    elif len(names) > 1:
        raise RefusedError(
            f'its credit lines name two partners, "{names[0]}" and "{names[1]}"; '
            "say which it is with --partner"
        )
    elif names:
        partner, is_new = _named(names[0], call, archive)
    elif credits_:
        lost = credits_[0].sentence
    return Attribution(
        partner, is_new, lost, tuple(_repair(one, partner, lang) for one in credits_)
    )


def _repair(credit: CreditLine, partner: Partner | None, lang: str) -> Repair:
    after = credit_text(partner, lang) if partner else f"Partner_Lost: {credit.sentence}"
    return Repair("credit-line" if credit.partner else "lost-partner", credit.sentence, after)


def _named(name: str, call: Call, archive: ImportTarget) -> tuple[Partner, bool]:
    """Return the partner called *name*, and whether it has no record yet."""
    for one in call.partners:
        if one.title.casefold() == name.casefold():
            return one, False
    taken = {one.slug for one in call.partners}
    slug = file_slug(archive.slugify(name)) or "partner"
    for unique in numbered(slug):
        partner = Partner(slug=unique, title=name, source=f"{archive.partner_path}/{unique}.md")
        record = archive.content / partner.source
        # Another process of the same import may have written it meanwhile.
        if unique not in taken and (
            not record.exists() or record.read_bytes() == record_of(partner)
        ):
            return partner, not record.exists()
    raise AssertionError


def record_of(partner: Partner) -> bytes:
    """Return the file that a new *partner* begins with."""
    return f"Title: {partner.title}\n".encode()
