"""What is wrong with the body of a story, a page or a partner's record, as a whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.reading.markup import look_at_markup
from backfile.reading.notes import look_at_notes
from backfile.reading.without_code import BodyText, body_of
from backfile.story.model import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown import Markdown

    from backfile.reading.source import Field, Source

# The fields of stories and pages that are shown as HTML; those of a partner's record never are.
SHOWN_AS_HTML = ("title", "summary")
# The start of a tag without its end (WHATWG HTML, "Tag open state"); a comment is looked at apart.
_UNFINISHED = re.compile(r"<(?!!--)[A-Za-z/!?][^<>]*(?=<|\Z)")


def raw_html(markdown: Markdown) -> str:
    """Return what *markdown* has taken for HTML in the text that it has converted."""
    return "\n".join(one for one in markdown.htmlStash.rawHtmlBlocks if isinstance(one, str))


def look_at_body(
    source: Source, raw: str, fields: Iterable[str] = SHOWN_AS_HTML
) -> tuple[list[Trouble], list[Trouble]]:
    """Return the errors and the doubts of the body of *source*, and of its *fields*.

    *raw* is what Markdown has taken for HTML in the body. *fields* are those shown as HTML.
    """
    body = body_of(source)
    notes, markup = look_at_notes(body), look_at_markup(body, raw)
    errors, doubts = [*notes.errors, *markup.errors], [*notes.doubts, *markup.doubts]
    for name in fields:
        if name in source.fields:
            field = source.fields[name]
            found = look_at_markup(BodyText(field.value, field.line), None)
            errors += found.errors
            doubts += found.doubts
            # Markdown, through which a summary goes, shows such a "<" as it stands.
            if name == "title":
                errors += _unfinished_tags(field)
    return errors, doubts


def _unfinished_tags(field: Field) -> Iterator[Trouble]:
    for found in _UNFINISHED.finditer(field.value):
        written = found.group().split()[0]
        message = (
            f'"{written}" begins an HTML tag that has no end, and hides the words that follow it; '
            f'write "&lt;{written[1:]}" to show it'
        )
        yield Trouble(field.line, "unclosed-tag", message)
