"""Citations as CSL-JSON, the input of citation processors such as those of Zotero and pandoc.

Source: Citation Style Language 1.0.2, schemas/input/csl-data.json. Its dates end with the day, so
the time stands in `custom`, which is for what has no field.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backfile.outputs.citations.citation import Citation


def csl_json(citations: Iterable[Citation]) -> str:
    """Return *citations* as a file of CSL-JSON: an array with an item on each line."""
    items = [json.dumps(csl_item(one), ensure_ascii=False) for one in citations]
    return "[\n" + ",\n".join(items) + "\n]\n"


def csl_item(citation: Citation) -> dict[str, Any]:
    """Return *citation* as an item of CSL-JSON."""
    item = {
        "id": citation.key,
        "type": "article-newspaper",
        "title": citation.title,
        "author": [{"literal": one} for one in citation.authors],
        "container-title": citation.published_by,
        "issued": _date(citation.day),
        "version": citation.stands_at,
        "DOI": citation.doi,
        "URL": citation.url,
        "archive": citation.archive,
        "archive_location": ", ".join(citation.identifiers),
        "language": citation.lang,
        "note": citation.note,
        "custom": {
            "cites": citation.subject.value,
            "issued": citation.published,
            "original": citation.original,
            "sha256": citation.digest,
        },
    }
    return _without_empty(item)


def _date(day: str) -> dict[str, Any]:
    return {"date-parts": [list(map(int, day.split("-")))]} if day else {}


def _without_empty(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _without_empty(value) if isinstance(value, dict) else value
        for name, value in fields.items()
        if value
    }
