"""Makes the rows of a story's updates, as timelines show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backfile.catalogue.rows import UpdateRow
from backfile.reading.plain_text import beginnings
from backfile.story.model import machine_time
from backfile.story.opening import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from backfile.reading.plain_text import SectionText
    from backfile.story.model import Story, Update

WORDS = 16  # of an update without a headline


def update_rows(article: Any) -> tuple[UpdateRow, ...]:
    """Return the rows of the updates of a Pelican *article* that has its card, oldest first.

    There are none where nothing was added to the first report. The Original Post has the time of
    publication where it states none itself; a story without one begins with a row for that time.
    """
    story: Story = article.story
    if all(one.kind is Kind.ORIGINAL for one in story.updates):
        return ()
    said = beginnings(article.document)
    published = _published_apart(story)
    rows = [_row(one, said.get(one.anchor), story, published) for one in story.updates]
    if published and not any(one.kind is Kind.ORIGINAL for one in story.updates):
        rows.insert(0, UpdateRow("", Kind.ORIGINAL.value, _on_own_clock(published, story)))
    return tuple(rows)


def _published_apart(story: Story) -> datetime | None:
    """Return when the story was published, None where its Original Post says so itself."""
    originals = (one for one in story.updates if one.kind is Kind.ORIGINAL)
    return None if any(one.instant for one in originals) else story.dateline.instant


def _row(
    update: Update, said: SectionText | None, story: Story, published: datetime | None
) -> UpdateRow:
    is_published = update.kind is Kind.ORIGINAL and update.day is None
    when = update.instant or (published if is_published else None)
    time = _on_own_clock(when, story) if when else machine_time(None, update.day)
    # A label alone is no headline.
    headline = said.headline if said and update.headline else ""
    beginning = (said.beginning if said else "") or update.printed
    return UpdateRow(
        update.anchor,
        update.kind.value,
        time,
        update.label,
        headline,
        "" if headline else _first_words(beginning),
        is_inferred=bool(update.flags),
    )


def _on_own_clock(when: datetime, story: Story) -> str:
    return when.astimezone(story.dateline.zone).isoformat()


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:WORDS]) + ("…" if len(words) > WORDS else "")
