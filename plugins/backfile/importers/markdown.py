"""Escapes plain text, so that Markdown shows exactly its words.

What Python-Markdown with Pelican's extensions (extra, codehilite, meta) would eat is escaped, and
nothing more, so that the story stays pleasant to edit. Rules: docs/stories.md, "Nothing is lost".
"""

from __future__ import annotations

import re
from html.entities import html5

# After an ampersand and a hash that are no reference, Python's html.parser takes tags for text.
_REFERENCE = r"&(?=\#|\w+;)"
# In HTML, browsers take these for references without their semicolon as well (WHATWG HTML,
# "Named character references").
_BARE_NAMES = "|".join(sorted(name for name in html5 if not name.endswith(";")))
# A backslash works before these alone (Python-Markdown, ESCAPED_CHARS), and typogrify takes one
# before a quote or a dot for its own.
_INLINE = re.compile(
    rf"""(?P<slash>\\)
      | (?P<sign>[`*{{])
      | (?P<underscore>(?<![^\W_])_|_(?![^\W_]))   # an underscore inside a word is a plain one
      | (?P<bracket>\[(?=\^) | (?<=\])\()
      | (?P<less><)
      | (?P<amp>{_REFERENCE})""",
    re.VERBOSE,
)
# A backslash that typogrify takes for an escape of its own (SmartyPants, "Backslash escapes").
_TYPOGRIFY_EATS = re.compile(r"""\\(?=[\\"'.`-])""")
_OPENING = re.compile(r"(?<!\\)\[")
_BRACKET = re.compile(r"(?<!\\)[\[\]]")
# A bracket before one of these is the end of a definition or of a reference.
_DEFINING = re.compile(r":|\s?\[")
_LINE_START = re.compile(r"(?P<sign>[#+>-])|(?P<number>\d+)\.(?=\s|$)")
# What opens a block and no backslash can stop: rules, definitions, fences, rows of a table.
_BLOCK_START = re.compile(r"=+\s*$|:[\s:|-]|~{3,}|\|")


def escape_paragraph(text: str) -> str:
    """Return *text*, one paragraph of one or more lines, as Markdown that shows its words."""
    lines = "\n".join(line.strip() for line in text.split("\n"))
    return "\n".join(escape_start(line) for line in escape_signs(lines).split("\n"))


def escape_inline(text: str) -> str:
    """Return one line of *text* as Markdown for the end of a heading or a metadata value."""
    return escape_end(escape_signs(text))


def escape_end(line: str) -> str:
    """Return *line*, otherwise escaped, so that Markdown takes no `#` off a heading's end."""
    end = len(line.rstrip())
    kept = len(line[:end].rstrip("#"))
    return line[:kept] + line[kept:end].replace("#", "\\#") + line[end:]


def escape_signs(text: str) -> str:
    """Return *text*, which stands anywhere in a paragraph, as Markdown that shows it.

    The time is linear in its length.
    """
    escaped = _INLINE.sub(_escaped, text)
    if "[" not in escaped:
        return escaped
    parts = escaped.split("]")
    for index, following in enumerate(parts[1:]):
        if _DEFINING.match(following):
            parts[index] = _OPENING.sub(r"\\[", parts[index])
    return "]".join(parts)


def escape_enclosed(text: str) -> str:
    """Return *text*, which stands in the brackets of a link, as Markdown that shows it."""
    return _BRACKET.sub(r"\\\g<0>", escape_signs(text))


def escape_html(text: str) -> str:
    """Return *text* for a title, which Pelican takes as HTML, and typogrify reads."""
    html = re.sub(rf"{_REFERENCE}|&(?={_BARE_NAMES})", "&amp;", text).replace("<", "&lt;")
    return _TYPOGRIFY_EATS.sub("&#92;", html)


def escape_start(line: str) -> str:
    """Return *line*, otherwise escaped, so that it begins no block of Markdown."""
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
