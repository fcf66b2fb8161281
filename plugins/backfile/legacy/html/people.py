"""A byline, or what metadata give in its place → the people whom it names."""

from __future__ import annotations

import re

_NOBODY = frozenset(
    ("admin", "administrator", "author", "editor", "no author", "none", "null", "root", "unknown")
)
_BY = re.compile(
    r"^(?:(?:written|reported|posted|published|story|text|words|analysis|review|opinion|column"
    r"|comment|commentary)\s+)?"
    r"(?:by:?|von|por|par|di|de la rédaction de|av|af|door|text:|texte:|autor:|author:)\s+",
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
_LONGEST, _LONGEST_NAME, _MOST_WORDS = 300, 100, 6


def names(stated: str) -> list[str]:
    """Return the people whom a byline or a field of metadata names, each once.

    Roles behind a name are left out ("A. Writer, Political Writer"); a sentence, an address or
    anything with a digit names nobody. "X and Y" are two people where both have a first name.
    """
    if "://" in stated or len(stated) > _LONGEST:
        return []
    lines = (_BY.sub("", part.strip()) for part in _PARTS.split(stated.strip()))
    parts = [" ".join(part.split()).strip(" ,:") for part in lines]
    parts = [part for part in parts if not any(sign.isdigit() for sign in part)]
    parts = [part for part in parts if _NO_NAME.fullmatch(part) is None]
    people = [one for part in parts for each in _apart(part) for one in _without_role(each)]
    if len(people) > 1:
        people = [one for one in people if not is_role(one)] or people
    unlike: dict[str, str] = {}
    for one in people:
        if is_name(one):
            unlike.setdefault(one.casefold(), one)
    return list(unlike.values())


def is_role(text: str) -> bool:
    """Tell an office ("Political Editor") or a house ("CNN Business") from a name ("A. Writer")."""
    return bool(_ROLE.search(text)) and not _INITIALS.match(text)


def is_byline(text: str) -> bool:
    """Tell a line that says "by" and then whom, each with a first name."""
    said = _BY.sub("", text)
    return said != text and all(len(one.split()) > 1 for one in names(text)) and bool(names(text))


def is_name(text: str) -> bool:
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
    said = _BY.sub("", text)
    parts = _AND.split(said)
    first_names = all(len(one.split(",")[-1].split()) > 1 for one in parts[1:])
    if len(parts) > 1 and first_names and len(parts[0].split()) > 1:
        return [one.strip(" ,") for part in parts for one in _listed(part)]
    return _listed(said)


def _listed(text: str) -> list[str]:
    """Return the people in "X, Y, Z" where each has a first name and no role; else all as one."""
    parts = [one.strip() for one in text.split(",")]
    whole = all(len(one.split()) > 1 and is_name(one) and not is_role(one) for one in parts)
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
