"""Pages that are not valid: what is in their body, and the codes that it must give."""

from __future__ import annotations

PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>a</title></head>'
    "<body>{}</body></html>"
)
FLAWS = [
    ("<div>", ["bad-nesting"]),
    ("</div>", ["bad-nesting"]),
    ("<br></br>", ["bad-nesting"]),
    ("<p>a</p></p>", ["bad-nesting"]),
    ("<div/>a", ["bad-nesting"]),
    ("<em>a<p>b</em></p>", ["bad-nesting"]),
    ("<p><em>a</p>", ["bad-nesting"]),
    ("<ul><li><b>a<li>b</ul>", ["bad-nesting"]),
    ("<table><tr><td><i>a</table>", ["bad-nesting"]),
    ("<svg><g></svg>", ["bad-nesting"]),
    ("<script>a", ["bad-nesting"]),
    ("<p id=a><p id=a><p id=a>", ["duplicate-id"] * 2),
    ("<p class=a class=b CLASS=c>", ["duplicate-attribute"] * 2),
    ("<input list=a><label for='b'>x</label>", ["dangling-reference"] * 2),
    ("<p aria-labelledby='a b'><p id=b>", ["dangling-reference"]),
    ("<img src=a>", ["missing-alt"]),
]
