"""Which of the titles that a page states is the one that its readers read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.fidelity.words import words
from backfile.legacy.html.stated import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

_SUFFIX = re.compile(r"\s(?:[|–—·•:-]|::|»)\s")


def choose_title(stated: Sequence[Fact], shown: Sequence[str], site: str) -> Fact | None:
    """Choose between what is *stated* to be the title and the headings that are *shown*."""
    for heading in filter(None, shown):
        for fact in stated:
            if same_title(fact.value, heading, site):
                return Fact(heading, "h1")
    for fact in stated:
        agreed = [one for one in stated if one != fact and same_title(one.value, fact.value, site)]
        if agreed or not any(shown):
            return Fact(_without_site(fact.value, site), fact.where)
    heading = next(filter(None, shown), "")
    return Fact(heading, "h1") if heading else None


def same_title(stated: str, shown: str, site: str) -> bool:
    """Tell whether *stated* is the title *shown*, with a site's name, cut short, or squeezed."""
    one, other = (_squeezed(text) for text in (stated, shown))
    if one == other or _squeezed(_without_site(stated, site)) == other:
        return True
    cut = stated.rstrip(" .…")
    is_cut = stated.rstrip().endswith(("…", "..."))
    if is_cut and len(cut) > 15 and other.startswith(_squeezed(cut)):
        return True
    if len(other) > 15 and one.startswith(other) and _SUFFIX.match(stated[len(shown) :]):
        return True
    # A kicker before the headline: "Floods: Bridge at Port Amity stuck open".
    return len(one) > 25 and other.endswith(one)


def _without_site(title: str, site: str) -> str:
    """Return *title* without the site's name after it."""
    found = list(_SUFFIX.finditer(title))
    for cut in found:
        if site and _squeezed(title[cut.end() :]) == _squeezed(site):
            return title[: cut.start()]
    return title


def _squeezed(text: str) -> str:
    return "".join(words(text)).casefold()
