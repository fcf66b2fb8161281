"""Card images: what stands on them, and that nothing runs out of them."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from backfile.outputs.card_images import card_type
from backfile.outputs.card_images.card_image import (
    BAND,
    EDGE,
    HEIGHT,
    INK,
    LINE,
    LINK,
    NAME_LINES,
    PAPER,
    QUIET,
    WIDTH,
    WORD_LINES,
    CardImage,
    draw,
    missing_letters,
    name_lines,
)
from backfile.outputs.card_images.card_strip import Axis
from backfile.outputs.card_images.card_type import FontError, drawable, font_face, shorten, wrap
from tests.example_counts import examples

ROOT = Path(__file__).parents[2]
STRIP = Axis([date(2009, 8, 14), date(2011, 3, 4)]).strip([date(2011, 3, 4)])
HANG = 8  # how far a letter may hang over the edge that it is set to
LONG = "The Harbour, Port and Ferry Correspondents' Telegraphic Despatch of the Northern Counties "
NAMES = {
    "short": "Wire",
    "long": LONG,
    "very long": LONG * 20,
    "one long word": "Donaudampfschifffahrtsgesellschaftskapitänswitwenverein" * 3,
    "wide letters": "W" * 2000,
    "tall letters": "ẤŴǺ" * 9,
    "marks without end": "a" + "\u0301" * 500,
    "markup": '"><script>alert(1)</script>&nbsp;<b>',
    "direction marks": "\u202eWire\u202c \u2066Wire",
    "controls": "Wi\x00re\x1b[31m\r\n\tHarbour",
    "half a letter": "Wire \ud800",
    "Hebrew": "סוכנות הידיעות",
    "Arabic": "وكالة المرفأ",
    "Chinese": "港口电讯",
    "symbols": "⚓ Wire 🚢",
    "nothing": "",
    "spaces": " \u00a0\u2003 ",
}


def seen(card: CardImage) -> Image.Image:
    return Image.open(io.BytesIO(draw(card))).convert("RGB")


def is_bare(image: Image.Image, *box: int) -> bool:
    colours = image.crop(box).getcolors()
    return colours == [((box[2] - box[0]) * (box[3] - box[1]), (0xFB, 0xFB, 0xF9))]


def margins_are_bare(image: Image.Image) -> bool:
    around = (
        (0, 0, EDGE - HANG, BAND),
        (WIDTH - EDGE + HANG, 0, WIDTH, BAND),
        (0, 0, WIDTH, 40),
        (0, BAND - 10, WIDTH, BAND),
    )
    return all(is_bare(image, *box) for box in around)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_nothing_runs_out_of_the_picture(name):
    for card in (CardImage(name, strip=STRIP), CardImage(name, name, name, STRIP)):
        assert margins_are_bare(seen(card))


@given(st.text(max_size=90), st.integers(160, 320))
@examples(50)
def test_no_name_runs_out_of_its_room(text, room):
    lines, size = name_lines(drawable(text), room)

    assert all(font_face(size, 650).getlength(line) <= LINE for line in lines)
    assert len(lines) <= NAME_LINES
    assert len(lines) * 1.1 * size <= room


@given(st.text(max_size=90), st.sampled_from([1, WORD_LINES]))
@examples(50)
def test_no_words_run_out_of_their_lines(text, most):
    lines = shorten(drawable(text), font_face(42), LINE, most)

    assert all(font_face(42).getlength(line) <= LINE for line in lines)
    assert len(lines) <= most


def test_a_card_is_a_png_of_1200_by_630():
    image = Image.open(io.BytesIO(draw(CardImage("Harbor Wire", strip=STRIP))))
    assert (image.format, image.mode, image.size) == ("PNG", "RGB", (1200, 630))
    assert image.size == (WIDTH, HEIGHT)


def test_the_same_card_is_the_same_file_in_another_run():
    """Also where Python orders its sets in another way."""
    card = CardImage("Harbor Wire", "1891–1974", "An archive", STRIP)
    program = f"""
import hashlib
from backfile.outputs.card_images.card_image import CardImage, draw
from backfile.outputs.card_images.card_strip import Bar, Strip
print(hashlib.sha256(draw({card!r})).hexdigest())
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": str(ROOT / "plugins"), "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == hashlib.sha256(draw(card)).hexdigest()


@pytest.mark.parametrize(
    "other",
    [
        CardImage("Harbour Wire", "1891–1974", "An archive", STRIP),
        CardImage("Harbor Wire", "1891–1975", "An archive", STRIP),
        CardImage("Harbor Wire", "1891–1974", "The archive", STRIP),
        CardImage("Harbor Wire", "1891–1974", "An archive"),
    ],
    ids=["name", "words", "imprint", "strip"],
)
def test_all_that_a_card_says_is_seen(other):
    assert draw(other) != draw(CardImage("Harbor Wire", "1891–1974", "An archive", STRIP))


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Harbor Wire", ""),
        ("L’Éclair de la Marne – “Øst”, № 7 · łódź", ""),
        ("Việt Nam hôm nay", ""),
        ("Невские ведомости", ""),
        ("Αθηναϊκή Εφημερίς", ""),
        ("E\u0301clair", ""),
        ("Harbor\u00a0\u202fWire\u200b", ""),
        ("وكالة", "وكالة"),
        ("סוכנות", "סוכנת"),
        ("港口 Wire 港", "港口"),
        ("Wire ⚓", "⚓"),
    ],
)
def test_which_letters_the_font_lacks(name, letters):
    assert missing_letters(CardImage(name)) == letters
    assert missing_letters(CardImage("", name)) == letters
    assert missing_letters(CardImage("", "", name)) == letters


def test_words_that_cannot_be_written_are_left_out_and_the_rest_stays():
    bare = draw(CardImage("", strip=STRIP))
    assert draw(CardImage("港口电讯", "创办", strip=STRIP)) == bare
    assert draw(CardImage("港口电讯", "Since 1903", strip=STRIP)) == bare
    assert draw(CardImage("Wire", "创办", strip=STRIP)) == draw(CardImage("Wire", strip=STRIP))
    site = draw(CardImage("An archive", strip=STRIP))
    assert draw(CardImage("港口电讯", "Since 1903", "An archive", STRIP)) == site


def test_what_cannot_be_seen_makes_no_difference():
    expected = draw(CardImage("Harbor Wire"))
    assert draw(CardImage(" Harbor\u00a0\n\x00Wire\u200e ")) == expected


def test_a_long_name_is_smaller_and_its_lines_are_about_equally_long():
    font = font_face(96, 650)
    lines = wrap("The Backfile Sample Archive", font, 1040)
    assert lines == ["The Backfile", "Sample Archive"]
    assert name_lines("Harbor Wire", 300) == (["Harbor Wire"], 104)
    lines, size = name_lines(LONG.strip(), 300)
    assert (len(lines), size) == (3, 64)
    assert " ".join(lines) == LONG.strip()


@given(st.text(st.characters(codec="ascii", min_codepoint=32), max_size=120), st.integers(40, 1040))
@examples(50)
def test_lines_hold_all_words_and_are_no_wider_than_they_may_be(text, width):
    font = font_face(48)
    words = " ".join(text.split())
    lines = wrap(words, font, width)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert all(font.getlength(line) <= width or len(line) == 1 for line in lines)


def test_the_colours_are_the_themes():
    tokens = (ROOT / "theme" / "static" / "css" / "tokens.css").read_text("utf-8")
    theme = dict(re.findall(r"--(\w+): light-dark\((#\w+)", tokens))
    assert {"paper": PAPER, "ink": INK, "quiet": QUIET, "link": LINK}.items() <= theme.items()


def test_without_the_font_the_build_is_told_what_to_do(monkeypatch):
    def lacking(package):
        raise ModuleNotFoundError(f"No module named {package!r}")

    monkeypatch.setattr(card_type, "files", lacking)
    font_face.cache_clear()
    try:
        with pytest.raises(FontError, match="fontpkg-source-serif-4, or set BACKFILE_CARD_IM"):
            draw(CardImage("Wire"))
    finally:
        font_face.cache_clear()
