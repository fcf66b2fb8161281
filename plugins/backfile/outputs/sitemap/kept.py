"""What is kept of the sitemaps of the last build: a revision changes a little of it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from backfile.files.writing import write_whole

if TYPE_CHECKING:
    from pathlib import Path

FILE = "sitemap.json"


@dataclass(frozen=True, slots=True)
class KeptSitemaps:
    """When each listing changed last, by its address, and of how many files each sitemap is."""

    listings: dict[str, str] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)

    def write(self, cache: Path) -> None:
        """Keep this in the *cache*. Raises OSError."""
        cache.mkdir(parents=True, exist_ok=True)
        write_whole(cache / FILE, json.dumps(asdict(self)).encode())


def read_kept(cache: Path) -> KeptSitemaps:
    """Return what is kept in the *cache*. Raises OSError, ValueError, TypeError."""
    return KeptSitemaps(**json.loads((cache / FILE).read_bytes()))
