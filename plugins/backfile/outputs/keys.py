"""Keys: digests of all that a file of the site is made of. Equal keys mean equal bytes.

A digest is the same in every process and on every machine, so that a build can compare its keys
with those of the build before.
"""

from __future__ import annotations

import hashlib
import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import Enum
from functools import cache, singledispatch
from importlib.metadata import PackageNotFoundError, version
from operator import attrgetter
from os.path import relpath
from pathlib import Path, PurePath
from zoneinfo import TZPATH, ZoneInfo

from backfile import __version__

_SIZE = 16  # bytes of a digest
# The packages whose versions show in the bytes of a site, beside Python itself.
_PACKAGES = (
    *("babel", "docutils", "fontpkg-source-serif-4", "jinja2", "markdown", "markupsafe", "nh3"),
    *("pelican", "pillow", "pygments", "pystemmer", "python-dateutil", "selectolax"),
    *("smartypants", "typogrify", "tzdata", "unidecode"),
)
_PLUGIN = Path(__file__).parents[1]
# The settings that say where the programs and the results of a build are, and how it runs. The
# commit of its sources shows in the index of the manifest alone, which has no key.
PLACES = frozenset(
    {
        *(
            "BACKFILE_ACCEPTED_FINDINGS",
            "BACKFILE_COMMIT",
            "BACKFILE_CONF",
            "BACKFILE_SCHEDULER",
            "BACKFILE_WORKERS",
            "CACHE_PATH",
            "OUTPUT_PATH",
            "PLUGIN_PATHS",
        ),
        "THEME",
    }
)
# The same, and those that say where its sources are.
ALL_PLACES = PLACES | {"PATH", "THEME_TEMPLATES_OVERRIDES"}


class NoDigestError(TypeError):
    """Something that no text can stand for, such as an open file."""


def digest(*parts: object) -> str:
    """Return the digest of *parts*: texts, numbers, dates, enumerations, and collections of them.

    Dataclasses are digested by the name of their class and their fields, functions and classes by
    name alone. Raises NoDigestError for anything else.
    """
    try:
        return digest_of_bytes(_ENCODER.encode(parts).encode())
    except TypeError as error:
        raise NoDigestError(str(error)) from error


@cache
def made_by() -> str:
    """Return the digest of the program that makes the files: this plugin, and what it uses."""
    programs = [sys.version, unicodedata.unidata_version, *map(_version, _PACKAGES)]
    zones = [Path(folder, "tzdata.zi") for folder in TZPATH]  # the system's own, which come first
    rules = [digest_of_bytes(one.read_bytes()) for one in zones if one.is_file()]
    return digest(programs, TZPATH, rules, digest_of_files(_PLUGIN.rglob("*"), _PLUGIN))


def settings_without(
    settings: Mapping[str, object], without: AbstractSet[str]
) -> dict[str, object]:
    """Return those of Pelican's *settings* that are not among *without*, nor of one build alone."""
    return {
        name: value
        for name, value in settings.items()
        if name.isupper() and not name.startswith("_") and name not in without
    }


def digest_of_files(paths: Iterable[Path], folder: Path) -> str:
    """Return the digest of the files among *paths*: their names seen from *folder*, their bytes.

    Python's bytecode does not count, nor does what a process that writes some has there for a
    moment.
    """
    files = sorted(one for one in paths if "__pycache__" not in one.parts and one.is_file())
    return digest([(relpath(one, folder), digest_of_bytes(one.read_bytes())) for one in files])


def digest_of_bytes(data: bytes) -> str:
    """Return the digest of *data*."""
    return hashlib.blake2b(data, digest_size=_SIZE).hexdigest()


def versions() -> dict[str, str]:
    """Return the versions of the packages whose work shows in a site, by their names."""
    found = {"backfile": __version__, **{name: _version(name) for name in _PACKAGES}}
    return {name: number for name, number in found.items() if number}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


@singledispatch
def _plain(value: object) -> object:
    """Return what JSON can hold in the place of *value*."""
    kind: type = type(value)
    if of_fields := _fields_of(kind):
        return kind.__name__, of_fields(value)
    if callable(value):
        return f"{value.__module__}.{getattr(value, '__qualname__', '')}"
    raise TypeError(f"no digest can be made of a {type(value).__name__}")


@_plain.register
def _(value: datetime) -> object:
    # Zones may agree on this moment and on no other.
    zone = value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else ""
    return f"{value.isoformat()}[{zone}]"


@_plain.register(date)
@_plain.register(time)
def _(value: date | time) -> object:
    return value.isoformat()


@_plain.register
def _(value: timedelta) -> object:
    return [value.days, value.seconds, value.microseconds]


@_plain.register
def _(value: Enum) -> object:
    return value.name


@_plain.register
def _(value: tzinfo) -> object:
    return str(value)


@_plain.register
def _(value: AbstractSet) -> object:  # type: ignore[type-arg]
    return sorted(map(digest, value))


@_plain.register
def _(value: Mapping) -> object:  # type: ignore[type-arg]
    return dict(value)


@_plain.register
def _(value: PurePath) -> object:
    return value.as_posix()


@_plain.register
def _(value: bytes) -> object:
    return digest_of_bytes(value)


@cache
def _fields_of(kind: type) -> Callable[[object], object] | None:
    """Return what takes the fields from a dataclass of this *kind*, None where it is none."""
    names = [one.name for one in fields(kind)] if is_dataclass(kind) else []
    return attrgetter(*names) if names else None


_ENCODER = json.JSONEncoder(
    default=_plain, sort_keys=True, separators=(",", ":"), check_circular=False
)
