"""`invoke fonts`: the theme's text face, Backfile Serif, in files that browsers load as needed.

It is Source Serif 4 (SIL Open Font License 1.1), cut down to the characters, weights and features
that the pages use. The license reserves the name "Source" to the original (condition 3), so the
files have another name.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FAMILY = "Backfile Serif"
LICENSE = "OFL.txt"
_PACKAGE = "fontpkg_source_serif_4"
# The optical size, between that of the text (17 to 22 pixels) and that of headlines.
_OPTICAL_SIZE = 20
# Text and strong text are at the ends. Italics have one weight: strong italics are rare, and
# browsers thicken them by themselves.
_STYLES: dict[str, tuple[str, Mapping[str, Any]]] = {
    "": ("SourceSerif4[opsz,wght].ttf", {"opsz": _OPTICAL_SIZE, "wght": (400, 700)}),
    "-italic": ("SourceSerif4-Italic[opsz,wght].ttf", {"opsz": _OPTICAL_SIZE, "wght": 400}),
}
# Kerning, ligatures, marks and the forms of a language. Figures have one width without a feature.
_FEATURES = ["kern", "liga", "ccmp", "locl", "mark", "mkmk"]
# What `unicode-range` says of each file in tokens.css, as CSS writes it. Where two have a
# character, browsers take the later one.
RANGES = {
    "latin-ext": "U+100-17F,U+1A0-1B0,U+218-21B,U+259,U+2C7-2DD,U+300-323,U+1E80-1EF9",
    "greek": "U+370-3FF",
    "cyrillic": "U+400-45F,U+490-491",
    "latin": "U+0-FF,U+131,U+152-153,U+2BB-2DC,U+2000-206F,U+20AC,U+2122,U+2190-2193,U+2212",
}
_NAMES = {1: FAMILY, 4: FAMILY, 6: FAMILY.replace(" ", "")}


@dataclass(frozen=True, slots=True)
class FontFile:
    """One file of the face: the script and style that it holds, and its bytes, as WOFF2."""

    script: str
    style: str
    data: bytes

    @property
    def name(self) -> str:
        """Return the file's name, with the digest of its bytes: `serif-latin.1f2e3d4c.woff2`."""
        digest = hashlib.sha256(self.data).hexdigest()[:8]
        return f"serif-{self.script}{self.style}.{digest}.woff2"


def font_files() -> list[FontFile]:
    """Return the files of the face: one for each script and style."""
    return [
        FontFile(script, style, _subset(source, axes, _characters(ranges)))
        for style, (source, axes) in _STYLES.items()
        for script, ranges in RANGES.items()
    ]


def write_fonts(folder: Path) -> list[Path]:
    """Write the fonts and their license into *folder*, in place of those there, and return them."""
    for old in folder.glob("serif-*.woff2"):
        old.unlink()
    made = {font.name: font.data for font in font_files()}
    made[LICENSE] = license_text()
    for name, data in made.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in made]


def license_text() -> bytes:
    """Return the license, below the copyright as the original itself states it."""
    text = (files(_PACKAGE) / "LICENSE").read_text("utf-8")
    with TTFont(_original(_STYLES[""][0])) as font:
        holder = font["name"].getDebugName(0)
    head = (
        f"{FAMILY} is made from Source Serif 4 by fonts/subsets.py of Backfile, which cuts it down "
        f"and renames it.\n{holder}\n"
    )
    return f"{head}{text}".encode()


def _original(name: str) -> str:
    return str(files(_PACKAGE) / "files" / name)


def _characters(ranges: str) -> set[int]:
    """Return the code points of a `unicode-range` of CSS."""
    found: set[int] = set()
    for one in ranges.split(","):
        first, _, last = one.removeprefix("U+").partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def _subset(source: str, axes: Mapping[str, Any], characters: set[int]) -> bytes:
    """Return the font *source* at *axes*, with the glyphs of *characters* alone, as WOFF2."""
    font = TTFont(_original(source), recalcTimestamp=False)
    # Names of styles in menus, which no browser has, with the reserved name in them.
    font["fvar"].instances = []
    options = Options(layout_features=_FEATURES, name_IDs=[0, 2, *_NAMES, 13, 14])
    options.notdef_outline = True
    options.drop_tables += ["BASE", "STAT"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    # To cut the few glyphs that are left takes a hundredth of the time.
    font = instancer.instantiateVariableFont(_read_anew(font), axes)
    for record in font["name"].names:
        record.string = _NAMES.get(record.nameID, record.toUnicode())
    font.flavor = "woff2"
    data = io.BytesIO()
    font.save(data)
    return data.getvalue()


def _read_anew(font: TTFont) -> TTFont:
    """Return *font* as it is read from a file, without what it was made of."""
    data = io.BytesIO()
    font.save(data)
    return TTFont(data, recalcTimestamp=False)
