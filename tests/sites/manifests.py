"""The manifest of a built site, and what it should be."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from backfile.outputs.site_manifest.format import SiteManifest, is_of_manifest, read_site_manifest

from .revised import files_in

if TYPE_CHECKING:
    from pathlib import Path


def site_manifest(output: Path) -> SiteManifest:
    """Return the manifest of the site at *output*."""
    return read_site_manifest(lambda path: (output / path).read_bytes())


def digests(output: Path) -> dict[str, str]:
    """Return the SHA-256 of all files at *output* but those of the manifest."""
    files = files_in(output).items()
    return {
        path: hashlib.sha256(data).hexdigest() for path, data in files if not is_of_manifest(path)
    }
