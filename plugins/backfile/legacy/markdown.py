"""Plain words → Markdown that shows exactly those words.

What Python-Markdown with Pelican's extensions (extra, codehilite, meta) would eat is escaped, and
nothing more, so that the story stays pleasant to edit. Rules: docs/stories.md, "Nothing is lost".
"""

from __future__ import annotations

import re

# A backslash works before these alone (Python-Markdown, ESCAPED_CHARS).
_INLINE = re.compile(
    r"""(?P<slash>[\\`*{])
      | (?P<underscore>(?<![^\W_])_|_(?![^\W_]))   # an underscore inside a word is a plain one
      | (?P<bracket>\[(?=\^)|\[(?=[^\]]*\][\[(: ])|!\[)
      | (?P<less><)
      | (?P<amp>&(?=\#?\w+;))""",
    re.VERBOSE,
)
_LINE_START = re.compile(
    r"""(?P<hash>\#)
      | (?P<bullet>[-+>])
      | (?P<number>\d+)\.(?=\s|$)
      | (?P<entity>[=:~|])""",
    re.VERBOSE,
)
_RULE_START = re.compile(r"^(?:={1,}\s*$|:\s|~{3,}|\|)")
_TABLE_RULE = re.compile(r"^[|:\-\s]+$")


def escape_paragraph(text: str) -> str:
    """Return *text*, one paragraph of one or more lines, as Markdown that shows its words."""
    return "\n".join(_escape_line(" ".join(line.split(" "))) for line in text.split("\n"))


def escape_inline(text: str) -> str:
    """Return one line of *text* as Markdown for the end of a heading or a metadata value."""
    escaped = _INLINE.sub(_escaped, text)
    return re.sub(r"#(?=#*\s*$)", r"\\#", escaped)


def escape_html(text: str) -> str:
    """Return *text* for a title, which Pelican takes as HTML."""
    return re.sub(r"&(?=#?\w+;)", "&amp;", text).replace("<", "&lt;")


def _escape_line(line: str) -> str:
    stripped = line.strip()
    escaped = _INLINE.sub(_escaped, stripped)
    if _RULE_START.match(stripped):
        return f"&#{ord(stripped[0])};{escaped[1:]}"
    start = _LINE_START.match(escaped)
    if start is None or start["entity"]:
        return escaped
    if start["number"]:
        return f"{start['number']}\\{escaped[start.end('number') :]}"
    return f"\\{escaped}"


def _escaped(match: re.Match[str]) -> str:
    if match["less"]:
        return "&lt;"
    if match["amp"]:
        return "&amp;"
    if match["bracket"] == "![":
        return "!\\["
    return f"\\{match.group()}"
