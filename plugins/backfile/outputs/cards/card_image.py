"""Card images: what a link to the site or to a partner's page is shown with elsewhere.

A card holds a name and a line or two of words, over a strip with a bar for each stretch of the
archive's time, as high as it has stories. The colours are those of the theme (tokens.css).
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

from PIL import Image
from PIL.ImageDraw import Draw, ImageDraw

from backfile.outputs.cards.card_strip import STRIP_HEIGHT, Strip
from backfile.outputs.cards.card_type import face, has, plain, shorten, wrap

WIDTH, HEIGHT = 1200, 630
EDGE = 80
LINE = WIDTH - 2 * EDGE
TOP = 68
BAND = 430  # where the band with the strip begins
# Changes with the way cards are drawn, so that none is taken from the cache that looks otherwise.
RECIPE = 1

PAPER, INK, QUIET, LINK = "#fbfbf9", "#1a1d1f", "#555c5f", "#0b5468"
ON_LINK, DIM, AXIS = "#fbfbf9", "#5f93a1", "#40798a"

SIZES = (104, 96, 88, 80, 72, 64, 56, 48)  # of a name; it takes the first at which it has room
NAME_LINES, WORD_LINES = 3, 2


@dataclass(frozen=True, slots=True)
class CardImage:
    """What stands on a card, as plain text: the name, words below it, the imprint above it.

    `imprint` is the site's name on a partner's card. Each may be empty; `strip` is None where the
    archive has no stories.
    """

    name: str
    words: str = ""
    imprint: str = ""
    strip: Strip | None = None


def draw(card: CardImage) -> bytes:
    """Return *card* as a PNG of WIDTH by HEIGHT pixels; the same card makes the same bytes.

    A text with a letter that the font lacks is left out whole (see `missing`); where that is the
    name, the imprint takes its place, and the words go with it. Raises FontError.
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


def missing(card: CardImage) -> str:
    """Return the letters of *card* that the font has no sign for, each once. Raises FontError."""
    text = "".join(map(plain, (card.name, card.words, card.imprint)))
    return "".join(letter for letter in dict.fromkeys(text) if not has(letter))


def name_lines(name: str, room: int) -> tuple[list[str], int]:
    """Return the lines of *name* and the size, the largest at which they have *room*, in pixels."""
    for size in SIZES:
        lines = wrap(name, face(size, 650), LINE)
        if len(lines) <= NAME_LINES and len(lines) * 1.1 * size <= room:
            return lines, size
    return shorten(name, face(SIZES[-1], 650), LINE, NAME_LINES), SIZES[-1]


def _readable(card: CardImage) -> CardImage:
    """Return *card* with the texts that can be drawn."""
    texts = map(plain, (card.name, card.words, card.imprint))
    name, words, imprint = (text if all(map(has, text)) else "" for text in texts)
    if not name:
        name, words, imprint = imprint, "", ""
    return replace(card, name=name, words=words, imprint=imprint)


def _draw_words(pen: ImageDraw, card: CardImage) -> None:
    top = TOP
    if card.imprint:
        font = face(36, 600)
        line = shorten(card.imprint, font, LINE, 1)[0]
        pen.text((EDGE, top + 36), line, LINK, font, anchor="ls")
        top += 66
    words = shorten(card.words, face(42), LINE, WORD_LINES)
    name, size = name_lines(card.name, BAND - 34 - top - (18 + 54 * len(words) if words else 0))
    for line in name:
        top += round(1.1 * size)
        pen.text((EDGE, top - round(0.22 * size)), line, INK, face(size, 650), anchor="ls")
    top += 18
    for line in words:
        top += 54
        pen.text((EDGE, top - 14), line, QUIET, face(42), anchor="ls")


def _draw_strip(pen: ImageDraw, strip: Strip) -> None:
    base = BAND + 30 + STRIP_HEIGHT
    pen.rectangle((EDGE, base, WIDTH - EDGE - 1, base + 1), fill=AXIS)
    for bar in strip.bars:
        left, right = EDGE + bar.x, EDGE + bar.x + bar.width - 1
        for height, colour in ((bar.height, DIM), (bar.own, ON_LINK)):
            if height:
                pen.rectangle((left, base - height, right, base - 1), fill=colour)
    font = face(28)
    pen.text((EDGE, base + 38), strip.since, ON_LINK, font, anchor="ls")
    if strip.until != strip.since:
        pen.text((WIDTH - EDGE, base + 38), strip.until, ON_LINK, font, anchor="rs")
