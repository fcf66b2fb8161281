"""Finds the files that come with Backfile beside its code, such as the theme."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def theme_folder() -> Path:
    """Return the folder of Backfile's own theme.

    A wheel holds it inside the package. In a checkout it is the folder `theme` at the top.
    """
    inside = _HERE / "theme"
    return inside if inside.is_dir() else _HERE.parents[1] / "theme"


def starter_folder() -> Path:
    """Return the folder of the files that a new archive begins with."""
    return _HERE / "starter"


def lock_file() -> Path:
    """Return the list of all that Backfile needs, with versions and hashes.

    A wheel holds it inside the package. In a checkout it is `requirements.txt` at the top.
    """
    inside = _HERE / "requirements.txt"
    return inside if inside.is_file() else _HERE.parents[1] / "requirements.txt"
