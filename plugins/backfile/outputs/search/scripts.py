"""The scripts with which a browser searches, as they are published beside the index.

Their parts lie in `browser`, each with one idea. A published script is its parts in one file, as a
browser loads one file faster than seven, without the comments, which most readers never see. It is
a classic script, so that it also runs from a disk, and none of its names are seen by others.
"""

from __future__ import annotations

import re
from pathlib import Path

_PARTS = Path(__file__).parent / "browser"
_WORDS = ("words", "marks")
# What a page loads at once, what it loads when somebody searches, what marks the words on arrival.
SCRIPTS = {
    "search.js": ("page",),
    "engine.js": (
        *("files", *_WORDS, "question", "index", "answer", "excerpts", "hints", "engine"),
    ),
    "found.js": (*_WORDS, "found"),
}
_COMMENT = re.compile(r"^ *(?://.*|/\*\*(?:[^*]|\*(?!/))*\*/)\n", re.MULTILINE)
_INDENT = re.compile(r"^ +", re.MULTILINE)


def search_scripts() -> dict[str, bytes]:
    """Return the scripts by their names, which are below the folder of the index."""
    return {name: _script(parts).encode() for name, parts in SCRIPTS.items()}


def _script(parts: tuple[str, ...]) -> str:
    texts = [(_PARTS / f"{part}.js").read_text("utf-8") for part in parts]
    code = _INDENT.sub("", _COMMENT.sub("", "".join(texts)))
    return "(() => {\n'use strict';\n" + "\n".join(filter(None, code.split("\n"))) + "\n})();\n"
