"""What a listing is told of a story."""

from __future__ import annotations

import pytest

from backfile.reading.cards import plain


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
