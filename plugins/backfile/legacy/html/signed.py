"""Who wrote a block of a live blog, and what marks it as a key event, as pages print it."""

from __future__ import annotations

import re

_KEY_WORDS = re.compile(
    r"(?:key|top|breaking|important|major|pinned|wichtig|höhepunkt|à\s+retenir|clave|importante)"
    r"(?:\s+(?:event|moment|point|update|news|post|entry|development|meldung))?",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:(?:posted|written|reported|text)\s+)?(?:by|von|por|par|di|af|av|door|från|fra)\s+",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?:(?:\s+|,\s*|\s*[;&]\s*)[^\W\d_][\w.'’-]*){0,9}")
# Words of names that begin with a small letter.
_PARTICLES = frozenset(
    [
        *("al", "and", "bin", "da", "de", "del", "den", "der", "di", "du", "e", "el", "en", "et"),
        *("i", "la", "le", "och", "og", "und", "van", "von", "y"),
    ]
)
_LONGEST_NAME, _LONGEST_KEY, _MOST_WORDS = 70, 30, 3
_AROUND = " ,;:|·•—–-"


def without_by(text: str) -> str:
    """Return the name in *text* without the "By" before it."""
    return _BY.sub("", text.strip(_AROUND), count=1).strip(_AROUND)


def is_signed(text: str) -> bool:
    """Tell whether *text* is a name with "By" before it."""
    return _BY.match(text.strip(_AROUND)) is not None and is_name(text)


def signature_in(line: str) -> int:
    """Return where in *line* the name at its end begins that has "By" before it, 0 for none."""
    for found in _BY.finditer(line):
        if line[: found.start()][-1:].isspace() and is_signed(line[found.start() :]):
            return found.start()
    return 0


def is_name(text: str, author: str = "") -> bool:
    """Tell whether *text* is the name of a person, or of several; it may be that of *author*."""
    name = without_by(text)
    if not name or len(name) > _LONGEST_NAME:
        return False
    if author and name.casefold() == author.casefold():
        return True
    if _NAME.fullmatch(name) is None or any(map(str.isdigit, name)):
        return False
    return all(map(_is_of_name, re.split(r"[\s,;&]+", name)))


def is_key_mark(text: str) -> bool:
    """Tell whether *text*, which its element calls a mark, marks a block as a key event."""
    text = text.strip()
    if not text or len(text) > _LONGEST_KEY:
        return False
    in_capitals = text.isupper() and len(text.split()) <= _MOST_WORDS
    return bool(_KEY_WORDS.fullmatch(text)) or (in_capitals and text.replace(" ", "").isalpha())


def _is_of_name(word: str) -> bool:
    return not word[0].islower() or word in _PARTICLES
