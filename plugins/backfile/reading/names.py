"""The names of all known fields, and the one that an unknown name was probably meant to be."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from backfile.text.spelling import distance

if TYPE_CHECKING:
    from collections.abc import Iterable

# What Pelican makes of a file's metadata: pelican/readers.py and pelican/contents.py.
_PELICAN = (
    "Title",
    "Date",
    "Modified",
    "Timezone",
    "Status",
    "Category",
    "Tags",
    "Keywords",
    "Author",
    "Authors",
    "Slug",
    "Summary",
    "Description",
    "Lang",
    "Translation",
    "Template",
    "Save_As",
    "URL",
)
STORY_FIELDS = (
    *_PELICAN,
    "Order",
    "Source_Order",
    "Partner",
    "Partner_Lost",
    "Continues",
    "Original_URL",
    "Original_Status",
    "Original_File",
    "Original_SHA256",
    "Archived_URL",
    "Captured",
    "Redirect_From",
    "Former_Anchors",
    "Withdrawn",
    "Reason",
    "Withdrawn_By",
    "Withdrawn_Title",
    "Robots",
    "Identifier",
)
PAGE_FIELDS = _PELICAN
PARTNER_FIELDS = (
    "Title",
    "URL",
    "Status",
    "Founded",
    "Closed",
    "Credit",
    "Copyright_Holder",
    "License",
    "Logo",
)
# What other programs call these, with the field that is meant.
_ELSEWHERE = {
    "headline": "Title",
    "byline": "Authors",
    "by": "Authors",
    "published": "Status",
    "draft": "Status",
    "private": "Status",
    "password": "Status",
    "visibility": "Status",
    "categories": "Category",
    "section": "Category",
    "excerpt": "Summary",
    "updated": "Modified",
    "lastmod": "Modified",
    "permalink": "Slug",
    "language": "Lang",
    "locale": "Lang",
    "zone": "Timezone",
    "tz": "Timezone",
    "aliases": "Redirect_From",
    "noindex": "Robots",
    "doi": "Identifier",
    "ark": "Identifier",
    "identifiers": "Identifier",
    "layout": "Template",
    # In Spanish; a name without its accents is not nearer to ours.
    "titulo": "Title",
    "fecha": "Date",
    "estado": "Status",
    "borrador": "Status",
    "autor": "Authors",
    "autores": "Authors",
    "etiquetas": "Tags",
    "seccion": "Category",
    "resumen": "Summary",
    "idioma": "Lang",
}
# What is said of an update, at the end of its heading, and not of the story.
OF_UPDATES = {"key": "{: key=yes }", "corrects": '{: corrects="12:20 a.m." }'}
# Those with which people and other programs keep a story from being published.
HIDING = frozenset(
    {
        "draft",
        "published",
        "private",
        "password",
        "visibility",
        "estado",
        "borrador",
    }
)
_SHORT = 5
# Names of their own, however near to one of ours.
_OTHERS = frozenset({"person", "region", "season"})


@lru_cache(maxsize=1024)
def same_name(name: str) -> str:
    """Return *name* as it is compared: letters and digits alone, in lower case."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(one for one in plain if one.isalnum())


def meant(name: str, known: Iterable[str]) -> tuple[str, bool]:
    """Return the field of *known* that *name* was probably meant to be, and whether it is near.

    Near is a distance of one letter, of two for names longer than five; two neighbours that
    changed places are one. The field is empty where none resembles *name*.
    """
    wanted = same_name(name)
    fields = {same_name(one): one for one in known}
    if wanted in fields:
        return fields[wanted], True
    nearest = "" if wanted in _OTHERS else _nearest(wanted, fields)
    if nearest and distance(wanted, nearest) <= (1 if len(wanted) <= _SHORT else 2):
        return fields[nearest], True
    other = _ELSEWHERE.get(_without_accents(wanted), "")
    return (other if other in fields.values() else _resembling(wanted, fields)), False


def _nearest(wanted: str, fields: Iterable[str]) -> str:
    return min(fields, key=lambda one: (distance(wanted, one), one), default="")


def _without_accents(name: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFD", name) if one.isalnum())


def _resembling(wanted: str, fields: dict[str, str]) -> str:
    import difflib  # noqa: PLC0415 (needed only for a fault)

    found = difflib.get_close_matches(wanted, sorted(fields), n=1, cutoff=0.7)
    return fields[found[0]] if found else ""
