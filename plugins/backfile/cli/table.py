"""`backfile table`: writes fields of all stories as a table, and applies one that was edited."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.config.read_settings import read_settings
from backfile.config.site_settings import site_settings
from backfile.errors import BackfileError, UsageError, did_you_mean, say
from backfile.files.writing import write_atomically
from backfile.reading.reader import shown_path
from backfile.reading.site import load_partners
from backfile.spreadsheet.apply import apply_changes
from backfile.spreadsheet.csv_table import DELIMITERS, TableError, read_table
from backfile.spreadsheet.export import FIELDS, chosen_fields, read_stories, table_of
from backfile.spreadsheet.plan import plan_changes, tabled_stories

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backfile.config.settings import Settings
    from backfile.spreadsheet.plan import TablePlan


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """The options of `table`.

    `fields` are names of fields, perhaps several in one entry with commas between them; `output`
    is the file of the table, empty for standard output; `delimiter` is one of DELIMITERS. `apply`
    is a table to be applied instead, which `dry_run` only shows.
    """

    fields: Sequence[str] = ()
    output: str = ""
    delimiter: str = "comma"
    apply: str = ""
    dry_run: bool = False


def run_table(conf: str, *, content: str = "", options: TableOptions) -> int:
    """Write a table, or apply one; return 1 where it has faults, else 0.

    Raises UsageError for options that contradict each other, and BackfileError where nothing could
    be written.
    """
    if options.apply and (options.fields or options.output):
        raise UsageError("--apply takes the fields from the table; leave out --fields and --output")
    if options.dry_run and not options.apply:
        raise UsageError("--dry-run shows what --apply would change; name the table with --apply")
    if options.delimiter not in DELIMITERS:
        hint = did_you_mean(options.delimiter, DELIMITERS)
        known = ", ".join(DELIMITERS)
        raise UsageError(f'--delimiter: there is no "{options.delimiter}"; use {known}{hint}')
    pelican_settings = site_settings(conf, content=content)
    settings = read_settings(pelican_settings)
    if not options.apply:
        return _write(settings, options)
    registry, _ = load_partners(settings.content / settings.partner_path, settings.story_fields)
    stories = tabled_stories(settings, pelican_settings, registry, _stories(settings))
    try:
        table = read_table(Path(options.apply).read_bytes())
        plan = plan_changes(table, options.apply, stories)
    except TableError as error:
        raise TableError(f"{options.apply}: {error}") from error
    return _apply(plan, settings, options)


def _write(settings: Settings, options: TableOptions) -> int:
    if options.output and os.path.lexists(options.output):
        raise UsageError(f"{options.output}: there is such a file already; name another")
    names = [one.strip() for entry in options.fields for one in entry.split(",") if one.strip()]
    fields = chosen_fields(names, settings) or FIELDS
    files = _stories(settings)
    data = table_of(files, fields, DELIMITERS[options.delimiter])
    if options.output:
        write_atomically(Path(options.output), data)
    else:
        sys.stdout.buffer.write(data)
    say(f"{_counted(len(files))}, with {', '.join(fields)}")
    return 0


def _apply(plan: TablePlan, settings: Settings, options: TableOptions) -> int:
    for change in plan.changes:
        print(change)
    if plan.faults:
        for fault in plan.faults:
            say(str(fault))
        say("nothing was written; correct the table, and apply it again")
        return 1
    if not plan.changes:
        say("the table changes nothing")
        return 0
    if options.dry_run:
        say(f"{_counted(len(plan.changes))} would change; nothing was written")
        return 0
    sys.stdout.flush()
    message = _message(plan, Path(options.apply).name)
    commit = apply_changes(plan.changes, settings.content, message)
    undo = f"; git revert {commit} takes it back" if commit else ""
    say(f"{_counted(len(plan.changes))} changed{undo}")
    return 0


def _message(plan: TablePlan, name: str) -> str:
    fields = dict.fromkeys(one.field for change in plan.changes for one in change.fields)
    return f"Change {_listed(fields)} of {_counted(len(plan.changes))} as {name} says"


def _listed(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _counted(stories: int) -> str:
    return "1 story" if stories == 1 else f"{stories:,} stories"


def _stories(settings: Settings) -> dict[str, bytes]:
    files, unread = read_stories(settings)
    for path in unread:
        say(f"{shown_path(settings.content / path)}: it is not in UTF-8, and is left out")
    if not files:
        raise BackfileError(f"{shown_path(settings.content)}: there are no stories here")
    return files
