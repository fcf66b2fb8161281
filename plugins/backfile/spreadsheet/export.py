"""Writes chosen fields of all stories as a table."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from backfile.errors import UsageError, did_you_mean
from backfile.reading.names import STORY_FIELDS
from backfile.reading.source import parse_source, text_of
from backfile.reading.story_files import story_files
from backfile.spreadsheet.cells import written_cell
from backfile.spreadsheet.csv_table import DIGEST, FILE, written_table
from backfile.spreadsheet.field_lines import field_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from backfile.config.settings import Settings

FIELDS = ("Title", "Date", "Status", "Partner", "Category", "Tags", "Authors")


def known_fields(settings: Settings) -> dict[str, str]:
    """Return the fields that a story may have, by their names in lower case."""
    return {name.lower(): name for name in (*STORY_FIELDS, *settings.story_fields)}


def chosen_fields(names: Iterable[str], settings: Settings) -> tuple[str, ...]:
    """Return the fields called *names*, in whatever case, as they are spelled.

    Raises UsageError for one that is unknown.
    """
    known = known_fields(settings)
    for name in names:
        if name.lower() not in known:
            hint = did_you_mean(name, known.values()) or "; docs/stories.md lists all fields"
            raise UsageError(f'--fields: there is no field "{name}"{hint}')
    return tuple(dict.fromkeys(known[name.lower()] for name in names))


def digest_of_story(data: bytes) -> str:
    """Return what tells a story file from another version of it, in a form that stays text."""
    return f"sha256:{hashlib.sha256(data).hexdigest()[:16]}"


def table_of(files: Mapping[str, bytes], fields: Sequence[str], delimiter: str = ",") -> bytes:
    """Return the table of the story *files*, whose bytes are by their paths in the content.

    Raises UnicodeDecodeError.
    """
    rows = []
    for path, data in files.items():
        values = field_values(parse_source(text_of(data)))
        cells = (values.get(name.lower(), "") for name in fields)
        rows.append([path, digest_of_story(data), *cells])
    written = (map(written_cell, row) for row in rows)
    return written_table((FILE, DIGEST, *fields), map(list, written), delimiter)


def read_stories(settings: Settings) -> tuple[dict[str, bytes], list[str]]:
    """Return the bytes of all story files by their paths, and the paths that are no UTF-8.

    Raises OSError.
    """
    files: dict[str, bytes] = {}
    unread: list[str] = []
    for path in story_files(settings):
        data = (settings.content / path).read_bytes()
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            unread.append(path)
        else:
            files[path] = data
    return files, unread
