"""Apostrophes before numbers, as readers see them after typogrify."""

from __future__ import annotations

from html import unescape

import pytest
from typogrify.filters import typogrify

from backfile.reading.apostrophes import with_apostrophes


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>The '90s.</p>", "<p>The ’90s.</p>"),
        ("<p>He is 6'2\" tall.</p>", "<p>He is 6'2\" tall.</p>"),
        ("<p>He is 6'2 tall.</p>", "<p>He is 6'2 tall.</p>"),
        ("<p>It's 'now', said she.</p>", "<p>It’s ‘now’, said she.</p>"),
        ("<p>He said '90 of us'.</p>", "<p>He said ‘90 of us’.</p>"),
        ("<p><code>'90s</code></p>", "<p><code>'90s</code></p>"),
        ('<p title="\'90s">x</p>', '<p title="\'90s">x</p>'),
    ],
)
def test_an_apostrophe_is_no_opening_quotation_mark(html, shown):
    said = unescape(typogrify(with_apostrophes(html))).replace("\N{NO-BREAK SPACE}", " ")

    assert said == shown
