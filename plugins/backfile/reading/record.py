"""The record of a story: everything that programs are told of it, worked out once.

Structured data, feeds, the data files and the metadata of a page are made from this, so that none
of them says anything else than another, or than the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backfile.partners.credit import credit_text
from backfile.reading.cards import plain
from backfile.reading.packed import Packed, packed, unpacked
from backfile.reading.plain_text import Cut, cut
from backfile.story.coverage import coverage_of
from backfile.story.model import Precision, Update, machine_time
from backfile.story.opening import Kind

if TYPE_CHECKING:
    from pelican.generators import Generator

    from backfile.partners.original import Original
    from backfile.partners.registry import Partner
    from backfile.reading.cards import Card
    from backfile.reading.document import Document
    from backfile.story.model import Order, Story
    from backfile.text.identifiers import Identifier


@dataclass(frozen=True, slots=True)
class UpdateRecord:
    """One update. Texts are plain: `text` is prose, paragraphs apart by an empty line.

    `anchor` is its `id` on the page. `printed` is its opening as it was printed, `stamp` the time
    in it, `headline` its own headline; each may be empty. `time` is its instant or day, as in the
    page's `datetime`, empty at precision `order`. `flags` and `reasons` say what of the time was
    worked out and why. `corrects` is the anchor of the update that it concerns, empty where it
    concerns the whole story. `follows` tells that it has no place of its own in time: it stays
    with the update before it. `authors` wrote it, and `key` are the words that mark it as a key
    event; both are empty where its heading does not say so. `beginning` is its first paragraph.
    """

    anchor: str
    kind: Kind
    label: str
    printed: str
    stamp: str
    time: str
    precision: Precision
    flags: tuple[str, ...]
    reasons: tuple[str, ...]
    headline: str
    text: str
    corrects: str
    follows: bool
    authors: tuple[str, ...] = ()
    key: str = ""
    beginning: str = ""

    @property
    def opening(self) -> str:
        """Return the opening as it was printed, and the headline after it."""
        return f"{self.printed} {self.headline}".strip()

    @property
    def title(self) -> str:
        """Return the update's headline, or else its opening as it was printed."""
        return self.headline or self.printed


@dataclass(frozen=True, slots=True)
class StoryRecord:
    """One story. Texts are plain; times are in as many digits as are known, or empty.

    `url` is below SITEURL, `save_as` its page in the output. `timezone` is the IANA name of its
    zone, `page_order` how its page shows the updates. `published` never moves. `modified`
    is the time of the last update, correction or note that states one, empty where there is none.
    `began` and `ended` are the first and the last known moment of the coverage, with their hours;
    empty where a day without an hour may lie before or after them. `summary` is the standfirst
    where the file states one (`summary_stated`), else the beginning. `lead` is what stands above
    the updates, or the whole text of a story without any. `updates` are in order of time, oldest
    first. `credit` is the sentence that the page shows, empty without a partner. `original_file`
    and `original_sha256` name what was received. `identifiers` are what it is known by elsewhere.
    """

    url: str
    save_as: str
    lang: str
    title: str
    timezone: str
    page_order: Order
    published: str
    modified: str
    began: str
    ended: str
    summary: str
    summary_stated: bool
    lead: str
    updates: tuple[UpdateRecord, ...]
    card: Card
    partner: Partner | None
    credit: str
    original: Original | None
    original_file: str
    original_sha256: str
    identifiers: tuple[Identifier, ...] = ()

    @property
    def text(self) -> str:
        """Return the lead and all updates with their openings, oldest first, as prose."""
        told = [self.lead]
        for one in self.updates:
            told += [one.opening, one.text]
        return "\n\n".join(part for part in told if part)

    @property
    def is_live(self) -> bool:
        """Tell whether the story was told in dated updates, as a live blog is."""
        return any(one.time and one.kind is Kind.UPDATE for one in self.updates)

    @property
    def latest(self) -> str:
        """Return `modified`, or `published` where nothing was added later."""
        return self.modified or self.published


def record_of(article: Any) -> StoryRecord:
    """Return the record of a Pelican *article* that has its card; it is made once."""
    if not isinstance(getattr(article, "record", None), Packed):
        article.record = packed(_made(article))
    record: StoryRecord = unpacked(article.record)
    return record


def _made(article: Any) -> StoryRecord:
    document: Document = article.document
    story, said = document.story, cut(document)
    covered = coverage_of(story)
    return StoryRecord(
        url=article.url,
        save_as=article.save_as,
        lang=article.lang,
        title=plain(article.title),
        timezone=story.dateline.zone.key,
        page_order=story.dateline.page_order,
        published=story.dateline.machine_time,
        modified=story.modified,
        began=machine_time(covered.first),
        ended=machine_time(covered.last),
        summary=article.card.summary,
        summary_stated=article.stated_summary,
        lead=said.lead,
        updates=updates_of(story, said),
        card=article.card,
        partner=article.partner,
        credit=credit_text(article.partner, article.lang) if article.partner else "",
        original=article.original,
        original_file=str(getattr(article, "original_file", "")),
        original_sha256=str(getattr(article, "original_sha256", "")),
        identifiers=article.identifiers,
    )


def updates_of(story: Story, said: Cut) -> tuple[UpdateRecord, ...]:
    """Return the records of the updates of *story*, whose prose is *said*, oldest first."""
    return tuple(_update(one, said) for one in story.updates)


def _update(update: Update, said: Cut) -> UpdateRecord:
    section = said.sections.get(update.anchor)
    return UpdateRecord(
        anchor=update.anchor,
        kind=update.kind,
        label=update.label,
        printed=update.printed,
        stamp=update.stamp,
        time=update.machine_time,
        precision=update.precision,
        flags=update.flags,
        reasons=tuple(one.reason for one in update.inferences),
        # A label alone is no headline.
        headline=section.headline if section and update.headline else "",
        text=section.text if section else "",
        corrects=update.corrects,
        follows=update.after is not None,
        authors=update.authors,
        key=update.key_mark,
        beginning=section.beginning if section else "",
    )


def connect(generator: Generator) -> None:
    """Give the templates of *generator* the global `record(article)` (generator_init)."""
    generator.env.globals["record"] = record_of
