"""Attributes of an update's heading that are read otherwise than they were probably meant.

`## 6:20 p.m. {: key=yes by="Ada Lind" }`: which there are, and what they say, is in
docs/stories.md, "Who wrote an update". Rules: docs/check.md, "near-miss-attribute".
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from backfile.text.spelling import distance

if TYPE_CHECKING:
    from collections.abc import Iterator

# The attributes that Backfile reads, each with an example of its value.
EXAMPLES = {
    "datetime": "2014-06-17T18:20-04:00",
    "inferred": '"next-day"',
    "corrects": '"12:20 a.m."',
    "former": "update-2014-06-17-1820",
    "by": '"Ada Lind"',
    "key": "yes",
}
# What people write for "yes" and for "no" beside `yes` and `true`, which are read.
_WORDS_YES = "1 evet ja kyllä ok on oui si sim sì sí tak x y да так نعم はい 是"
_YES = frozenset(_WORDS_YES.split())
_WORDS_NO = "0 false nee nein nej nie no non none não off нет لا いいえ 否"
_NO = frozenset(_WORDS_NO.split())
_NAME = re.compile(r"[.#]?(?P<name>[\w-]+)(?P<rest>.*)", re.DOTALL)
# Below this length a word at a distance of one letter is another word: `id`, `dir`.
_LONG = 5
_KEY_LINE = re.compile(r"key\s*(?:event|update)?\s*[:=]\s*(?P<value>\S+)\s*", re.IGNORECASE)


def attribute_doubts(listed: str, *, opens: bool) -> Iterator[str]:
    """Go through what is doubtful in the attributes *listed* at the end of a heading, as sentences.

    *opens* tells whether the heading opens an update; no other has such attributes.
    """
    for attribute in _parts(listed):
        name, equals, value = attribute.partition("=")
        if name not in EXAMPLES or not equals:
            yield from _misspelt(attribute)
        elif not opens:
            yield (
                f'"{name}=" says something of an update, and this heading opens none; '
                "begin the heading with a time or a label, or delete it"
            )
        elif not value.strip():
            yield f'"{name}=" has no value; write one, such as {name}={EXAMPLES[name]}'
        elif name == "key":
            yield from _doubtful_key(value.strip())


def key_line_doubt(paragraph: str) -> str:
    """Return what to write in the place of a *paragraph* "Key: yes", nothing for any other text."""
    found = _KEY_LINE.fullmatch(paragraph)
    value = found["value"].strip(".").lower() if found else ""
    if value not in _YES | {"yes", "true"}:
        return ""
    return (
        f'"{paragraph.strip()}" is read as text; to mark a key update, delete it and write '
        "{: key=yes } at the end of the update's heading"
    )


def _parts(listed: str) -> list[str]:
    try:
        return shlex.split(listed)
    except ValueError:
        return listed.split()


def _misspelt(attribute: str) -> Iterator[str]:
    """Say what an *attribute* that is none of ours was probably meant to be."""
    found = _NAME.match(attribute)
    if found is None:
        return
    written, rest = found["name"], found["rest"]
    name = next((one for one in EXAMPLES if _is_near(written.lower(), one)), "")
    # `.key` and `#by` are a class and an id of the author's own, `key-facts` is another name.
    if not name or (attribute[0] in ".#" and (rest or written != "key")):
        return
    value = rest.lstrip(":=").strip() or EXAMPLES[name].strip('"')
    shown = f'"{value}"' if re.search(r"[\s:;]", value) else value
    yield f'"{attribute}" is not read; did you mean {name}={shown}?'


def _is_near(written: str, name: str) -> bool:
    if written == name:
        return True
    return len(written) >= _LONG <= len(name) and distance(written, name) <= 1


def _doubtful_key(value: str) -> Iterator[str]:
    if value.lower() in _NO:
        yield (
            f'"key={value}" marks the update as a key event all the same, with these words; '
            "delete it if it is none"
        )
    elif value.lower() in _YES:
        yield (
            f'"key={value}" prints "{value}" above the update; write key=yes, or the words to '
            'print, such as key="KEY EVENT"'
        )
