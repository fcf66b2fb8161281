"""Stories that an archive has withdrawn: what their files state, and what is shown instead.

Rules: docs/stories.md, "Withdrawing a story".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from backfile.errors import FieldError, did_you_mean
from backfile.story.dates import MetadataError, parse_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

STATUS = "withdrawn"
# The fields of a withdrawn story, by their lower-case names, as people write them.
FIELDS = {
    "withdrawn": "Withdrawn",
    "reason": "Reason",
    "withdrawn_by": "Withdrawn_By",
    "withdrawn_title": "Withdrawn_Title",
}
# What stands in the place of a title that is withdrawn as well.
TITLE = "Withdrawn story"
_ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]*")
_LANG = "en"  # of the sentences here


class WithdrawalError(FieldError):
    """A field of a withdrawn story that cannot stand."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What an archive says of a story that it has withdrawn.

    `day` is when it did, `reason` why, in plain text, `by` who asked for it, empty where that is
    not stated. `keeps_title` tells whether the headline stays. `anchors` are the ids that the
    updates had. `original` is the SHA-256 of the original that the file states. `links` are the
    start tags of the links and pictures that the story had, by which the files that only it used
    are known.
    """

    day: date
    reason: str
    by: str = ""
    keeps_title: bool = True
    anchors: tuple[str, ...] = ()
    original: str = ""
    links: tuple[str, ...] = field(default=(), repr=False)


def is_withdrawn(fields: Mapping[str, object]) -> bool:
    """Tell whether *fields*, by their lower-case names, are those of a withdrawn story."""
    return _text(fields, "status").lower() == STATUS


def withdrawal_faults(fields: Mapping[str, object]) -> Iterator[WithdrawalError]:
    """Go through what is wrong with the withdrawal that *fields* state, by lower-case names.

    A field that is there without a value is left to others.
    """
    if not is_withdrawn(fields):
        for name in (one for one in FIELDS if one in fields):
            message = f'{FIELDS[name]} is stated without "Status: withdrawn"; add it, or delete'
            yield WithdrawalError(name, f"{message} {FIELDS[name]}")
        return
    for name, example in (
        ("withdrawn", "Withdrawn: 2026-03-05"),
        ("reason", "Reason: The person concerned asked for it."),
    ):
        if name not in fields:
            message = f'a withdrawn story states {FIELDS[name]}; add a line such as "{example}"'
            yield WithdrawalError("status", message)
    stated = _text(fields, "withdrawn_title").lower()
    if stated not in ("", "yes", "no"):
        hint = did_you_mean(stated, ("yes", "no")) or "; write yes or no"
        message = f'Withdrawn_Title "{stated}" is neither yes nor no{hint}'
        yield WithdrawalError("withdrawn_title", message)


def withdrawal_from_fields(fields: Mapping[str, object]) -> Withdrawal | None:
    """Return what *fields*, by their lower-case names, say of the withdrawal of a story.

    Returns None of a story that is not withdrawn, and where a field is at fault.
    """
    if not is_withdrawn(fields) or any(withdrawal_faults(fields)):
        return None
    try:
        day = parse_date(_text(fields, "withdrawn"))[0].date()
    except MetadataError:
        return None
    keeps_title = _text(fields, "withdrawn_title").lower() != "no"
    return Withdrawal(day, _text(fields, "reason"), _text(fields, "withdrawn_by"), keeps_title)


def ids_in(former_anchors: str) -> Iterator[str]:
    """Go through the ids that the field `Former_Anchors` of a withdrawn story names.

    Its text may be gone from the file, so they need not be those of an update.
    """
    for pair in former_anchors.split(","):
        words = pair.replace("=", " ").split()
        yield from (one for one in words[:1] if _ANCHOR.fullmatch(one))


def tombstone_html(withdrawal: Withdrawal, lang: str) -> str:
    """Return what the page of a withdrawn story in language *lang* shows, in a theme without words.

    Every id that an update had stays on the page, so that links to it still lead somewhere.
    """
    said_in = "" if lang.partition("-")[0] == _LANG else f' lang="{_LANG}"'
    day = withdrawal.day.isoformat()
    ids = "".join(f'<span id="{one}"></span>' for one in withdrawal.anchors)
    when = f'<time datetime="{day}">{day}</time>'
    asked = f" It was requested by: {escape(withdrawal.by, quote=False)}." if withdrawal.by else ""
    return (
        f'<div class="withdrawn">{ids}\n'
        f"<p{said_in}>This story was withdrawn from the archive on {when}.{asked}</p>\n"
        f"<p>{escape(withdrawal.reason, quote=False)}</p>\n</div>"
    )


def _text(fields: Mapping[str, object], name: str) -> str:
    return str(fields.get(name) or "").strip()
