"""The picture that a listing shows of a story: `{{ listed_picture(card) }}`, in any theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context

from backfile.render.html_filters import PICTURES
from backfile.render.pictures import FOLDER
from backfile.text.addresses import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pelican.generators import Generator

    from backfile.reading.cards import Card
    from backfile.render.pictures import Picture, Pictures

# Smaller ones are icons, counters and the like.
LEAST_WIDTH, LEAST_HEIGHT = 200, 120


@dataclass(frozen=True, slots=True)
class PictureVersion:
    """A file of a picture: its address below SITEURL, encoded, and its size in pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ListedPicture:
    """A picture in all its sizes, the smallest first and the picture itself last."""

    versions: tuple[PictureVersion, ...]


@pass_context
def listed_picture(context: Mapping[str, Any], card: Card) -> ListedPicture | None:
    """Return the first picture of the story of *card* that is large enough, None for none.

    Its smaller versions are in the output.
    """
    pictures: Pictures = context[PICTURES]
    for link in card.pictures:
        path = pictures.address_of(link.file, link.path)
        found = pictures.find(path, link.file) if path else None
        if found and found.width >= LEAST_WIDTH and found.height >= LEAST_HEIGHT:
            return ListedPicture(tuple(_versions(path, found)))
    return None


def _versions(path: str, picture: Picture) -> list[PictureVersion]:
    smaller = [
        PictureVersion(
            quoted(f"{FOLDER}/{width}/{path}"),
            width,
            max(1, round(picture.height * width / picture.width)),
        )
        for width in picture.smaller
    ]
    return [*smaller, PictureVersion(quoted(path), picture.width, picture.height)]


def connect(generator: Generator) -> None:
    """Give the templates of *generator* the global `listed_picture(card)` (generator_init)."""
    generator.env.globals["listed_picture"] = listed_picture
