"""Citations as BibTeX, as both BibTeX with LaTeX and biblatex with Biber read it.

Sources: O. Patashnik, "BibTeXing"; P. Lehman and others, "The biblatex Package", section 2.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.outputs.citations.citation import Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backfile.outputs.citations.citation import Citation

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# BibTeX counts braces even after a backslash, so that those of a text have to be spelled out.
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': '{"}',  # a shorthand in German and other languages
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}
_ESCAPED = str.maketrans(_ESCAPES)
_IN_ADDRESSES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
_YEAR = re.compile(r"\d{4}")


def bibtex(citations: Iterable[Citation]) -> str:
    """Return *citations* as a file of BibTeX: UTF-8, an empty line between entries."""
    return "\n".join(_entry(one) for one in citations)


def _entry(citation: Citation) -> str:
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(citation).items() if value)
    return f"@article{{{citation.key},\n{fields}}}\n"


def _fields(citation: Citation) -> Mapping[str, str]:
    """Return the fields by their names, as they stand in the file; some are empty."""
    return {
        # A name in braces of its own is not taken apart: nobody knows which part is the surname.
        "author": _braced(" and ".join(f"{{{_escaped(one)}}}" for one in citation.authors)),
        # Braces keep the capitals of the title.
        "title": f"{{{_braced(_escaped(citation.title))}}}",
        "journal": _braced(_escaped(citation.published_by)),
        "entrysubtype": "{newspaper}",
        **_dates(citation),
        "version": _braced(_escaped(citation.stands_at if _is_state(citation) else "")),
        "doi": _braced(citation.doi.translate(_IN_ADDRESSES)),
        "url": _braced(citation.url.translate(_IN_ADDRESSES)),
        "library": _braced(_escaped(citation.archive)),
        "language": _braced(citation.lang),
        "note": _braced(_escaped(citation.note)),
    }


def _dates(citation: Citation) -> Mapping[str, str]:
    """Return the date: `year` and `month` for BibTeX, all of it for biblatex (EDTF, level 0)."""
    if not _YEAR.match(citation.day):
        return {}
    year, month, _ = citation.day.split("-")
    return {
        "date": _braced(citation.published),
        "year": _braced(year),
        "month": _MONTHS[int(month) - 1],
    }


def _is_state(citation: Citation) -> bool:
    return citation.subject is Subject.STATE


def _escaped(text: str) -> str:
    return " ".join(text.split()).translate(_ESCAPED)


def _braced(value: str) -> str:
    return f"{{{value}}}" if value else ""
