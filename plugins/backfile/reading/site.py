"""One build's knowledge that is not in any one file: settings, partners, faults."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile.errors import Fault
from backfile.inside import refusal
from backfile.partners.registry import Partner, PartnerError, Registry, partner_from_record
from backfile.reading.guard import refuse
from backfile.reading.reader import shown_path
from backfile.reading.source import parse_source, read_text
from backfile.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEY = "BACKFILE_SITE"
RECORD_SUFFIXES = (".md", ".markdown", ".mkd", ".mdown")


@dataclass
class Site:
    """What every part of one build shares.

    `faults` grows until the build stops on them. `articles` are all that were read, drafts, hidden
    ones and translations included, once they are finished. `withheld` are the drafts that this
    build leaves out.
    """

    settings: Settings
    registry: Registry
    faults: list[Fault] = field(default_factory=list)
    articles: list[Any] = field(default_factory=list)
    withheld: list[Any] = field(default_factory=list)

    @property
    def published(self) -> list[Any]:
        """Return the articles that are listed, and their translations."""
        return [one for one in self.articles if one.status == "published"]


def open_site(pelican_settings: dict[str, Any]) -> Site:
    """Read the settings and the partner records anew, for one build, and keep the site.

    Raises SettingsError. A record at fault becomes a fault of the site.
    """
    settings = read_settings(pelican_settings)
    refused = refuse(pelican_settings, settings.partner_path)
    registry, faults = load_partners(Path(pelican_settings["PATH"]) / settings.partner_path)
    site = Site(settings, registry, [*refused, *faults])
    pelican_settings[_KEY] = site
    return site


def site_of(pelican_settings: dict[str, Any]) -> Site:
    """Return the site that `open_site` kept."""
    site: Site = pelican_settings[_KEY]
    return site


def load_partners(folder: Path) -> tuple[Registry, list[Fault]]:
    """Read the partner records in *folder*; return them and the faults of those that cannot be."""
    partners: dict[str, Partner] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*")):
        if path.suffix not in RECORD_SUFFIXES or path.name.startswith("."):
            continue
        if refusal(path, folder.parent) is not None:
            continue
        shown = shown_path(path)
        try:
            source = parse_source(read_text(path))
            name = path.relative_to(folder.parent).as_posix()
            partners[path.stem] = partner_from_record(path.stem, name, source.values())
        except PartnerError as error:
            faults.append(Fault(shown, source.line_of(error.field), "bad-partner", str(error)))
        except (OSError, UnicodeDecodeError) as error:
            message = f"cannot be read as UTF-8 text: {error}; restore it, or save it as UTF-8"
            faults.append(Fault(shown, 1, "unreadable", message))
    return Registry(partners), faults


def stop_on(faults: Iterable[Fault | str]) -> None:
    """Print each fault on a line of its own and end the program with status 1, if there are any.

    SystemExit, because Pelican prints a traceback for every other exception.
    """
    lines = [str(fault) for fault in faults]
    if lines:
        sys.stderr.write("".join(f"{line}\n" for line in dict.fromkeys(lines)))
        raise SystemExit(1)
