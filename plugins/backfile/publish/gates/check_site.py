"""All gates of a site: what is wrong with it, so that it should not be published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.errors import RefusedError, UsageError
from backfile.outputs.fidelity_report.output import DATA
from backfile.outputs.redirects.formats import RULES
from backfile.outputs.site_manifest.format import FOLDER, INDEX, ManifestError, read_site_manifest
from backfile.pipeline.watching import unwatched
from backfile.publish.built_site import files_of, stated_address
from backfile.publish.gates.anchor_index import AnchorIndex
from backfile.publish.gates.archive_sources import ArchiveSources
from backfile.publish.gates.file_judge import FileJudge, FileReport
from backfile.publish.gates.flaws import Flaw
from backfile.publish.gates.links import dead_anchor
from backfile.publish.gates.lost_addresses import lost_flaws
from backfile.publish.gates.proof import LACKING_PROOF, proof_flaws
from backfile.publish.gates.site_addresses import SiteAddresses
from backfile.publish.gates.site_source import AbsentError, FolderSource, SourceError
from backfile.reading.reader import shown_path
from backfile.workers.pool import Copies, Workers, batches, can_be_copied, cores

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from backfile.checking.check import Finding
    from backfile.outputs.site_manifest.format import SiteManifest
    from backfile.pipeline.watching import Watch
    from backfile.publish.gates.earlier_release import EarlierRelease

_TOGETHER = 32  # files that a process judges at a time
_FEWEST = 512  # files; with fewer, processes do not pay
_HOME = "index.html"
NOT_PRODUCTION = "not-production"
_NOT_PRODUCTION = Flaw(
    0,
    "not-production",
    "this site was not built for publication: it may have drafts, and lack its own address; build "
    "it with backfile build --production before you publish it",
)


def check_site(
    site: Path,
    *,
    sources: ArchiveSources | None = None,
    earlier: EarlierRelease | None = None,
    workers: int = 0,
    watch: Watch = unwatched,
) -> list[Finding]:
    """Return what is wrong with the site in the folder *site*, by file and line.

    *sources* are those of its archive, None where they are not known; *earlier* is the release
    whose addresses must stay. *workers* is the number of processes, 0 for one a core. *watch* is
    told the phase, and how many files of how many are done. Raises UsageError for a folder without
    a site, OSError where the folder cannot be read, and what reading the earlier release raises.
    """
    if not (site / _HOME).is_file():
        raise UsageError(f"{site}: there is no site here; build one, or name its folder")
    files = frozenset(files_of(site))
    known = sources or ArchiveSources()
    addresses = SiteAddresses(stated_address(site) or known.address, files)
    judge = FileJudge(site, addresses, known)
    flaws: list[tuple[str, Flaw]] = []
    digests: dict[str, str] = {}
    manifest = _manifest(site, flaws)
    with AnchorIndex() as index:
        for report in _reports(judge, sorted(files), workers, watch):
            flaws += [(report.path, flaw) for flaw in report.flaws]
            index.add(report)
            if manifest and manifest.files.get(report.path) != report.sha256:
                digests[report.path] = report.sha256
        flaws += [(source, dead_anchor(jump)) for source, jump in index.dead()]
        flaws += lost_flaws(earlier, index, addresses, _text(site / RULES)) if earlier else ()
    flaws += _manifest_flaws(manifest.files, digests, files) if manifest else ()
    flaws += [(INDEX, _NOT_PRODUCTION)] if manifest and not manifest.is_production else []
    flaws += _archive_flaws(site, sources, addresses)
    folder = shown_path(site)
    return sorted({flaw.finding(f"{folder}/{path}" if path else folder) for path, flaw in flaws})


def _reports(
    judge: FileJudge,
    paths: list[str],
    workers: int,
    watch: Watch,
) -> Iterator[FileReport]:
    count = workers or cores()
    apart = len(paths) >= _FEWEST and count > 1 and can_be_copied()
    pool = Copies(count) if apart else Workers(1)
    done = 0
    again: list[str] = []
    for batch, made in pool.each(judge.reports, batches(paths, _TOGETHER)):
        if isinstance(made, RefusedError):
            again += batch
        else:
            yield from made
        done += len(batch)
        watch("files", done, len(paths))
    # Each by itself: one file that no process survives hides those that were judged with it.
    for path, report in pool.each(judge.report, again):
        if isinstance(report, RefusedError):
            message = f"it cannot be judged: {report}; report this, or take the file out"
            yield FileReport(path, flaws=(Flaw(0, "unreadable-file", message),))
        else:
            yield report


def _manifest(site: Path, flaws: list[tuple[str, Flaw]]) -> SiteManifest | None:
    """Return the manifest of the *site*; None for none, or one at fault, which is among *flaws*."""
    try:
        return read_site_manifest(FolderSource(site).read)
    except (ManifestError, SourceError) as error:
        flaws.append((INDEX, Flaw(0, "not-in-manifest", f"{error}; build the site again")))
    except AbsentError as error:
        if (site / FOLDER).exists():
            flaws.append((INDEX, Flaw(0, "not-in-manifest", f"{error}; build the site again")))
    return None


def _manifest_flaws(
    manifest: Mapping[str, str], others: Mapping[str, str], files: frozenset[str]
) -> Iterator[tuple[str, Flaw]]:
    """Go through the files that the *manifest* does not name as they are: *others*, and missing."""
    for path in others:
        if path.startswith(FOLDER):
            continue
        is_named = path in manifest
        what = "it is not the file that the manifest names" if is_named else "no manifest names it"
        message = f"{what}; build the site again, and change nothing by hand"
        yield path, Flaw(0, "not-in-manifest", message)
    for path in manifest.keys() - files:
        message = "the manifest names it, and it is not here; build the site again"
        yield path, Flaw(0, "not-in-manifest", message)


def _archive_flaws(
    site: Path, sources: ArchiveSources | None, addresses: SiteAddresses
) -> Iterator[tuple[str, Flaw]]:
    if DATA in addresses.files:
        for flaw in proof_flaws((site / DATA).read_bytes(), addresses):
            yield DATA, flaw
    elif sources is not None and sources.has_originals:
        yield DATA, LACKING_PROOF
    if sources is None:
        message = (
            "there is no archive here, so drafts, originals and folders of this computer were not "
            "looked for; run this in the folder of the archive"
        )
        yield "", Flaw(0, "unknown-sources", message)


def _text(file: Path) -> str:
    return file.read_text("utf-8", "replace") if file.is_file() else ""
