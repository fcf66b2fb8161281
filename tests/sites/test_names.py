"""Names that hold signs of HTML are shown as they are written, and never run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .sites import ROOT, WIRE, MiniSite

if TYPE_CHECKING:
    from pathlib import Path

NAME = "<img src=x onerror=alert(1)> R&D"
ESCAPED = "&lt;img src=x onerror=alert(1)&gt; R&amp;D"
STORY = f"""\
Title: Ferry
Date: 2014-06-16 11:02
Partner: wire
Authors: {NAME}
Tags: {NAME}
Category: {NAME}
Original_SHA256: {NAME}
Summary: In short. <script>alert(2)</script>

The lead. <script>alert(3)</script>

## 3:31 p.m.: The tow <script>alert(4)</script>

Text.

## Original Post

Text.
"""


def test_no_name_and_no_text_becomes_a_script_or_a_handler(tmp_path: Path) -> None:
    files = {"ferry.md": STORY, "partners/wire.md": WIRE.replace("The Wire", NAME)}
    site = MiniSite(tmp_path).write(files)
    ended = site.build(THEME=str(ROOT / "theme"))
    assert ended.status == 0, ended.said
    for name in sorted(site.pages()):
        page = site.page(name)
        assert "<img" not in page, name
        assert "<script>" not in page, name
    story = site.page("ferry.html")
    assert re.search(rf'By <a href="[^"]+">{re.escape(ESCAPED)}</a>', story)
    assert "The lead." in story


def test_a_topic_without_a_letter_has_an_address_as_any_other(tmp_path: Path) -> None:
    site = MiniSite(tmp_path).write(
        {"ferry.md": "Title: Ferry\nDate: 2014-06-16\nTags: !!!\n\nX.\n"}
    )
    assert site.build(THEME=str(ROOT / "theme")).status == 0
    assert '<a href="/tag/topic-21-21-21.html">!!!</a>' in site.page("ferry.html")
    assert "!!!" in site.page("tag/topic-21-21-21.html")


def test_a_partner_s_history_is_as_fit_for_the_policy_as_a_story(tmp_path: Path) -> None:
    record = f"{WIRE}\n| Year | Staff |\n|---|---:|\n| 1912 | 11 |\n\n<script>alert(1)</script>\n"
    files = {"ferry.md": "Title: Ferry\nDate: 2014-06-16\n\nX.\n", "partners/wire.md": record}
    site = MiniSite(tmp_path).write(files)
    assert site.build(THEME=str(ROOT / "theme")).status == 0
    page = site.page("partners/wire/index.html")
    assert '<td class="align-right">11</td>' in page
    assert "style=" not in page
    assert "<script>" not in page
