"""Logo, colours, footer and style sheets of a site: what may be set, and what is refused."""

from __future__ import annotations

import re

import pytest

from backfile.config.brand import GROUNDS, INK, LINKS, PAPER, accent_css, brand_problems, contrast
from backfile.config.read_settings import DEFAULTS, SettingsError, read_settings
from tests.sites.sites import ROOT

UNSET = {name: DEFAULTS[name] for name in DEFAULTS if name.startswith("BACKFILE_")}


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#fff", "#FFFFFF", 1),
        ("#777777", "#ffffff", 4.48),  # a well-known near miss
        ("#767676", "#ffffff", 4.54),
    ],
)
def test_contrast_is_measured_as_wcag_does(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


def test_the_colours_that_are_measured_are_those_of_the_theme():
    tokens = (ROOT / "theme/static/css/tokens.css").read_text("utf-8")
    pairs = {
        name: both for name, *both in re.findall(r"--(\w+): light-dark\((\S+), (\S+)\)", tokens)
    }

    for index, scheme in enumerate(("light", "dark")):
        assert LINKS[scheme] == pairs["link"][index]
        assert INK[scheme] == pairs["ink"][index]
        assert PAPER[scheme] == pairs["paper"][index]
        grounds = [pairs[name][index] for name in ("paper", "panel", "marked")]
        assert [*GROUNDS[scheme].values()] == grounds


def test_the_colours_of_the_theme_itself_may_be_set():
    theirs = {"BACKFILE_ACCENT_LIGHT": LINKS["light"], "BACKFILE_ACCENT_DARK": LINKS["dark"]}

    assert brand_problems({**UNSET, **theirs}) == []


@pytest.mark.parametrize(
    ("accents", "colours"),
    [
        (("#7a1f1f", ""), "light-dark(#7a1f1f, #86cbdb)"),
        (("", "#e0b080"), "light-dark(#0b5468, #e0b080)"),
    ],
)
def test_one_accent_leaves_the_other_as_it_is(accents: tuple[str, str], colours: str) -> None:
    assert f"--link: {colours};" in accent_css(*accents)


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        (
            "BACKFILE_ACCENT_LIGHT",
            "red",
            """is 'red'; write a colour as "#0b5468" is written""",
        ),
        (
            "BACKFILE_ACCENT_LIGHT",
            "#88aaff",
            (
                "is '#88aaff'; its contrast with the background of the page, #fbfbf9, is 2.19:1, "
                "and text needs 4.5:1; choose a darker colour"
            ),
        ),
        (
            "BACKFILE_ACCENT_DARK",
            "#803030",
            (
                "is '#803030'; its contrast with the background of the page, #14181a, is 2.02:1, "
                "and text needs 4.5:1; choose a lighter colour"
            ),
        ),
        (
            "BACKFILE_ACCENT_DARK",
            "#ffffff",
            (
                "is '#ffffff'; calendars mix the background #808283 from it, with a contrast "
                "of 3.1:1 to the text, which needs 4.5:1; choose a darker colour"
            ),
        ),
        ("BACKFILE_ACCENT_DARK", 5, """is 5; write a colour as "#86cbdb" is written"""),
        ("BACKFILE_LOGO", 5, 'is 5; use a picture below PATH, such as "images/logo.svg"'),
        (
            "BACKFILE_LOGO",
            "images/logo.txt",
            """is 'images/logo.txt'; use a picture below PATH, such as "images/logo.svg\"""",
        ),
        (
            "BACKFILE_LOGO",
            "images/none.png",
            'names "images/none.png", and there is no file {PATH}/images/none.png',
        ),
        (
            "BACKFILE_LOGO",
            "../logo.png",
            'names "../logo.png", which leads out of {PATH}; write its path below that folder',
        ),
        ("BACKFILE_FOOTER", None, """is None; use a text, or "" for the name of the site"""),
        (
            "BACKFILE_STYLE_SHEETS",
            "own.css",
            """is 'own.css'; use a list of files, such as ["css/own.css"]""",
        ),
        (
            "BACKFILE_STYLE_SHEETS",
            ["own.scss"],
            """has 'own.scss'; name a file below PATH, such as "css/own.css\"""",
        ),
        (
            "BACKFILE_STYLE_SHEETS",
            ["folder.css"],
            'names "folder.css", which is no file; name one file',
        ),
        (
            "BACKFILE_STYLE_SHEETS",
            ["link.css"],
            'names "link.css", a link that leads out of {PATH}; put the file itself there',
        ),
        (
            "BACKFILE_STYLE_SHEETS",
            ["far.css"],
            (
                'names "far.css", which loads https://fonts.example/a.woff2 in line 3; pages load '
                "only files of the site itself: copy the file into the content, and write its "
                "path there"
            ),
        ),
    ],
)
def test_what_cannot_stand_is_named_with_its_remedy(tmp_path, name, value, problem):
    content = tmp_path / "content"
    (content / "folder.css").mkdir(parents=True)
    (tmp_path / "secret.css").write_text("")
    (content / "link.css").symlink_to(tmp_path / "secret.css")
    far = "/* url(https://a.example/\n) */\nb { src: url( 'https://fonts.example/a.woff2' ) }\n"
    (content / "far.css").write_text(far)

    with pytest.raises(SettingsError) as caught:
        read_settings({"PATH": str(content), name: value})

    assert caught.value.problems == [f"{name} {problem.replace('{PATH}', str(content))}"]


@pytest.mark.parametrize(
    "css",
    [
        '@import "//cdn.example/x.css";',
        "@import url(https://cdn.example/x.css);",
        'a { background: url("data:image/png;base64,AAAA") }',
    ],
)
def test_a_style_sheet_loads_nothing_that_the_pages_forbid(tmp_path, css):
    (tmp_path / "own.css").write_text(css)

    (problem,) = brand_problems(
        {**UNSET, "PATH": str(tmp_path), "BACKFILE_STYLE_SHEETS": ["own.css"]}
    )

    assert "in line 1; pages load only files of the site itself" in problem


def test_a_style_sheet_may_load_files_of_the_site(tmp_path):
    css = '@import "more.css"; @font-face { src: url("../fonts/own.woff2") } a { color: red }'
    (tmp_path / "own.css").write_text(css)

    given = {**UNSET, "PATH": str(tmp_path), "BACKFILE_STYLE_SHEETS": ("own.css",)}

    assert brand_problems(given) == []
