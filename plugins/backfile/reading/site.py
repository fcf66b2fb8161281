"""One build's knowledge that is not in any one file: settings, partners, faults."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile.errors import Fault
from backfile.partners.registry import Partner, PartnerError, Registry, partner_from_record
from backfile.reading.fields import read_fields
from backfile.reading.names import PARTNER_FIELDS
from backfile.reading.reader import shown_path
from backfile.reading.source import Source, read_text
from backfile.settings import Settings, read_settings
from backfile.story.model import Trouble

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_KEY = "BACKFILE_SITE"
RECORD_SUFFIXES = (".md", ".markdown", ".mkd", ".mdown")


@dataclass
class Site:
    """What every part of one build shares.

    `faults` grows until the build stops on them. `articles` are all that were read, drafts, hidden
    ones and translations included, once they are finished. `remarks` are what a person should look
    at in the fields of the files that were read; `invoke check` lists them.
    """

    settings: Settings
    registry: Registry
    faults: list[Fault] = field(default_factory=list)
    articles: list[Any] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)

    @property
    def published(self) -> list[Any]:
        """Return the articles that are listed, and their translations."""
        return [one for one in self.articles if one.status == "published"]


def open_site(pelican_settings: dict[str, Any]) -> Site:
    """Read the settings and the partner records anew, for one build, and keep the site.

    Raises SettingsError. A record at fault becomes a fault of the site.
    """
    settings = read_settings(pelican_settings)
    folder = Path(pelican_settings["PATH"]) / settings.partner_path
    registry, faults = load_partners(folder, settings.story_fields)
    remarks = partner_remarks(folder, settings.story_fields)
    site = Site(settings, registry, faults, remarks=remarks)
    pelican_settings[_KEY] = site
    return site


def site_of(pelican_settings: dict[str, Any]) -> Site:
    """Return the site that `open_site` kept."""
    site: Site = pelican_settings[_KEY]
    return site


def load_partners(folder: Path, own: Collection[str] = ()) -> tuple[Registry, list[Fault]]:
    """Read the partner records in *folder*; return them and the faults of those that cannot be.

    *own* are the fields that the site adds to those that are known.
    """
    partners: dict[str, Partner] = {}
    faults: list[Fault] = []
    for path in _records(folder):
        shown = shown_path(path)
        try:
            stated = read_fields(read_text(path), PARTNER_FIELDS, own)
            troubles = list(stated.faults)
            name = path.relative_to(folder.parent).as_posix()
            # One at fault is known all the same, so that no story is blamed for naming it.
            partners[path.stem] = _partner(path.stem, name, stated.source, troubles)
            faults += [Fault(shown, one.line, one.code, one.message) for one in troubles]
        except (OSError, UnicodeDecodeError) as error:
            message = f"cannot be read as UTF-8 text: {error}; restore it, or save it as UTF-8"
            faults.append(Fault(shown, 1, "unreadable", message))
    return Registry(partners), faults


def _partner(slug: str, name: str, source: Source, troubles: list[Trouble]) -> Partner:
    """Make the partner of a record; what is wrong with it is added to *troubles*, one by one."""
    values = source.values()
    while True:
        try:
            return partner_from_record(slug, name, values)
        except PartnerError as error:
            line = source.line_of(error.field)
            if not any(one.code == "empty-field" and one.line == line for one in troubles):
                troubles.append(Trouble(line, "bad-partner", str(error)))
            # Without it, the next fault of the same record comes to light as well.
            values.pop(error.field, None)
            values.setdefault("title", slug)


def partner_remarks(folder: Path, own: Collection[str]) -> list[Fault]:
    """Return what a person should look at in the fields of the partner records in *folder*.

    *own* are the fields that the site adds to those that are known.
    """
    remarks: list[Fault] = []
    for path in _records(folder):
        try:
            stated = read_fields(read_text(path), PARTNER_FIELDS, own)
        except (OSError, UnicodeDecodeError):
            continue
        shown = shown_path(path)
        remarks += [Fault(shown, one.line, one.code, one.message) for one in stated.remarks]
    return remarks


def _records(folder: Path) -> list[Path]:
    """Return the files of the partner records in *folder*."""
    return [
        path
        for path in sorted(folder.glob("*"))
        if path.suffix in RECORD_SUFFIXES and not path.name.startswith(".")
    ]


def stop_on(faults: Iterable[Fault | str]) -> None:
    """Print each fault on a line of its own and end the program with status 1, if there are any.

    SystemExit, because Pelican prints a traceback for every other exception.
    """
    lines = [str(fault) for fault in faults]
    if lines:
        sys.stderr.write("".join(f"{line}\n" for line in dict.fromkeys(lines)))
        raise SystemExit(1)
