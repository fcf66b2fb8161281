"""`backfile pin`: writes the exact versions of all packages that an archive is built with.

`requirements.txt` lists every package that Backfile needs, each with hashes; it comes with
Backfile. `requirements-backfile.txt` names Backfile itself. A package cannot hold its own hash, so
that line is made of what pip recorded when it was installed (PEP 610, "Recording the Direct URL
Origin").
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from backfile import __version__
from backfile.errors import UsageError
from backfile.files.writing import write_atomically
from backfile.packaged import lock_file

LOCK, OWN = "requirements.txt", "requirements-backfile.txt"
WHEELS = "wheels"  # the folder of an archive for a Backfile that was installed from a file
_HEADER = f"""\
# The packages that Backfile {__version__} needs, with hashes. "backfile pin" writes this file.
#     pip install --no-deps --require-hashes -r {LOCK}
"""
_OWN_HEADER = f"""\
# Backfile itself. "backfile pin" writes this file.
#     pip install --no-deps -r {OWN}
"""


@dataclass(frozen=True, slots=True)
class Pin:
    """How an archive gets Backfile: a line for pip, and the wheel that the line names, if any."""

    line: str
    wheel: Path | None = None


def pin_archive() -> int:
    """Write the lock of the archive in this folder and say so.

    Raises UsageError where there is no archive, OSError where it cannot be written.
    """
    if not Path("pelicanconf.py").is_file():
        raise UsageError("pelicanconf.py: no such file; run this in the folder of an archive")
    for name, data in lock_files().items():
        write_atomically(Path(name), data)
        print(name)
    return 0


def lock_files() -> dict[str, bytes]:
    """Return the files of the lock by their paths in the archive."""
    lines = lock_file().read_text("utf-8").splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    pin = own_pin(_recorded())
    files = {
        LOCK: (_HEADER + "".join(lines[first:])).encode(),
        OWN: f"{_OWN_HEADER}{pin.line}\n".encode(),
    }
    if pin.wheel:
        files[f"{WHEELS}/{pin.wheel.name}"] = pin.wheel.read_bytes()
    return files


def own_pin(recorded: dict[str, Any]) -> Pin:
    """Return how to get the Backfile of which pip has *recorded* this (PEP 610).

    An address with its hash, or a commit, where pip recorded that; a wheel on this computer is
    brought along. Otherwise the version, of which no hash is known here.
    """
    url = recorded.get("url", "")
    if "vcs_info" in recorded:
        info = recorded["vcs_info"]
        return Pin(f"backfile @ {info['vcs']}+{url}@{info['commit_id']}")
    path = Path(unquote(urlsplit(url).path))
    if url.startswith("file:") and path.suffix == ".whl" and path.is_file():
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return Pin(f"./{WHEELS}/{path.name} --hash=sha256:{digest}", path)
    digest = recorded.get("archive_info", {}).get("hashes", {}).get("sha256", "")
    if url.startswith("https:") and digest:
        return Pin(f"backfile @ {url} --hash=sha256:{digest}")
    return Pin(f"backfile=={__version__}")


def _recorded() -> dict[str, Any]:
    """Return the origin of Backfile that pip recorded; empty for a package index."""
    try:
        text = distribution("backfile").read_text("direct_url.json")
    except PackageNotFoundError:  # a checkout that is not installed
        return {}
    recorded: dict[str, Any] = json.loads(text) if text else {}
    return recorded
