"""A received story → the text of a story file that is pleasant to edit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backfile.legacy.markdown import escape_html, escape_inline, escape_paragraph
from backfile.story.opening import parse_opening

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backfile.legacy.text import ReceivedStory, ReceivedUpdate


@dataclass(frozen=True, slots=True)
class Repair:
    """One thing that the story file says otherwise than the original did."""

    kind: str
    before: str
    after: str


def story_file(story: ReceivedStory, fields: Mapping[str, str]) -> str:
    """Return the Markdown story file of *story* with *fields* as metadata after its title.

    Fields without a value are left out.
    """
    metadata = {"Title": escape_html(story.title), **fields}
    if story.standfirst:
        metadata["Summary"] = escape_paragraph(story.standfirst)
    header = "".join(f"{name}: {value}\n" for name, value in metadata.items() if value)
    parts = [escape_paragraph(paragraph) for paragraph in story.lead]
    for update in story.updates:
        parts.append(_heading(update))
        parts += [escape_paragraph(paragraph) for paragraph in update.paragraphs]
    return header + "".join(f"\n{part}\n" for part in parts)


def repairs(story: ReceivedStory) -> list[Repair]:
    """Return what writing *story* as Markdown repairs: list marks dropped, signs escaped."""
    done = [
        Repair("list-mark", f"{update.bullet} {update.opening.printed}", update.opening.printed)
        for update in story.updates
        if update.bullet
    ]
    texts = [story.standfirst, *story.lead]
    for update in story.updates:
        texts += update.paragraphs
    for text in texts:
        for before in text.split("\n"):
            after = escape_paragraph(before)
            if after != before:
                done.append(Repair("escaped", before, after))
    return done


def _heading(update: ReceivedUpdate) -> str:
    """Return the heading whose opening reads as the received one did.

    After "Update" a colon would take the noon of "Noon ferry sails" for its stamp; a dash does not.
    """
    printed, headline = update.opening.printed, escape_inline(update.headline)
    if not headline:
        return f"## {printed}"
    colon = f"{printed}: {headline}"
    read = parse_opening(colon)
    same = read is not None and read.printed == printed
    return f"## {colon}" if same else f"## {printed} -- {headline}"
