"""Where a story was first published, and whether that address may still be linked.

One status drives the link, the canonical address and the robots together.
Rules: docs/stories.md, "Attribution".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from backfile.errors import FieldError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping


class OriginalStatus(StrEnum):
    """What answers at the original address today."""

    LIVE = "live"
    REDIRECTS = "redirects"
    DEAD = "dead"
    HIJACKED = "hijacked"


class OriginalError(FieldError):
    """An original's metadata that cannot stand."""


@dataclass(frozen=True, slots=True)
class Original:
    """The original of a story: its address, the address of an archived copy, its status."""

    url: str
    status: OriginalStatus = OriginalStatus.DEAD
    archived_url: str = ""

    @property
    def href(self) -> str:
        """Return the address to link to, empty for an address that others have taken over."""
        return "" if self.status is OriginalStatus.HIJACKED else self.url

    @property
    def canonical(self) -> str:
        """Return the canonical address where it is the original's, empty where it is our own."""
        return self.url if self.status is OriginalStatus.LIVE else ""


def original_from_fields(fields: Mapping[str, Any]) -> Original | None:
    """Read the original from a story's metadata *fields*, whose names are in lower case.

    Returns None where no `original_url` is stated.
    Raises OriginalError for an unknown status or an address that is not a web address.
    """
    for field in ("original_url", "archived_url"):
        address = str(fields.get(field, "")).strip()
        if address and not address.lower().startswith(("http://", "https://")):
            name = f"{field.partition('_')[0].capitalize()}_URL"
            message = f'{name} "{address}" is not a web address; begin it with http:// or https://'
            raise OriginalError(field, message)
    status = str(fields.get("original_status", OriginalStatus.DEAD)).strip().lower()
    if status not in list(OriginalStatus):
        known = [one.value for one in OriginalStatus]
        hint = did_you_mean(status, known) or f"; use one of {', '.join(known)}"
        raise OriginalError("original_status", f'unknown Original_Status "{status}"{hint}')
    url = str(fields.get("original_url", "")).strip()
    if not url:
        return None
    return Original(url, OriginalStatus(status), str(fields.get("archived_url", "")).strip())
