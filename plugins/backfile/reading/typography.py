"""Typogrify without the work that changes nothing: the same text for a third of the cost.

Pelican calls typogrify itself and offers no other place for this. Typogrify looks for quotation
marks, dashes and escapes, with thirty patterns that it makes anew each time, in every stretch of
text between two tags; most have none of them.
"""

from __future__ import annotations

import re

from typogrify import filters

# Typogrify's functions as their makers publish them.
SMARTYPANTS, AMP = filters.smartypants, filters.amp
# Without one of these, SmartyPants leaves a text as it is, whatever it is asked for.
_SMART = re.compile(r"""["'`\\]|--|\.\.\.|\. \. \.|&quot;|&#82""")
# Alone between two tags, a quotation mark goes by the text before these.
_ALONE = ("'", '"', "&quot;")
# What SmartyPants leaves alone depends on more than one stretch of text.
_LEFT_ALONE = re.compile(r"<(?:!--|/?(?:pre|samp|code|tt|kbd|script|style|math))", re.IGNORECASE)
_AMPERSAND = re.compile(r"(?:\s|&nbsp;)(?:&|&amp;|&#38;)(?:\s|&nbsp;)")
_TAG = re.compile(r"(<[^>]*>)")


def spare_typogrify() -> None:
    """Let typogrify pass over text that it would not change, in this process."""
    filters.smartypants, filters.amp = smartypants, amp


def smartypants(text: str) -> str:
    """Return *text* with the quotation marks, dashes and ellipses of SmartyPants."""
    if _LEFT_ALONE.search(text):
        return str(SMARTYPANTS(text))
    pieces = _TAG.split(text)
    for at in range(0, len(pieces), 2):
        if _SMART.search(pieces[at]):
            if pieces[at] in _ALONE:
                return str(SMARTYPANTS(text))
            pieces[at] = SMARTYPANTS(pieces[at])
    return "".join(pieces)


def amp(text: str) -> str:
    """Return *text* with its ampersands between spaces in elements of their own."""
    if not _AMPERSAND.search(text):
        return text
    pieces = _TAG.split(text)
    words, tags = pieces[::2], pieces[1::2]
    if any("<" in one or ">" in one for one in words) or any(map(_AMPERSAND.search, tags)):
        return str(AMP(text))
    pieces[::2] = [AMP(one) if _AMPERSAND.search(one) else one for one in words]
    return "".join(pieces)
