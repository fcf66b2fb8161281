"""Links to a place that its page has not: doubted with file and line, before a site is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backfile.checking.archive_reader import read_archive
from backfile.config.site_settings import site_settings

from .sites import CONF, ROOT, MiniSite

if TYPE_CHECKING:
    from pathlib import Path

    from backfile.errors import Fault

OWN = f"""{CONF}
THEME = {str(ROOT / "theme")!r}
ARTICLE_PATHS = ["stories"]
ARTICLE_URL = "{{date:%Y}}/{{date:%m}}/{{slug}}/"
ARTICLE_SAVE_AS = "{{date:%Y}}/{{date:%m}}/{{slug}}/index.html"
"""
STORY = "Title: Ferry\nDate: 2014-06-16 11:02\n\n{body}\n"
LIVE = """Title: Bridge
Date: 2014-06-17 11:02
Timezone: America/New_York
Former_Anchors: update-2014-06-16-1820 = update-2014-06-17-1820

The bridge is shut.

<p id="map">A map.</p>

## 6:20 p.m.

The engineers arrive.[^1]

## Original Post

The bridge is shut.

[^1]: From the harbour.
"""
GONE = """Title: Quay
Date: 2014-06-17 11:02
Status: withdrawn
Withdrawn: 2015-01-02
Reason: Asked for.

Text.

## 6:20 p.m.

More.
"""
PRESENT = {
    "update": "{filename}live.md#update-2014-06-17-1820",
    "former": "{filename}live.md#update-2014-06-16-1820",
    "original": "{filename}/stories/live.md#original-post",
    "html": "{filename}live.md#map",
    "encoded": "{filename}live.md#m%61p",
    "note": "{filename}live.md#fn:1",
    "theme": "{filename}live.md#related",
    "top": "{filename}live.md#top",
    "nothing": "{filename}live.md#",
    "text": "{filename}live.md#:~:text=engineers",
    "withdrawn": "{filename}gone.md#update-2014-06-17-1820",
    "address": "/2014/06/bridge/#original-post",
    "other-site": "https://x.example/2014/06/bridge/#nope",
    "list": "/2014/06/#day-12",
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MiniSite:
    made = MiniSite(tmp_path).write({"stories/live.md": LIVE, "stories/gone.md": GONE})
    (made.folder / "pelicanconf.py").write_text(OWN)
    monkeypatch.chdir(made.folder)
    return made


def doubts(site: MiniSite, body: str) -> list[Fault]:
    site.write({"stories/a.md": STORY.format(body=body)})
    found = read_archive(site_settings("pelicanconf.py", content=""))
    assert not found.site.faults
    return [one for one in found.site.remarks if one.code == "dead-anchor"]


@pytest.mark.parametrize("name", PRESENT)
def test_a_place_that_the_page_has_is_left_alone(name: str, site: MiniSite) -> None:
    assert doubts(site, f"[b]({PRESENT[name]})") == []


DEAD = {
    "{filename}live.md#update-2014-06-17-1802": (
        'content/stories/live.md has no update "update-2014-06-17-1802"; '
        'did you mean "update-2014-06-17-1820"?'
    ),
    "{filename}live.md#orignal-post": 'no anchor "orignal-post"; did you mean "original-post"?',
    "{filename}live.md#xyzzy": 'no anchor "xyzzy"; correct the link, or leave out what follows #',
    "{filename}live.md#RELATED": 'no anchor "RELATED"',
    "{filename}gone.md#update-2014-06-17-1821": "content/stories/gone.md has no update",
    "/2014/06/bridge/#orignal-post": "content/stories/live.md has no anchor",
    "../bridge/#orignal-post": "content/stories/live.md has no anchor",
    "#orignal-post": 'content/stories/a.md has no anchor "orignal-post"',
}


@pytest.mark.parametrize("address", DEAD)
def test_a_place_that_the_page_has_not_is_doubted_on_its_line(address: str, site: MiniSite) -> None:
    (doubt,) = doubts(site, f"`[b]({address})`\n\n[b]({address})")

    assert (doubt.path, doubt.line) == ("content/stories/a.md", 6)
    assert DEAD[address] in doubt.message


LED = """Title: Led
Date: 2014-06-17 11:02

The bridge is shut.

## 6:20 p.m.

The engineers arrive.

## {last}

The bridge is shut.
"""


@pytest.mark.parametrize(
    ("story", "anchor", "is_dead"),
    [
        (LED.format(last="Original Post"), "then-and-now", False),
        (LED.format(last="5 p.m."), "then-and-now", True),
        (LED.format(last="5 p.m."), "then-name", True),
        (LED.format(last="5 p.m."), "key-updates", True),
        (LED.format(last="5 p.m. {: key=yes }"), "key-updates", False),
        (
            LED.format(last="Original Post").replace("\nThe bridge is shut.\n", "", 1),
            "then-and-now",
            True,
        ),
        ("Title: Plain\nDate: 2014-06-17\n\nText.\n", "then-and-now", True),
    ],
)
def test_a_part_of_the_theme_is_on_the_pages_that_have_it(
    story: str, anchor: str, is_dead: bool, site: MiniSite
) -> None:
    site.write({"stories/led.md": story})

    found = doubts(site, f"[b]({{filename}}led.md#{anchor})")

    assert [one.line for one in found] == ([4] if is_dead else [])


def test_a_link_within_its_page_is_told_from_one_to_another(site: MiniSite) -> None:
    (doubt,) = doubts(site, "[b]({filename}live.md#map)\n\n[c](#map)")

    assert doubt.line == 6


def test_a_link_of_a_summary_is_read_as_well(site: MiniSite) -> None:
    site.write(
        {"stories/s.md": "Title: S\nDate: 2014-06-16\nSummary: [b]({filename}live.md#x1)\n\nT.\n"}
    )

    (doubt,) = doubts(site, "Text.")

    assert (doubt.path, doubt.line) == ("content/stories/s.md", 3)


def test_a_dead_anchor_stops_no_build(site: MiniSite) -> None:
    site.write({"stories/a.md": STORY.format(body="[b]({filename}live.md#xyzzy)")})

    assert site.build(PATH="content", ARTICLE_PATHS=["stories"]).status == 0
