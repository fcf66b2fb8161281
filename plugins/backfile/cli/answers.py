"""The questions of `backfile init`: which answers are valid, and which are suggested.

Each `read_…` takes an answer as it was typed and returns it as the settings have it. It raises
UsageError with the reason where the answer cannot stand.
"""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from babel.core import Locale, UnknownLocaleError

from backfile.cli.starter import HOSTS
from backfile.errors import UsageError, did_you_mean
from backfile.text.timezones import unknown_zone, zone_called

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_NAME = 200
# Control characters, halves of characters, and what ends a line.
_NOT_IN_A_NAME = {"Cc", "Cs", "Zl", "Zp"}
_ZONE_FILES = "zoneinfo/"
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")


def read_name(answer: str) -> str:
    """Read the name of the archive: any text of one line."""
    name = answer.strip()
    if not name:
        raise UsageError("the archive needs a name; it appears at the top of each page")
    if any(unicodedata.category(character) in _NOT_IN_A_NAME for character in name):
        raise UsageError("the name has a line break or another control character; write one line")
    if len(name) > _LONGEST_NAME:
        raise UsageError(f"the name has {len(name)} characters; use at most {_LONGEST_NAME}")
    return name


def read_zone(answer: str) -> str:
    """Read the time zone: a name of the IANA time zone database."""
    zone = zone_called(answer.strip())
    if zone is None:
        raise UsageError(unknown_zone(answer.strip()))
    return zone.key


def read_lang(answer: str) -> str:
    """Read the language: a tag (BCP 47) of a language that has a name, such as `pt-BR`."""
    tag = answer.strip().replace("_", "-")
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        raise UsageError(f'"{tag}" is not a language tag; write one such as en or pt-BR') from None
    return tag


def read_url(answer: str) -> str:
    """Read the address that the archive will have, without a slash at its end; it may be empty."""
    address = answer.strip()
    if not address:
        return ""
    if "://" not in address:
        raise UsageError(f'"{address}" is not a complete address; write it as https://{address}')
    wrong = f'"{address}" is not an address of a website; write one such as https://news.example'
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError):
        raise UsageError(wrong) from None
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(host):
        raise UsageError(wrong)
    if parts.username is not None or parts.query or parts.fragment or address[-1] in "?#":
        raise UsageError(f'"{address}" has more than a host and a path; remove the rest')
    path = parts.path.rstrip("/")
    if not _PATH.fullmatch(path):
        raise UsageError(f'"{path}" is not a plain path; use letters, digits, "-" and "/"')
    return f"{parts.scheme}://{host}{port}{path}"


def read_host(answer: str) -> str:
    """Read the host that will publish the archive: one of those that `init` knows."""
    host = answer.strip().lower()
    if host not in HOSTS:
        hint = did_you_mean(host, HOSTS)
        raise UsageError(f'"{answer.strip()}" is not a host; use {", ".join(HOSTS)}{hint}')
    return host


def name_after(folder: Path) -> str:
    """Return the name that is offered for an archive in *folder*."""
    words = " ".join(folder.resolve().name.replace("-", " ").replace("_", " ").split())
    try:
        return read_name(words[:1].upper() + words[1:])
    except UsageError:
        return "News archive"


def system_zone(env: Mapping[str, str] = os.environ, root: Path = Path("/")) -> str:
    """Return the time zone of this computer; UTC where it is not known.

    As systems state it: in `TZ` of the environment *env*, as a link at `/etc/localtime` below
    *root*, or in `/etc/timezone`.
    """
    link = os.path.realpath(root / "etc/localtime")
    written = root / "etc/timezone"
    stated = (
        env.get("TZ", "").lstrip(":").rpartition(_ZONE_FILES)[2],
        link.rpartition(_ZONE_FILES)[2] if _ZONE_FILES in link else "",
        written.read_text("utf-8", "replace").strip() if written.is_file() else "",
    )
    # A zone without a place, such as EST, is not what people live by.
    places = (zone for zone in stated if "/" in zone and not zone.startswith("Etc/"))
    return next((zone for zone in places if zone_called(zone)), "UTC")
