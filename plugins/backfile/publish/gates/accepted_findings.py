"""The findings of gates that the owners of an archive accept, each with their reason.

They are lines of a text file in the archive: the code of a finding, the path of the file from the
root of the site, and the reason. Rules: docs/gates.md, "Findings that you accept".
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.checking.check import Finding
from backfile.config.read_settings import DEFAULTS
from backfile.errors import UsageError, did_you_mean
from backfile.publish.gates.codes import MEANINGS
from backfile.reading.reader import shown_path
from backfile.reading.severities import Severity
from backfile.reading.source import lines_of, read_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

UNUSED = "unused-acceptance"
SETTING = "BACKFILE_ACCEPTED_FINDINGS"
# Publishing compares every file with the manifest, whatever a gate says.
_NEVER = frozenset(("not-in-manifest", "bad-acceptance", UNUSED))
# What only a comparison with an earlier release can find.
_OF_EARLIER = frozenset(("lost-address", "lost-anchor", "unknown-anchors"))
_LINE = re.compile(r"(?P<code>\S+)(?:\s+(?P<path>\"[^\"]*\"|\S+))?(?:\s+(?P<reason>.+))?")
_PLACE = re.compile(r":\d+:?$")  # the line that a report names
_FORM = 'write a code, the path of a file of the site, and the reason: "dead-address a/b.html …"'


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Every finding with this `code` in the file at `path` of the site is accepted.

    `path` is from the root of the site, `reason` for people; both stand on `line` of the file.
    """

    line: int
    code: str
    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class AcceptedFindings:
    """What the file at `source` accepts, as a person would type it, and what is wrong with it."""

    source: str = ""
    entries: tuple[Acceptance, ...] = ()
    faults: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """The `findings` that stand, by file and line, and those that are `accepted`, as notices.

    `used` has a sentence for each line of the file that accepts any.
    """

    findings: tuple[Finding, ...]
    accepted: tuple[Finding, ...] = ()
    used: tuple[str, ...] = ()


def accepted_findings(path: Path | None) -> AcceptedFindings:
    """Read the file at *path*; without one, nothing is accepted.

    Raises UsageError where it cannot be read, or where a setting names one that is not there.
    """
    if path is None:
        return AcceptedFindings()
    shown = shown_path(path)
    try:
        return read_accepted(read_text(path), shown)
    except FileNotFoundError:
        if path.name == DEFAULTS[SETTING]:
            return AcceptedFindings()
        raise UsageError(f"{shown}: there is no such file, and {SETTING} names it") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{shown}: it is not in UTF-8; save it as UTF-8") from error
    except OSError as error:
        raise UsageError(f"{shown}: it cannot be read ({error.strerror})") from error


def read_accepted(text: str, source: str) -> AcceptedFindings:
    """Return what the *text* of the file *source* accepts. Lines that begin with # are comments."""
    entries: dict[tuple[str, str], Acceptance] = {}
    faults = []
    for number, line in enumerate(lines_of(text), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        entry = _entry(number, line.strip())
        key = (entry.code, entry.path)
        if fault := _fault(entry, entries.get(key)):
            faults.append(Finding(source, number, "bad-acceptance", fault, Severity.ERROR))
        else:
            entries[key] = entry
    return AcceptedFindings(source, tuple(entries.values()), tuple(faults))


def judged(
    findings: Iterable[Finding],
    accepted: AcceptedFindings,
    *,
    folder: str,
    has_earlier: bool,
) -> Judgement:
    """Return the *findings* of the site in *folder* without those that are *accepted*.

    An acceptance that meets no finding is itself one; where there was no earlier release to compare
    with (*has_earlier*), not if only that could have shown it.
    """
    by_place: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for one in findings:
        by_place[one.code, _in_site(one.path, folder)].append(one)
    noted: list[Finding] = []
    used: list[str] = []
    unused: list[Finding] = []
    for entry in accepted.entries:
        found = by_place.pop((entry.code, entry.path), [])
        noted += [_noted(one, entry, accepted.source) for one in found]
        used += [_used(entry, accepted.source, len(found))] if found else []
        if not found and (has_earlier or entry.code not in _OF_EARLIER):
            unused.append(_unused(entry, accepted.source, folder, by_place))
    standing = [one for found in by_place.values() for one in found]
    return Judgement(
        tuple(sorted([*standing, *accepted.faults, *unused])), tuple(sorted(noted)), tuple(used)
    )


def _entry(number: int, line: str) -> Acceptance:
    found = _LINE.fullmatch(line)
    code, path, reason = found.group("code", "path", "reason") if found else (line, "", "")
    return Acceptance(number, code.rstrip(":"), (path or "").strip('"'), (reason or "").strip())


def _fault(entry: Acceptance, earlier: Acceptance | None) -> str:
    """Return what is wrong with an *entry*, or nothing; *earlier* accepts the same."""
    if entry.code in _NEVER:
        return f"{entry.code} cannot be accepted; correct what it names"
    if entry.code not in MEANINGS:
        known = did_you_mean(entry.code, MEANINGS) or "; docs/gates.md lists all codes"
        return f'there is no code "{entry.code}"{known}'
    if not entry.path:
        return f"it names no file; {_FORM}"
    if not re.search(r"\w", entry.reason):
        return f"it gives no reason; say behind {entry.path} why this is accepted"
    if earlier:
        return f"line {earlier.line} accepts the same; delete one of the two"
    return ""


def _in_site(path: str, folder: str) -> str:
    """Return the *path* of a finding from the root of the site in *folder*."""
    return path.removeprefix(folder).removeprefix("/") or "."


def _noted(finding: Finding, entry: Acceptance, source: str) -> Finding:
    message = f"{finding.message}; accepted on line {entry.line} of {source}: {entry.reason}"
    return replace(finding, message=message, severity=Severity.NOTICE)


def _used(entry: Acceptance, source: str, number: int) -> str:
    times = f" ({number:,} times)" if number > 1 else ""
    return f"{source}:{entry.line}: {entry.code} in {entry.path}{times} is accepted: {entry.reason}"


def _unused(
    entry: Acceptance, source: str, folder: str, found: Collection[tuple[str, str]]
) -> Finding:
    meant = next((one for one in _meant(entry.path, folder) if (entry.code, one) in found), "")
    hint = f'did you mean "{meant}"?' if meant else "correct the path, or delete the line"
    message = f'there is no {entry.code} at "{entry.path}" to accept; {hint}'
    return Finding(source, entry.line, "unused-acceptance", message, Severity.WARNING)


def _meant(path: str, folder: str) -> Iterator[str]:
    """Go through the paths from the root of the site that a person may mean by *path*."""
    plain = re.sub(r"^https?://[^/]*", "", _PLACE.sub("", path))
    for one in (plain, plain.removeprefix(folder), plain.removeprefix(f"{Path(folder).name}/")):
        inside = one.strip("/")
        yield from (inside, f"{inside}/index.html" if inside else "index.html")
