"""What a story file states besides its text: fields, targets of links, words struck out.

The importer records it in the ledger, and the check of the words holds an edited file against it.
Rules: docs/fidelity.md, "What else is compared".
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from backfile.fidelity.hidden import hides, hiding_selectors
from backfile.reading.source import parse_source
from backfile.text.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from backfile.reading.source import Source

LINKS, STRUCK, HIDING = "links", "struck out", "hidden"
ORDER, CREDIT_NAME, SOURCE_ORDER = "order", "credit", "Source_Order"
# Fields that say of the original what it says itself, and those whose terms may be added to.
EXACT = (
    "Title",
    "Summary",
    "Date",
    "Modified",
    "Captured",
    "Timezone",
    "Lang",
    "Status",
    "Partner",
    "Partner_Lost",
    "Author",
    "Authors",
    "Original_URL",
)
EXTENSIBLE = ("Category", "Tags", "Redirect_From")
_ADDRESS = re.compile(
    r"""
    \]\(\s*(?:<(?P<pointed>[^<>\n]*)>|(?P<inline>[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*))
    | \b(?:href|src)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))
    | ^\ {0,3}\[[^\]\n]+\]:[ \t]*<?(?P<reference>[^\s>]+)
    | <(?P<auto>(?:https?|ftp|mailto):[^\s<>]+)>
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_STRUCK = re.compile(r"<(?P<end>/?)(?:del|s|strike)(?=[\s>/])[^<>]*>", re.IGNORECASE)

_STYLE = re.compile(
    r"""\bstyle\s*=\s*(?:(?P<quote>["'])(?P<value>.*?)(?P=quote)|(?P<bare>[^\s"'>}]+))
    | <style\b[^<>]*>(?P<sheet>.*?)(?:</style|\Z)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


def stated(text: str) -> dict[str, Any]:
    """Return what the story file *text* states beside its words.

    Its `fields`, the addresses of its `links` and pictures, the words that it has `struck` out, and
    the styles of its own with which it would hide words where they are obeyed, as in a feed.
    """
    source = parse_source(text)
    fields = {name: _value(source, name) for name in (*EXACT, *EXTENSIBLE)}
    body = "\n".join(source.lines[source.body_line - 1 :])
    return {
        "fields": {name: value for name, value in fields.items() if value},
        "links": list(_links(body)),
        "struck": [" ".join(words(one)) for one in _struck(body)],
        "hiding": list(_hiding(body)),
    }


def sides(
    recorded: Mapping[str, Any], now: Mapping[str, Any]
) -> Iterator[tuple[str, list[str], list[str]]]:
    """Go through what was *recorded* of a story file beside what it states *now*: name, words.

    Raises TypeError or AttributeError for a record that is damaged.
    """
    before, after = recorded["fields"], now["fields"]
    for name in EXACT:
        yield name, words(before.get(name, "")), words(after.get(name, ""))
    for name in EXTENSIBLE:
        terms = _terms(name, before.get(name, ""))
        kept = set(_terms(name, after.get(name, "")))
        left = [one for one in terms if one in kept]
        yield name, words("; ".join(terms)), words("; ".join(left))
    yield LINKS, list(map(_one_word, recorded["links"])), list(map(_one_word, now["links"]))
    yield STRUCK, _joined(recorded["struck"]), _joined(now["struck"])
    yield HIDING, _joined(recorded["hiding"]), _joined(now["hiding"])


def line_of(text: str, name: str, said: Iterable[str]) -> int:
    """Return the line of the story file *text* where the fact *name* now says *said*, else 1."""
    source = parse_source(text)
    if name in (*EXACT, *EXTENSIBLE, SOURCE_ORDER):
        return source.line_of(name.lower())
    wanted = next(iter(said), "")
    lines = enumerate(source.lines, start=1)
    return next((number for number, line in lines if wanted and wanted in unescape(line)), 1)


def _value(source: Source, name: str) -> str:
    found = source.fields.get(name.lower())
    return " ".join(found.value.split()) if found else ""


def _links(body: str) -> Iterator[str]:
    for found in _ADDRESS.finditer(body):
        yield unescape(next((one for one in found.groups() if one), ""))


def _struck(body: str) -> Iterator[str]:
    """Go through the outermost stretches that are struck out; one without an end has no end."""
    depth = start = 0
    for tag in _STRUCK.finditer(body):
        if not tag["end"]:
            start = start if depth else tag.end()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield body[start : tag.start()]
    if depth:
        yield body[start:]


def _hiding(body: str) -> Iterator[str]:
    for found in _STYLE.finditer(body):
        style = unescape(found["value"] or found["bare"] or "")
        if hides(style) or hiding_selectors(found["sheet"] or ""):
            yield " ".join((style or found["sheet"]).split())


def _one_word(address: str) -> str:
    return "%20".join(address.split())


def _terms(name: str, value: str) -> list[str]:
    parts = value.split() if name == "Redirect_From" else re.split(r"[;,]", value)
    return [" ".join(one.split()) for one in parts if one.strip()]


def _joined(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in text.split()]
