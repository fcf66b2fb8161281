"""Identifiers of stories: ARKs, DOIs, web addresses that were made to last, and an archive's own.

Sources: The ARK Identifier Scheme (draft-kunze-ark-41), "ARK Anatomy"; DOI Handbook, 2 "Numbering"
and 3 "Resolution"; docs/stories.md, "Identifiers".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, unquote, urlsplit

from backfile.errors import BackfileError

LONGEST = 400  # characters
_DOI_RESOLVER = "https://doi.org/"
_ARK_RESOLVER = "https://n2t.net/"
# The authority's number (NAAN) has five or more of these characters.
_ARK = re.compile(r"ark:/?[0-9bcdfghjkmnpqrstvwxz]{5,}(?:/[A-Za-z0-9=~*+@_$%./-]+)")
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_OWN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/~()+-]*")
_TO_DOI = re.compile(r"(?i)(?:doi:\s*|https?://(?:dx\.|www\.)?doi\.org/)(?P<doi>.*)")
_IN_DOI = "/:;()._-~*+@!$,="
_CASELESS_UP_TO = re.compile(r"(?i)^ark:/?")


class Scheme(StrEnum):
    """The kinds of identifiers."""

    ARK = "ark"
    DOI = "doi"
    URL = "url"
    OWN = "own"


class IdentifierError(BackfileError):
    """Something that is no identifier; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifier: `text` is as people and data have it, `url` where it resolves.

    A DOI's text is `doi:10.…`, an ARK's begins with `ark:`. An archive's own has no `url`.
    """

    scheme: Scheme
    text: str
    url: str = ""

    @property
    def value(self) -> str:
        """Return the identifier without the name of its scheme: of a DOI, `10.…`."""
        return self.text.removeprefix("doi:") if self.scheme is Scheme.DOI else self.text

    @property
    def shown(self) -> str:
        """Return the identifier as a page shows it: a DOI as its address (DOI Handbook, 2.7)."""
        return self.url if self.scheme is Scheme.DOI else self.text

    @property
    def key(self) -> str:
        """Return what is the same for all spellings of the identifier.

        Capitals do not count in a DOI; in an ARK neither hyphens do nor the slash of its label.
        """
        if self.scheme is Scheme.DOI:
            return self.text.lower()
        if self.scheme is Scheme.ARK:
            return f"ark:{_CASELESS_UP_TO.sub('', self.text).replace('-', '').rstrip('/.')}"
        return self.text


def read_identifiers(text: str) -> tuple[Identifier, ...]:
    """Read identifiers with white space between them, each once. Raises IdentifierError."""
    found: dict[str, Identifier] = {}
    for word in re.sub(r"(?i)\bdoi:\s+", "doi:", text).split():
        one = read_identifier(word)
        found.setdefault(one.key, one)
    return tuple(found.values())


def known_identifiers(text: str) -> tuple[Identifier, ...]:
    """Read identifiers as `read_identifiers` does; return none where one of them is none."""
    try:
        return read_identifiers(text)
    except IdentifierError:
        return ()


def read_identifier(word: str) -> Identifier:
    """Read one identifier, as it is written in full or as an address. Raises IdentifierError."""
    if word.endswith((",", ";")):
        raise IdentifierError(f'"{word}": put a space between identifiers, and no "{word[-1]}"')
    if len(word) > LONGEST:
        raise IdentifierError(f"an identifier has at most {LONGEST} characters")
    if found := _TO_DOI.fullmatch(word):
        stated = found["doi"] if word.lower().startswith("doi:") else unquote(found["doi"])
        return _doi(stated, word)
    if word.startswith("10.") and "/" in word:
        return _doi(word, word)
    if word.lower().startswith("ark:"):
        ark = f"ark{word[3:]}"
        return _ark(ark, f"{_ARK_RESOLVER}{ark}", word)
    if word.lower().startswith(("http://", "https://")):
        return _web(word)
    if not _OWN.fullmatch(word):
        raise IdentifierError(
            f'"{word}" is no identifier; use letters, digits and . _ : / ~ ( ) + - alone, '
            "beginning with a letter or a digit"
        )
    return Identifier(Scheme.OWN, word)


def _doi(stated: str, word: str) -> Identifier:
    if not _DOI.fullmatch(stated):
        raise IdentifierError(f'"{word}" is no DOI; write one such as doi:10.12345/ferry')
    return Identifier(Scheme.DOI, f"doi:{stated}", _DOI_RESOLVER + quote(stated, safe=_IN_DOI))


def _ark(stated: str, url: str, word: str) -> Identifier:
    if not _ARK.fullmatch(stated):
        raise IdentifierError(f'"{word}" is no ARK; write one such as ark:/12345/x6np1wh8k')
    return Identifier(Scheme.ARK, stated, url)


def _web(word: str) -> Identifier:
    try:
        parts = urlsplit(word)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or re.search(r'[<>"\\^`{|}]', word):
        raise IdentifierError(f'"{word}" is no web address; write it in full')
    _, mark, ark = parts.path.partition("/ark:")
    if mark:
        return _ark(f"ark:{ark}", word, word)
    return Identifier(Scheme.URL, word, word)
