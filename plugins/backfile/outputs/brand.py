"""The site's own logo, colours and style sheets, as the templates link them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backfile.config.brand import LOGO, accent_css, brand_files, sets_text_face
from backfile.errors import BackfileError
from backfile.files.pictures import UNREADABLE
from backfile.outputs.artifacts import text_file
from backfile.render.pictures import size_of
from backfile.text.addresses import quoted

if TYPE_CHECKING:
    from pathlib import Path

    from backfile.config.settings import Settings
    from backfile.outputs.artifacts import Artifact


@dataclass(frozen=True, slots=True)
class Logo:
    """The logo: `url` below SITEURL, and its size in pixels, 0 where a drawing does not say."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Brand:
    """What the templates get as `brand`: the logo or None, and the style sheets below SITEURL.

    `sets_text_face` tells whether one of the sheets sets the face of the text, so that no page
    needs to load the theme's.
    """

    logo: Logo | None
    sheets: tuple[str, ...]
    sets_text_face: bool


def brand_of(settings: Settings) -> Brand:
    """Return the brand in *settings*. Raises BackfileError for a logo that is no picture."""
    accent = [accent_file(settings).path] if any(settings.accents) else []
    return Brand(
        logo=_logo(settings.logo, settings.content / settings.logo) if settings.logo else None,
        sheets=(*accent, *map(quoted, settings.style_sheets)),
        sets_text_face=any(
            sets_text_face((settings.content / name).read_text("utf-8"))
            for name in settings.style_sheets
        ),
    )


def accent_file(settings: Settings) -> Artifact:
    """Return the style sheet of the accent colours, as no page's policy allows a style in it."""
    path = f"{settings.theme_static}/css/accent.css"
    return text_file(path, settings.accents, lambda: accent_css(*settings.accents))


def publish_files(settings: dict[str, Any]) -> None:
    """Add the files of the brand to STATIC_PATHS, those that no folder there holds already."""
    paths = [str(path).rstrip("/") for path in settings["STATIC_PATHS"]]
    for name in brand_files(settings):
        if not any(
            name == path or path in {"", "."} or name.startswith(f"{path}/") for path in paths
        ):
            paths.append(name)
            settings["STATIC_PATHS"] = [*settings["STATIC_PATHS"], name]


def _logo(name: str, file: Path) -> Logo:
    try:
        width, height = size_of(file)
    except UNREADABLE as error:
        message = f"{file}: cannot be read as a picture; {LOGO} names it: save it again as PNG"
        raise BackfileError(message) from error
    return Logo(quoted(name), width, height)
