"""The manifest of a build: its files with their keys, kept for the next build to compare."""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from backfile.files.writing import write_atomically
from backfile.outputs.pages.keys import PageKeys

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from jinja2 import Template

_LOG = logging.getLogger(__name__)
MANIFEST = "artifacts.json"
_KEYS = "_BACKFILE_KEYS"


@dataclass
class BuildKeys:
    """The keys of one build: `artifacts` by their paths in the output.

    A page in `made_of` tells itself what it is made of. A file without a key, such as a picture or
    the index of the search, is not in it.
    """

    artifacts: dict[str, str] = field(default_factory=dict)
    made_of: dict[str, object] = field(default_factory=dict)
    pages: PageKeys = field(default_factory=PageKeys)

    def note(self, path: str, key: str) -> None:
        """Take down the *key* of the file at *path*."""
        self.artifacts[path] = key

    def note_page(
        self, path: str, template: Template, context: Mapping[str, Any], names: Mapping[str, Any]
    ) -> None:
        """Take down the key of the page at *path*, which *template* makes of the rest."""
        key = self.pages.key(template, path, context, names, self.made_of.pop(path, None))
        if key:
            self.artifacts[path] = key

    def keep(self, cache: Path) -> None:
        """Write the manifest into the *cache*; where that cannot be, no older one stays."""
        told = json.dumps(self.artifacts, sort_keys=True, indent=0)
        try:
            write_atomically(cache / MANIFEST, f"{told}\n".encode())
        except OSError as error:
            _LOG.info("the manifest could not be written: %s", error)
            with suppress(OSError):
                (cache / MANIFEST).unlink()


def begin_keys(pelican_settings: dict[str, Any]) -> None:
    """Let a build of these settings begin without any keys."""
    pelican_settings[_KEYS] = BuildKeys()


def keys_of(pelican_settings: dict[str, Any]) -> BuildKeys:
    """Return the keys of the build of these settings."""
    keys: BuildKeys = pelican_settings[_KEYS]
    return keys


def read_manifest(cache: Path) -> dict[str, str]:
    """Return the manifest of the last build, empty where there is none that can be read."""
    try:
        told = json.loads((cache / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
