"""Where a person's name is sorted in a list of names: by the surname, as far as that is stated.

A comma states it: "van Beethoven, Ludwig". In any other name the last word counts as the surname,
"Jr." and the like apart. A particle such as "van" belongs to it only where a comma says so: usage
differs from name to name. Rules: docs/stories.md, "Authors by surname".
"""

from __future__ import annotations

import re

# What stands after a surname and is none (The Chicago Manual of Style, 16.41).
_AFTER_NAMES = re.compile(r"(?i)^(?:jr|sr|ii|iii|iv|esq|m\.?d|ph\.?d|o\.?b\.?e)\.?$")


def stands_after_names(word: str) -> bool:
    """Tell whether *word* is none of a name's own, but stands after one: "Jr.", "III", "M.D."."""
    return _AFTER_NAMES.match(word) is not None


def surname_first(name: str) -> str:
    """Return *name* as a list sorts it: `Ada Lind` as `Lind, Ada`, `Lind, Ada` as it is."""
    stated, comma, given = (part.strip() for part in name.partition(","))
    if comma and stated and given and not stands_after_names(given):
        return f"{stated}, {given}"
    words = name.replace(",", " ").split()
    after = [words.pop()] if len(words) > 1 and stands_after_names(words[-1]) else []
    if len(words) < 2:
        return " ".join([*words, *after])
    return f"{words[-1]}, {' '.join([*words[:-1], *after])}"
