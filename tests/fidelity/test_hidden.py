"""What style sheets and attributes hide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backfile.fidelity.hidden import Hider, hiding_selectors
from backfile.text.html_text import parse, visible_text

if TYPE_CHECKING:
    from pathlib import Path

SHEETS = {
    ".x { color: red }": [],
    ".x { display: none }": [".x"],
    ".x{display:none!important}": [".x"],
    ".x, p > .y { color: red; visibility: hidden; }": [".x", "p > .y"],
    ".x:is(.a, .b), .y { display: none }": [".x:is(.a, .b)", ".y"],
    "/* .z { display: none } */ .x { display: /* so */ none }": [".x"],
    ".x::before { display: none }": [],
    ".x:hover, .y { display: none }": [".y"],
    "@layer a { .x { display: none } }": [".x"],
    "@media screen { .x { display: none } }": [".x"],
    "@media print { .x { display: none } } .y { display: none }": [".y"],
    "@media (width < 20em) { .x { display: none } }": [],
    "@supports (display: grid) { .x { display: none } }": [],
    ".a { color: red; .x { display: none } }": [":is(.a) :is(.x)"],
    ".a { &.x { display: none } }": [":is(.a).x"],
    '.x::after { content: "} .y { display: none" } .z { display: none }': [".z"],
    ".x { opacity: 0 } .y { opacity: 0.5 } .z { opacity: .0; }": [".x", ".z"],
    ".x { font-size: 0 } .y { font-size: 0.9em }": [".x"],
    ".x { clip-path: inset(50%) } .y { clip-path: inset(1px) }": [".x"],
    "}}} .x { display: none": [".x"],
    ".x:unheard-of(3) { display: none }": [],
    "": [],
}
PAGE = """<!DOCTYPE html><html><head>
<link rel="stylesheet" href="{href}"><link rel="stylesheet" href="/css/print.css" media="print">
</head><body>{body}</body></html>"""
HIDDEN = {
    "<p hidden>x</p>y": "y",
    "<p hidden>x <b hidden>z</b></p>y": "y",
    '<p hidden="until-found">x</p>y': "y",
    '<p aria-hidden="TRUE">x</p>y': "y",
    '<p aria-hidden="false">x</p>y': "x y",
    "<dialog>x</dialog>y": "y",
    "<dialog open>x</dialog>y": "x y",
    "<details><summary>x</summary>z</details>y": "x z y",
    '<p style="display: none">x</p>y': "y",
    '<p class="gone">x</p>y': "y",
    '<p class="paper">x</p>y': "x y",
    "<style>.own { display: none }</style><p class=own>x</p>y": "y",
}


@pytest.mark.parametrize("css", SHEETS)
def test_the_selectors_of_rules_that_hide(css: str) -> None:
    assert hiding_selectors(css) == SHEETS[css]


def seen(folder: Path, body: str, href: str) -> str:
    root = parse(PAGE.format(href=href, body=body))
    Hider((folder,)).strip(root, "2011/03/bridge/index.html")
    shown = root.css_first("body")
    assert shown is not None
    return " ".join(visible_text(shown).split())


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "site.css").write_text(".gone { display: none }", "utf-8")
    (tmp_path / "css" / "print.css").write_text(".paper { display: none }", "utf-8")
    return tmp_path


@pytest.mark.parametrize("body", HIDDEN)
def test_what_is_hidden_is_taken_out(sheets: Path, body: str) -> None:
    assert seen(sheets, body, "/css/site.css") == HIDDEN[body]


@pytest.mark.parametrize(
    ("href", "said"),
    [
        ("https://archive.example/below/css/site.css?v=2", "y"),
        ("../../../css/site.css", "y"),
        ("/theme/css/site.css", "y"),
        ("/css/none.css", "x y"),
        ("", "x y"),
    ],
)
def test_style_sheets_are_found_by_their_addresses(sheets: Path, href: str, said: str) -> None:
    assert seen(sheets, '<p class="gone">x</p>y', href) == said
