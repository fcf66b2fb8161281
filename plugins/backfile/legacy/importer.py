"""Received files → story files in the archive: original kept, partner recorded, ledger written."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile.errors import BackfileError
from backfile.files import write_atomically
from backfile.legacy.decode import Decoded, decode
from backfile.legacy.story_file import Repair, repairs, story_file
from backfile.legacy.text import ReceivedStory, recognise
from backfile.partners.credit import credit_text
from backfile.partners.registry import Partner
from backfile.story.chronology import tell
from backfile.story.model import Dateline, Section, Story
from backfile.story.opening import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import time
    from zoneinfo import ZoneInfo

    from backfile.partners.registry import Registry

_DATED_NAME = re.compile(r"^(\d{4}-\d{2}-\d{2})(?!\d)")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml|rss|head|body)\b", re.IGNORECASE)
_DIGEST = re.compile(rb"(?im)^original_sha256:[ \t]*([0-9a-f]{64})")
LONGEST_SLUG = 80


class ImportRefusedError(BackfileError):
    """A file that cannot become a story; nothing was written for it."""


class Outcome(StrEnum):
    """What an import did to the story file."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    EDITED = "edited since, left alone"


@dataclass(frozen=True, slots=True)
class Archive:
    """Where an import writes, and what the site says of stories.

    `slugify` turns a title into a file name, `dateline` a day and a time into the story's.
    `known` has the story file of each original's SHA-256, and grows with what is imported.
    """

    content: Path
    partner_path: str
    registry: Registry
    dateline: Callable[[date, time | None, ZoneInfo], Dateline]
    slugify: Callable[[str], str]
    known: dict[str, Path]


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who imports says of the files; `day` None leaves it to the file's name."""

    zone: ZoneInfo
    day: date | None = None
    clock: time | None = None
    partner: str = ""
    title: str = ""
    encoding: str = ""
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one file: the story's path and what was recognised, inferred and repaired."""

    source: Path
    story: Path
    outcome: Outcome
    recognised: tuple[str, ...]
    inferred: tuple[str, ...]
    repaired: tuple[Repair, ...]
    new_partner: Path | None = None
    new_partner_title: str = ""


@dataclass
class _Attribution:
    """Whose story it is, and how that was found out."""

    partner: Partner | None = None
    is_new: bool = False
    lost: str = ""
    repaired: list[Repair] = field(default_factory=list)


def import_file(source: Path, archive: Archive, options: Options) -> Result:
    """Import the text file *source* as a story.

    Writes, each whole or not at all: the original, the partner's record where there is none, the
    story, the ledger. The same file twice changes nothing; a story that was edited since is left
    alone. Raises ImportRefusedError (or another BackfileError), with nothing written.
    """
    data = _read(source)
    decoded = decode(data, options.encoding or None)
    if _MARKUP.match(decoded.text):
        raise ImportRefusedError("this is HTML or XML; only plain text can be imported today")
    day, day_inferred = _day(source, options)
    dateline = archive.dateline(day, options.clock, options.zone)
    received = recognise(
        decoded.text, archive.registry, options.title, day_first=dateline.day_first
    )
    attribution = _attribution(received, archive, options)
    digest = hashlib.sha256(data).hexdigest()
    original = Path("originals") / digest[:2] / f"{digest}{_suffix(source)}"
    text = story_file(received, _fields(day, options, attribution, original, digest)).encode()
    told = _told(received, dateline)
    path, outcome = _place(archive, received, day, digest, text)
    inferred = day_inferred + _inferences(told)
    done = [*_decoding_repairs(decoded), *attribution.repaired, *repairs(received)]
    written = outcome is not Outcome.EDITED
    added = attribution.partner if attribution.is_new and written else None
    result = Result(
        source=source,
        story=path,
        outcome=outcome,
        recognised=tuple(_recognised(received, decoded)),
        inferred=tuple(inferred),
        repaired=tuple(done),
        new_partner=archive.content / added.source if added else None,
        new_partner_title=added.title if added else "",
    )
    if not options.dry_run:
        _write(archive, result, _Files(data, original, digest, text))
    return result


def _read(source: Path) -> bytes:
    try:
        return source.read_bytes()
    except OSError as error:
        raise ImportRefusedError(f"cannot be read: {error.strerror}") from error


def _suffix(source: Path) -> str:
    suffix = source.suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ".txt"


def _day(source: Path, options: Options) -> tuple[date, list[str]]:
    """Return the story's day: the option's, else the one its file is named after."""
    if options.day is not None:
        return options.day, []
    named = _DATED_NAME.match(source.name)
    try:
        day = date.fromisoformat(named[1]) if named else None
    except ValueError:
        day = None
    if day is None:
        raise ImportRefusedError("the text has no date of its own; name one with --date 2014-06-16")
    return day, [f"the date {day.isoformat()} is taken from the file's name"]


def _attribution(received: ReceivedStory, archive: Archive, options: Options) -> _Attribution:
    """Find the partner: from the credit lines, else from the option; a lost name is not guessed."""
    found = _Attribution()
    spelt = {one.partner.casefold(): one.partner for one in received.credits if one.partner}
    names = list(spelt.values())
    if options.partner:
        found.partner = archive.registry[options.partner]
    elif len(names) > 1:
        raise ImportRefusedError(
            f'its credit lines name two partners, "{names[0]}" and "{names[1]}"; '
            "say which it is with --partner"
        )
    elif names:
        found.partner = archive.registry.named(names[0])
        if found.partner is None:
            found.partner, found.is_new = _new_partner(names[0], archive), True
    elif received.credits:
        found.lost = received.credits[0].sentence
    partner = found.partner
    for credit in received.credits:
        after = credit_text(partner) if partner else f"Partner_Lost: {credit.sentence}"
        kind = "credit-line" if credit.partner else "lost-partner"
        found.repaired.append(Repair(kind, credit.sentence, after))
    return found


def _new_partner(name: str, archive: Archive) -> Partner:
    slug = short_slug(archive.slugify(name)) or "partner"
    taken = {partner.slug for partner in archive.registry}
    unique = next(one for one in _numbered(slug) if one not in taken)
    return Partner(slug=unique, title=name, source=f"{archive.partner_path}/{unique}.md")


def _fields(
    day: date, options: Options, attribution: _Attribution, original: Path, digest: str
) -> dict[str, str]:
    clock = f" {options.clock:%H:%M}" if options.clock else ""
    return {
        "Date": f"{day.isoformat()}{clock}",
        "Timezone": options.zone.key,
        "Partner": attribution.partner.slug if attribution.partner else "",
        "Partner_Lost": attribution.lost,
        "Original_File": original.as_posix(),
        "Original_SHA256": digest,
    }


def _told(received: ReceivedStory, dateline: Dateline) -> Story:
    sections = [Section(update.opening, update.line) for update in received.updates]
    return tell(sections, dateline)


def _inferences(story: Story) -> list[str]:
    """Return what a reader of the summary should know; troubles are for `check` and the build."""
    lines = [f"{doubt.reason} [{doubt.code}]" for doubt in story.doubts]
    for update in story.updates:
        lines += [f"{one.reason} [{one.code}]" for one in update.inferences]
    lines += [f"{trouble.message} [{trouble.code}]" for trouble in story.troubles]
    return lines


def _decoding_repairs(decoded: Decoded) -> list[Repair]:
    done = []
    if decoded.encoding != "UTF-8":
        done.append(Repair("encoding", decoded.encoding, "UTF-8"))
    if decoded.end_mark:
        done.append(Repair("end-of-file-mark", decoded.end_mark, ""))
    return done


def _recognised(received: ReceivedStory, decoded: Decoded) -> Iterator[str]:
    yield f"title: {received.title}"
    if received.standfirst:
        yield f"standfirst: {received.standfirst}"
    for credit in received.credits:
        yield f"credit line: {credit.sentence}"
    if received.lead:
        count = len(received.lead)
        yield f"lead: {count} paragraph{'' if count == 1 else 's'}"
    for update in received.updates:
        kind = "" if update.opening.kind is Kind.UPDATE else f" ({update.opening.kind.value})"
        headline = f", headline: {update.headline}" if update.headline else ""
        yield f"line {update.line}: {update.opening.printed}{kind}{headline}"
    yield f"encoding: {decoded.encoding}"


def _place(
    archive: Archive, received: ReceivedStory, day: date, digest: str, text: bytes
) -> tuple[Path, Outcome]:
    """Return where the story stands or will stand, and what is to be done there."""
    existing = archive.known.get(digest)
    if existing is None or not existing.exists():
        folder = archive.content / "stories" / f"{day:%Y}" / f"{day:%m}"
        slug = short_slug(archive.slugify(received.title)) or f"story-{digest[:8]}"
        free = (folder / f"{name}.md" for name in _numbered(slug))
        return next(path for path in free if not path.exists()), Outcome.WRITTEN
    current = existing.read_bytes()
    if current == text:
        return existing, Outcome.UNCHANGED
    as_written = _ledger(archive, digest).get("story_sha256")
    untouched = as_written == hashlib.sha256(current).hexdigest()
    return existing, Outcome.WRITTEN if untouched else Outcome.EDITED


def stories_by_original(folder: Path) -> dict[str, Path]:
    """Return the story file of each original's SHA-256, wherever in *folder* it was moved."""
    known: dict[str, Path] = {}
    for path in sorted(folder.rglob("*.md")):
        with path.open("rb") as file:
            found = _DIGEST.search(file.read(8192))
        if found:
            known.setdefault(found[1].decode().lower(), path)
    return known


def _ledger_path(archive: Archive, digest: str) -> Path:
    return archive.content / "originals" / digest[:2] / f"{digest}.json"


def _ledger(archive: Archive, digest: str) -> dict[str, Any]:
    try:
        ledger: dict[str, Any] = json.loads(_ledger_path(archive, digest).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return ledger


@dataclass(frozen=True, slots=True)
class _Files:
    """What is to be written: the original, its place and SHA-256, the story."""

    data: bytes
    original: Path
    digest: str
    story: bytes


def _write(archive: Archive, result: Result, files: _Files) -> None:
    """Write what the story names before the story, and the ledger, which vouches for it, last."""
    kept = archive.content / files.original
    if not kept.exists() or kept.read_bytes() != files.data:
        write_atomically(kept, files.data)
    if result.outcome is Outcome.EDITED:
        return
    if result.new_partner is not None and not result.new_partner.exists():
        write_atomically(result.new_partner, f"Title: {result.new_partner_title}\n".encode())
    if result.outcome is Outcome.WRITTEN:
        write_atomically(result.story, files.story)
        archive.known[files.digest] = result.story
    elif _ledger(archive, files.digest):
        return
    ledger = {
        "original": {
            "name": result.source.name,
            "file": files.original.as_posix(),
            "sha256": files.digest,
        },
        "story": result.story.relative_to(archive.content).as_posix(),
        "story_sha256": hashlib.sha256(files.story).hexdigest(),
        "recognised": list(result.recognised),
        "inferred": list(result.inferred),
        "repaired": [asdict(repair) for repair in result.repaired],
    }
    written = (json.dumps(ledger, ensure_ascii=False, indent=2) + "\n").encode()
    write_atomically(_ledger_path(archive, files.digest), written)


def _numbered(slug: str) -> Iterator[str]:
    yield slug
    number = 2
    while True:
        yield f"{slug}-{number}"
        number += 1


def short_slug(slug: str) -> str:
    """Return *slug* cut at a word, short enough for every file system."""
    slug = slug.strip("-")
    if len(slug) <= LONGEST_SLUG:
        return slug
    return slug[:LONGEST_SLUG].rpartition("-")[0] or slug[:LONGEST_SLUG]
