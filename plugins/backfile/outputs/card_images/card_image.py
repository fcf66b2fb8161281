"""Card images: the pictures that other sites show with a link to the site or to a partner's page.

A card has a name and a line or two of text, above a bar chart of the archive's stories over time.
The colours are those of the theme (tokens.css).
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

from PIL import Image
from PIL.ImageDraw import Draw, ImageDraw

from backfile.outputs.card_images.card_strip import STRIP_HEIGHT, Strip
from backfile.outputs.card_images.card_type import drawable, font_face, has_glyph, shorten, wrap

WIDTH, HEIGHT = 1200, 630
EDGE = 80
LINE = WIDTH - 2 * EDGE
TOP = 68
BAND = 430  # where the band with the strip begins
# Change it with the way cards are drawn, so that no old drawing is taken from the cache.
RECIPE = 1

PAPER, INK, QUIET, LINK = "#fbfbf9", "#1a1d1f", "#555c5f", "#0b5468"
ON_LINK, DIM, AXIS = "#fbfbf9", "#5f93a1", "#40798a"

SIZES = (104, 96, 88, 80, 72, 64, 56, 48)  # of a name, in pixels; the first that fits is used
NAME_LINES, WORD_LINES = 3, 2


@dataclass(frozen=True, slots=True)
class CardImage:
    """The plain texts of a card: the name, words below it, the imprint above it.

    `imprint` is the site's name on a partner's card. Each may be empty; `strip` is None where the
    archive has no stories.
    """

    name: str
    words: str = ""
    imprint: str = ""
    strip: Strip | None = None


def draw(card: CardImage) -> bytes:
    """Return *card* as a PNG of WIDTH by HEIGHT pixels; the same card makes the same bytes.

    A text with a letter that the font lacks is left out (see `missing_letters`). Where that is the
    name, the imprint takes its place and the words are left out too. Raises FontError.
    """
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = Draw(image)
    _draw_words(pen, _readable(card))
    pen.rectangle((0, BAND, WIDTH, HEIGHT), fill=LINK)
    if card.strip:
        _draw_strip(pen, card.strip)
    data = io.BytesIO()
    image.save(data, "PNG", optimize=True)
    return data.getvalue()


def missing_letters(card: CardImage) -> str:
    """Return the letters of *card* that the font has no glyph for, each once. Raises FontError."""
    text = "".join(map(drawable, (card.name, card.words, card.imprint)))
    return "".join(letter for letter in dict.fromkeys(text) if not has_glyph(letter))


def name_lines(name: str, room: int) -> tuple[list[str], int]:
    """Return the lines of *name*, and the largest size at which they fit in *room* pixels."""
    for size in SIZES:
        lines = wrap(name, font_face(size, 650), LINE)
        if len(lines) <= NAME_LINES and len(lines) * 1.1 * size <= room:
            return lines, size
    return shorten(name, font_face(SIZES[-1], 650), LINE, NAME_LINES), SIZES[-1]


def _readable(card: CardImage) -> CardImage:
    """Return *card* with the texts that can be drawn."""
    texts = map(drawable, (card.name, card.words, card.imprint))
    name, words, imprint = (text if all(map(has_glyph, text)) else "" for text in texts)
    if not name:
        name, words, imprint = imprint, "", ""
    return replace(card, name=name, words=words, imprint=imprint)


def _draw_words(pen: ImageDraw, card: CardImage) -> None:
    top = TOP
    if card.imprint:
        font = font_face(36, 600)
        line = shorten(card.imprint, font, LINE, 1)[0]
        pen.text((EDGE, top + 36), line, LINK, font, anchor="ls")
        top += 66
    words = shorten(card.words, font_face(42), LINE, WORD_LINES)
    name, size = name_lines(card.name, BAND - 34 - top - (18 + 54 * len(words) if words else 0))
    for line in name:
        top += round(1.1 * size)
        pen.text((EDGE, top - round(0.22 * size)), line, INK, font_face(size, 650), anchor="ls")
    top += 18
    for line in words:
        top += 54
        pen.text((EDGE, top - 14), line, QUIET, font_face(42), anchor="ls")


def _draw_strip(pen: ImageDraw, strip: Strip) -> None:
    base = BAND + 30 + STRIP_HEIGHT
    pen.rectangle((EDGE, base, WIDTH - EDGE - 1, base + 1), fill=AXIS)
    for bar in strip.bars:
        left, right = EDGE + bar.x, EDGE + bar.x + bar.width - 1
        for height, colour in ((bar.height, DIM), (bar.own, ON_LINK)):
            if height:
                pen.rectangle((left, base - height, right, base - 1), fill=colour)
    font = font_face(28)
    pen.text((EDGE, base + 38), strip.since, ON_LINK, font, anchor="ls")
    if strip.until != strip.since:
        pen.text((WIDTH - EDGE, base + 38), strip.until, ON_LINK, font, anchor="rs")
