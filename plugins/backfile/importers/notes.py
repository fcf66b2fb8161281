"""Footnotes of received Markdown."""

from __future__ import annotations

import re
from collections import Counter

_NOTE = re.compile(r"^( {0,3})\[\^([^\]\n]{1,100})\]:", re.MULTILINE)


def with_notes_apart(markdown: str) -> str:
    """Return *markdown* with names of their own for notes that were given under one name.

    Of two notes with one name Python-Markdown shows the second alone; the words of all are kept.
    """
    given: Counter[str] = Counter()
    taken = {found[2] for found in _NOTE.finditer(markdown)}

    def apart(found: re.Match[str]) -> str:
        name = found[2]
        given[name] += 1
        number = given[name]
        if number == 1:
            return found[0]
        while f"{name}-{number}" in taken:
            number += 1
        taken.add(f"{name}-{number}")
        return f"{found[1]}[^{name}-{number}]:"

    return _NOTE.sub(apart, markdown)
