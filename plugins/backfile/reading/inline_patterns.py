"""Spares Python-Markdown the inline patterns that cannot match in a story: a third of its work.

Python-Markdown tries each pattern on each stretch of text. Most need characters that most stories
do not have.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor, Treeprocessor

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from collections.abc import Iterable

    from markdown.inlinepatterns import Pattern

# After all that makes elements, just before inline parsing (20).
SPARER, SPARER_PRIORITY = "backfile-spare", 20.5
# The characters without which a pattern of Python-Markdown's own matches nowhere.
_NEEDED = {
    "backtick": "`",
    "escape": "\\",
    "reference": "[",
    "link": "[",
    "image_link": "![",
    "image_reference": "![",
    "short_reference": "[",
    "short_image_ref": "![",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "html": "<",
    "entity": "&",
}


@cache
def _needed_by() -> dict[tuple[type, str], str]:
    """Return the characters that a pattern needs, by its class and its expression."""
    patterns = Markdown().inlinePatterns
    named = ((patterns[name], needed) for name, needed in _NEEDED.items())
    return {(type(pattern), pattern.pattern): needed for pattern, needed in named}


class PatternSparer(Treeprocessor):
    """Lets inline parsing try those patterns alone that may match in the text at hand."""

    def run(self, root: ET.Element) -> None:
        """Choose the patterns for the tree *root*."""
        inline = self.md.treeprocessors["inline"]
        patterns = list(self.md.inlinePatterns)
        # A pattern of somebody else's may write what those after it look for.
        if isinstance(inline, InlineProcessor) and all(map(_is_markdowns, patterns)):
            # A list will do, and is read faster than a registry.
            inline.inlinePatterns = _needed_for("".join(root.itertext()), patterns)  # type: ignore[assignment]


def _is_markdowns(pattern: Pattern) -> bool:
    return type(pattern).__module__.startswith("markdown.")


def _needed_for(text: str, patterns: Iterable[Pattern]) -> list[Pattern]:
    needed = _needed_by()
    return [one for one in patterns if needed.get((type(one), one.pattern), "") in text]
