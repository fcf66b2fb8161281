"""What comes with Backfile beside its code, and where it stands."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def theme_folder() -> Path:
    """Return the folder of Backfile's own theme.

    A wheel holds it inside the package. In a checkout it is the folder `theme` at the top.
    """
    inside = _HERE / "theme"
    return inside if inside.is_dir() else _HERE.parents[1] / "theme"
