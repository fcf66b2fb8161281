"""A story as JSON, for programs: the properties of its record.

schema/story.json, beside this file, and docs/data.md describe each property.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from backfile.story.model import Precision
from backfile.text.addresses import in_full

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backfile.outputs.provenance.provenance import Provenance
    from backfile.reading.cards import Term
    from backfile.reading.record import StoryRecord, UpdateRecord

FORMAT = 1
SCHEMA = "schema/story.json"  # below SITEURL
NAME = "story.json"
SCHEMAS = Path(__file__).parent / "schema"


class HasPage(Protocol):
    """Something with a page: a record, or a Pelican article."""

    @property
    def save_as(self) -> str:
        """Return the page's file in the output."""


def data_url(story: HasPage) -> str:
    """Return the address below SITEURL, and file in the output, of *story* as JSON.

    It lies beside the page: `ferry/story.json` for `ferry/index.html`, `ferry.json` for
    `ferry.html`.
    """
    folder, slash, page = story.save_as.rpartition("/")
    name = NAME if page == "index.html" else f"{page.rpartition('.')[0] or page}.json"
    return f"{folder}{slash}{name}"


def read_schema(name: str) -> dict[str, Any]:
    """Return the file *name* of the folder schema, beside this module."""
    data: dict[str, Any] = json.loads((SCHEMAS / name).read_text("utf-8"))
    return data


def schema(siteurl: str) -> dict[str, Any]:
    """Return the schema of `as_json` (JSON Schema 2020-12) as the site at *siteurl* has it."""
    stored = read_schema(NAME)
    return {"$id": in_full(siteurl, SCHEMA), **stored} if siteurl.startswith("http") else stored


def as_json(
    record: StoryRecord, siteurl: str, provenance: Provenance | None = None
) -> dict[str, Any]:
    """Return *record* as JSON has it, in the order of the schema; addresses are on *siteurl*.

    Every property is present; None means that nothing is known.
    """
    zone = ZoneInfo(record.timezone)
    card, partner, original = record.card, record.partner, record.original
    page = in_full(siteurl, record.url)
    return {
        "$schema": in_full(siteurl, SCHEMA),
        "format": FORMAT,
        "story": record.url,
        "url": page,
        "lang": record.lang,
        "title": record.title,
        "timezone": record.timezone,
        "page_order": record.page_order,
        "published": _known(record.published, zone),
        "modified": _known(record.modified, zone),
        "began": _known(record.began, zone),
        "ended": _known(record.ended, zone),
        "authors": _names(card.authors),
        "section": card.section.name if card.section else None,
        "topics": _names(card.topics),
        "continues": card.continues or None,
        "partner": partner
        and {
            "slug": partner.slug,
            "name": partner.title,
            "status": partner.status,
            "url": in_full(siteurl, card.partner.url) if card.partner else None,
        },
        "credit": record.credit or None,
        "copyright_holder": (partner and partner.copyright_holder) or None,
        "license": (partner and partner.license) or None,
        "original": original
        and {
            "url": original.url,
            "status": original.status,
            "archived_url": original.archived_url or None,
        },
        "received": {
            "file": record.original_file or None,
            "sha256": record.original_sha256 or None,
        }
        if record.original_file or record.original_sha256
        else None,
        "provenance": provenance and _provenance(provenance),
        "identifiers": [one.text for one in record.identifiers],
        "summary": record.summary or None,
        "summary_stated": record.summary_stated,
        "lead": record.lead or None,
        "updates": [_update(update, zone, page) for update in record.updates],
    }


def _provenance(one: Provenance) -> dict[str, Any]:
    return {
        "name": one.name or None,
        "place": one.place or None,
        "format": one.format or None,
        "encoding": one.encoding or None,
        "importer": one.importer or None,
        "repairs": [asdict(repair) for repair in one.repairs],
        "order": list(one.order),
    }


def json_bytes(data: Any) -> bytes:
    """Return *data* as the bytes of a JSON file (RFC 8259): UTF-8, a line for each property."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def known_time(time: str, zone: ZoneInfo) -> dict[str, str | None]:
    """Return the parts of *time*, an HTML `datetime`: an instant, a day, or nothing.

    `day` and `clock` are the date and the time of day in *zone*, the story's.
    """
    if "T" not in time:
        precision = Precision.DAY if time else Precision.ORDER
        return {
            "precision": precision,
            "instant": None,
            "utc": None,
            "day": time or None,
            "clock": None,
        }
    instant = datetime.fromisoformat(time)
    local = instant.astimezone(zone)
    return {
        "precision": Precision.MINUTE,
        "instant": time,
        "utc": instant.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "day": local.date().isoformat(),
        "clock": local.time().isoformat(),
    }


def _known(time: str, zone: ZoneInfo) -> dict[str, str | None] | None:
    return known_time(time, zone) if time else None


def _update(update: UpdateRecord, zone: ZoneInfo, page: str) -> dict[str, Any]:
    return {
        "anchor": update.anchor,
        "url": f"{page}#{update.anchor}",
        "kind": update.kind,
        "label": update.label or None,
        "printed": update.printed,
        "stamp": update.stamp or None,
        **known_time(update.time, zone),
        "flags": list(update.flags),
        "reasons": list(update.reasons),
        "corrects": update.corrects or None,
        "follows": update.follows,
        "authors": list(update.authors),
        "key": update.key or None,
        "headline": update.headline or None,
        "text": update.text or None,
    }


def _names(terms: Iterable[Term]) -> list[str]:
    return [term.name for term in terms]
