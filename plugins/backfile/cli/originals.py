"""`backfile originals`: asks whether originals still answer, and proposes what to state."""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from backfile import __version__
from backfile.cli.commands import PRODUCTION
from backfile.cli.progress import progress
from backfile.config.read_settings import read_settings
from backfile.config.site_settings import site_settings
from backfile.errors import UsageError, say
from backfile.files.writing import write_atomically
from backfile.link_check.asked import NAME, Asked
from backfile.link_check.guarded_http import Client, is_public
from backfile.link_check.originals import Questions, StatedOriginal
from backfile.link_check.pace import Pace
from backfile.partners.original import OriginalStatus
from backfile.reading.source import parse_source, text_of
from backfile.spreadsheet.cells import written_cell
from backfile.spreadsheet.csv_table import (
    DIGEST,
    FILE,
    REMARK,
    TableError,
    read_table,
    written_table,
)
from backfile.spreadsheet.export import digest_of_story, read_stories
from backfile.spreadsheet.field_lines import field_values
from backfile.story.dates import MetadataError, parse_date
from backfile.text.web_addresses import address_key, web_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backfile.config.settings import Settings
    from backfile.pipeline.watching import Watch

_COLUMNS = (FILE, DIGEST, "Title", "Original_URL", "Original_Status", "Archived_URL", REMARK)


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalsOptions:
    """The options of `originals`.

    `output` is the file of the table, empty for standard output. A host is asked once in `wait`
    seconds, and an address that has answered again after `days`. `archive` is the address of a
    service that knows copies, empty for none. `private` also asks addresses of private networks,
    `in_ci` asks even where the environment says CI.
    """

    output: str = ""
    wait: float = 2.0
    days: int = 30
    archive: str = ""
    private: bool = False
    in_ci: bool = False


def ask_originals(conf: str, *, content: str = "", options: OriginalsOptions) -> int:
    """Ask for all originals that are due, and write a table of what should be stated otherwise.

    `table --apply` takes that table. Raises UsageError in CI, unless it is told to ask there.
    """
    if os.environ.get("CI") and not options.in_ci:
        raise UsageError(
            "CI is set, and each run would ask the servers of others; add --in-ci if that is meant"
        )
    if options.output and os.path.lexists(options.output) and not _is_table(options.output):
        raise UsageError(f"{options.output}: it is a file that is no table; name another")
    if options.wait < 0 or options.days < 0:
        raise UsageError("--wait and --days are numbers from 0")
    if options.archive and not web_address(options.archive):
        raise UsageError(f'--archive: "{options.archive}" is no web address')
    settings = read_settings(site_settings(conf, content=content))
    settings = replace(settings, address=settings.address or _published_address())
    files, _ = read_stories(settings)
    # What this site answers itself says nothing of the original.
    own = address_key(settings.address)
    stated = [one for one in stated_originals(files) if not (own and _is_below(one.url, own))]
    asked = Asked(settings.cache / NAME)
    asked.read()
    today = datetime.now(UTC).date()
    client = _client(settings, options)
    questions = Questions(client, asked, today, options.archive)
    due = [one for one in stated if questions.is_due(one, options.days)]
    with progress("originals") as watch:
        questions.watch = partial(_tell, watch, len(due))
        questions.ask(due)
    data = _table(stated, asked)
    if options.output:
        write_atomically(Path(options.output), data)
    else:
        sys.stdout.buffer.write(data)
    _say_counts(stated, asked, len(due))
    return 0


def _published_address() -> str:
    """Return the address that the settings for publication state, empty where there are none."""
    if not Path(PRODUCTION).is_file():
        return ""
    return read_settings(site_settings(PRODUCTION)).address


def _is_table(file: str) -> bool:
    """Tell whether *file* has such a table, as an earlier run has written one there."""
    try:
        read_table(Path(file).read_bytes())
    except (TableError, OSError):
        return False
    return True


def _tell(watch: Watch, total: int, done: int) -> None:
    watch("asking", done, total)


def stated_originals(files: Mapping[str, bytes]) -> Iterator[StatedOriginal]:
    """Go through the originals that the story *files* state by a web address."""
    for path, data in files.items():
        fields = field_values(parse_source(text_of(data)))
        if not (url := web_address(fields.get("original_url", ""))):
            continue
        yield StatedOriginal(
            path=path,
            digest=digest_of_story(data),
            title=fields.get("title", ""),
            url=url,
            status=fields.get("original_status", "").lower(),
            archived_url=fields.get("archived_url", ""),
            day=_day(fields.get("date", "")),
        )


def _is_below(url: str, site: str) -> bool:
    return address_key(url).startswith(f"{site.rstrip('/')}/")


def _day(stated: str) -> str:
    try:
        return f"{parse_date(stated)[0]:%Y%m%d}"
    except MetadataError:
        return ""


def _client(settings: Settings, options: OriginalsOptions) -> Client:
    who = f" (+{settings.address}/)" if settings.has_address else ""
    return Client(
        agent=f"Backfile/{__version__}{who} checking old links of an archive",
        wait=Pace(options.wait).wait,
        may_connect=(lambda _address: True) if options.private else is_public,
    )


def _table(stated: Sequence[StatedOriginal], asked: Asked) -> bytes:
    """Return the table of the stories that should state otherwise, or that a person must see."""
    rows = []
    for one in stated:
        found = asked.found.get(one.url)
        if found is None:
            continue
        advised = found.verdict.status
        is_as_stated = advised == (one.status or OriginalStatus.DEAD)
        # A person has seen that others have the address: what they answer changes nothing.
        if one.status == OriginalStatus.HIJACKED and advised is not OriginalStatus.DEAD:
            continue
        archived = one.archived_url or found.archived_url
        if is_as_stated and archived == one.archived_url:
            continue
        status = one.status if advised is None or is_as_stated else advised.value
        row = [one.path, one.digest, one.title, one.url, status, archived, found.verdict.note]
        rows.append([written_cell(cell) for cell in row])
    return written_table(_COLUMNS, rows)


def _say_counts(stated: Sequence[StatedOriginal], asked: Asked, due: int) -> None:
    found = (asked.found.get(one.url) for one in stated)
    counts = Counter(
        (one.verdict.status.value if one.verdict.status else "unsure") if one else "not asked"
        for one in found
    )
    told = ", ".join(f"{number:,} {name}" for name, number in sorted(counts.items()))
    say(f"{len(stated):,} originals, {due:,} asked now: {told or 'none'}")
