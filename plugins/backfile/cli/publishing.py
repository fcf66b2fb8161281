"""`backfile publish`: sends the built site to a target, and says what it did."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli.progress import progress
from backfile.config.read_settings import read_settings
from backfile.config.site_settings import site_settings
from backfile.errors import UsageError, say
from backfile.publish.gates.accepted_findings import accepted_findings
from backfile.publish.gates.archive_sources import archive_sources
from backfile.publish.gates.publication_gate import publication_gate
from backfile.publish.publishing import KEPT, Publication, preview, publish, roll_back

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.publish.publishing import PublishOutcome

_WOULD_REFUSE = "the site would not be published; correct this, or publish it with --anyway"
_ENDPOINT = "AWS_ENDPOINT_URL"


@dataclass(frozen=True, slots=True)
class PublishOptions:
    """The options of the command; each is explained in docs/commands.md."""

    output: str = ""
    dry_run: bool = False
    keep: int = KEPT
    rollback: bool = False
    anyway: bool = False
    check_target: bool = False
    endpoint: str = ""


def publish_site(conf: str, target: str, options: PublishOptions) -> int:
    """Publish the site of *conf* to *target*, or what else *options* ask for; return 0.

    A dry run returns 1 where the site would not be published. Raises UsageError and BackfileError;
    readers then get what they got before.
    """
    if options.keep < 1:
        raise UsageError(f"--keep {options.keep}: at least one release stays")
    endpoint = options.endpoint or os.environ.get(_ENDPOINT, "")
    if options.rollback and options.dry_run:
        raise UsageError("--rollback cannot be tried with --dry-run; it is done, or it is not")
    if options.rollback:
        print(f"{target}: readers get release {roll_back(target)} again")
        return 0
    settings = site_settings(conf, output=options.output)
    read = read_settings(settings)
    with progress("publish") as watch:
        publication = Publication(
            Path(os.path.realpath(settings["OUTPUT_PATH"])),
            read.cache,
            target,
            endpoint,
            options.keep,
            gates=[
                publication_gate(
                    archive_sources(read),
                    accepted_findings(read.accepted_findings),
                    read.workers or 0,
                )
            ],
            watch=watch,
        )
        if options.dry_run:
            outcome = preview(publication, compare=options.check_target)
        else:
            outcome = publish(publication, compare=options.check_target, anyway=options.anyway)
    tell = _tell_preview if options.dry_run else _tell
    tell(outcome)
    if options.dry_run and outcome.answer.objections and not options.anyway:
        say(_WOULD_REFUSE)
        return 1
    return 0


def _tell_preview(outcome: PublishOutcome) -> None:
    """Print what would be done, a line for each file unless it is all of them."""
    _warn(outcome)
    for line in () if outcome.is_first else _listed(outcome):
        print(line)
    print(f"{outcome.address}: would {_sentence(outcome, 'send', 'delete')}")


def _tell(outcome: PublishOutcome) -> None:
    _warn(outcome)
    if not outcome.changes:
        print(f"{outcome.address}: release {outcome.name} is this site already")
        return
    done = _sentence(outcome, "sent", "deleted")
    print(f"{outcome.address}: release {outcome.name} is published; {done}")


def _warn(outcome: PublishOutcome) -> None:
    if outcome.remark:
        say(f"{outcome.address}: {outcome.remark}")
    for one in outcome.answer.objections:
        say(f"warning: {one}")
    for one in (*outcome.answer.remarks, *outcome.answer.accepted):
        say(one)


def _listed(outcome: PublishOutcome) -> Iterator[str]:
    marks = (("+", "added"), ("~", "changed"), ("-", "removed"))
    return (f"{mark} {path}" for mark, name in marks for path in getattr(outcome.changes, name))


def _sentence(outcome: PublishOutcome, send: str, delete: str) -> str:
    changes = outcome.changes
    if not changes:
        return f"{send} nothing, as all {outcome.files:,} files are there"
    counts = [
        f"{len(paths):,} {kind}"
        for kind, paths in (("new", changes.added), ("changed", changes.changed))
        if paths
    ]
    sent = f"{send} {' and '.join(counts)} of {outcome.files:,} files ({_size(outcome.size)})"
    gone = f"{delete} {len(changes.removed):,}" if changes.removed else ""
    return ", ".join(one for one in (sent if counts else "", gone) if one)


def _size(size: int) -> str:
    for unit, step in (("MB", 2**20), ("KB", 2**10)):
        if size >= step:
            return f"{size / step:,.1f} {unit}"
    return f"{size} bytes"
