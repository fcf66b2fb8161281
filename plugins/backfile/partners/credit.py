"""The credit line: the one sentence that says whose story this was, written and recognised."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backfile.partners.registry import Partner

DEFAULT_CREDIT = "This article is from the archive of our partner {partner}."
_PLACE = "{partner}"


def credit_line(partner: Partner) -> tuple[str, str, str]:
    """Return the credit sentence as the words before the linked name, the name, the words after.

    A partner's own `Credit` may mark the place of the name with `{partner}` or print the title
    itself; a `Credit` with neither is linked whole.
    """
    sentence = partner.credit or DEFAULT_CREDIT
    for name in (_PLACE, partner.title):
        before, found, after = sentence.partition(name)
        if found:
            return before, partner.title, after
    return "", sentence, ""


def credit_text(partner: Partner) -> str:
    """Return the credit sentence as plain text."""
    return "".join(credit_line(partner))


def attribution_html(partner: Partner, href: str, lang: str = "") -> str:
    """Return the paragraph of the page that credits *partner*, its name linked to *href*.

    *lang* is the sentence's language, where it stands in a story of another.
    """
    before, name, after = (escape(part, quote=False) for part in credit_line(partner))
    link = f'<a href="{escape(href)}">{name}</a>'
    language = f' lang="{escape(lang)}"' if lang else ""
    return f'<p class="attribution"{language}>{before}{link}{after}</p>'


@dataclass(frozen=True, slots=True)
class CreditLine:
    """A credit sentence found in a received text; `partner` is empty where the name was lost."""

    sentence: str
    partner: str


# Hosts print one of these; the name runs to the end of the sentence and may hold full stops.
_GENERIC = re.compile(
    r"this (?:article|story|post|report|piece) (?:is|was|comes|came) from the archives? of our "
    r"(?:former |content )?partner\b[ ,:]*(?P<name>.*?)\s*\.?\s*$",
    re.IGNORECASE | re.DOTALL,
)


_AT_THE_END = re.compile(
    r"(?<=[.!?…\"”’)])\s+(?=this \w+ \w+ from the archives? of our )", re.IGNORECASE
)


def split_credit(paragraph: str, partners: Iterable[Partner]) -> tuple[str, str]:
    """Cut a credit sentence off the end of *paragraph*.

    Returns what stands before it and the sentence, which is empty where there is none.
    """
    cuts = list(_AT_THE_END.finditer(paragraph))
    if not cuts:
        return paragraph, ""
    before, after = paragraph[: cuts[-1].start()], paragraph[cuts[-1].end() :]
    return (before, after) if recognise_credit(after, partners) else (paragraph, "")


_SMALL_WORDS = frozenset({"a", "an", "and", "at", "for", "in", "of", "on", "the", "to"})


def recognise_credit(paragraph: str, partners: Iterable[Partner]) -> CreditLine | None:
    """Read *paragraph* as a credit sentence: the common one, or one of the *partners*' own.

    Returns None where it is anything else. White space of every kind counts as one space.
    """
    sentence = " ".join(paragraph.split())
    known = list(partners)
    generic = _GENERIC.fullmatch(sentence)
    if generic is not None and len(generic["name"]) <= 80 and _is_name(generic["name"]):
        name = generic["name"].strip(" .,:")
        titles = (one.title for one in known if one.title.rstrip(".").casefold() == name.casefold())
        return CreditLine(sentence, next(titles, name))
    for partner in known:
        if sentence.casefold() == " ".join(credit_text(partner).split()).casefold():
            return CreditLine(sentence, partner.title)
    return None


def _is_name(words: str) -> bool:
    """Tell a name with a full stop in it (St. Ives Wire) from one with a sentence after it."""
    following = " ".join(words.split(". ")[1:]).split()
    return all(not word[0].islower() or word in _SMALL_WORDS for word in following)
