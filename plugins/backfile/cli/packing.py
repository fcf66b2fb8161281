"""`backfile package`: packs the published site, for libraries and for readers without a network."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile.cli.building import build_site
from backfile.cli.progress import progress
from backfile.config.read_settings import read_settings
from backfile.config.site_settings import site_settings
from backfile.errors import UsageError, did_you_mean
from backfile.packaged import theme_folder
from backfile.pipeline.one_build import alone_with
from backfile.publish.packages.bag import ArchiveSources, write_bag
from backfile.publish.packages.packaged_site import PackagedSite, moment_of, stated_address
from backfile.publish.packages.placing import Existing, placing
from backfile.publish.packages.portable import write_portable
from backfile.publish.packages.site_parts import online_parts
from backfile.publish.packages.web_archive import write_web_archive
from backfile.reading.reader import shown_path
from backfile.text.slugs import title_slug

if TYPE_CHECKING:
    from collections.abc import Callable

    from backfile.config.settings import Settings
    from backfile.publish.packages.packaged_site import Watch

CONF, PRODUCTION = "pelicanconf.py", "publishconf.py"
FOLDER = "packages"  # where packages go, if no other place is named


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageCall:
    """What is to be packed, and where to.

    `kind` is a key of KINDS. `site` is a folder with a built site, empty to build it; `output` the
    place of the package, empty for one in the folder `packages`.
    """

    kind: str
    content: str = ""
    site: str = ""
    output: str = ""
    existing: Existing = Existing.KEEP


@dataclass(frozen=True, slots=True)
class Packing:
    """What a kind of package is made of."""

    site: PackagedSite
    settings: Settings
    read: dict[str, Any]
    name: str
    watch: Watch


@dataclass(frozen=True, slots=True)
class PackageKind:
    """A kind of package: how the name of its file ends, and what writes it."""

    ending: str
    write: Callable[[Path, Packing], None]


def _bag(target: Path, packing: Packing) -> None:
    settings, theme = packing.settings, packing.settings.theme
    is_own = os.path.realpath(theme) != os.path.realpath(theme_folder())
    sources = ArchiveSources(
        folder=Path.cwd(),
        content=settings.content,
        theme=theme if is_own and theme.is_dir() else None,
        ignored=settings.ignored,
    )
    write_bag(target, packing.site, sources, packing.watch)


def _portable(target: Path, packing: Packing) -> None:
    online = online_parts(packing.site.folder, packing.settings)
    write_portable(target, packing.site, online, packing.name, packing.watch)


def _wacz(target: Path, packing: Packing) -> None:
    write_web_archive(target, packing.site, packing.watch)


KINDS = {
    "bag": PackageKind("-bag", _bag),
    "wacz": PackageKind(".wacz", _wacz),
    "portable": PackageKind("-portable.zip", _portable),
}


def package_archive(call: PackageCall) -> int:
    """Write a package and print where it is; return 0.

    The production site is built first, unless the *call* names one. Raises UsageError, and
    BackfileError for what cannot be packed.
    """
    if call.kind not in KINDS:
        known = ", ".join(KINDS)
        raise UsageError(f'unknown package "{call.kind}"{did_you_mean(call.kind, KINDS)}: {known}')
    if call.site and not Path(call.site).is_dir():
        raise UsageError(f"{call.site}: there is no such folder")
    conf = CONF if call.site and not Path(PRODUCTION).is_file() else PRODUCTION
    if not call.site:
        build_site(conf, content=call.content)
    read = site_settings(conf, content=call.content)
    settings = read_settings(read)
    site = _packaged_site(Path(call.site) if call.site else settings.output, settings)
    rules = settings.slug_rules
    name = title_slug(site.name, substitutions=rules, japanese=settings.is_japanese) or "archive"
    kind = KINDS[call.kind]
    output = Path(call.output) if call.output else Path(FOLDER, f"{name}{kind.ending}")
    _need_free_place(output, site.folder, settings)
    with (
        alone_with(settings.cache),
        progress(call.kind) as watch,
        placing(output, call.existing) as unfinished,
    ):
        kind.write(unfinished, Packing(site, settings, read, name, watch))
    print(f"{shown_path(output)}, {_megabytes(output):,.1f} MB")
    return 0


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


def _megabytes(path: Path) -> float:
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return sum(one.stat().st_size for one in files) / 1e6
