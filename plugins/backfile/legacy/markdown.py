"""Plain words → Markdown that shows exactly those words.

What Python-Markdown with Pelican's extensions (extra, codehilite, meta) would eat is escaped, and
nothing more, so that the story stays pleasant to edit. Rules: docs/stories.md, "Nothing is lost".
"""

from __future__ import annotations

import re
from html.entities import html5

_REFERENCE = r"&(?=\#\d|\#[xX][0-9a-fA-F]|\w+;)"
# In HTML, browsers take these for references without their semicolon as well (WHATWG HTML,
# "Named character references").
_BARE_NAMES = "|".join(sorted(name for name in html5 if not name.endswith(";")))
# A backslash works before these alone (Python-Markdown, ESCAPED_CHARS), and typogrify takes one
# before a quote or a dot for its own.
_INLINE = re.compile(
    rf"""(?P<slash>\\)
      | (?P<sign>[`*{{])
      | (?P<underscore>(?<![^\W_])_|_(?![^\W_]))   # an underscore inside a word is a plain one
      | (?P<bracket>\[(?=\^|[^\]]*\](?::|\s?\[)) | (?<=\])\()
      | (?P<less><)
      | (?P<amp>{_REFERENCE})""",
    re.VERBOSE,
)
_LINE_START = re.compile(r"(?P<sign>[#+>-])|(?P<number>\d+)\.(?=\s|$)")
# What opens a block and no backslash can stop: rules, definitions, fences, rows of a table.
_BLOCK_START = re.compile(r"=+\s*$|:[\s:|-]|~{3,}|\|")


def escape_paragraph(text: str) -> str:
    """Return *text*, one paragraph of one or more lines, as Markdown that shows its words."""
    lines = "\n".join(line.strip() for line in text.split("\n"))
    return "\n".join(_escape_start(line) for line in _INLINE.sub(_escaped, lines).split("\n"))


def escape_inline(text: str) -> str:
    """Return one line of *text* as Markdown for the end of a heading or a metadata value."""
    escaped = _INLINE.sub(_escaped, text)
    return re.sub(r"#(?=#*\s*$)", r"\\#", escaped)


def escape_html(text: str) -> str:
    """Return *text* for a title, which Pelican takes as HTML."""
    return re.sub(rf"{_REFERENCE}|&(?={_BARE_NAMES})", "&amp;", text).replace("<", "&lt;")


def _escape_start(line: str) -> str:
    if _BLOCK_START.match(line):
        return f"&#{ord(line[0])};{line[1:]}"
    start = _LINE_START.match(line)
    if start is None:
        return line
    if start["number"]:
        return f"{start['number']}\\{line[start.end('number') :]}"
    return f"\\{line}"


def _escaped(match: re.Match[str]) -> str:
    if match["slash"]:
        return "&#92;"
    if match["less"]:
        return "&lt;"
    if match["amp"]:
        return "&amp;"
    return f"\\{match.group()}"
