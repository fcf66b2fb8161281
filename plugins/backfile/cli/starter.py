"""The files of a new archive, filled in and written into a folder, all of them or none.

They are in the folder `starter` beside the code; in `starter/hosts` are those for one host. A name
that ends in `.in` is filled in, and one without its dot gets it: `gitignore` becomes `.gitignore`.
"""

from __future__ import annotations

import html
import json
import os
import re
import secrets
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from backfile.errors import UsageError
from backfile.files.writing import UNFINISHED
from backfile.packaged import starter_folder
from backfile.text.tag_uri import is_public, is_reserved

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

_PLACE = re.compile(r"@(name|title|lang|timezone|language|authority|address|hosts|publish)@")
_DOTTED = ("gitignore", "github", "gitlab-ci.yml", "python-version")
_HOSTS = "hosts"  # the folder of the files for each host
_PUBLISH = "publish.md"  # the section of the README that tells how the host publishes
# The hosts that `init` knows, and those for which their sites have files (BACKFILE_HOSTS).
HOSTS: dict[str, tuple[str, ...]] = {
    "github": (),
    "gitlab": ("gitlab",),
    "netlify": ("netlify",),
    "cloudflare": ("cloudflare",),
    "server": ("apache", "nginx"),
}
_FILLED = ".in"
_LISTED = 5
_NAMED = """\
# Names the stories in feeds forever. Never change it, even if the archive moves.
# It is a domain, and a year in which the domain was yours on January 1. If it became yours
# later, write the day, as in "{domain},{today}".
BACKFILE_TAG_AUTHORITY = {authority}"""
_NAMELESS = """\
# Names the stories in feeds forever: a domain of yours, and a year in which it was yours on
# January 1. When you have a domain, write it here, remove the last line, and never change the
# name again.
# BACKFILE_TAG_AUTHORITY = "your-domain.example,{today:%Y}"
BACKFILE_FEEDS = False"""


@dataclass(frozen=True, slots=True)
class Answers:
    """The name of a new archive, its time zone, its language, its address, or none, and its host.

    `host` is one of HOSTS.
    """

    name: str
    zone: str
    lang: str
    url: str
    host: str = "github"


def starter_files(answers: Answers, today: date) -> dict[str, bytes]:
    """Return the files of a new archive by their paths in it; *today* dates its name for feeds."""
    facts = _facts(answers, today)
    files = {}
    for name, path in _starters(answers.host):
        text = path.read_text("utf-8")
        if name.endswith(_FILLED):
            text = _PLACE.sub(lambda place: facts[place[1]], text)
        files[name.removesuffix(_FILLED)] = text.encode()
    return files


def _starters(host: str) -> Iterator[tuple[str, Path]]:
    """Go through the files for *host* with the names that they get."""
    folder = starter_folder()
    for start in (folder, folder / _HOSTS / host):
        for path in sorted(path for path in start.rglob("*") if path.is_file()):
            name = path.relative_to(start).as_posix()
            if name.startswith(f"{_HOSTS}/") or name == _PUBLISH:
                continue
            yield f".{name}" if name.startswith(_DOTTED) else name, path


def _facts(answers: Answers, today: date) -> dict[str, str]:
    domain = urlsplit(answers.url).hostname or ""
    authority = f"{domain},{today:%Y}"
    ownable = is_public(domain) or ("." in domain and is_reserved(domain))
    named = _NAMED.format(domain=domain, today=today, authority=_quoted(authority))
    return {
        # Pelican's templates take the name of a site for HTML.
        "name": _quoted(html.escape(answers.name, quote=False)),
        "title": html.escape(answers.name, quote=False),
        "lang": _quoted(answers.lang),
        "timezone": _quoted(answers.zone),
        # The examples are in English, whatever the language of the archive.
        "language": "" if answers.lang.split("-")[0] == "en" else "Lang: en\n",
        "authority": named if ownable else _NAMELESS.format(today=today),
        "hosts": f"BACKFILE_HOSTS = {json.dumps(HOSTS[answers.host])}\n"
        if HOSTS[answers.host]
        else "",
        "publish": (starter_folder() / _HOSTS / answers.host / _PUBLISH).read_text("utf-8"),
        "address": f"SITEURL = SITEURL or {_quoted(answers.url)}\n" if answers.url else "",
    }


def _quoted(text: str) -> str:
    """Return *text* as Python writes it, in double quotes where that needs no backslash."""
    written = repr(text)
    return written if '"' in written else f'"{written[1:-1]}"'


def need_empty(folder: Path) -> None:
    """Raise UsageError unless *folder* is missing or empty."""
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder; name a new folder")
    names = sorted(path.name for path in folder.iterdir())
    if names:
        more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
        raise UsageError(
            f"{folder} is not empty: it contains {', '.join(names[:_LISTED])}{more}; nothing was "
            "written. Name a new or an empty folder"
        )


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write *files* into *folder*, all or none. Raises UsageError if it holds anything, OSError."""
    need_empty(folder)
    if folder.is_dir():
        _fill(folder, files)
    else:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = _written(folder.parent, files)
        try:
            beside.rename(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write *files* into the empty *folder*, which may be the current one."""
    inside = _written(folder, files)
    moved: list[Path] = []
    try:
        for path in sorted(inside.iterdir()):
            moved.append(folder / path.name)
            path.rename(moved[-1])
    except BaseException:
        for path in moved:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        raise
    finally:
        shutil.rmtree(inside, ignore_errors=True)


def _written(parent: Path, files: Mapping[str, bytes]) -> Path:
    """Write *files* into a new folder in *parent* and return it."""
    folder = parent / f"{UNFINISHED}{secrets.token_hex(4)}"
    try:
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder
