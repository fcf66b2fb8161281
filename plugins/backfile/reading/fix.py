"""`invoke check --fix`: the inferred dates written into the source, the page unchanged."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.errors import Fault
from backfile.files import write_atomically
from backfile.reading.reader import StoryReader, shown_path
from backfile.reading.source import parse_source
from backfile.story.model import Precision, Story, Update

if TYPE_CHECKING:
    from pelican.contents import Article

    from backfile.reading.archive import Archive

_NEAR_MISS = "near-miss-opening"
_BOM = b"\xef\xbb\xbf"
_ATTRIBUTES = re.compile(r"\s*\{:?(?P<attributes>[^{}]*)\}\s*$")
_CLOSING_HASHES = re.compile(r"\s+#+\s*$")


@dataclass(frozen=True, slots=True)
class Fixes:
    """What `fix` did: the files it rewrote, and those it left alone with the reason."""

    written: tuple[str, ...]
    refused: tuple[Fault, ...]


def fix(archive: Archive) -> Fixes:
    """Write what was inferred in *archive* into its story files.

    A heading gets ` {: datetime=… }`, with the flags kept in `inferred="…"`; a story whose order
    depends on its direction gets `Source_Order`. A file is written only if its page stays the
    same to the byte.
    """
    written: list[str] = []
    refused: list[Fault] = []
    for article in archive.articles:
        if not _leaves_to_infer(article.story):
            continue
        if doubtful := [one.line for one in article.story.remarks if one.code == _NEAR_MISS]:
            reason = (
                "its inferred dates were not written, because this heading may be an update; "
                "correct it first"
            )
            refused.append(Fault(shown_path(article.source_path), doubtful[0], "not-fixed", reason))
            continue
        path = Path(article.source_path)
        before = path.read_bytes()
        after = settled_source(before, article.story)
        if _same_page(archive, article, before, after):
            write_atomically(path, after)
            written.append(shown_path(path))
        else:
            reason = "its inferred dates were not written, because the page would change"
            refused.append(Fault(shown_path(path), 0, "not-fixed", reason))
    return Fixes(tuple(written), tuple(refused))


def settled_source(source: bytes, story: Story) -> bytes:
    """Return the story file *source* with all that was inferred in *story* written into it.

    Byte-order mark and line ends stay as they are.
    """
    mark = _BOM if source.startswith(_BOM) else b""
    text = source.removeprefix(_BOM).decode("utf-8")
    lines = io.StringIO(text, newline="").readlines()
    for update in story.updates:
        if update.inferences and update.precision is not Precision.ORDER:
            index = update.section.line - 1
            lines[index] = _settled_heading(lines[index], update)
    if story.doubts:
        field = f"Source_Order: {_source_order(story)}"
        place = parse_source(text).line_of("date")
        lines.insert(place, field + _line_end(lines[place - 1]))
    return mark + "".join(lines).encode("utf-8")


def _leaves_to_infer(story: Story) -> bool:
    told = [update.inferences for update in story.updates]
    return bool(story.doubts) or any(told)


def _settled_heading(line: str, update: Update) -> str:
    end = _line_end(line)
    text = _CLOSING_HASHES.sub("", line.rstrip())
    found = _ATTRIBUTES.search(text)
    attributes = found["attributes"].strip() + " " if found else ""
    if found:
        text = text[: found.start()]
    inferred = f' inferred="{" ".join(update.flags)}"' if update.flags else ""
    return f"{text} {{: {attributes}datetime={update.machine_time}{inferred} }}{end}"


def _line_end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _source_order(story: Story) -> str:
    above, below = (
        direction or story.dateline.default_source_order for direction in story.directions
    )
    if story.directions[1] is None:
        return above.value
    return f"{above.value}, {below.value}"


def _same_page(archive: Archive, article: Article, before: bytes, after: bytes) -> bool:
    """Tell whether *after* in place of *before* gives the same story HTML."""
    reader = StoryReader(article.settings, archive.site.settings)
    path = str(article.source_path)
    one, other = (reader.convert(path, data.decode("utf-8-sig")) for data in (before, after))
    return one.html == other.html and not other.troubles
