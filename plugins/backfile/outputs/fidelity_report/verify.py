"""The fidelity check: compares every story that has an original with its built page.

Rules: docs/fidelity.md, "What is compared".
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from backfile.errors import BackfileError, Fault
from backfile.fidelity.account import CREDIT, FIELD, AccountError, changes
from backfile.fidelity.hidden import Hider
from backfile.fidelity.kept_originals import KeptError, kept
from backfile.fidelity.ledger import LedgerError, Repair
from backfile.fidelity.page import PageError, shown_in
from backfile.fidelity.proof import places, unexplained
from backfile.importers.formats.format import original_text
from backfile.outputs.fidelity_report.recorded_facts import (
    TIME,
    change_message,
    fact_kind,
    fact_line,
    fact_places,
    read_facts,
)
from backfile.outputs.fidelity_report.unclaimed_originals import unclaimed_originals
from backfile.partners.credit import credit_text
from backfile.partners.registry import Partner
from backfile.reading.reader import shown_path
from backfile.reading.source import parse_source, read_text
from backfile.story.model import Dateline, Story
from backfile.text.html_text import parse
from backfile.text.words import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from pelican.contents import Content

    from backfile.fidelity.account import Span
    from backfile.fidelity.compare import Difference
    from backfile.fidelity.kept_originals import Kept
    from backfile.fidelity.ledger import Edit, Ledger
    from backfile.fidelity.page import Shown
    from backfile.fidelity.proof import Place
    from backfile.outputs.fidelity_report.recorded_facts import StoryFacts

# A report is of all stories, and what was left out of one may be long.
LONGEST_EXCERPT = 200
PAGE = Story(Dateline(ZoneInfo("UTC")))  # of a page, which has no updates


@dataclass(frozen=True, slots=True)
class Claim:
    """What a story says of its original, and where its page is.

    `source` is the story file, `title` its headline as HTML, `page` the file of its page below the
    output. `original` and `sha256` are empty where it names none.
    """

    source: str
    title: str
    lang: str
    url: str
    page: str
    partner: str
    credit: str
    original: str
    sha256: str
    story: Story


@dataclass(frozen=True, slots=True)
class Proof:
    """What the check of one story came to. It is proved where there are no `faults`.

    `words` of the original were compared. `order` has, for each update of the page from the top,
    its number in the original, 0 for one that an editor has added. `left_out` counts the words
    that no place shows by their reasons. `edits` are what an editor vouches for. `is_recorded`
    says whether the import recorded what the story states beside its words. `notices` are for a
    person to know, and no faults. With faults,
    `all_changes` is all that an editor would have to vouch for; None if nothing can be compared.
    """

    claim: Claim
    words: int = 0
    order: tuple[int, ...] = ()
    left_out: dict[str, int] = field(default_factory=dict)
    repairs: tuple[Repair, ...] = ()
    edits: tuple[Edit, ...] = ()
    is_recorded: bool = True
    notices: tuple[Fault, ...] = ()
    all_changes: tuple[Difference, ...] | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What the check of an archive came to: a proof for each story that has an account.

    `written_here` counts the stories without an original, `unaccounted` those whose ledger keeps no
    account of the words; of these only the SHA-256 of the original was checked. `unclaimed` are the
    faults of originals that no story names.
    """

    proofs: tuple[Proof, ...] = ()
    written_here: int = 0
    unaccounted: int = 0
    unclaimed: tuple[Fault, ...] = ()

    @property
    def proved(self) -> tuple[Proof, ...]:
        """Return the proofs that hold."""
        return tuple(proof for proof in self.proofs if not proof.faults)

    @property
    def faulty(self) -> tuple[Proof, ...]:
        """Return those that do not."""
        return tuple(proof for proof in self.proofs if proof.faults)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Return all faults, those of one story together."""
        return (*(fault for proof in self.faulty for fault in proof.faults), *self.unclaimed)

    @property
    def unrecorded(self) -> int:
        """Return of how many stories that hold nothing beside their words was recorded."""
        return sum(not proof.is_recorded for proof in self.proved)

    @property
    def notices(self) -> tuple[Fault, ...]:
        """Return what a person may want to know of the stories that hold."""
        return tuple(notice for proof in self.proved for notice in proof.notices)


def claim_of(content: Content) -> Claim:
    """Return what an article claims, or a page, which has neither partner nor updates."""
    partner = getattr(content, "partner", None)
    partner = partner if isinstance(partner, Partner) else None
    return Claim(
        source=str(content.source_path),
        title=str(content.title),
        lang=str(content.lang),
        url=str(content.url),
        page=str(content.save_as),
        partner=partner.title if partner else "",
        credit=credit_text(partner, content.lang) if partner else "",
        original=str(getattr(content, "original_file", "") or "").strip(),
        sha256=str(getattr(content, "original_sha256", "") or "").strip().lower(),
        story=getattr(content, "story", None) or PAGE,
    )


def verify(
    claims: Collection[Claim],
    content: Path,
    output: Path,
    *,
    absent: Collection[str] = (),
    sheets: Iterable[Path] = (),
) -> Report:
    """Check the pages in *output* of all stories that name an original below *content*.

    *absent* are the files, below *content*, that the build goes without; *sheets* the folders of
    style sheets, beside the output.
    """
    proofs: list[Proof] = []
    written_here = unaccounted = 0
    hider = Hider((output, *sheets))
    for claim in claims:
        if not claim.original and not claim.sha256:
            # A page of the site, such as the one for contact, never has an original.
            written_here += claim.story is not PAGE
            continue
        proof = prove(claim, content, output, hider)
        if proof is None:
            unaccounted += 1
        else:
            proofs.append(proof)
    proofs.sort(key=lambda one: one.claim.source)
    named = {claim.sha256 for claim in claims}
    return Report(
        tuple(proofs), written_here, unaccounted, tuple(unclaimed_originals(content, named, absent))
    )


def prove(claim: Claim, content: Path, output: Path, hider: Hider) -> Proof | None:
    """Check one story; return None where its ledger keeps no account of the words."""
    try:
        original = kept(content, claim.original, claim.sha256)
        if original.ledger.spans is None:
            return None
        page = _page(claim, output, hider)
        text, notices = _text(claim, original)
        return replace(
            _compared(claim, content, page, original.ledger, text),
            is_recorded=original.ledger.stated is not None,
            notices=notices,
        )
    except KeptError as error:
        fault = _story_fault(claim, error.code, str(error))
    except PageError as error:
        fault = _story_fault(claim, "no-page", f"its page {claim.page} {error}")
    except (AccountError, LedgerError) as error:
        fault = _story_fault(claim, "bad-ledger", f"its ledger cannot be used: {error}")
    return Proof(claim, faults=(fault,))


def _story_fault(claim: Claim, code: str, message: str) -> Fault:
    """Return the fault of a story as a whole."""
    return Fault(shown_path(claim.source), _line(claim, "original_file"), code, message)


def _page(claim: Claim, output: Path, hider: Hider) -> Shown:
    try:
        html = (output / claim.page).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise PageError("was not built, or not in UTF-8") from None
    root = parse(html)
    hider.strip(root, claim.page)
    return shown_in(root, claim.story, claim.credit)


def _text(claim: Claim, original: Kept) -> tuple[str, tuple[Fault, ...]]:
    """Return the text of an original as it was extracted once, and what to know of it."""
    try:
        today = original_text(original.data, original.ledger.how)
    except (BackfileError, LookupError, TypeError, ValueError) as error:
        if original.text is None:
            raise LedgerError(f"it does not say how to read the original ({error})") from None
        today = ""
    if original.text is None or original.text == today:
        return today, ()
    message = (
        "this version of Backfile extracts another text from its original than the one that was "
        "kept at the import; the one that was kept counts"
    )
    return original.text, (_story_fault(claim, "extract-differs", message),)


def _compared(claim: Claim, content: Path, page: Shown, ledger: Ledger, text: str) -> Proof:
    made = places(text, ledger.spans or (), page, claim.story)
    anchors = [one.anchor for one in page.sections]
    numbers = {place.anchor: place.number for place in made}
    changed = list(changes(text, ledger.spans or ()))
    partner = Partner("", claim.partner, "", credit=claim.credit) if claim.partner else None
    facts = read_facts(claim.source, content, ledger, claim.story, partner)
    told = changed if claim.story is not PAGE else ()  # pages have no partner
    stated = fact_places(facts, ledger, made, told) if facts else []
    everything = [*made, *stated]
    faults = [*_misplaced(claim, anchors), *_differing(claim, everything, ledger.edits, facts)]
    return Proof(
        claim,
        words=sum(len(place.original) for place in made),
        order=tuple(numbers[one] for one in anchors),
        left_out=_left_out(changed),
        repairs=tuple(
            Repair(span.why, _excerpt(stretch), _excerpt(span.after))
            for span, stretch in changed
            if span.after is not None
        ),
        edits=ledger.edits,
        all_changes=tuple(unexplained(everything)) if faults else (),
        faults=tuple(faults),
    )


def _excerpt(text: str) -> str:
    return text.strip()[:LONGEST_EXCERPT]


def _left_out(changed: Iterable[tuple[Span, str]]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for span, stretch in changed:
        if span.to == CREDIT:
            counts["credit line"] += len(words(stretch))
        elif span.to == FIELD:
            counts[f"metadata: {span.why}"] += len(words(stretch))
        elif span.after is None:
            counts[span.why] += len(words(stretch))
    return dict(counts)


def _misplaced(claim: Claim, anchors: Sequence[str]) -> list[Fault]:
    """Return a fault where a page shows the story's updates in another order than the story."""
    expected = [one.anchor for one in claim.story.on_page]
    if anchors == expected or Counter(anchors) != Counter(expected):
        return []  # updates that are not all there are differences of words
    wrong = next(one for one, other in zip(anchors, expected, strict=True) if one != other)
    message = f"its page has the update #{wrong} where another belongs; see the theme's templates"
    return [Fault(shown_path(claim.source), 1, "updates-misplaced", message)]


def _differing(
    claim: Claim, made: Sequence[Place], edits: Sequence[Edit], facts: StoryFacts | None
) -> list[Fault]:
    """Return the faults of all places that are not as the original and the *edits* have them."""
    try:
        differences = unexplained(made, edits)
    except LedgerError as error:
        return [_story_fault(claim, "bad-ledger", f"its ledger cannot be used: {error}")]
    path, by_name = shown_path(claim.source), {place.name: place for place in made}
    headings = {one.anchor: one for one in claim.story.updates}
    faults = []
    for one in differences:
        place = by_name[one.place]
        if kind := fact_kind(place.name):
            message = f"{change_message(place.name)}: {one}; restore it, or accept the change"
            faults.append(Fault(path, _fact_line(claim, facts, one, made), kind.value, message))
            continue
        update = headings.get(place.anchor)
        called = _place_name(place, update.printed if update else "")
        line = update.section.line if update else _line(claim, place.name)
        message = f"{called}, word {one.at + 1}: {one}"
        faults.append(Fault(path, line, one.kind.value, message))
    return faults


def _fact_line(
    claim: Claim, facts: StoryFacts | None, one: Difference, made: Sequence[Place]
) -> int:
    if one.place.startswith(TIME):
        number = int(one.place.removeprefix(TIME))
        anchors = [place.anchor for place in made if place.number == number]
        lines = [each.section.line for each in claim.story.updates if each.anchor in anchors]
        return next(iter(lines), 1)
    return fact_line(facts, one.place, one.after)


def _place_name(place: Place, printed: str) -> str:
    """Return what people call *place*; *printed* is how its update opens in the story file."""
    if not printed:
        printed = f"update {place.number} of the original" if place.number else place.name
    else:
        printed = f'"{printed}"'
    return f"the opening of {printed}" if place.is_stamp else printed


def _line(claim: Claim, name: str) -> int:
    """Return the line of the story file where the field or the place *name* begins."""
    try:
        source = parse_source(read_text(Path(claim.source)))
    except (OSError, UnicodeDecodeError):
        return 1
    return source.body_line if name == "lead" else source.line_of(name)
