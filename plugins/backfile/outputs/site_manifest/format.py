"""The form of the manifest: lists that `sha256sum --check` reads, and an index of them in JSON.

The lists are in the folder `manifest/` of the site, one a year and one for each other folder, so
that one edit changes few of them. Paths are from the root of the site: `2014/06/ice/index.html`.
Source: the output of sha256sum, GNU Coreutils manual, section 6.5 (cksum, "output format").
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from backfile.errors import BackfileError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FOLDER = "manifest/"
INDEX = f"{FOLDER}index.json"
_VERSION = 1
_ROOT = "root"  # the list of the files that are in no folder
_LINE = re.compile(r"(\\?)([0-9a-f]{64})  (.+)")
_YEAR = re.compile(r"\d{4}")
# What sha256sum writes for characters that would end a line, and a backslash before that line.
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_ESCAPABLE = re.compile(r"[\\\n\r]")
_ESCAPED = re.compile(r"\\[\\nr]")
_CHARACTERS = {escaped: one for one, escaped in _ESCAPES.items()}


class ManifestError(BackfileError):
    """A manifest that cannot be read, or whose lists are not those that its index names."""


@dataclass(frozen=True, slots=True)
class SiteManifest:
    """What a manifest says of a site.

    `files` are the SHA-256 of all its files, in hexadecimal digits, by their paths; those of the
    manifest itself are not among them. `lists` are those of the lists, by their paths. `commit` is
    that of the sources, empty where they are in no repository or not committed. `made_with` are the
    versions of the programs, `settings` is the digest of the settings. `is_production` tells
    whether the site was built to be published.
    """

    files: Mapping[str, str]
    lists: Mapping[str, str] = field(default_factory=dict)
    commit: str = ""
    made_with: Mapping[str, str] = field(default_factory=dict)
    settings: str = ""
    is_production: bool = False


def list_of(path: str) -> str:
    """Return the path of the list that has the file at *path*."""
    *folders, _ = path.split("/")
    years = (one for one in folders if _YEAR.fullmatch(one))
    return f"{FOLDER}{next(years, folders[0] if folders else _ROOT)}.sha256"


def is_of_manifest(path: str) -> bool:
    """Tell whether the file at *path* is one of the manifest itself."""
    folder, _, name = path.rpartition("/")
    return f"{folder}/" == FOLDER and (path == INDEX or name.endswith(".sha256"))


def written_list(files: Mapping[str, str]) -> bytes:
    """Return the bytes of a list of *files*: their SHA-256 by their paths."""
    return "".join(_line(path, sha256) for path, sha256 in sorted(files.items())).encode()


def written_index(manifest: SiteManifest) -> bytes:
    """Return the bytes of the index of a *manifest*."""
    told = {
        "version": _VERSION,
        "commit": manifest.commit,
        "made_with": dict(sorted(manifest.made_with.items())),
        "settings": manifest.settings,
        "production": manifest.is_production,
        "lists": dict(sorted(manifest.lists.items())),
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def read_site_manifest(read: Callable[[str], bytes]) -> SiteManifest:
    """Return the manifest of a site; *read* returns the bytes of its file at a path.

    Raises ManifestError where the manifest is not as it was written, and what *read* raises.
    """
    index = read_index(read(INDEX))
    files: dict[str, str] = {}
    for path, sha256 in index.lists.items():
        data = read(path)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ManifestError(f"{path}: it is not the list that {INDEX} names")
        files |= read_list(data, path)
    return replace(index, files=files)


def read_index(data: bytes) -> SiteManifest:
    """Return what the index of a manifest says, without the files. Raises ManifestError."""
    try:
        told = json.loads(data)
        if told["version"] != _VERSION:
            raise ManifestError(f"{INDEX}: it has version {told['version']}, not {_VERSION}")
        return SiteManifest(
            {},
            dict(told["lists"]),
            str(told["commit"]),
            dict(told["made_with"]),
            told["settings"],
            told.get("production") is True,
        )
    except (ValueError, LookupError, TypeError) as error:
        raise ManifestError(f"{INDEX}: it is not the index of a manifest") from error


def read_list(data: bytes, path: str) -> dict[str, str]:
    """Return the SHA-256 that the list *data* has, by their paths; *path* is its own, for messages.

    Raises ManifestError at a line that is not as sha256sum writes it.
    """
    files = {}
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n")[:-1], start=1):
        found = _LINE.fullmatch(line)
        if found is None:
            raise ManifestError(f"{path}:{number}: it is no SHA-256 with a path")
        is_escaped, sha256, name = found.groups()
        files[_ESCAPED.sub(lambda one: _CHARACTERS[one[0]], name) if is_escaped else name] = sha256
    return files


def _line(path: str, sha256: str) -> str:
    if not _ESCAPABLE.search(path):
        return f"{sha256}  {path}\n"
    return f"\\{sha256}  {_ESCAPABLE.sub(lambda one: _ESCAPES[one[0]], path)}\n"
