"""The site's own logo, colours and style sheets, as the templates link them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pelican.generators import Generator

from backfile.brand import LOGO, STYLE_SHEETS, accent_css, brand_files
from backfile.pages.images import size_of
from backfile.pictures import UNREADABLE
from backfile.reading.site import print_lines

if TYPE_CHECKING:
    from pelican import Pelican
    from pelican.writers import Writer


@dataclass(frozen=True, slots=True)
class Logo:
    """The logo: `url` below SITEURL, and its size in pixels, 0 where a drawing does not say."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Brand:
    """What the templates get as `brand`: the logo or None, and the style sheets below SITEURL."""

    logo: Logo | None
    sheets: tuple[str, ...]


class BrandGenerator(Generator):
    """Gives the templates the site's brand, and writes the style sheet of the accent colours."""

    def generate_context(self) -> None:
        """Add `brand` to what every template gets."""
        logo = self.settings[LOGO]
        sheets = [quote(sheet) for sheet in self.settings[STYLE_SHEETS]]
        self.accent = accent_css(self.settings)
        self.accent_file = f"{self.settings['THEME_STATIC_DIR']}/css/accent.css"
        self.brand = Brand(
            logo=_logo(logo, Path(self.settings["PATH"]) / logo) if logo else None,
            sheets=(*([self.accent_file] if self.accent else []), *sheets),
        )
        self._update_context(("brand",))

    def generate_output(self, _writer: Writer) -> None:
        """Write the accent colours, since the pages' policy allows no style inside a page."""
        if self.accent:
            path = Path(self.output_path) / self.accent_file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.accent, "utf-8")


def publish_files(settings: dict[str, Any]) -> None:
    """Add the files of the brand to STATIC_PATHS, those that no folder there holds already."""
    paths = [str(path).rstrip("/") for path in settings["STATIC_PATHS"]]
    for name in brand_files(settings):
        if not any(
            name == path or path in {"", "."} or name.startswith(f"{path}/") for path in paths
        ):
            paths.append(name)
            settings["STATIC_PATHS"] = [*settings["STATIC_PATHS"], name]


def generators(_pelican: Pelican) -> type[Generator]:
    """Return the generator of the brand (get_generators)."""
    return BrandGenerator


def _logo(name: str, file: Path) -> Logo:
    try:
        width, height = size_of(file)
    except UNREADABLE:
        print_lines([f"{file}: cannot be read as a picture; {LOGO} names it: save it again as PNG"])
        raise SystemExit(1) from None
    return Logo(quote(name), width, height)
