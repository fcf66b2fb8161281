"""Writes the manifest of the site at the end of a build, from what the build noted of its files."""

from __future__ import annotations

import platform
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile.files.writing import write_whole
from backfile.outputs.keys import ALL_PLACES, NoDigestError, digest, settings_without, versions
from backfile.outputs.site_manifest.format import (
    INDEX,
    ManifestError,
    SiteManifest,
    is_of_manifest,
    list_of,
    read_index,
    written_index,
    written_list,
)
from backfile.pipeline.build_files import made_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backfile.pipeline.build_files import BuildFiles
    from backfile.pipeline.last_build import LastBuild, MadeFile

COMMIT = "BACKFILE_COMMIT"
PRODUCTION = "BACKFILE_PRODUCTION"


def write_manifest(
    pelican_settings: Mapping[str, Any], last: LastBuild, files: Mapping[str, MadeFile]
) -> None:
    """Write the manifest of a site of all these *files*, and note it in *last*."""
    lists: dict[str, dict[str, str]] = defaultdict(dict)
    for path, one in files.items():
        if not is_of_manifest(path):
            lists[list_of(path)][path] = one.digest
    output = Path(pelican_settings["OUTPUT_PATH"])
    made = {path: _written(path, written_list(one), output) for path, one in lists.items()}
    stale = [one for one in files if is_of_manifest(one) and one not in made]
    for path in stale:
        (output / path).unlink(missing_ok=True)
        last.remove_file(path)
    _write_index(pelican_settings, made, output, last)


def revise_manifest(
    pelican_settings: Mapping[str, Any], last: LastBuild, files: BuildFiles, changed: Iterable[str]
) -> None:
    """Write those lists of the manifest that have one of the *changed* files, and its index.

    What is in the lists is what *last* has noted. A list of no files is removed.
    """
    output = Path(pelican_settings["OUTPUT_PATH"])
    of_manifest = last.in_list(list_of(INDEX)).items()
    lists = {path: one for path, one in of_manifest if is_of_manifest(path) and path != INDEX}
    for path in sorted({list_of(one) for one in changed if not is_of_manifest(one)}):
        listed = last.in_list(path).items()
        if digests := {name: one.digest for name, one in listed if not is_of_manifest(name)}:
            lists[path] = _written(path, written_list(digests), output)
        elif lists.pop(path, None):
            files.removed.add(path)
            last.remove_file(path)
    _write_index(pelican_settings, lists, output, last)


def renew_manifest(output: Path, last: LastBuild, commit: str) -> None:
    """Let the manifest at *output* say that the site, which is the same, comes from *commit*.

    Raises OSError.
    """
    try:
        known = read_index((output / INDEX).read_bytes())
    except ManifestError:  # `build --check-output` makes up for it
        return
    if known.commit != commit:
        index = _written(INDEX, written_index(replace(known, commit=commit)), output)
        last.put_files({INDEX: index})


def _write_index(
    pelican_settings: Mapping[str, Any],
    lists: Mapping[str, MadeFile],
    output: Path,
    last: LastBuild,
) -> None:
    manifest = SiteManifest(
        files={},
        lists={path: one.digest for path, one in lists.items()},
        commit=str(pelican_settings.get(COMMIT) or ""),
        made_with={"python": platform.python_version(), **versions()},
        settings=_settings_digest(pelican_settings),
        is_production=pelican_settings.get(PRODUCTION) is True,
    )
    last.put_files({**lists, INDEX: _written(INDEX, written_index(manifest), output)})


def _settings_digest(pelican_settings: Mapping[str, Any]) -> str:
    """Return the digest of the settings, empty where a function is among them."""
    try:
        return digest(settings_without(pelican_settings, ALL_PLACES))
    except NoDigestError:
        return ""


def _written(path: str, data: bytes, output: Path) -> MadeFile:
    place = output / path
    place.parent.mkdir(exist_ok=True)
    write_whole(place, data)
    return made_file(place, "")
