"""The fidelity check as a part of the build, and the page that shows its results."""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile.errors import ContentError
from backfile.fidelity.hidden import Hider
from backfile.outputs.artifacts import PageFile, text_file
from backfile.outputs.fidelity_report.kept_proofs import keep_report, revised_report
from backfile.outputs.fidelity_report.verify import Report, prove, verify

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from backfile.config.settings import Settings
    from backfile.fidelity.ledger import Edit, Repair
    from backfile.files.cache_files import CacheFiles
    from backfile.outputs.artifacts import Artifact
    from backfile.outputs.fidelity_report.verify import Claim, Proof

DATA = "fidelity.json"
# So many faults of one story are printed; the rest is counted.
MOST_FAULTS = 5
MOST_UNCLAIMED = 20


class UnfaithfulError(ContentError):
    """Pages lack words of the originals, so that the build ends; `report` has it all."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.faults, fault_lines(report))
        self.report = report


@dataclass(frozen=True, slots=True)
class OmittedWords:
    """The words of the originals that no page shows, for one reason."""

    why: str
    words: int
    stories: int


@dataclass(frozen=True, slots=True)
class Repairs:
    """The repairs of one kind: how many there were, and one of them with its story."""

    kind: str
    count: int
    example: Repair
    claim: Claim


@dataclass(frozen=True, slots=True)
class PartnerTally:
    """What was proved of one partner's stories."""

    partner: str
    stories: int
    words: int


@dataclass(frozen=True, slots=True)
class FidelityFigures:
    """A report in figures; what is most comes first. `edits` are pairs of a story and a change."""

    proved: int
    faulty: int
    written_here: int
    unaccounted: int
    unrecorded: int
    words: int
    left_out: tuple[OmittedWords, ...]
    repairs: tuple[Repairs, ...]
    edits: tuple[tuple[Claim, Edit], ...]
    partners: tuple[PartnerTally, ...]


def check(claims: Collection[Claim], absent: Collection[str], settings: Settings) -> Report:
    """Compare the pages in the output with their originals. Raises UnfaithfulError.

    *absent* are the files that the build goes without.
    """
    report = verify(
        claims, settings.content, settings.output, absent=absent, sheets=_sheets(settings)
    )
    if report.faults:
        raise UnfaithfulError(report)
    with suppress(OSError, sqlite3.Error):
        keep_report(report, settings.cache)
    return report


def check_again(
    claims: Iterable[Claim], more: int, site: Path, settings: Settings, caches: CacheFiles
) -> Report | None:
    """Return the report of the last build after a check of *claims* alone, None for the same.

    The archive has *more* stories without originals than before. The pages of *claims* are in the
    output, or still in the folder *site*. The report is kept when *caches* are committed. Raises
    UnfaithfulError, NotARevisionError, sqlite3.Error.
    """
    hider = Hider((settings.output, site, *_sheets(settings)))
    proofs = {}
    for claim in claims:
        if claim.original or claim.sha256:
            folder = settings.output if (settings.output / claim.page).exists() else site
            proofs[claim.source] = prove(claim, settings.content, folder, hider)
    wrong = tuple(one for one in proofs.values() if one and one.faults)
    if wrong:
        raise UnfaithfulError(Report(wrong))
    return revised_report(proofs, more, settings.cache, caches) if proofs or more else None


def _sheets(settings: Settings) -> list[Path]:
    """Return the folders of style sheets; Pelican copies the theme's when pages are written."""
    return [*(settings.theme / one for one in settings.theme_static_paths), settings.content]


def fidelity_files(
    report: Report, settings: Settings, *, has_page: bool
) -> Iterator[Artifact | PageFile]:
    """Go through the data of *report*, and the page that tells of it, where it *has_page*."""
    data = as_data(report, settings.content)
    yield text_file(DATA, data, lambda: f"{json.dumps(data, ensure_ascii=False, indent=1)}\n")
    if has_page:
        told = summary(report)
        names = {"fidelity": told, "fidelity_data": DATA}
        place = settings.fidelity_page
        yield PageFile(place.save_as, place.url, "fidelity", _shown(told), names)


def _shown(told: FidelityFigures) -> object:
    """Return what the page shows of the figures: of a story, no more than leads to it."""
    edits = [(one.url, one.title, one.lang, edit) for one, edit in told.edits]
    repairs = [(one.kind, one.count, one.example, one.claim.lang) for one in told.repairs]
    return replace(told, edits=(), repairs=()), edits, repairs


def fault_lines(report: Report) -> list[str]:
    """Return the faults a line each, those of one story together and not too many of them."""
    lines = []
    for proof in report.faulty:
        lines += [f"{fault} [{fault.code}]" for fault in proof.faults[:MOST_FAULTS]]
        more = len(proof.faults) - MOST_FAULTS
        if more > 0:
            lines.append(f"{proof.faults[0].path}: and {more} more")
    lines += [f"{fault} [{fault.code}]" for fault in report.unclaimed[:MOST_UNCLAIMED]]
    more = len(report.unclaimed) - MOST_UNCLAIMED
    if more > 0:
        lines.append(f"and {more} more originals without a story")
    return lines


def summary(report: Report) -> FidelityFigures:
    """Return the figures of *report*."""
    proved = report.proved
    return FidelityFigures(
        proved=len(proved),
        faulty=len(report.faulty),
        written_here=report.written_here,
        unaccounted=report.unaccounted,
        unrecorded=report.unrecorded,
        words=sum(proof.words for proof in proved),
        left_out=_left_out(proved),
        repairs=_repairs(proved),
        edits=tuple((proof.claim, edit) for proof in proved for edit in proof.edits),
        partners=_partners(proved),
    )


def _left_out(proofs: Iterable[Proof]) -> tuple[OmittedWords, ...]:
    counts: Counter[str] = Counter()
    stories: Counter[str] = Counter()
    for proof in proofs:
        counts.update(proof.left_out)
        stories.update(proof.left_out.keys())
    return tuple(OmittedWords(why, n, stories[why]) for why, n in _by_size(counts))


def _repairs(proofs: Iterable[Proof]) -> tuple[Repairs, ...]:
    counts: Counter[str] = Counter()
    examples: dict[str, tuple[Repair, Claim]] = {}
    for proof in proofs:
        for repair in proof.repairs:
            counts[repair.kind] += 1
            examples.setdefault(repair.kind, (repair, proof.claim))
    return tuple(Repairs(kind, n, *examples[kind]) for kind, n in _by_size(counts))


def _partners(proofs: Iterable[Proof]) -> tuple[PartnerTally, ...]:
    stories: Counter[str] = Counter()
    counts: dict[str, int] = defaultdict(int)
    for proof in proofs:
        stories[proof.claim.partner] += 1
        counts[proof.claim.partner] += proof.words
    return tuple(PartnerTally(name, n, counts[name]) for name, n in _by_size(stories))


def _by_size(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def as_data(report: Report, content: Path) -> dict[str, Any]:
    """Return *report* as JSON holds it; docs/fidelity.md, "The page and the data", explains it."""
    told = summary(report)
    return {
        "proved": told.proved,
        "faulty": told.faulty,
        "written_here": told.written_here,
        "unaccounted": told.unaccounted,
        "unrecorded": told.unrecorded,
        "without_story": len(report.unclaimed),
        "words": told.words,
        "left_out": [asdict(one) for one in told.left_out],
        "repairs": [
            {
                "kind": one.kind,
                "count": one.count,
                "before": one.example.before,
                "after": one.example.after,
                "story": one.claim.url,
            }
            for one in told.repairs
        ],
        "faults": [asdict(fault) for fault in report.faults],
        "notices": [asdict(notice) for notice in report.notices],
        "stories": [_story_data(proof, content) for proof in report.proved],
    }


def _story_data(proof: Proof, content: Path) -> dict[str, Any]:
    claim = proof.claim
    return {
        "story": Path(os.path.relpath(claim.source, content)).as_posix(),
        "url": claim.url,
        "original": claim.original,
        "sha256": claim.sha256,
        "words": proof.words,
        "order": list(proof.order),
        "left_out": proof.left_out,
        "edits": [asdict(edit) for edit in proof.edits],
    }
