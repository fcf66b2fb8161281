"""The letters of card images: the font, what it can write, and lines that have room."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files

from PIL.ImageFont import FreeTypeFont, Layout, truetype

from backfile.errors import BackfileError

LONGEST = 200  # no more letters than these are set
MARKS = 1  # on a letter that may have one already; more would climb out of the card
_NOTHING = "\U0010ffff"  # no font has a sign for it
_UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs")


class FontError(BackfileError):
    """The font that cards are written in is not there."""


@cache
def face(size: int, weight: int = 400) -> FreeTypeFont:
    """Return Source Serif 4 in *size*, in pixels, and *weight* (400 to 900). Raises FontError."""
    try:
        folder = files("fontpkg_source_serif_4") / "files"
        file = str(folder / "SourceSerif4[opsz,wght].ttf")
        # The other engine kerns where the machine has FriBiDi: other bytes on other machines.
        font = truetype(file, size, layout_engine=Layout.BASIC)
    except (ModuleNotFoundError, OSError) as error:
        raise FontError(
            f"card images need the font Source Serif 4 ({error}); "
            "pip install fontpkg-source-serif-4, or set BACKFILE_CARD_IMAGES = False"
        ) from error
    font.set_variation_by_axes([weight, min(60, 0.75 * size)])  # its second axis counts in points
    return font


def has(letter: str) -> bool:
    """Tell whether the font has a sign for *letter*."""
    return letter.isspace() or _shape(letter) != _shape(_NOTHING)


@cache
def _shape(letter: str) -> bytes:
    return bytes(face(32).getmask(letter))


def plain(text: str) -> str:
    """Return *text* as it is set: composed, white space as single spaces, nothing unseen."""
    seen, marks = "", 0
    for sign in " ".join(unicodedata.normalize("NFC", text[: 4 * LONGEST]).split()):
        kind = unicodedata.category(sign)
        marks = marks + 1 if kind[0] == "M" else 0
        if kind not in _UNSEEN and marks <= MARKS:
            seen += sign
    return seen if len(seen) <= LONGEST else f"{seen[:LONGEST]}…"


def wrap(text: str, font: FreeTypeFont, width: float) -> list[str]:
    """Cut *text* into as few lines of at most *width* as there can be, about equally long.

    A word that is longer than a line is cut where the line ends.
    """
    lines = _filled(text, font, width)
    shares = (one / 10 for one in range(5, 10))
    narrower = (_filled(text, font, width * share) for share in shares)
    return next((some for some in narrower if len(some) == len(lines)), lines)


def shorten(text: str, font: FreeTypeFont, width: float, most: int) -> list[str]:
    """Return *text* in at most *most* lines, as `wrap` does; the last is cut short if need be."""
    lines = wrap(text, font, width)
    if len(lines) <= most:
        return lines
    lines = _filled(text, font, width)[:most]
    while lines[-1] and font.getlength(f"{lines[-1]}…") > width:
        lines[-1] = lines[-1][:-1].rstrip()
    lines[-1] += "…"
    return lines


def _filled(text: str, font: FreeTypeFont, width: float) -> list[str]:
    """Cut *text* into lines, each as full as can be."""
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
    """Return how many letters of *word* a line holds, one at least; marks stay on their letters."""
    end = next((n for n in range(2, len(word)) if font.getlength(word[:n]) > width), len(word)) - 1
    while end > 1 and unicodedata.combining(word[end]):
        end -= 1
    return end
