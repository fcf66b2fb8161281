"""`backfile package`: packs the published site, for libraries and for readers without a network."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli.building import build_site
from backfile.cli.progress import progress
from backfile.config.read_settings import read_settings
from backfile.config.site_settings import site_settings
from backfile.errors import UsageError
from backfile.packaged import theme_folder
from backfile.pipeline.one_build import alone_with
from backfile.publish.built_site import stated_address
from backfile.publish.packages.bag import PackedSources, write_bag
from backfile.publish.packages.book.epub import write_book
from backfile.publish.packages.book.selection import BookChoice, BookKind, select
from backfile.publish.packages.packaged_site import (
    PackagedSite,
    moment_of,
    need_whole_site,
    story_rows,
)
from backfile.publish.packages.placing import Existing, placing
from backfile.publish.packages.portable import write_portable
from backfile.publish.packages.site_parts import online_parts
from backfile.publish.packages.web_archive import write_web_archive
from backfile.reading.reader import shown_path
from backfile.text.slugs import title_slug

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from backfile.config.settings import Settings
    from backfile.pipeline.watching import Watch

CONF, PRODUCTION = "pelicanconf.py", "publishconf.py"
FOLDER = "packages"  # where packages go, if no other place is named


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageCall:
    """What is to be packed, and where to.

    `kind` is a key of KINDS. `site` is a folder with a built site, empty to build it; `output` the
    place of the package, empty for one in the folder `packages`. `books` are the choices of what a
    book is to hold, of which there must be one for a book and none for others.
    """

    kind: str
    content: str = ""
    site: str = ""
    output: str = ""
    existing: Existing = Existing.KEEP
    books: tuple[BookChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedPackage:
    """A package that can be made: the name that its file has by default, and what writes it."""

    name: str
    write: Callable[[Path, Watch], None]


def _bag(site: PackagedSite, settings: Settings, _call: PackageCall) -> PlannedPackage:
    theme = settings.theme
    is_own = os.path.realpath(theme) != os.path.realpath(theme_folder())
    sources = PackedSources(
        folder=Path.cwd(),
        content=settings.content,
        theme=theme if is_own and theme.is_dir() else None,
        ignored=settings.ignored,
    )

    def write(target: Path, watch: Watch) -> None:
        write_bag(target, site, sources, watch)

    return PlannedPackage(f"{_slug(settings)}-bag", write)


def _wacz(site: PackagedSite, settings: Settings, _call: PackageCall) -> PlannedPackage:
    def write(target: Path, watch: Watch) -> None:
        write_web_archive(target, site, watch)

    return PlannedPackage(f"{_slug(settings)}.wacz", write)


def _portable(site: PackagedSite, settings: Settings, _call: PackageCall) -> PlannedPackage:
    online, name = online_parts(site.folder, settings), _slug(settings)

    def write(target: Path, watch: Watch) -> None:
        write_portable(target, site, online, name, watch)

    return PlannedPackage(f"{name}-portable.zip", write)


def _epub(site: PackagedSite, settings: Settings, call: PackageCall) -> PlannedPackage:
    choice = call.books[0]
    rows = partial(story_rows, site.folder)
    selection = select(choice, rows, settings.lang, settings.slug_rules)
    changed = moment_of(site.folder, os.environ, frozenset(selection.stories))

    def write(target: Path, watch: Watch) -> None:
        write_book(target, replace(site, changed=changed), choice.kind, selection, watch)

    return PlannedPackage(f"{selection.slug}.epub", write)


KINDS = {"bag": _bag, "wacz": _wacz, "portable": _portable, "epub": _epub}


def chosen_books(options: Mapping[str, str]) -> tuple[BookChoice, ...]:
    """Return what the *options* of a command say that a book is to hold."""
    given = ((kind, options[kind.value]) for kind in BookKind)
    return tuple(BookChoice(kind, name) for kind, name in given if name)


def package_archive(call: PackageCall) -> int:
    """Write a package and print where it is; return 0.

    The production site is built first, unless the *call* names one. Raises UsageError, and
    BackfileError for what cannot be packed.
    """
    _need_whole_call(call)
    conf = CONF if call.site and not Path(PRODUCTION).is_file() else PRODUCTION
    if not call.site:
        build_site(conf, content=call.content)
    settings = read_settings(site_settings(conf, content=call.content))
    site = _packaged_site(Path(call.site) if call.site else settings.output, settings)
    planned = KINDS[call.kind](site, settings, call)
    output = Path(call.output) if call.output else Path(FOLDER, planned.name)
    _need_free_place(output, site.folder, settings)
    with (
        alone_with(settings.cache),
        progress(call.kind) as watch,
        placing(output, call.existing) as unfinished,
    ):
        need_whole_site(site.folder, watch)
        planned.write(unfinished, watch)
    print(f"{shown_path(output)}, {_size(output)}")
    return 0


def _need_whole_call(call: PackageCall) -> None:
    """Raise UsageError for a *call* that names no package, or not what it needs."""
    if call.kind not in KINDS:
        known = ", ".join(KINDS)
        raise UsageError(f'unknown package "{call.kind}"; use one of {known}')
    options = ", ".join(f"--{kind.value}" for kind in BookKind)
    if call.kind == "epub" and not call.books:
        raise UsageError(f"say what the book is to hold, with one of {options}")
    if call.kind == "epub" and call.books[1:]:
        given = " and ".join(f"--{one.kind.value}" for one in call.books)
        raise UsageError(f"a book holds one thing, and {given} name several; keep one of them")
    if call.kind != "epub" and call.books:
        raise UsageError(f"{options} are for books: backfile package epub")
    if call.site and not Path(call.site).is_dir():
        raise UsageError(f"{call.site}: there is no such folder")
    if call.site and not any(Path(call.site).iterdir()):
        raise UsageError(f"{call.site}: it is empty; name the folder of a built site")


def _slug(settings: Settings) -> str:
    rules, name = settings.slug_rules, settings.name
    return title_slug(name, substitutions=rules, japanese=settings.is_japanese) or "archive"


def _packaged_site(folder: Path, settings: Settings) -> PackagedSite:
    return PackagedSite(
        folder=folder,
        name=settings.name,
        subtitle=settings.subtitle,
        address=stated_address(folder) or settings.address,
        lang=settings.lang,
        changed=moment_of(folder, os.environ),
    )


def _need_free_place(output: Path, site: Path, settings: Settings) -> None:
    """Raise UsageError where the package would become a part of what it is made of."""
    place = Path(os.path.realpath(output))
    for folder in (site, settings.content, settings.theme):
        if place.is_relative_to(os.path.realpath(folder)):
            raise UsageError(f"{output}: it is in {shown_path(folder)}/, which would be packed")


def _size(path: Path) -> str:
    files = (path,) if path.is_file() else (one for one in path.rglob("*") if one.is_file())
    size = sum(one.stat().st_size for one in files)
    return f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{size / 1e3:,.0f} kB"
