"""What a gate must know of the archive that a site was built from: what is not to be public."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.fidelity.originals import FOLDER
from backfile.publish.gates.withheld_texts import WithheldTexts, withheld_texts
from backfile.reading.site import RECORD_SUFFIXES
from backfile.reading.source import parse_source, read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backfile.config.settings import Settings
    from backfile.reading.source import Source

_WITHHELD = frozenset(("draft", "skip", "withdrawn"))
_TITLE_MAY_STAY = "withdrawn"
_ORIGINAL = re.compile(r"([0-9a-f]{64})\..+")
_NO_ORIGINALS = (".json", ".extract.txt")  # ledgers, and texts taken out of originals


@dataclass(frozen=True, slots=True)
class ArchiveSources:
    """What is not to be public of an archive.

    `folders` are the absolute paths of this computer that no file may name. `withheld` knows the
    words of stories that are not published. `private_originals` are the SHA-256 of the originals
    that no file may be; `has_originals` tells whether any are kept. `address` is that of the site
    by its settings, without a slash at its end, for sites whose first page does not state it.
    """

    folders: tuple[str, ...] = ()
    withheld: WithheldTexts = field(default_factory=WithheldTexts)
    private_originals: frozenset[str] = frozenset()
    has_originals: bool = False
    address: str = ""


def archive_sources(settings: Settings) -> ArchiveSources:
    """Read what gates must know of the archive with these *settings*.

    A story that cannot be read is passed over: `check` tells of it, and no build has it.
    """
    withheld: list[tuple[str, Source]] = []
    published: list[Path] = []
    for path, source in _stories(settings.content):
        if _status(source) in _WITHHELD:
            withheld.append((path.relative_to(settings.content).as_posix(), source))
        else:
            published.append(path)
    originals = frozenset(_originals(settings.content / FOLDER))
    private = frozenset(source.values().get("original_sha256", "") for _, source in withheld)
    return ArchiveSources(
        tuple(_folders(settings)),
        withheld_texts(map(_withheld, withheld), map(read_text, published) if withheld else ()),
        originals & private if _publishes_originals(settings) else originals,
        bool(originals),
        settings.address if settings.has_address else "",
    )


def _stories(content: Path) -> Iterator[tuple[Path, Source]]:
    """Go through all files in Markdown but the originals, which other programs have written."""
    for path in sorted(one for one in content.rglob("*") if one.suffix in RECORD_SUFFIXES):
        if path.relative_to(content).parts[0] == FOLDER:
            continue
        try:
            yield path, parse_source(read_text(path))
        except (OSError, ValueError):
            continue


def _status(source: Source) -> str:
    return source.values().get("status", "").strip().lower()


def _withheld(story: tuple[str, Source]) -> tuple[str, str, str]:
    path, source = story
    title = "" if _status(source) == _TITLE_MAY_STAY else source.values().get("title", "")
    return path, title, "\n".join(source.lines[source.body_line - 1 :])


def _originals(folder: Path) -> Iterator[str]:
    """Go through the SHA-256 of the originals in *folder*, which are named after them."""
    for path in folder.rglob("*"):
        found = _ORIGINAL.fullmatch(path.name)
        if found and not path.name.endswith(_NO_ORIGINALS):
            yield found[1]


def _publishes_originals(settings: Settings) -> bool:
    folders = {os.path.normpath(one) for one in settings.static_paths}
    return bool(folders & {os.curdir, FOLDER})


def _folders(settings: Settings) -> Iterable[str]:
    """Return the folders whose paths tell of this computer, those in others left out.

    A folder at the top, such as `/srv`, tells nothing, and stands in many texts.
    """
    named = (Path.cwd(), Path.home(), settings.content, settings.output, settings.cache)
    paths = {path.absolute() for path in (*named, settings.theme) if len(path.absolute().parts) > 2}
    return sorted(str(path) for path in paths if not any(outer in path.parents for outer in paths))
