"""What is wrong with the body of a story, a page or a partner's record, as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.reading.markup import look_at_markup
from backfile.reading.notes import look_at_notes
from backfile.reading.plain import Body, body_of

if TYPE_CHECKING:
    from markdown import Markdown

    from backfile.reading.source import Source
    from backfile.story.model import Trouble

# Metadata that pages show as HTML.
SHOWN_AS_HTML = ("title", "summary")


def raw_html(markdown: Markdown) -> str:
    """Return what *markdown* has taken for HTML in the text that it has converted."""
    return "\n".join(one for one in markdown.htmlStash.rawHtmlBlocks if isinstance(one, str))


def look_at_body(source: Source, raw: str) -> tuple[list[Trouble], list[Trouble]]:
    """Return the errors and the doubts of the body of *source*, its title and its summary.

    *raw* is what Markdown has taken for HTML in the body.
    """
    body = body_of(source)
    notes, markup = look_at_notes(body), look_at_markup(body, raw)
    errors, doubts = [*notes.errors, *markup.errors], [*notes.doubts, *markup.doubts]
    for name in SHOWN_AS_HTML:
        if name in source.fields:
            field = source.fields[name]
            found = look_at_markup(Body(field.value, field.line), None)
            errors += found.errors
            doubts += found.doubts
    return errors, doubts
