"""Apostrophes that typogrify would print as opening quotation marks: the '90s, 6'2"."""

from __future__ import annotations

import re

# Tags, and the elements that typogrify leaves alone.
_KEPT = re.compile(
    r"(<(?P<name>pre|code|kbd|script|style|math|samp)\b.*?</(?P=name)>|<[^>]*>)", re.DOTALL
)
_BEFORE_A_DIGIT = re.compile(r"'\d")
_DECADE = re.compile(r"(?<!\w)'(?=\d0s\b)")
_FEET_AND_INCHES = re.compile(r"(?<=\d)'(?P<inches>\d{1,2}(?:\.\d+)?)(?P<mark>\"?)(?!\w)")


def with_apostrophes(html: str) -> str:
    """Return *html* with the apostrophe of a decade curled, and those of feet and inches plain.

    Only text changes, and only into marks that the fidelity check takes for the same.
    """
    if not _BEFORE_A_DIGIT.search(html):
        return html
    made, at = [], 0
    for kept in _KEPT.finditer(html):
        made += [_in_text(html[at : kept.start()]), kept.group()]
        at = kept.end()
    return "".join([*made, _in_text(html[at:])])


def _in_text(text: str) -> str:
    text = _DECADE.sub("\N{RIGHT SINGLE QUOTATION MARK}", text)
    return _FEET_AND_INCHES.sub(
        lambda found: f"&#39;{found['inches']}{'&#34;' if found['mark'] else ''}", text
    )
