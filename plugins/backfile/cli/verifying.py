"""`invoke verify`: compares the words of the built pages with those of the originals."""

from __future__ import annotations

import json
import sys
import tempfile
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile.checking.check import Finding
from backfile.checking.report import FORMATS, as_github
from backfile.cli.verifying_site import verify_published
from backfile.config.read_settings import read_settings
from backfile.config.site_settings import showing_drafts, site_settings
from backfile.errors import BackfileError, UsageError
from backfile.fidelity.kept_originals import ledger_beside
from backfile.fidelity.ledger import accept
from backfile.outputs.fidelity_report.output import DATA, UnfaithfulError, as_data, fault_lines
from backfile.outputs.fidelity_report.unclaimed_originals import accept_stray
from backfile.pipeline.build import build
from backfile.reading.reader import shown_path
from backfile.reading.severities import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.outputs.fidelity_report.verify import Proof, Report

MOST_NOTICES = 5


def verify_stories_or_site(  # noqa: PLR0913 (the options of the command)
    conf: str,
    *,
    content: str,
    output: str,
    accept: str,
    why: str,
    site: str,
    against: str,
    format_name: str,
) -> int:
    """Verify the *site* if one is named, else the stories; return the exit status.

    The other arguments are the options of the command. Raises UsageError for options that do not
    go together, BackfileError.
    """
    if site and (accept or output or content):
        raise UsageError("--site compares the files of a site; it takes --against and --format")
    if site:
        return verify_published(site, against=against, format_name=format_name)
    if against:
        raise UsageError("--against is about a site; name it with --site")
    if accept:
        return accept_changes(conf, content=content, story=accept, why=why)
    return verify_archive(conf, content=content, output=output, format_name=format_name)


def verify_archive(conf: str, *, content: str, output: str, format_name: str) -> int:
    """Build the site, check it and print what came of it; return 1 where a story does not hold.

    The site is kept in the folder *output*, if one is named and all holds. Raises UsageError.
    """
    if format_name not in FORMATS:
        raise UsageError(f'unknown format "{format_name}"; use one of {", ".join(FORMATS)}')
    report, data = _checked(conf, content, output)
    if text := _in_format(format_name, report, data):
        print(text)
    print("\n".join(_said(data)), file=sys.stderr)
    return 1 if report is not None else 0


def accept_changes(conf: str, *, content: str, story: str, why: str) -> int:
    """Write what the file *story* now says otherwise than its original into its ledger.

    *why* is the reason that is kept with it. Raises UsageError, BackfileError.
    """
    if not why.strip():
        raise UsageError('say why this is accepted: --why "a misspelled name"')
    if not Path(story).is_file():
        raise UsageError(f"{story}: there is no such story file")
    if Path(story).suffix == ".json":
        accept_stray(Path(story), why.strip())
        print(f"{story}: its original needs no story")
        return 0
    report, _ = _checked(conf, content, "")
    proof = _proof_of(story, report)
    if proof is None:
        print(f"{story}: its page matches its ledger; there is nothing to accept")
        return 0
    if proof.all_changes is None:
        raise BackfileError("\n".join(f"{fault} [{fault.code}]" for fault in proof.faults))
    folder = Path(site_settings(conf, content=content)["PATH"])
    path = ledger_beside(folder, proof.claim.original, proof.claim.sha256)
    accept(path, proof.all_changes, why.strip())
    for one in proof.all_changes:
        print(f"{one.place}: {one}")
    print(f"{_count(len(proof.all_changes), 'change', 'changes')} in {shown_path(path)}")
    return 0


def _in_format(name: str, report: Report | None, data: dict[str, Any]) -> str:
    if name == "json":
        return json.dumps(data, ensure_ascii=False, indent=2)
    if name == "github":
        return as_github(_findings(data))
    return "\n".join(fault_lines(report)) if report is not None else ""


def _findings(data: dict[str, Any]) -> Iterator[Finding]:
    """Go through all faults and notices, each with the line of the story file that it is about."""
    for severity, name in ((Severity.ERROR, "faults"), (Severity.NOTICE, "notices")):
        for one in data[name]:
            yield Finding(**one, severity=severity)


def _proof_of(story: str, report: Report | None) -> Proof | None:
    found = report.faulty if report is not None else ()
    wanted = Path(story).resolve()
    return next((one for one in found if Path(one.claim.source).resolve() == wanted), None)


def _checked(conf: str, content: str, output: str) -> tuple[Report | None, dict[str, Any]]:
    """Build and check; return the report where something does not hold, and the data of either."""
    with tempfile.TemporaryDirectory(prefix="backfile-verify-") as folder:
        target = output or f"{folder}/output"
        settings = showing_drafts(site_settings(conf, content=content, output=target))
        settings["BACKFILE_VERIFY"] = True
        try:
            # Pelican says on standard output what it has done; that is for the report alone.
            with redirect_stdout(sys.stderr):
                made = build(settings)
        except UnfaithfulError as error:
            return error.report, as_data(error.report, read_settings(settings).content)
        data: dict[str, Any] = json.loads((made / DATA).read_text("utf-8"))
        return None, data


def _said(data: dict[str, Any]) -> list[str]:
    """Return the figures in lines for people."""
    lines = [f"{_count(data['proved'], 'story', 'stories')} proved, {data['words']:,} words"]
    if data["faulty"]:
        lines.append(f"{_count(data['faulty'], 'story does', 'stories do')} not match the original")
    if data["unaccounted"]:
        without = _count(data["unaccounted"], "story", "stories")
        lines.append(f"{without} imported without an account of their words; import them again")
    if data["unrecorded"]:
        without = _count(data["unrecorded"], "story", "stories")
        lines.append(
            f"{without} imported before dates, credits and links were recorded: only their words "
            "were compared; import them again"
        )
    if data["without_story"]:
        lines.append(f"{_count(data['without_story'], 'original', 'originals')} without a story")
    lines += [
        f"notice: {one['path']}:{one['line']}: {one['message']} [{one['code']}]"
        for one in data["notices"][:MOST_NOTICES]
    ]
    more = len(data["notices"]) - MOST_NOTICES
    if more > 0:
        lines.append(f"and {more} more notices")
    if data["written_here"]:
        lines.append(f"{_count(data['written_here'], 'story', 'stories')} without an original")
    lines += [
        f"  left out  {_count(one['words'], 'word', 'words')}: {one['why']}"
        for one in data["left_out"]
    ]
    for one in data["repairs"]:
        example = f"{_short(one['before'])!r} -> {_short(one['after'])!r}"
        times = _count(one["count"], "time", "times")
        lines.append(f"  repaired  {one['kind']}, {times}, such as {example}")
    edits = sum(len(one["edits"]) for one in data["stories"])
    if edits:
        lines.append(f"  edited    {_count(edits, 'change', 'changes')} by the archive's editors")
    return lines


def _count(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
