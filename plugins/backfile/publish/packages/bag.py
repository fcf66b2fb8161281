"""A BagIt bag: the sources of an archive, what it received, and its built site, with checksums.

Source: RFC 8493, "The BagIt File Packaging Format (V1.0)".
"""

from __future__ import annotations

import logging
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import bagit

from backfile import __version__
from backfile.publish.packages.packaged_site import FoundFile, PackageError, files_below

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from backfile.pipeline.watching import Watch
    from backfile.publish.packages.packaged_site import PackagedSite

# Where the two parts are in the payload.
SOURCES, SITE = "archive", "site"
# What of the folder of an archive belongs to it, beside its content and its theme.
SETTINGS_FILES = (
    *("pelicanconf.py", "publishconf.py", "requirements.txt", "requirements-backfile.txt"),
    *("README.md", "LICENSE", "accepted-findings.txt"),
)
_CHECKSUMS = ["sha256", "sha512"]
# bagit.py writes 0.97 and reads both. Nothing else that it writes differs from version 1.0.
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedSources:
    """What a site is made of.

    `folder` holds the files of settings, `content` the stories, the kept originals and their
    ledgers. `theme` is the archive's own, None where it uses Backfile's. Names of files that fit
    one of the patterns `ignored` are left out.
    """

    folder: Path
    content: Path
    theme: Path | None
    ignored: tuple[str, ...]


def write_bag(bag: Path, site: PackagedSite, sources: PackedSources, watch: Watch) -> None:
    """Write the folder *bag*, and check it as whoever receives it will.

    Raises PackageError for a file that a bag cannot hold, and OSError.
    """
    for number, (path, file) in enumerate(_payload(site, sources), start=1):
        target = bag / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        watch("copying files", number, None)
    watch("adding checksums", 0, None)
    with _silent_bagit():
        try:
            bagit.make_bag(str(bag), _information(site), checksums=_CHECKSUMS)
            (bag / "bagit.txt").write_text(_DECLARATION, "utf-8")
            bagit.Bag(str(bag)).save()
            _order_tag_manifests(bag)
            bagit.Bag(str(bag)).validate()
        except bagit.BagError as error:
            raise PackageError(f"the bag is not valid: {error}") from error


def _payload(site: PackagedSite, sources: PackedSources) -> Iterator[tuple[str, Path]]:
    """Go through the files of the payload, each with its path in it."""
    parts = [
        (f"{SOURCES}/", _settings_files(sources.folder)),
        (f"{SOURCES}/content/", _source_files(sources.content, sources.ignored)),
        (f"{SITE}/", files_below(site.folder, lambda _name: False)),
    ]
    if sources.theme is not None:
        parts.insert(2, (f"{SOURCES}/theme/", _source_files(sources.theme, sources.ignored)))
    for prefix, files in parts:
        for found in files:
            path = prefix + found.path
            _need_plain_path(path)
            yield path, found.file


def _settings_files(folder: Path) -> Iterable[FoundFile]:
    named = (FoundFile(name, folder / name) for name in sorted(SETTINGS_FILES))
    return (one for one in named if one.file.is_file())


def _source_files(folder: Path, ignored: tuple[str, ...]) -> Iterator[FoundFile]:
    patterns = (*ignored, "__pycache__")
    return files_below(folder, lambda name: any(fnmatchcase(name, one) for one in patterns))


def _need_plain_path(path: str) -> None:
    """Raise PackageError for a path that RFC 8493 writes in a way that bagit.py does not read."""
    if any(character in path for character in "%\r\n"):
        raise PackageError(
            f"{path}: a bag cannot hold a name with a percent sign or a line break, which programs "
            "read differently; rename the file"
        )


def _information(site: PackagedSite) -> dict[str, str]:
    """Return what `bag-info.txt` says (RFC 8493, section 2.2.2)."""
    told = {
        "Bagging-Date": site.changed.date().isoformat(),
        "Bag-Software-Agent": f"Backfile {__version__}, bagit.py {bagit.VERSION}",
        "External-Description": ". ".join(filter(None, [site.name, site.subtitle])),
        "External-Identifier": site.address,
        "Source-Organization": site.name,
    }
    return {label: value for label, value in told.items() if value}


def _order_tag_manifests(bag: Path) -> None:
    """Order the lines by the names of the files: bagit.py takes the order of the disk."""
    for checksum in _CHECKSUMS:
        manifest = bag / f"tagmanifest-{checksum}.txt"
        lines = manifest.read_text("utf-8").splitlines(keepends=True)
        manifest.write_text("".join(sorted(lines, key=lambda line: line.split()[1])), "utf-8")


@contextmanager
def _silent_bagit() -> Iterator[None]:
    """Keep bagit.py from logging each step; what goes wrong is raised as well."""
    log = logging.getLogger("bagit")
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before
