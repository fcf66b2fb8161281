"""The people whom bylines, fields of metadata and the signatures of live blogs name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOBODY = frozenset(
    ("admin", "administrator", "author", "editor", "no author", "none", "null", "root", "unknown")
)
_BY = re.compile(
    r"(?:(?:written|reported|posted|published|story|text|words|analysis|review|opinion|column"
    r"|comment|commentary)\s+)?"
    r"(?:by:?|von|por|par|di|de la rédaction de|av|af|door|från|fra|text:|texte:|autor:|author:)"
    r"\s+",
    re.IGNORECASE,
)
# What stands on a line of its own before or behind a name, and addresses.
_NO_NAME = re.compile(r"(?:by|von|por|par|di|av|af|door|at|on|in)\W*|.*@.*", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|und|et|en|och|og|ja|y|e|i|&)\s+", re.IGNORECASE)
_PARTS = re.compile(r"[;|\n•·]|\s[/–—-]\s")
# What stands behind a name and is none: an office, or the house that somebody writes for.
_ROLE = re.compile(
    r"\b(?:writers?|reporters?|editors?|correspondents?|staff|columnists?|contributors?|producers?"
    r"|journalists?|analysts?|critics?|photographers?|chief|anchor|presenter|author|intern|fellow"
    r"|professor|director|redakteur\w*|redaktion|korrespondent\w*|journaliste?|journalistin"
    r"|correspondante?|rédact\w+|reporter\w*|periodista|redacci[oó]n|redactora?|corresponsal"
    r"|giornalista|inviat[oa]|jornalista|redaç[aã]o|redacteur|redactie|verslaggever|toimittaja"
    r"|press|news|times|post|agency|business|magazine|media|network|tribune|herald|gazette"
    r"|bureau|associated|reuters|bloomberg|afp|dpa|ap|upi|efe|ansa)\b",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:\w\.\s*){1,3}\w+$")
_SUFFIX = re.compile(r"(?:jr|sr|ph\.?\s?d|m\.?d|mba|esq|[ivx]{2,4})\.?", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[.'’-])*")
# Words of names that begin with a small letter.
_PARTICLES = frozenset(
    [
        *("al", "and", "bin", "da", "de", "del", "den", "der", "di", "du", "e", "el", "en", "et"),
        *("i", "la", "le", "och", "og", "und", "van", "von", "y"),
    ]
)
_AROUND = " ,;:|·•—–-"
_PARTED = re.compile(r"\s*(?P<mark>[,|·•]|[—–-](?=\s))\s*|\s+")
_LONGEST, _LONGEST_NAME, _LONGEST_LINE, _MOST_WORDS, _MOST_PRINTED = 300, 100, 70, 6, 10


def names(stated: str) -> list[str]:
    """Return the people whom a byline or a field of metadata names, each once.

    Roles behind a name are left out ("A. Writer, Political Writer"); a sentence, an address or
    anything with a digit names nobody. "X and Y" are two people where both have a first name.
    """
    if "://" in stated or len(stated) > _LONGEST:
        return []
    lines = (without_by(part) for part in _PARTS.split(stated.strip()))
    parts = [" ".join(part.split()).strip(" ,:") for part in lines]
    parts = [part for part in parts if not any(sign.isdigit() for sign in part)]
    parts = [part for part in parts if _NO_NAME.fullmatch(part) is None]
    people = [one for part in parts for each in _apart(part) for one in _without_role(each)]
    if len(people) > 1:
        people = [one for one in people if not is_role(one)] or people
    unlike: dict[str, str] = {}
    for one in people:
        if _is_stated_name(one):
            unlike.setdefault(one.casefold(), one)
    return list(unlike.values())


def is_role(text: str) -> bool:
    """Tell an office ("Political Editor") or a house ("CNN Business") from a name ("A. Writer")."""
    return bool(_ROLE.search(text)) and not _INITIALS.match(text)


def is_byline(text: str) -> bool:
    """Tell a line that says "by" and then whom, each with a first name."""
    found = names(text) if _BY.match(text) else []
    return bool(found) and all(len(one.split()) > 1 for one in found)


def is_signed(text: str) -> bool:
    """Tell whether *text* is a name, or several, with "By" before it; a first name is enough."""
    return _BY.match(text.strip(_AROUND)) is not None and is_printed_name(text)


def signature_in(line: str) -> int:
    """Return where in *line* the name at its end begins that has "By" before it, 0 for none."""
    for found in _BY.finditer(line):
        if line[: found.start()][-1:].isspace() and is_signed(line[found.start() :]):
            return found.start()
    return 0


def names_at_start(line: str) -> Iterator[int]:
    """Go through the places in *line* where a name at its beginning can end, and more follows.

    A first name and a last one are parted from the rest ("Ada Lind, 6:20 p.m."), or have "By"
    before them.
    """
    for found in _PARTED.finditer(line):
        name = line[: found.start()]
        is_one = is_printed_name(name) if found["mark"] else is_signed(name)
        if is_one and len(without_by(name).split()) > 1:
            yield found.end()


def is_printed_name(text: str, author: str = "") -> bool:
    """Tell whether a line of a page is a name, or several; it may be that of *author*.

    A line says less than a field does: each of its words must begin as those of names do.
    """
    line = without_by(text)
    if author and line.casefold() == author.casefold():
        return True
    listed = [one for one in re.split(r"[\s,;&]+", line) if one]
    return (
        0 < len(listed) <= _MOST_PRINTED
        and len(line) <= _LONGEST_LINE
        and all(_WORD.fullmatch(one) is not None for one in listed)
        and all(not one[0].islower() or one in _PARTICLES for one in listed)
    )


def without_by(text: str) -> str:
    """Return the names in *text* without the "By" before them."""
    line = text.strip(_AROUND)
    found = _BY.match(line)
    return line[found.end() :].strip(_AROUND) if found else line


def _is_stated_name(text: str) -> bool:
    """Tell what can be the name of a person or a house from a sentence or a placeholder."""
    listed = text.split()
    if not text or text.casefold() in _NOBODY or len(text) > _LONGEST_NAME:
        return False
    if len(listed) > _MOST_WORDS or not any(sign.isalpha() for sign in text):
        return False
    small = [one for one in listed if len(one) > 3 and one.islower()]
    return not small or len(listed) < 3 or (len(small) < 2 and not text.endswith(("?", "!", ".")))


def _apart(text: str) -> list[str]:
    """Return the people in "X and Y", "X, Y and Z"; a name may hold an "and" of its own."""
    said = without_by(text)
    parts = _AND.split(said)
    first_names = all(len(one.split(",")[-1].split()) > 1 for one in parts[1:])
    if len(parts) > 1 and first_names and len(parts[0].split()) > 1:
        return [one.strip(" ,") for part in parts for one in _listed(part)]
    return _listed(said)


def _listed(text: str) -> list[str]:
    """Return the people in "X, Y, Z" where each has a first name and no role; else all as one."""
    parts = [one.strip() for one in text.split(",")]
    whole = all(len(one.split()) > 1 and _is_stated_name(one) and not is_role(one) for one in parts)
    titled = any(_SUFFIX.fullmatch(one) for one in parts)
    return parts if whole and len(parts) > 1 and not titled else [text]


def _without_role(text: str) -> list[str]:
    """Return the name in "name, role", without the role; other names with a comma stay."""
    name, *more = [one.strip() for one in text.split(",")]
    kept = [name]
    for one in more:
        if _SUFFIX.fullmatch(one) or not is_role(one):
            kept.append(one)
        else:
            break
    return [", ".join(filter(None, kept))]
