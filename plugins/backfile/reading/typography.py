"""Typogrify without the work that changes nothing: the same text for a third of the cost.

Text that it has gone over ahead of Pelican is Typogrified, and passes.

Pelican calls typogrify itself and offers no other place for this. Typogrify looks for quotation
marks, dashes and escapes, with thirty patterns that it makes anew each time, in every stretch of
text between two tags; most have none of them. Those that have go through it as one text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import smartypants as smarty
from typogrify import filters

if TYPE_CHECKING:
    from collections.abc import Mapping

# Typogrify's functions as their makers publish them.
SMARTYPANTS, AMP, WIDONT = filters.smartypants, filters.amp, filters.widont
TYPOGRIFY = filters.typogrify
# Without one of these, SmartyPants leaves a text as it is, whatever it is asked for.
_SMART = re.compile(r"""["'`\\]|--|\.\.\.|\. \. \.|&quot;|&#82""")
# Alone between two tags, a quotation mark goes by the text before these.
_ALONE = ("'", '"', "&quot;")
# What parts stretches that go through SmartyPants at once; a quotation mark on either side of it
# becomes what it would become at the beginning or the end of a text.
_BETWEEN = "\0("
# Such a mark goes by the beginning of the text itself.
_BY_BEGINNING = re.compile(r"""(?:["']|&quot;)[!-/:-@\[-`{-~]""")
# What SmartyPants leaves alone depends on more than one stretch of text.
_LEFT_ALONE = re.compile(r"<(?:!--|/?(?:pre|samp|code|tt|kbd|script|style|math))", re.IGNORECASE)
_AMPERSAND = re.compile(r"(?:\s|&nbsp;)(?:&|&amp;|&#38;)(?:\s|&nbsp;)")
_TAG = re.compile(r"(<[^>]*>)")
_BROKEN_TAG = re.compile(r"<[^<>]*<")
# Where typogrify binds the last word to the one before it; what may stand around that word.
_BLOCK_END = re.compile(r"(?<=</p>)|(?<=</h[1-6]>)|(?<=</(?:li|dt|dd)>)")
_AFTER_WORD = re.compile(r"\s*(?:</(?:a|em|span|strong|i|b)>\s*)*(?:</(?:p|h[1-6]|li|dt|dd)>)?\Z")
_BEFORE_SPACE = re.compile(r"</?(?:a|em|span|strong|i|b)[^>]*>")


def spare_typogrify() -> None:
    """Let typogrify pass over text that it would not change, in this process."""
    filters.smartypants, filters.amp, filters.widont = smartypants, amp, widont
    filters.typogrify = typogrify


class Typogrified(str):
    """A text that typogrify has gone over."""

    __slots__ = ()


def typogrified(text: str, pelican_settings: Mapping[str, Any]) -> Typogrified:
    """Return what Pelican makes of *text* with typogrify, by its settings."""
    dashes = _DASHES.get(pelican_settings["TYPOGRIFY_DASHES"], smarty.Attr.set1)
    smarty.Attr.default = dashes | smarty.Attr.w
    left_out = dict.fromkeys(pelican_settings["TYPOGRIFY_OMIT_FILTERS"], False)
    return Typogrified(TYPOGRIFY(text, pelican_settings["TYPOGRIFY_IGNORE_TAGS"], **left_out))


_DASHES = {"oldschool": smarty.Attr.set2, "oldschool_inverted": smarty.Attr.set3}


def typogrify(text: str, *given: Any, **named: Any) -> str:
    """Return *text* as typogrify makes it, once."""
    return str(text) if isinstance(text, Typogrified) else str(TYPOGRIFY(text, *given, **named))


def smartypants(text: str) -> str:
    """Return *text* with the quotation marks, dashes and ellipses of SmartyPants."""
    if _LEFT_ALONE.search(text):
        return str(SMARTYPANTS(text))
    pieces = _TAG.split(text)
    marked = [at for at in range(0, len(pieces), 2) if _SMART.search(pieces[at])]
    if _BETWEEN in text or any(pieces[at] in _ALONE for at in marked):
        return str(SMARTYPANTS(text))
    apart = {at for at in marked if _BY_BEGINNING.match(pieces[at])}
    for at in apart:
        pieces[at] = SMARTYPANTS(pieces[at])
    joined = [at for at in marked if at not in apart]
    made = SMARTYPANTS("".join(f"{_BETWEEN}{pieces[at]}" for at in joined))
    for at, piece in zip(joined, made.split(_BETWEEN)[1:], strict=True):
        pieces[at] = piece
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


def widont(text: str) -> str:
    """Return *text* with the last two words of each block bound by a space that does not break.

    Typogrify's pattern tries each word of a text; here, the last of each block is looked at.
    """
    if _BROKEN_TAG.search(text):
        return str(WIDONT(text))
    return "".join(map(_bound, _BLOCK_END.split(text)))


def _bound(block: str) -> str:
    end = _end_of_words(block)
    parts = block[:end].rsplit(None, 1)
    if len(parts) < 2 or "<" in parts[1] or ">" in parts[1]:
        return block
    before, word = parts
    if before.endswith("<") or (before.endswith(">") and not _ends_with_tag(before)):
        return block
    return f"{before}&nbsp;{block[end - len(word) :]}"


def _end_of_words(block: str) -> int:
    """Return where the last word of *block* ends, tags and white space after it left out."""
    end = len(block)
    while True:
        stripped = block[:end].rstrip()
        tag = stripped.rfind("</") if stripped.endswith(">") else -1
        if tag < 0 or not _AFTER_WORD.match(block, tag):
            return len(stripped)
        end = tag


def _ends_with_tag(before: str) -> bool:
    return _BEFORE_SPACE.fullmatch(before, before.rfind("<")) is not None
