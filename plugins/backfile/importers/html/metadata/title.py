"""Chooses, of the titles that a page states, the one that its readers see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.importers.html.metadata.declared_metadata import Fact
from backfile.text.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHORTEST, _LONGEST_KICKER = 15, 40
# Two titles of one story have more words in common than that; shorter ones say too little.
_FEW, _MOST = 4, 0.6
_SUFFIX = re.compile(r"\s(?:[|–—·•:-]|::|»)\s")


def choose_title(stated: Sequence[Fact], shown: Sequence[str], site: str) -> Fact | None:
    """Choose between what is *stated* to be the title and the headings that are *shown*."""
    for heading in filter(None, shown):
        for fact in stated:
            if same_title(fact.value, heading, site):
                return fact if kicker(heading, fact.value) else Fact(heading, "h1")
    for heading in filter(None, shown):
        if any(_alike(fact.value, heading) for fact in stated):
            return Fact(heading, "h1")
    for fact in stated:
        agreed = [one for one in stated if one != fact and same_title(one.value, fact.value, site)]
        if agreed or not any(shown):
            return Fact(_without_site(fact.value, site), fact.where)
    heading = next(filter(None, shown), "")
    return Fact(heading, "h1") if heading else None


def _alike(stated: str, shown: str) -> bool:
    """Tell whether most words of the title *shown* are those of the one *stated*."""
    one, other = (set(words(text.casefold())) for text in (stated, shown))
    return len(other) > _FEW and len(one & other) >= _MOST * len(one | other)


def kicker(shown: str, title: str) -> str:
    """Return the word before a *title* that is stuck to it where it is *shown*, empty for none.

    A kicker that is set apart, as in "Harbour: Bridge stuck open", belongs to the title.
    """
    shown = shown.rstrip()
    if len(title) < _SHORTEST or not shown.casefold().endswith(title.casefold()):
        return ""
    before, begin = shown[: -len(title)], shown[-len(title)]
    # "Footbridge" is no kicker before "bridge".
    stuck = before.rstrip().endswith("|") or (before[-1:].isalnum() and not begin.islower())
    return before if stuck and len(before) <= _LONGEST_KICKER else ""


def same_title(stated: str, shown: str, site: str) -> bool:
    """Tell whether *stated* is the title *shown*, with a site's name, cut short, or squeezed."""
    one, other = (squeezed(text) for text in (stated, shown))
    if one == other or squeezed(_without_site(stated, site)) == other:
        return True
    cut = stated.rstrip(" .…")
    is_cut = stated.rstrip().endswith(("…", "..."))
    if is_cut and len(cut) > 15 and other.startswith(squeezed(cut)):
        return True
    if len(other) > 15 and one.startswith(other) and _SUFFIX.match(stated[len(shown) :]):
        return True
    # A kicker before the headline: "Floods: Bridge at Port Amity stuck open".
    stuck = kicker(shown, stated) or kicker(stated, shown)
    return (len(one) > 25 and other.endswith(one)) or bool(stuck)


def _without_site(title: str, site: str) -> str:
    """Return *title* without the site's name after it."""
    found = list(_SUFFIX.finditer(title))
    for cut in found:
        if site and squeezed(title[cut.end() :]) == squeezed(site):
            return title[: cut.start()]
    return title


def squeezed(text: str) -> str:
    """Return *text* in the form in which titles are compared: its words, without white space."""
    return "".join(words(text)).casefold()
