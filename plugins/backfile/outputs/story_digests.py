"""What of a story goes into the keys of the files that show it, worked out once."""

from __future__ import annotations

from typing import Any

from backfile.outputs.keys import digest
from backfile.reading.record import record_of


def record_digest(article: Any) -> str:
    """Return the digest of the record of a Pelican *article*; it is made once."""
    if not hasattr(article, "record_digest"):
        article.record_digest = digest(record_of(article))
    made: str = article.record_digest
    return made
