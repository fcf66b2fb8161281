"""The theme's fonts: that they are what their maker makes, under a license that allows it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from fonts.subsets import FAMILY, LICENSE, RANGES, write_fonts

THEME = Path(__file__).parents[1] / "theme"
FONTS = THEME / "static" / "fonts"
MADE = sorted(FONTS.glob("*.woff2"))
TOKENS = (THEME / "static/css/tokens.css").read_text("utf-8")
BASE = (THEME / "templates/base.html").read_text("utf-8")
RULE = re.compile(r"@font-face \{(.*?)\}", re.DOTALL)


def font_named(start: str) -> Path:
    [found] = [path for path in MADE if re.fullmatch(rf"{start}\.[0-9a-f]{{8}}\.woff2", path.name)]
    return found


@pytest.mark.slow
def test_the_fonts_are_what_make_fonts_writes(tmp_path):
    made = {path.name: path.read_bytes() for path in write_fonts(tmp_path)}

    assert made == {path.name: path.read_bytes() for path in FONTS.iterdir()}, "run: make fonts"


def test_a_font_takes_the_place_of_an_older_one(tmp_path, monkeypatch):
    (tmp_path / "serif-latin.00000000.woff2").write_bytes(b"old")
    monkeypatch.setattr("fonts.subsets.RANGES", {"latin": "U+41"})

    names = {path.name for path in write_fonts(tmp_path)}

    assert {path.name for path in tmp_path.iterdir()} == names
    assert len(names) == 3  # upright, italic and the license


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.stem)
def test_a_name_has_the_digest_of_its_bytes(path):
    """So that a host may tell browsers to keep it forever."""
    digest = path.stem.rpartition(".")[2]

    assert hashlib.sha256(path.read_bytes()).hexdigest().startswith(digest)


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.stem)
def test_a_font_says_whose_it_is_and_does_not_take_the_reserved_name(path):
    with TTFont(path) as font:
        names = {record.nameID: record.toUnicode() for record in font["name"].names}

    assert "Reserved Font Name ‘Source’" in names[0]
    assert "SIL Open Font License" in names[13]
    assert names[1] == names[4] == FAMILY
    assert not any("Source" in names[number] for number in names.keys() - {0})


def test_the_license_stands_beside_the_fonts():
    text = (FONTS / LICENSE).read_text("utf-8")

    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "Reserved Font Name ‘Source’" in text


def test_a_page_in_latin_letters_loads_at_most_60_kilobytes():
    sizes = [font_named(f"serif-latin{style}").stat().st_size for style in ("", "-italic")]

    assert sum(sizes) <= 60_000


def test_the_style_sheet_names_each_font_with_its_characters():
    expected = [
        (font_named(f"serif-{script}{style}").name, ranges, style == "-italic")
        for style in ("", "-italic")
        for script, ranges in RANGES.items()
    ]

    rules = RULE.findall(TOKENS)
    assert [
        (
            re.search(r"fonts/([^\"]+)", rule)[1],
            re.search(r"unicode-range: (.+);", rule)[1],
            "font-style: italic" in rule,
        )
        for rule in rules
    ] == expected
    assert all(f'font-family: "{FAMILY}"' in rule for rule in rules)
    assert all("font-display: optional" in rule for rule in rules)


def test_each_font_has_the_characters_of_its_range():
    with TTFont(font_named("serif-latin")) as latin, TTFont(font_named("serif-greek")) as greek:
        assert set(map(ord, "Aéßœ“—…€’")) <= latin.getBestCmap().keys()
        assert set(map(ord, "Ωάλφα")) <= greek.getBestCmap().keys()
        assert ord("Ω") not in latin.getBestCmap()


@pytest.mark.parametrize("style", ["", "-italic"])
def test_all_figures_have_one_width(style):
    with TTFont(font_named(f"serif-latin{style}")) as font:
        glyphs, widths = font.getBestCmap(), font["hmtx"]
        assert len({widths[glyphs[ord(figure)]][0] for figure in "0123456789"}) == 1


def test_pages_preload_fonts_that_are_there():
    names = set(re.findall(r"'(serif-[\w.-]+)'", BASE))

    assert names == {font_named("serif-latin").stem, font_named("serif-latin-italic").stem}


def test_languages_with_another_face_preload_nothing():
    rules = re.findall(r":root:[^{]*lang[^{]*\{\s*--text-face: .+", TOKENS)
    own = {
        tag for rule in rules for tag in re.findall(r":lang\((\w+)\)", rule) if FAMILY not in rule
    }

    told = re.search(r"not in \(([^)]*)\)", BASE)[1]
    assert set(re.findall(r"\w+", told)) == own
