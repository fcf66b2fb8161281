"""`invoke check`: prints findings, and writes inferred dates into the stories on demand."""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backfile.checking.archive_reader import CheckedArchive, read_archive
from backfile.checking.check import Finding, check
from backfile.checking.fix import plan_fixes, write_fixes
from backfile.checking.report import FORMATS, Narrowing, as_github, as_json, as_text
from backfile.cli.checking_site import SiteCheckOptions, check_built_site
from backfile.config.site_settings import site_settings
from backfile.errors import UsageError, did_you_mean
from backfile.reading.codes import MEANINGS
from backfile.reading.reader import shown_path
from backfile.reading.severities import SEVERITIES, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backfile.checking.fix import Change
    from backfile.errors import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """The options of a check.

    `paths` are files and folders, and `only` are codes, perhaps several in one entry with commas
    between them; other findings are neither printed nor counted. `every` finding is listed, however
    many there are. `fix` writes the inferences into the stories; `diff` shows what `fix` would
    write, and writes nothing. `strict` fails on warnings too. `format_name` is one of `FORMATS`.
    """

    paths: Sequence[str] = ()
    only: Sequence[str] = ()
    every: bool = False
    fix: bool = False
    diff: bool = False
    strict: bool = False
    format_name: str = "text"


def check_stories_or_site(
    conf: str, *, content: str, site: str | None, earlier: str, **options: Any
) -> int:
    """Check the built *site*, empty for that of the settings, or the stories if it is None.

    *earlier* and *options* are those of the command, by the names that `CheckOptions` has. Raises
    UsageError for options of the one that are given with the other.
    """
    if site is None and earlier:
        raise UsageError("--earlier is about a built site; add --site")
    if site is None:
        return check_archive(conf, content=content, options=CheckOptions(**options))
    if options.pop("fix") | options.pop("diff"):
        raise UsageError("--fix and --diff are about stories, and --site about a built site")
    chosen = SiteCheckOptions(site=site, earlier=earlier, **options)
    return check_built_site(conf, content=content, options=chosen)


def check_archive(conf: str, *, content: str = "", options: CheckOptions) -> int:
    """Print the findings of the archive; return 1 on errors, else 0.

    With `strict`, warnings count as errors. A diff returns 0. Raises UsageError for
    options that contradict each other.
    """
    if options.format_name not in FORMATS:
        known = ", ".join(FORMATS)
        raise UsageError(f'unknown format "{options.format_name}"; use one of {known}')
    codes = _known_codes(options.only)
    if codes and (options.fix or options.diff):
        message = "--fix changes whole stories; name files or folders instead of --only"
        raise UsageError(message)
    archive = read_archive(site_settings(conf, content=content))
    narrowing = Narrowing(codes, tuple(_place(path, archive) for path in options.paths))
    findings = check(archive)
    refused: list[Finding] = []
    if options.fix or options.diff:
        fixes = plan_fixes(archive, findings)
        changes = [change for change in fixes.changes if narrowing.has(change.path)]
        refused = [_as_warning(fault) for fault in fixes.refused]
        if options.diff:
            return _show(changes, [finding for finding in refused if narrowing.wants(finding)])
        write_fixes(changes)
        for change in changes:
            print(f"{change.path}: dates written", file=sys.stderr)
        archive = read_archive(site_settings(conf, content=content))
        findings = check(archive)
    wanted = [finding for finding in sorted([*findings, *refused]) if narrowing.wants(finding)]
    stories = sum(narrowing.has(story) for story in archive.stories)
    print(_count(wanted, stories), file=sys.stderr, flush=True)
    text = _in_format(options.format_name, wanted, every=options.every or bool(codes))
    if text:
        print(text)
    grave = {Severity.ERROR, Severity.WARNING} if options.strict else {Severity.ERROR}
    return 1 if any(finding.severity in grave for finding in wanted) else 0


def _known_codes(only: Iterable[str]) -> frozenset[str]:
    """Return the codes in *only*. Raises UsageError for one that `check` never gives."""
    codes = [code.strip() for entry in only for code in entry.split(",") if code.strip()]
    known = MEANINGS.keys() | SEVERITIES.keys()
    for code in codes:
        if code not in known:
            hint = did_you_mean(code, known) or "; docs/check.md lists all codes"
            raise UsageError(f'--only: there is no code "{code}"{hint}')
    return frozenset(codes)


def _place(path: str, archive: CheckedArchive) -> str:
    """Return *path* as findings name theirs. Raises UsageError where nothing was read there."""
    if not os.path.lexists(path):
        raise UsageError(f"{path}: there is no such file or folder")
    place = shown_path(path)
    if not any(Narrowing(places=(place,)).has(file) for file in archive.files):
        what = "there is no story, page or partner's record here; name one, or a folder of them"
        message = f"{path}: {what}"
        raise UsageError(message)
    return place


def _as_warning(fault: Fault) -> Finding:
    return Finding(fault.path, fault.line, fault.code, fault.message, Severity.WARNING)


def _show(changes: Sequence[Change], refused: Sequence[Finding]) -> int:
    """Print the *changes* as a diff, and why other stories are not changed."""
    sys.stdout.write("".join(change.diff() for change in changes))
    for finding in refused:
        print(finding, file=sys.stderr)
    stories = "1 story" if len(changes) == 1 else f"{len(changes):,} stories"
    print(f"--fix would write dates into {stories}; nothing was written", file=sys.stderr)
    return 0


def _in_format(name: str, findings: Sequence[Finding], *, every: bool) -> str:
    if name == "json":
        return as_json(findings)
    return as_github(findings) if name == "github" else as_text(findings, every=every)


def _count(findings: Sequence[Finding], stories: int) -> str:
    counts = Counter(finding.severity for finding in findings)
    parts = [f"{counts[one]:,} {one.value}{'' if counts[one] == 1 else 's'}" for one in Severity]
    return f"{stories:,} {'story' if stories == 1 else 'stories'} read: {', '.join(parts)}"
