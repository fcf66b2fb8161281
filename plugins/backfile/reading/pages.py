"""Checks the bodies of pages and of partners' records as those of stories are checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from markdown import Markdown
from pelican.readers import MarkdownReader

from backfile.errors import Fault
from backfile.reading.articles import all_contents
from backfile.reading.bodies import SHOWN_AS_HTML, look_at_body, raw_html
from backfile.reading.reader import shown_path
from backfile.reading.site import RECORD_SUFFIXES, site_of
from backfile.reading.source import parse_source, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pelican.generators import Generator

    from backfile.reading.site import Site


def check_pages(generators: Sequence[Generator]) -> Iterator[Fault]:
    """The Markdown bodies of all that is no story lose no words."""
    settings = site_of(generators[0].settings).settings
    records = settings.content / settings.partner_path
    for path in _files(generators):
        text = read_text(path)
        markdown = Markdown(**settings.markdown)
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
    records = _unread_records(site, site.settings.content)
    for path in (*read, *(one.path for one in site.unread_pages), *map(str, records)):
        if path not in stories and Path(path).suffix[1:] in MarkdownReader.file_extensions:
            yield Path(path)


def _unread_records(site: Site, content: Path) -> Iterator[Path]:
    """Go through the partners' records whose fields have faults, but whose text can be read."""
    for slug in sorted(site.registry.unread):
        for suffix in RECORD_SUFFIXES:
            name = f"{site.settings.partner_path}/{slug}{suffix}"
            path = content / name
            if name in site.left_out or not path.is_file():
                continue
            try:
                read_text(path)
            except (OSError, UnicodeDecodeError):
                continue
            yield path
