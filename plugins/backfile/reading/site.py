"""What the parts of one build share: the settings, the partners, the articles, the faults."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from backfile.config.read_settings import read_settings
from backfile.errors import Fault
from backfile.files.cache_files import CacheFiles
from backfile.files.containment import refusal
from backfile.partners.registry import (
    Partner,
    PartnerError,
    Registry,
    is_credit_field,
    partner_from_record,
)
from backfile.reading.content_guard import refuse
from backfile.reading.fields import Fields, read_fields
from backfile.reading.left_out import LEFT_OUT, file_of
from backfile.reading.log_capture import HEARD, Heard
from backfile.reading.names import PARTNER_FIELDS
from backfile.reading.reader import Unread, shown_path
from backfile.reading.source import lines_of, read_text, take_apart

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from backfile.catalogue.catalogue import Catalogue
    from backfile.config.settings import Settings
    from backfile.reading.scope import Scope

_KEY = "_BACKFILE_SITE"
SCOPE = "_BACKFILE_SCOPE"  # Pelican's setting that has the scope of a revision
# What keeps Pelican from reading a file.
_EXCLUDES = ("ARTICLE_EXCLUDES", "PAGE_EXCLUDES", "STATIC_EXCLUDES")
RECORD_SUFFIXES = (".md", ".markdown", ".mkd", ".mdown")


@dataclass
class Site:
    """What every part of one build shares.

    `faults` grows until the build stops on them. `articles` are all that were read, drafts, hidden
    ones and translations included, once they are finished; `unread` are the story files whose
    faults leave them without an address, `unread_pages` the same of pages. `remarks` are what a
    person should look at, beside those that a story keeps itself; `invoke check` lists them.
    `left_out` are the files, below the content folder, that a build with --keep-going goes without,
    `refused` those that no build may read, `withheld` the drafts that a build for readers goes
    without, and `withheld_files` the files that only those or withdrawn stories use. `heard` is
    what Pelican has logged. `attaches` tells whether a file goes beside the page that calls it. A
    build that revises a site has a `scope`. `others` are pages and partners' pages; `catalogue` has
    the stories once they are finished, `revised` is what a revision changes there. `index` names
    the edition of the search's index, `gone` are files that a revision takes away. `redirects` are
    the pages at old addresses, by the address of the story to which they lead. `caches` are files
    of the cache in which a revision changes what it needs to, and which are committed together.
    """

    settings: Settings
    registry: Registry
    faults: list[Fault] = field(default_factory=list)
    articles: list[Any] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    unread_pages: list[Unread] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
    left_out: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    heard: Heard = field(default_factory=Heard)
    withheld: list[Any] = field(default_factory=list)
    withheld_files: list[str] = field(default_factory=list)
    attaches: bool = False
    others: list[Any] = field(default_factory=list)
    scope: Scope | None = None
    catalogue: Catalogue | None = None
    revised: Any = None
    index: str = ""
    gone: list[str] = field(default_factory=list)
    redirects: dict[str, list[str]] = field(default_factory=dict)
    caches: CacheFiles = field(default_factory=CacheFiles)

    @property
    def published(self) -> list[Any]:
        """Return the articles that are listed, and their translations."""
        return [one for one in self.articles if one.status == "published"]

    @property
    def edited(self) -> list[Any]:
        """Return the published articles that a revision is about."""
        return [one for one in self.edited_of_any_status if one.status == "published"]

    @property
    def edited_of_any_status(self) -> list[Any]:
        """Return the articles that a revision is about."""
        edited = self.scope.edited if self.scope else ()
        return [one for one in self.articles if one.get_relative_source_path() in edited]

    @property
    def langs(self) -> frozenset[str]:
        """Return the languages of the published articles."""
        return self.scope.langs if self.scope else frozenset(one.lang for one in self.published)


def open_site(pelican_settings: dict[str, Any]) -> Site:
    """Read the settings and the partner records anew, for one build, and keep the site.

    Raises SettingsError. A record at fault becomes a fault of the site.
    """
    settings = read_settings(pelican_settings)
    without = frozenset(pelican_settings.get(LEFT_OUT, ()))
    folder = settings.content / settings.partner_path
    scope: Scope | None = pelican_settings.get(SCOPE)
    # A revision follows a build that has looked at all files.
    found, refused = refuse(settings) if scope is None else ([], frozenset())
    for name in _EXCLUDES:
        pelican_settings[name] = [*pelican_settings[name], *sorted(refused)]
    registry, faults = load_partners(folder, settings.story_fields, without)
    site = Site(
        settings,
        registry,
        [*(one for one in found if file_of(one, settings.content) not in without), *faults],
        remarks=partner_remarks(folder, settings.story_fields),
        left_out=without,
        refused=refused,
        heard=pelican_settings.get(HEARD) or Heard(),
        scope=scope,
        index=scope.index if scope else "",
    )
    pelican_settings[_KEY] = site
    return site


def site_of(pelican_settings: Mapping[str, Any]) -> Site:
    """Return the site that `open_site` kept."""
    site: Site = pelican_settings[_KEY]
    return site


@contextmanager
def closing_site(pelican_settings: Mapping[str, Any]) -> Iterator[None]:
    """At the end of the block, let the files of the cache go that the site of a build has open."""
    try:
        yield
    finally:
        site: Site | None = pelican_settings.get(_KEY)
        if site:
            site.caches.close()
        if site and site.catalogue:
            site.catalogue.close()


def load_partners(
    folder: Path, own: Collection[str] = (), without: Collection[str] = ()
) -> tuple[Registry, list[Fault]]:
    """Read the partner records in *folder*; return them and the faults of those that cannot be.

    *own* are the fields that the site adds to those that are known. *without* are records to leave
    unread, named from the content folder.
    """
    partners: dict[str, Partner] = {}
    unread: list[str] = []
    faults: list[Fault] = []
    for path in _records(folder):
        name = path.relative_to(folder.parent).as_posix()
        partner, wrong = (None, []) if name in without else _load_partner(path, name, own)
        faults += wrong
        if partner is None:
            unread.append(path.stem)
        else:
            partners[path.stem] = partner
    return Registry(partners, unread), faults


def _load_partner(
    path: Path, name: str, own: Collection[str]
) -> tuple[Partner | None, list[Fault]]:
    """Read one partner record, *name* from the content folder: the partner, or its faults."""
    shown = shown_path(path)
    try:
        stated = _record_fields(path, own)
    except OSError as error:
        message = f"{error.strerror}; restore it, or let it be read"
        return None, [Fault(shown, 1, "unreadable", message)]
    except UnicodeDecodeError as error:
        message = f"cannot be read as UTF-8 text: {error}; restore it, or save it as UTF-8"
        return None, [Fault(shown, 1, "unreadable", message)]
    source = stated.source
    fields = source.values()
    faults = [Fault(shown, one.line, one.code, one.message) for one in stated.faults]
    while True:
        try:
            partner = partner_from_record(path.stem, name, fields)
        except PartnerError as error:
            line = source.line_of(error.field)
            if not any(one.code == "empty-field" and one.line == line for one in faults):
                faults.append(Fault(shown, line, "bad-partner", str(error)))
            # Without it, or with a title, the record's next fault comes to light as well.
            fields.pop(error.field, None)
            fields.setdefault("title", path.stem)
        else:
            return None if faults else partner, faults


def _record_fields(path: Path, own: Collection[str]) -> Fields:
    """Read the fields of a partner's record, among which there may be credits in any language."""
    text = read_text(path)
    stated = take_apart(tuple(lines_of(text))).fields.values()
    credits_ = (one.name for one in stated if is_credit_field(one.name))
    return read_fields(text, (*PARTNER_FIELDS, *credits_), own)


def partner_remarks(folder: Path, own: Collection[str]) -> list[Fault]:
    """Return what a person should look at in the fields of the partner records in *folder*.

    *own* are the fields that the site adds to those that are known.
    """
    remarks: list[Fault] = []
    for path in _records(folder):
        try:
            stated = _record_fields(path, own)
        except (OSError, UnicodeDecodeError):
            continue
        shown = shown_path(path)
        remarks += [Fault(shown, one.line, one.code, one.message) for one in stated.remarks]
    return remarks


def _records(folder: Path) -> list[Path]:
    """Return the files of the partner records in *folder* that may be read."""
    return [
        path
        for path in sorted(folder.glob("*"))
        if path.suffix in RECORD_SUFFIXES
        and not path.name.startswith(".")
        and refusal(path, folder.parent) is None
    ]
