"""The digest of a text that a citation names: SHA-256 of its words, however they are set.

The rule, with a program that follows it: docs/citing.md, "The digest".
"""

from __future__ import annotations

import hashlib
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backfile.reading.record import UpdateRecord


def text_digest(texts: Iterable[str]) -> str:
    """Return the SHA-256 of the words of *texts*, in 64 hexadecimal digits.

    The words are in Unicode's form C, with one space between two, in UTF-8. So neither line
    breaks nor the way in which an accent is encoded count.
    """
    return hashlib.sha256(_words(texts).encode()).hexdigest()


def growing_digests(parts: Iterable[Iterable[str]]) -> Iterator[str]:
    """Go through the digests of the first of *parts*, of the first two, and so on to all of them.

    Each is that of `text_digest`, but the words of each part are read once only.
    """
    read = hashlib.sha256()
    between = ""
    for texts in parts:
        if words := _words(texts):
            read.update(f"{between}{words}".encode())
            between = " "
        yield read.hexdigest()


def texts_of(update: UpdateRecord) -> tuple[str, str, str]:
    """Return the texts of *update* as the digest takes them: its opening, headline and text."""
    return update.printed, update.headline, update.text


def _words(texts: Iterable[str]) -> str:
    return " ".join(unicodedata.normalize("NFC", " ".join(texts)).split())
