"""Finds which column of a table holds what: by the recipe, else by names that leave no doubt."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields
from typing import TYPE_CHECKING

from backfile.errors import RefusedError, did_you_mean
from backfile.importers.recipe import CsvRecipe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FIELDS = tuple(
    one.name for one in fields(CsvRecipe) if one.name not in ("body_format", "delimiter")
)
# In small letters, without spaces and punctuation; the first that a header has is taken.
_OBVIOUS: Mapping[str, str] = {
    "title": "title headline head posttitle articletitle titel titre titulo título titolo "
    "überschrift",
    "body": "body text content story article fulltext html bodyhtml bodytext posttext postcontent "
    "articletext articlebody storytext inhalt texte contenu contenido texto testo corps cuerpo",
    "date": "date published publishedat publisheddate publishdate publicationdate pubdate "
    "datepublished published_at postdate posted created createdat datum date_published fecha data",
    "time": "time timeofday publishedtime publishtime pubtime uhrzeit hora heure",
    "modified": "modified modifiedat updated updatedat lastmodified datemodified changed",
    "address": "url link address permalink canonical canonicalurl webaddress adresse",
    "authors": "authors author byline by writer writers creator autor auteur autore verfasser",
    "category": "category categories section sections desk topic kategorie rubrik rubrique "
    "categoría categoria sección seção",
    "tags": "tags tag keywords labels schlagwörter étiquettes",
    "summary": "summary standfirst excerpt description dek deck abstract subtitle subhead teaser",
    "slug": "slug postname urlslug",
    "identity": "id guid uuid postid articleid storyid identifier",
    "lang": "lang language locale sprache langue idioma",
    "status": "status poststatus state",
}
_PLAIN = re.compile(r"[^\w]|_")
_SHOWN = 12


def columns(header: Sequence[str], recipe: CsvRecipe, *, has_day: bool) -> dict[str, int]:
    """Return the number of the column of each field that there is.

    *has_day* says that the call names a date. Raises RefusedError where a column that is needed,
    or one that the recipe names, is not in the *header*.
    """
    names = [" ".join(name.split()) for name in header]
    found: dict[str, int] = {}
    for field in FIELDS:
        wanted = " ".join(getattr(recipe, field).split())
        if wanted:
            found[field] = _named(wanted, names)
        elif (number := _obvious(field, names)) is not None:
            found[field] = number
    for field in ("title", "body", *(() if has_day else ("date",))):
        if field not in found:
            known = _OBVIOUS[field].split()[0]
            shown = ", ".join(name[:40] for name in names[:_SHOWN])
            raise RefusedError(
                f'no column is called "{known}"; name it in a recipe ([csv] {field} = "…"); the '
                f"columns are {shown}"
            )
    return found


def _named(wanted: str, names: Sequence[str]) -> int:
    if wanted not in names:
        hint = did_you_mean(wanted, names) or f"; the columns are {', '.join(names[:_SHOWN])}"
        raise RefusedError(f'there is no column "{wanted}"{hint}')
    return _only(wanted, names)


def _obvious(field: str, names: Sequence[str]) -> int | None:
    plain = [_PLAIN.sub("", name).casefold() for name in names]
    for one in _OBVIOUS[field].split():
        if one in plain:
            return _only(one, plain)
    return None


def _only(name: str, names: Sequence[str]) -> int:
    if Counter(names)[name] > 1:
        raise RefusedError(f'two columns are called "{name}"; rename one of them')
    return names.index(name)
