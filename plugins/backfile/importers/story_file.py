"""Makes of a draft the text of a story file that is pleasant to edit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.errors import RefusedError
from backfile.fidelity.ledger import Repair
from backfile.importers.draft import DraftBody, Notes, Part
from backfile.importers.markdown import escape_html, escape_inline, escape_paragraph
from backfile.reading.fields import is_field
from backfile.reading.names import STORY_FIELDS
from backfile.story.languages import ENGLISH
from backfile.story.model import Section
from backfile.story.opening import parse_opening

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from backfile.importers.text import ReceivedStory, TextUpdate

# In one paragraph; Python-Markdown takes a second or two for so many.
MOST_SIGNS = 20_000
MOST_BRACKETS = 4_000
_PLAIN_VALUE = re.compile(r"[\w.:+-]+", re.ASCII)
_SIGNS = "\\&*_`<"


def story_file(title: str, summary: str, body: DraftBody, fields: Mapping[str, str]) -> str:
    """Return the Markdown story file of *body* with *fields* as metadata after its title.

    *title* and *summary* are plain text. Fields without a value are left out. A value stands on
    one line, whatever it holds, so that none can state another field. Raises RefusedError for a
    block that no Markdown could be made of in due time.
    """
    metadata = {"Title": escape_html(title), **fields, "Summary": escape_paragraph(summary)}
    lines = {name: " ".join(value.split()) for name, value in metadata.items()}
    header = "".join(f"{name}: {value}\n" for name, value in lines.items() if value)
    parts = [*body.lead.blocks]
    for update in body.updates:
        parts += [f"## {update.above}"] if update.above else []
        parts += [f"## {update.heading}", *update.blocks]
    _check_signs([lines["Summary"], *parts])
    parts[:1] = map(_no_field, parts[:1])
    return header + "".join(f"\n{part}\n" for part in parts)


def _no_field(block: str) -> str:
    """Return the first *block* of a story so that its first lines are not taken for fields."""
    lines = block.split("\n")
    for number, line in enumerate(lines):
        if not is_field(line, STORY_FIELDS):
            break
        lines[number] = line.replace(":", "&#58;", 1)
    return "\n".join(lines)


def _check_signs(blocks: Iterable[str]) -> None:
    """Refuse blocks with so many signs of Markdown that they take minutes to be read."""
    for block in blocks:
        brackets = block.count("[") - block.count("\\[")
        signs = sum(map(block.count, _SIGNS))
        if (brackets > MOST_BRACKETS or signs > MOST_SIGNS) and not block.startswith("```"):
            many = f"{max(brackets, signs):,}"
            raise RefusedError(
                f"a paragraph in it has {many} characters of markup, more than any story has"
            )


def text_body(story: ReceivedStory, lang: str = ENGLISH) -> DraftBody:
    """Return a received text as the body of a draft: its words escaped, its repairs noted.

    *lang* is the language in which its headings are read.
    """
    return DraftBody(
        lead=Part(tuple(map(escape_paragraph, story.lead))),
        updates=tuple(
            Part(
                tuple(map(escape_paragraph, update.paragraphs)),
                _heading(update, lang),
                Section(update.opening, update.line),
            )
            for update in story.updates
        ),
        spans=story.spans,
        credits=story.credits,
        notes=Notes(repaired=tuple(_repairs(story)), dropped=story.dropped),
    )


def _repairs(story: ReceivedStory) -> Iterator[Repair]:
    """Go through what writing *story* as Markdown repairs: list marks dropped, signs escaped."""
    for update in story.updates:
        if update.opening.mark:
            printed = update.opening.printed
            yield Repair("list-mark", f"{update.opening.mark} {printed}", printed)
    texts = [story.standfirst, *story.lead]
    for update in story.updates:
        texts += update.paragraphs
    for text in texts:
        for before in text.split("\n"):
            after = escape_paragraph(before)
            if after != before:
                yield Repair("escaped", before, after)


def _heading(update: TextUpdate, lang: str) -> str:
    return heading(update.opening.printed, escape_inline(update.headline), lang)


def heading(printed: str, headline: str, lang: str = ENGLISH) -> str:
    """Return the heading (Markdown, without its `## `) whose opening reads as *printed*.

    After "Update" a colon would take the noon of "Noon ferry sails" for its stamp; a dash does not.
    """
    if not headline:
        return printed
    colon = f"{printed}: {headline}"
    read = parse_opening(colon, lang=lang)
    same = read is not None and read.printed == printed
    return colon if same else f"{printed} -- {headline}"


def heading_attributes(given: Mapping[str, str]) -> str:
    """Return the attributes of a heading as its story file has them, those with a value.

    What cannot stand in such a list (braces, marks of Markdown's HTML) is left out of it.
    """
    listed = [f"{name}={_quoted(value)}" for name, value in given.items() if _fits(value)]
    return f" {{: {' '.join(listed)} }}" if listed else ""


def _fits(value: str) -> bool:
    return bool(value) and not any(sign in value for sign in "{}<>\n\r")


def _quoted(value: str) -> str:
    if _PLAIN_VALUE.fullmatch(value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
