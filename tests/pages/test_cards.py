"""What a listing is told of a story."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backfile.pages.cards import lasted, plain
from tests.story.telling import told


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One  word\nand &amp; <em>another</em></p>", "One word and & another"),
        ("<p>a</p>\n<p>b</p>", "a b"),
        ("", ""),
    ],
)
def test_a_summary_is_plain_text(html: str, expected: str) -> None:
    assert plain(html) == expected


@pytest.mark.parametrize(
    ("published", "headings", "expected"),
    [
        ("2014-06-16 11:02", ["6:20 p.m.", "Original Post"], timedelta(hours=7, minutes=18)),
        ("2014-06-16", ["6:20 p.m.", "3:20 p.m."], timedelta(hours=3)),
        ("2014-06-16", ["June 18", "Original Post"], timedelta(days=2)),
        ("2014-06-16 23:50", ["June 17, 12:10 a.m."], timedelta(minutes=20)),
        ("2014-06-16 11:02", ["June 19", "3:31 p.m."], timedelta(days=3)),
        ("2014-06-16 11:02", ["6:20 p.m.", "June 16"], timedelta(hours=7, minutes=18)),
        ("2014-06-16 11:02", ["Correction, August 3", "12:02 p.m."], timedelta(hours=1)),
        ("2014-06-16 11:02", [], None),
        ("2014-06-16", ["Update", "Original Post"], None),
        (None, ["Update"], None),
    ],
)
def test_a_story_lasts_from_the_first_known_moment_to_the_last(
    published: str | None, headings: list[str], expected: timedelta | None
) -> None:
    assert lasted(told(published, *headings)) == expected
