"""`invoke import`: received files into the archive, with a report of what was done."""

from __future__ import annotations

import shlex
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican.utils import slugify

from backfile.build.site import site_settings
from backfile.cli.running import UsageError
from backfile.errors import BackfileError
from backfile.legacy.importer import Archive, Options, Outcome, Result, import_file
from backfile.reading.dateline import MetadataError, parse_date
from backfile.reading.reader import shown_path
from backfile.reading.site import load_partners
from backfile.settings import read_settings, unknown_zone, zone_called
from backfile.story.model import Dateline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from backfile.settings import Settings


FORMATS = ("auto", "text")


def import_files(
    sources: Sequence[Path], *, conf: str, content: str | None = None, **given: Any
) -> int:
    """Import *sources*, print what was done, and return the exit status.

    *given*: `date`, `timezone`, `partner`, `title`, `encoding`, `dry_run` as on the command line.
    0 when all is well, 1 where a file was refused or a story left alone. Raises UsageError.
    """
    if given.get("format", "auto") not in FORMATS:
        raise UsageError(f'unknown format "{given["format"]}"; use one of {", ".join(FORMATS)}')
    settings = site_settings(conf, content=content)
    backfile = read_settings(settings)
    options = _options(backfile, given)
    status = 0
    for source in sources:
        archive = _archive(settings, backfile)
        try:
            result = import_file(source, archive, options)
        except BackfileError as error:
            print(f"{shown_path(source)}: {error}", file=sys.stderr)
            status = 1
            continue
        print(report(result, dry_run=options.dry_run))
        status = status or (1 if result.outcome is Outcome.EDITED else 0)
    return status


def find_sources(words: str, more: str = "") -> list[Path]:
    """Return the files that the command line names: paths, quoted patterns, folders of .txt.

    Raises UsageError where a word names nothing.
    """
    named = [words] if Path(words).exists() else shlex.split(words)
    found: list[Path] = []
    for word in [*named, *shlex.split(more)]:
        paths = [Path(word)] if Path(word).exists() else sorted(_matching(word))
        if not paths:
            raise UsageError(f"{word}: no such file or folder")
        for path in paths:
            found += sorted(path.rglob("*.txt")) if path.is_dir() else [path]
    if not found:
        raise UsageError(f"{words}: there is no .txt file in this folder")
    return list(dict.fromkeys(found))


def _matching(pattern: str) -> Iterator[Path]:
    path = Path(pattern)
    return Path(path.anchor).glob(str(path.relative_to(path.anchor)))


def report(result: Result, *, dry_run: bool) -> str:
    """Return what *result* did, in lines for people."""
    verb = f"would be {result.outcome.value}" if dry_run else result.outcome.value
    lines = [f"{shown_path(result.source)} -> {shown_path(result.story)} ({verb})"]
    if result.outcome is Outcome.EDITED:
        lines.append("  this story was edited after its import; to import anew, move it away")
    lines += [f"  recognised  {one}" for one in result.recognised]
    lines += [f"  inferred    {one}" for one in result.inferred]
    for repair in result.repaired:
        lines.append(f"  repaired    {repair.kind}: {repair.before!r} -> {repair.after!r}")
    if result.new_partner is not None:
        lines.append(
            f"  new partner {shown_path(result.new_partner)} was written with its name alone; "
            "add what you know of it"
        )
    return "\n".join(lines)


def _options(backfile: Settings, given: dict[str, Any]) -> Options:
    day, clock = parse_moment(given.get("date") or "")
    return Options(
        zone=parse_zone(given.get("timezone") or "", backfile.timezone),
        day=day,
        clock=clock,
        partner=given.get("partner") or "",
        title=given.get("title") or "",
        encoding=given.get("encoding") or "",
        dry_run=bool(given.get("dry_run")),
    )


def parse_moment(text: str) -> tuple[date | None, time | None]:
    """Read `--date`: a day, and a time of day where one is given. Raises UsageError."""
    if not text:
        return None, None
    try:
        moment, has_time = parse_date(text)
    except MetadataError as error:
        raise UsageError(f"--date: {error}") from None
    return moment.date(), moment.time() if has_time else None


def parse_zone(name: str, default: ZoneInfo) -> ZoneInfo:
    """Read `--timezone`. Raises UsageError."""
    if not name:
        return default
    zone = zone_called(name)
    if zone is None:
        raise UsageError(f"--timezone: {unknown_zone(name)}")
    return zone


def _archive(settings: dict[str, Any], backfile: Settings) -> Archive:
    content = Path(settings["PATH"])
    registry, faults = load_partners(content / backfile.partner_path)
    if faults:
        raise BackfileError("\n".join(map(str, faults)))

    def dateline(day: date, clock: time | None, zone: ZoneInfo) -> Dateline:
        return Dateline(
            zone=zone,
            day=day,
            clock=clock,
            page_order=backfile.update_order,
            default_source_order=backfile.source_order,
            day_first=backfile.stamp_day_first,
        )

    def slug(title: str) -> str:
        return str(slugify(title, regex_subs=settings["SLUG_REGEX_SUBSTITUTIONS"]))

    return Archive(content, backfile.partner_path, registry, dateline, slug)


def now_in(zone: ZoneInfo) -> datetime:
    """Return the present minute in *zone*."""
    return datetime.now(UTC).astimezone(zone).replace(second=0, microsecond=0)
