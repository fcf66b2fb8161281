"""Rows for the tests of the catalogue."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from backfile.catalogue.catalogue import Catalogue
from backfile.catalogue.rows import StoryRow
from tests.catalogue.listing_cards import card

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backfile.catalogue.rows import Card


def row(of: Card, **fields: object) -> StoryRow:
    """Return the row of the story that has this card."""
    name = of.url.strip("/")
    return StoryRow(**{"source": f"stories/{name}.md", "card": of} | fields)  # type: ignore[arg-type]


@contextmanager
def catalogue_of(
    stories: Iterable[Card | StoryRow], *, newest_first: bool = False
) -> Iterator[Catalogue]:
    """Open a catalogue in a folder of its own that has these stories."""
    with (
        TemporaryDirectory() as folder,
        Catalogue(Path(folder, "catalogue.db"), newest_first=newest_first) as catalogue,
    ):
        catalogue.fill(one if isinstance(one, StoryRow) else row(one) for one in stories)
        yield catalogue


def urls(cards: Iterable[Card]) -> str:
    """Return the addresses of *cards* in one line."""
    return " ".join(one.url.strip("/") for one in cards)


__all__ = ["card", "catalogue_of", "row", "urls"]
