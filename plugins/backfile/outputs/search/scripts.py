"""The scripts with which a browser searches, as they are published beside the index.

Their parts lie in `browser`, each with one idea. A published script is its parts in one file, as a
browser loads one file faster than ten, without comments and most of the space, which most readers
never see. It is a classic script, so that it also runs from a disk, and none of its names are seen
by others.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.outputs.artifacts import artifact
from backfile.outputs.search.forms import SEARCH_INDEX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.outputs.artifacts import Artifact

_PARTS = Path(__file__).parent / "browser"
_WORDS = ("words", "marks")
# What the search page loads at once, and when somebody searches; what the page of a story loads at
# once, and where somebody comes from the search, to mark the words.
SCRIPTS = {
    "search.js": ("locales", "page"),
    "engine.js": (
        *("files", *_WORDS, "locales", "question", "index", "answer", "excerpts"),
        *("hints", "choices", "engine"),
    ),
    "arrival.js": ("arrival",),
    "found.js": (*_WORDS, "found"),
}
# A comment has its lines to itself, or follows code to the end of its line.
_COMMENT = re.compile(r"^ *(?://.*|/\*\*(?:[^*]|\*(?!/))*\*/)\n|(?<=[;,{]) // .*$", re.MULTILINE)
# What begins a line, and the end of one where a statement is at its end, or not yet.
_SPACE = re.compile(r"^ +|(?<=[;,([{}=>+&|?:])\n+|\n(?= *[)\]}.?:&|])", re.MULTILINE)


def script_files() -> Iterator[Artifact]:
    """Go through the scripts, which lie in the folder of the index."""
    for name, parts in SCRIPTS.items():
        yield artifact(f"{SEARCH_INDEX}/{name}", parts, partial(_made, parts))


def _made(parts: tuple[str, ...]) -> list[bytes]:
    return [script_of(parts).encode()]


def script_of(parts: tuple[str, ...]) -> str:
    """Return the script that *parts* make, by the names of their files."""
    texts = [(_PARTS / f"{part}.js").read_text("utf-8") for part in parts]
    code = _SPACE.sub("", _COMMENT.sub("", "".join(texts)))
    return "(() => {\n'use strict';\n" + "\n".join(filter(None, code.split("\n"))) + "\n})();\n"
