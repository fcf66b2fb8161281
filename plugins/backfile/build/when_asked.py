"""Parts of a build that are not even loaded unless a setting asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pelican import Pelican
    from pelican.generators import Generator


def check_words(pelican: Pelican) -> type[Generator] | None:
    """Return the generator that compares pages with their originals, with VERIFY."""
    if not pelican.settings["VERIFY"]:
        return None
    from backfile.build.fidelity import FidelityGenerator  # noqa: PLC0415 (takes a while to load)

    return FidelityGenerator


def lead_on(pelican: Pelican) -> None:
    """Write what leads on from old addresses, with REDIRECTS (finalized)."""
    if not pelican.settings["REDIRECTS"]:
        return
    from backfile.build.redirects import write_redirects  # noqa: PLC0415 (the same)

    write_redirects(pelican)
