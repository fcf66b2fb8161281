"""`invoke import`: received files into the archive, with a report of what was done."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican.utils import slugify

from backfile.build.site import site_settings
from backfile.errors import BackfileError, UsageError
from backfile.legacy.decode import codec_name
from backfile.legacy.importer import (
    Archive,
    Options,
    Outcome,
    Result,
    import_file,
    stories_by_original,
)
from backfile.partners.registry import Registry
from backfile.reading.dateline import MetadataError, parse_date
from backfile.reading.reader import shown_path
from backfile.reading.site import load_partners
from backfile.settings import read_settings, unknown_zone, zone_called
from backfile.story.model import Dateline

if TYPE_CHECKING:
    from collections.abc import Sequence
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
    archive = _archive(settings, backfile)
    _check_names(options, archive)
    counts: Counter[str] = Counter()
    for source in sources:
        try:
            result = import_file(source, archive, options)
        except BackfileError as error:
            print(f"{shown_path(source)}: {error}", file=sys.stderr)
            counts["refused"] += 1
            continue
        print(report(result, dry_run=options.dry_run))
        counts[result.outcome.value] += 1
        if result.new_partner is not None and not options.dry_run:
            archive = replace(archive, registry=_registry(archive))
    if len(sources) > 1:
        print(", ".join(f"{count} {what}" for what, count in counts.items()), file=sys.stderr)
    return 1 if counts["refused"] or counts[Outcome.EDITED.value] else 0


def find_sources(words: str, more: str = "") -> list[Path]:
    """Return the files that the command line names: paths, quoted patterns, folders of texts.

    Raises UsageError where a word names nothing.
    """
    found: list[Path] = []
    for word in [*_words(words), *_words(more)]:
        paths = [Path(word)] if _exists(word) else _matching(word)
        if not paths:
            raise UsageError(f"{word}: no such file or folder")
        for path in paths:
            found += sorted(filter(_is_text, path.rglob("*"))) if path.is_dir() else [path]
    if not found:
        raise UsageError(f"{words}: there is no .txt file in this folder")
    return list(dict.fromkeys(found))


def _words(line: str) -> list[str]:
    """Return the paths in *line*: all of it where it names something as it stands."""
    if _exists(line) or _matching(line):
        return [line]
    try:
        return shlex.split(line)
    except ValueError:
        return [line]


def _exists(word: str) -> bool:
    try:
        return bool(word) and Path(word).exists()
    except OSError:  # many names in one string are too long for one
        return False


def _matching(pattern: str) -> list[Path]:
    path = Path(pattern)
    below = path.relative_to(path.anchor)
    try:
        return sorted(Path(path.anchor).glob(str(below))) if below != Path() else []
    except OSError:
        return []


def _is_text(path: Path) -> bool:
    return path.suffix.lower() == ".txt" and path.is_file()


def _check_names(options: Options, archive: Archive) -> None:
    """Find out before the first file what the call names wrongly. Raises UsageError."""
    try:
        if options.partner:
            archive.registry[options.partner]
        if options.encoding:
            codec_name(options.encoding)
    except BackfileError as error:
        raise UsageError(str(error)) from None


def report(result: Result, *, dry_run: bool) -> str:
    """Return what *result* did, in lines for people."""
    verb = f"would be {result.outcome.value}" if dry_run else result.outcome.value
    lines = [f"{shown_path(result.source)} -> {shown_path(result.story)} ({verb})"]
    if result.outcome is Outcome.UNCHANGED:
        return lines[0]
    if result.outcome is Outcome.EDITED:
        lines.append(
            "  this story was edited after its import; to import anew, move it out of the stories"
        )
    lines += [f"  recognised  {one}" for one in result.recognised]
    lines += [f"  inferred    {one}" for one in result.inferred]
    for repair in result.repaired:
        lines.append(f"  repaired    {repair.kind}: {repair.before!r} -> {repair.after!r}")
    if result.new_partner is not None:
        written = "would be written" if dry_run else "was written"
        lines.append(
            f"  new partner {shown_path(result.new_partner)} {written} with its name alone; "
            "add what you know of it"
        )
    return "\n".join(lines)


def _options(backfile: Settings, given: dict[str, Any]) -> Options:
    zone = parse_zone(given.get("timezone") or "", backfile.timezone)
    day, clock = parse_moment(given.get("date") or "", zone)
    return Options(
        zone=zone,
        day=day,
        clock=clock,
        partner=given.get("partner") or "",
        title=given.get("title") or "",
        encoding=given.get("encoding") or "",
        dry_run=bool(given.get("dry_run")),
    )


def parse_moment(text: str, zone: ZoneInfo) -> tuple[date | None, time | None]:
    """Read `--date`: a day, and a time of day where one is given; an offset is told in *zone*.

    Raises UsageError.
    """
    if not text:
        return None, None
    try:
        moment, has_time = parse_date(text)
        if moment.tzinfo is not None:
            moment = moment.astimezone(zone)
    except (MetadataError, OverflowError) as error:
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

    content = Path(settings["PATH"])
    known = stories_by_original(content / "stories")
    archive = Archive(content, backfile.partner_path, Registry({}), dateline, slug, known)
    return replace(archive, registry=_registry(archive))


def _registry(archive: Archive) -> Registry:
    registry, faults = load_partners(archive.content / archive.partner_path)
    if faults:
        raise BackfileError("\n".join(map(str, faults)))
    return registry


def now_in(zone: ZoneInfo) -> datetime:
    """Return the present minute in *zone*."""
    return datetime.now(UTC).astimezone(zone).replace(second=0, microsecond=0)
