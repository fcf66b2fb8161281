"""Citations as RIS, which nearly every reference manager reads.

Source: Research Information Systems, "RIS Format Specifications" (2001): a tag of two characters,
two spaces, a hyphen and a space begin each line, and each ends in CR LF.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backfile.outputs.citations.citation import Citation


def ris(citations: Iterable[Citation]) -> str:
    """Return *citations* as a file of RIS, in UTF-8, with lines that end in CR LF."""
    return "".join(_record(one) for one in citations)


def _record(citation: Citation) -> str:
    lines = ["TY  - NEWS"]
    lines += [f"{tag}  - {line}" for tag, text in _fields(citation) if (line := _line(text))]
    return "".join(f"{line}\r\n" for line in (*lines, "ER  - ", ""))


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "ID", citation.key
    yield "TI", citation.title
    for author in citation.authors:
        yield "AU", author
    yield "T2", citation.published_by
    if citation.day:
        yield "PY", citation.day[:4]
        yield "DA", f"{citation.day.replace('-', '/')}/"
    yield "ET", citation.stands_at
    yield "DO", citation.doi
    yield "UR", citation.url
    for identifier in citation.identifiers:
        yield "AN", identifier
    yield "DP", citation.archive
    yield "LA", citation.lang
    yield "N1", citation.note


def _line(text: str) -> str:
    """Return *text* as one line: a second one would be read as another field."""
    return " ".join(text.split())
