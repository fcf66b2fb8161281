"""The bodies of pages and of partners' records, looked at as those of stories are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from markdown import Markdown
from pelican.readers import MarkdownReader

from backfile.errors import Fault
from backfile.reading.articles import all_contents
from backfile.reading.bodies import SHOWN_AS_HTML, look_at_body, raw_html
from backfile.reading.reader import shown_path
from backfile.reading.site import site_of
from backfile.reading.source import parse_source, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pelican.generators import Generator


def check_pages(generators: Sequence[Generator]) -> Iterator[Fault]:
    """The Markdown bodies of all that is no story lose no words."""
    settings = generators[0].settings
    records = Path(settings["PATH"], site_of(settings).settings.partner_path)
    for path in _files(generators):
        text = read_text(path)
        markdown = Markdown(**settings["MARKDOWN"])
        markdown.convert(text)
        fields = () if records in path.parents else SHOWN_AS_HTML
        errors, doubts = look_at_body(parse_source(text), raw_html(markdown), fields)
        for one in (*errors, *doubts):
            yield Fault(shown_path(path), one.line, one.code, one.message)


def _files(generators: Sequence[Generator]) -> Iterator[Path]:
    """Go through the files of pages and partners' records that are written in Markdown."""
    site = site_of(generators[0].settings)
    stories = {str(one.source_path) for one in site.articles}
    read = (str(one.source_path) for generator in generators for one in all_contents(generator))
    for path in (*read, *(one.path for one in site.unread_pages)):
        if path not in stories and Path(path).suffix[1:] in MarkdownReader.file_extensions:
            yield Path(path)
