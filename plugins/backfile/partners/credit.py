"""The credit line: the one sentence that says whose story this was, written and recognised."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from backfile.text.language_tags import ENGLISH, isolated_html, text_direction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backfile.partners.registry import Partner

DEFAULT_CREDIT = "This article is from the archive of our partner {partner}."
_PLACE = "{partner}"


def credit_sentence(partner: Partner, lang: str = "") -> tuple[str, str]:
    """Return the sentence that credits *partner* in a story of language *lang*, and its language.

    It is the record's `Credit_de` for `de`, and for `de-at` where that has none of its own; else
    its `Credit`, whose language, that of the site, is given as an empty string; else the standard
    sentence, in English.
    """
    credits_ = dict(partner.credits)
    tag = lang.lower()
    for one in (tag, tag.partition("-")[0]):
        if one in credits_:
            return credits_[one], one
    return (partner.credit, "") if partner.credit else (DEFAULT_CREDIT, ENGLISH)


def credit_line(partner: Partner, lang: str = "") -> tuple[str, str, str]:
    """Return the credit sentence as the words before the linked name, the name, the words after.

    *lang* is the language of the story. A partner's own `Credit` may mark the place of the name
    with `{partner}` or print the title itself; a `Credit` with neither is linked whole.
    """
    return _around_name(partner, credit_sentence(partner, lang)[0])


def _around_name(partner: Partner, sentence: str) -> tuple[str, str, str]:
    for name in (_PLACE, partner.title):
        before, found, after = sentence.partition(name)
        if found:
            return before, partner.title, after
    return "", sentence, ""


def credit_text(partner: Partner, lang: str = "") -> str:
    """Return the credit sentence of a story of language *lang* as plain text."""
    return "".join(credit_line(partner, lang))


def attribution_html(partner: Partner, href: str, lang: str, site_lang: str) -> str:
    """Return the paragraph that credits *partner* in a story, its name linked to *href*.

    *lang* is the language of the story, *site_lang* that of `Credit`. Where the sentence is in
    another language than the story, the paragraph has its `lang`, and its `dir` if it is written
    in the other direction. A name in the letters of the other direction is isolated.
    """
    own = credit_sentence(partner, lang)[1] or site_lang
    direction = text_direction(own)
    before, name, after = (escape(part, quote=False) for part in credit_line(partner, lang))
    link = f'<a href="{escape(href)}">{isolated_html(name, direction)}</a>'
    attributes = f' lang="{escape(own)}"' if own.lower() != lang.lower() else ""
    if direction != text_direction(lang):
        attributes += f' dir="{direction}"'
    return f'<p class="attribution"{attributes}>{before}{link}{after}</p>'


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
        if sentence.casefold() in map(_compared, _own_sentences(partner)):
            return CreditLine(sentence, partner.title)
    return None


def _own_sentences(partner: Partner) -> list[str]:
    """Return the sentences that credit *partner* in stories of any language."""
    own = [partner.credit or DEFAULT_CREDIT, *(sentence for _, sentence in partner.credits)]
    return ["".join(_around_name(partner, sentence)) for sentence in own]


def _compared(sentence: str) -> str:
    return " ".join(sentence.split()).casefold()


def _is_name(words: str) -> bool:
    """Tell a name with a full stop in it (St. Ives Wire) from one with a sentence after it."""
    following = " ".join(words.split(". ")[1:]).split()
    return all(not word[0].islower() or word in _SMALL_WORDS for word in following)
