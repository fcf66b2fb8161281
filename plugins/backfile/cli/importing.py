"""`invoke import`: imports received files into the archive, and reports what was done."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from functools import partial
from glob import has_magic
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile.cli.progress import progress
from backfile.config.read_settings import read_settings
from backfile.config.site_settings import site_settings
from backfile.errors import BackfileError, UsageError, say
from backfile.fidelity.originals import new_version
from backfile.files.containment import is_utf8, printable
from backfile.importers.destination import ImportTarget
from backfile.importers.detection import sources, sources_of
from backfile.importers.folder import files_in, left_out_of
from backfile.importers.formats.format import module_of
from backfile.importers.options import Call
from backfile.importers.packed import as_named
from backfile.importers.pipeline import DumpSource, RunOptions, run
from backfile.importers.recipe import FORMATS, Recipe, read_recipe
from backfile.importers.story_writer import Outcome
from backfile.importers.summary import write_summary
from backfile.reading.concerns import is_language_tag
from backfile.reading.dateline import moment_of
from backfile.reading.reader import shown_path
from backfile.reading.site import load_partners
from backfile.story.dates import MetadataError
from backfile.text.decoding import codec_name
from backfile.text.slugs import title_slug
from backfile.text.timezones import unknown_zone, zone_called
from backfile.workers.pool import Workers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from backfile.config.settings import Settings
    from backfile.importers.convert import Done
    from backfile.importers.dump_items import Item
    from backfile.importers.summary import ImportSummary
    from backfile.partners.registry import Registry

# Up to so many bytes a source is imported by this process: others take a second to begin.
SMALL = 400_000
# No path has so many parts: it is a line of many paths.
_DEEPEST = 200


def import_files(
    paths: Sequence[Path], *, conf: str, content: str | None = None, **given: Any
) -> int:
    """Import *paths*, print what was done, and return the exit status.

    *given*: `format`, `recipe`, `date`, `timezone`, `lang`, `partner`, `title`, `encoding`,
    `media`, `comments`, `private`, `workers`, `dry_run` as on the command line; `media` is a
    sequence of folders. 0 when all is well, 1 where something was quarantined or a new version put
    beside an edited story. Raises UsageError.
    """
    backfile = read_settings(site_settings(conf, content=content))
    recipe = read_recipe(Path(given["recipe"])) if given.get("recipe") else Recipe()
    format_name = _format(given.get("format") or recipe.format or "auto")
    archive = _archive(backfile)
    call = replace(_call(backfile, recipe, archive, given), lang=backfile.lang)
    is_well = True
    for source in _sources(paths, format_name):
        teller = _ImportTeller(source.path, archive, dry_run=bool(given.get("dry_run")))
        with progress(source.path.name) as watch:
            options = RunOptions(
                workers=_workers(source, given.get("workers") or 0),
                watch=watch,
                tell=teller,
                journals=backfile.cache / "import",
                dry_run=bool(given.get("dry_run")),
            )
            summary = run(source, call, archive, options)
        is_well &= summary.is_well
        if not (teller.reported or _is_held(summary, source, dry_run=options.dry_run)):
            _conclude(summary, archive, options)
    return 0 if is_well else 1


def _is_held(summary: ImportSummary, source: DumpSource, *, dry_run: bool) -> bool:
    """Tell of a file that is in quarantine as a whole why it is, and say whether it is."""
    if not (source.path.is_file() and summary.items == len(summary.held) == 1):
        return False
    (held,) = summary.held
    place = f", {held.place}" if held.place else ""
    kept = "" if dry_run or not held.kept else f" (kept as {held.kept})"
    say(f"{shown_path(as_named(source.path))}{place}: {held.why}{kept}")
    return True


def _conclude(summary: ImportSummary, archive: ImportTarget, options: RunOptions) -> None:
    """Print what came of a dump, and write it."""
    print("\n".join(summary.lines()))
    if not options.dry_run:
        print(f"  the full report: {shown_path(write_summary(summary, archive.content))}")


def _sources(paths: Sequence[Path], format_name: str) -> Iterator[DumpSource]:
    for path in paths:
        left_out = tuple(left_out_of(path)) if path.is_dir() else ()
        nothing = True
        # One after the other: what an archive holds is there until the next source is asked for.
        for name, one in sources(path) if format_name == "auto" else sources_of(path, format_name):
            nothing = False
            if name not in ("text", "html") and not is_utf8(one.absolute()):
                raise UsageError(f"{shown_path(one)}: has a name that is not UTF-8; rename it")
            # Once, however many formats are in the folder.
            yield DumpSource(one, name, left_out)
            left_out = ()
        if nothing:
            kind = "folder" if path.is_dir() else "archive"
            why = f"{shown_path(path)}: there is nothing in this {kind} that can be imported"
            raise UsageError("\n".join([why, *(f"  {one.kind}: {one.why}" for one in left_out)]))


def _workers(source: DumpSource, wanted: int) -> Workers:
    """Return those that import *source*, *wanted* if that is more than 0."""
    modules = ("backfile.importers.convert", module_of(source.format))
    return Workers(_count(source.path, wanted), modules)


def _count(path: Path, wanted: int) -> int:
    """Return by how many processes *path* is imported."""
    if wanted:
        return max(1, wanted)
    size = 0
    for file in files_in(path) if path.is_dir() else [path]:
        size += file.stat().st_size
        if size > SMALL:
            return os.cpu_count() or 1
    return 1


def _format(name: str) -> str:
    if name not in FORMATS:
        raise UsageError(f'unknown format "{name}"; use one of {", ".join(FORMATS)}')
    return name


def find_sources(line: str, more: str = "") -> list[Path]:
    """Return the files and folders that `invoke import` is given, several in one *line*.

    Raises UsageError where a word names nothing.
    """
    return named_sources([*_words(line), *_words(more)])


def named_sources(words: Sequence[str]) -> list[Path]:
    """Return the files and folders that *words* name, each by path or quoted pattern.

    Raises UsageError where a word names nothing.
    """
    found: list[Path] = []
    for word in words:
        paths = [Path(word)] if _exists(word) else _matching(word)
        if not paths:
            raise UsageError(f"{printable(word)}: no such file or folder")
        for path in paths:
            if not path.is_file() and not path.is_dir():
                reason = "is neither a file nor a folder, and nothing else can be imported"
                raise UsageError(f"{shown_path(path)}: {reason}")
        found += paths
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
    if not has_magic(pattern) or len(path.parts) > _DEEPEST:
        return []
    try:
        return sorted(Path(path.anchor).glob(str(below))) if below != Path() else []
    except OSError:
        return []


@dataclass(frozen=True, slots=True)
class _ImportTeller:
    """Prints what came of each item: of a file all, of a dump only what is to be looked at.

    `reported` are the stories of which it printed all.
    """

    path: Path
    archive: ImportTarget
    dry_run: bool
    told: set[Path] = field(default_factory=set)
    reported: list[str] = field(default_factory=list)

    def __call__(self, item: Item, done: Done) -> None:
        if self.path.is_file() and not item.place:
            self.reported.append(done.story)
            print(report(item, done, self.archive, dry_run=self.dry_run))
        elif done.new_partner is not None and done.new_partner not in self.told:
            self.told.add(done.new_partner)
            print(_new_partner(done.new_partner, dry_run=self.dry_run).strip())


def report(item: Item, done: Done, archive: ImportTarget, *, dry_run: bool) -> str:
    """Return what was *done* with *item*, in lines for people."""
    story = archive.content / done.story
    verb = f"would be {done.outcome.value}" if dry_run else done.outcome.value
    lines = [f"{shown_path(as_named(Path(item.source)))} -> {shown_path(story)} ({verb})"]
    if done.outcome in (Outcome.UNCHANGED, Outcome.KEPT):
        return lines[0]
    if done.outcome is Outcome.BESIDE:
        beside = shown_path(new_version(story))
        lines.append(f"  the new version is {beside}; merge the two by hand, then delete it")
    lines += [f"  recognised  {one}" for one in done.notes.recognised]
    lines += [f"  inferred    {one}" for one in done.notes.inferred]
    for repair in done.notes.repaired:
        lines.append(f"  repaired    {repair.kind}: {repair.before!r} -> {repair.after!r}")
    for dropped in done.notes.dropped:
        text = f": {_short(dropped.text)!r}" if dropped.text else ""
        lines.append(f"  dropped     {dropped.kind}, {dropped.why}{text}")
    lines += [f"  look at     {one}" for one in done.notes.warned]
    if done.new_partner is not None:
        lines.append(_new_partner(done.new_partner, dry_run=dry_run))
    return "\n".join(lines)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 70 else f"{text[:69]}…"


def _new_partner(record: Path, *, dry_run: bool) -> str:
    written = "would be written" if dry_run else "was written"
    return (
        f"  new partner {shown_path(record)} {written} with only its name; "
        "add what you know about it"
    )


def _call(backfile: Settings, recipe: Recipe, archive: ImportTarget, given: dict[str, Any]) -> Call:
    """Return what the person who imports says: on the command line, else in the recipe."""
    zone = parse_zone(given.get("timezone") or recipe.timezone, backfile.timezone)
    day, clock = parse_moment(given.get("date") or "", zone)
    registry = _registry(archive, backfile)
    partner = given.get("partner") or recipe.partner
    encoding = given.get("encoding") or recipe.encoding
    try:
        if partner:
            partner = registry[partner].slug
        if encoding:
            codec_name(encoding)
    except BackfileError as error:
        raise UsageError(str(error)) from None
    lang = given.get("lang") or recipe.lang
    if lang and not is_language_tag(lang):
        raise UsageError(f'--lang "{lang}" is no language tag; write one such as en or pt-BR')
    media = (*given.get("media", ()), *recipe.media)
    for folder in media:
        if not Path(folder).is_dir():
            raise UsageError(f"--media {folder}: there is no such folder")
    return Call(
        zone=zone,
        recipe=recipe,
        source_order=backfile.source_order,
        stated_lang=lang,
        day=day,
        clock=clock,
        day_first=backfile.stamp_day_first if recipe.day_first is None else recipe.day_first,
        partner=partner,
        title=given.get("title") or "",
        encoding=encoding,
        partners=tuple(registry),
        comments=bool(given.get("comments")),
        private=bool(given.get("private")),
        media=tuple(str(Path(folder).resolve()) for folder in media),
    )


def parse_moment(text: str, zone: ZoneInfo) -> tuple[date | None, time | None]:
    """Read `--date`: a day, and a time of day where one is given; an offset is told in *zone*.

    Raises UsageError.
    """
    if not text:
        return None, None
    try:
        moment, has_time = moment_of("date", text, zone)
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


def _archive(backfile: Settings) -> ImportTarget:
    return ImportTarget(
        content=backfile.content,
        partner_path=backfile.partner_path,
        slugify=partial(
            title_slug, substitutions=backfile.slug_rules, japanese=backfile.is_japanese
        ),
        stories=backfile.story_folder,
        pages=backfile.page_folder,
        read_from=(*backfile.article_paths, *backfile.page_paths),
    )


def _registry(archive: ImportTarget, backfile: Settings) -> Registry:
    folder = archive.content / archive.partner_path
    registry, faults = load_partners(folder, backfile.story_fields)
    if faults:
        raise BackfileError("\n".join(map(str, faults)))
    return registry


def now_in(zone: ZoneInfo) -> datetime:
    """Return the present minute in *zone*."""
    return datetime.now(UTC).astimezone(zone).replace(second=0, microsecond=0)
