"""The type of card images: the font, the characters that it has, and text broken into lines."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files

from PIL.ImageFont import FreeTypeFont, Layout, truetype

from backfile.errors import BackfileError

LONGEST = 200  # characters of a text that are drawn
MARKS = 1  # combining marks on a letter; a stack of them would leave the card
_NO_GLYPH = "\U0010ffff"  # no font has a glyph for it
_INVISIBLE = ("Cc", "Cf", "Cn", "Co", "Cs")


class FontError(BackfileError):
    """The font of the cards is missing."""


@cache
def font_face(size: int, weight: int = 400) -> FreeTypeFont:
    """Return Source Serif 4 in *size*, in pixels, and *weight* (400 to 900). Raises FontError."""
    try:
        folder = files("fontpkg_source_serif_4") / "files"
        file = str(folder / "SourceSerif4[opsz,wght].ttf")
        # The other engine kerns only where FriBiDi is installed, so its bytes differ by machine.
        font = truetype(file, size, layout_engine=Layout.BASIC)
    except (ModuleNotFoundError, OSError) as error:
        raise FontError(
            f"card images need the font Source Serif 4 ({error}); "
            "pip install fontpkg-source-serif-4, or set BACKFILE_CARD_IMAGES = False"
        ) from error
    font.set_variation_by_axes([weight, min(60, 0.75 * size)])  # its second axis counts in points
    return font


def has_glyph(letter: str) -> bool:
    """Return whether the font has a glyph for *letter*."""
    return letter.isspace() or _shape(letter) != _shape(_NO_GLYPH)


@cache
def _shape(letter: str) -> bytes:
    return bytes(font_face(32).getmask(letter))


def drawable(text: str) -> str:
    """Return *text* as it is drawn: composed, white space as single spaces, nothing invisible."""
    kept, marks = "", 0
    for character in " ".join(unicodedata.normalize("NFC", text[: 4 * LONGEST]).split()):
        kind = unicodedata.category(character)
        marks = marks + 1 if kind[0] == "M" else 0
        if kind not in _INVISIBLE and marks <= MARKS:
            kept += character
    return kept if len(kept) <= LONGEST else f"{kept[:LONGEST]}…"


def wrap(text: str, font: FreeTypeFont, width: float) -> list[str]:
    """Break *text* into the fewest lines of at most *width* pixels, about equally long.

    A word that is longer than a line is cut where the line ends.
    """
    lines = _filled(text, font, width)
    shares = (tenths / 10 for tenths in range(5, 10))
    narrower = (_filled(text, font, width * share) for share in shares)
    return next((some for some in narrower if len(some) == len(lines)), lines)


def shorten(text: str, font: FreeTypeFont, width: float, most: int) -> list[str]:
    """Return *text* as `wrap` breaks it, in at most *most* lines; the last may be cut short."""
    lines = wrap(text, font, width)
    if len(lines) <= most:
        return lines
    lines = _filled(text, font, width)[:most]
    while lines[-1] and font.getlength(f"{lines[-1]}…") > width:
        lines[-1] = lines[-1][:-1].rstrip()
    lines[-1] += "…"
    return lines


def _filled(text: str, font: FreeTypeFont, width: float) -> list[str]:
    """Break *text* into lines, each as full as possible."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if font.getlength(longer) <= width:
            line = longer
            continue
        lines += [line] if line else []
        line = word
        while len(line) > 1 and font.getlength(line) > width:
            end = _fitting(line, font, width)
            lines.append(line[:end])
            line = line[end:]
    return [*lines, line] if line else lines


def _fitting(word: str, font: FreeTypeFont, width: float) -> int:
    """Return how many characters of *word* a line holds, at least one, without parting marks."""
    end = next((n for n in range(2, len(word)) if font.getlength(word[:n]) > width), len(word)) - 1
    while end > 1 and unicodedata.combining(word[end]):
        end -= 1
    return end
