"""The bodies of pages and of partners' records, looked at as those of stories are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from markdown import Markdown
from pelican.readers import MarkdownReader

from backfile.errors import Fault
from backfile.reading.articles import all_contents
from backfile.reading.bodies import look_at_body, raw_html
from backfile.reading.reader import shown_path
from backfile.reading.site import site_of
from backfile.reading.source import parse_source, read_text

if TYPE_CHECKING:
    from pelican.generators import Generator


def check_pages(generators: list[Generator]) -> None:
    """Find what is wrong with the Markdown bodies of all that is no story."""
    settings = generators[0].settings
    site = site_of(settings)
    stories = {str(one.source_path) for one in site.articles}
    for generator in generators:
        for content in all_contents(generator):
            path = Path(str(content.source_path))
            if str(path) in stories or path.suffix[1:] not in MarkdownReader.file_extensions:
                continue
            text = read_text(path)
            markdown = Markdown(**settings["MARKDOWN"])
            markdown.convert(text)
            errors, doubts = look_at_body(parse_source(text), raw_html(markdown))
            shown = shown_path(path)
            site.faults += [Fault(shown, one.line, one.code, one.message) for one in errors]
            site.doubts += [Fault(shown, one.line, one.code, one.message) for one in doubts]
