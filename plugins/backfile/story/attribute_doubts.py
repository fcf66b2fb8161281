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
_ANY_NAME = "|".join(EXAMPLES)
_OWN_NAME = re.compile(rf"(?:(?<=\s)|^)(?P<name>{_ANY_NAME})\s*[=:]\s*", re.IGNORECASE)
_NAME = re.compile(r"[.#]?(?P<name>[\w-]+)(?P<rest>.*)", re.DOTALL)
# Below this length a word at a distance of one letter is another word: `id`, `dir`.
_LONG = 5
# A value in the quotation marks of print, which no attribute list knows.
_CURLY_MARKS = "“”„‟‘’‚«»‹›"
_CURLY = re.compile(
    rf"(?<![\w-])(?P<name>{_ANY_NAME})="
    rf"(?P<value>[{_CURLY_MARKS}](?:[^={_CURLY_MARKS}]*[{_CURLY_MARKS}]|\S*))"
)
# A list with one of our names, wherever it stands, with or without its closing brace.
_LIST = re.compile(
    rf"\{{:?\s*(?P<listed>(?:[^{{}}]*\s)?(?i:{_ANY_NAME})\s*[=:][^{{}}]*)(?P<end>\}}?)"
)
_KEY_LINE = re.compile(r"key\s*(?:event|update)?\s*[:=]\s*(?P<value>\S+)\s*", re.IGNORECASE)


def attribute_doubts(listed: str, *, opens: bool) -> Iterator[str]:
    """Go through what is doubtful in the attributes *listed* at the end of a heading, as sentences.

    *opens* tells whether the heading opens an update; no other has such attributes.
    """
    yield from _in_curly_quotes(listed)
    yield from _stated_twice(listed)
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


def printed_list_doubt(heading: str) -> str:
    """Return what is wrong with a list in *heading* that is printed as words, or nothing.

    *heading* has no list that is read: `9 a.m.{: key=yes }`, `9 a.m. {: key=yes`.
    """
    found = _LIST.search(heading)
    if found is None:
        return ""
    written = f"{{: {_as_read(found['listed'])} }}"
    if not found["end"]:
        wrong = f'its list has no end; write "{written}"'
    elif heading[found.end() :].strip():
        wrong = f'words follow its list; write "{written}" at the end of the heading'
    else:
        wrong = f'its list has no space before it; write " {written}"'
    return f'"{found.group().strip()}" is printed as it stands, because {wrong}'


def key_line_doubt(paragraph: str) -> str:
    """Return what to write in the place of a *paragraph* that was meant for a heading, or nothing.

    Such are "Key: yes" and "{: key=yes }"; any other text is none.
    """
    if alone := _LIST.fullmatch(paragraph.strip()):
        listed = _as_read(alone["listed"])
        return (
            f'"{paragraph.strip()}" is not read on a line of its own; delete it and write '
            f"{{: {listed} }} at the end of the update's heading"
        )
    found = _KEY_LINE.fullmatch(paragraph)
    value = found["value"].strip(".").lower() if found else ""
    if value not in _YES | {"yes", "true"}:
        return ""
    return (
        f'"{paragraph.strip()}" is read as text; to mark a key update, delete it and write '
        "{: key=yes } at the end of the update's heading"
    )


def _as_read(listed: str) -> str:
    """Return *listed* with our names in small letters, an equals sign behind each."""
    said = " ".join(listed.split())
    return _OWN_NAME.sub(lambda found: f"{found['name'].lower()}=", said)


def _parts(listed: str) -> list[str]:
    try:
        return shlex.split(listed)
    except ValueError:
        return listed.split()


def _in_curly_quotes(listed: str) -> Iterator[str]:
    for found in _CURLY.finditer(listed):
        name, value = found["name"], found["value"].strip(_CURLY_MARKS)
        yield (
            f"the quotation marks of {name}={found['value']} are read as a part of it; write "
            f'{name}="{value or EXAMPLES[name].strip(chr(34))}"'
        )


def _stated_twice(listed: str) -> Iterator[str]:
    names = [one.partition("=")[0] for one in _parts(listed) if "=" in one]
    for name in EXAMPLES:
        if names.count(name) > 1:
            yield f'"{name}=" stands twice, and only the last is read; delete one'


def _misspelt(attribute: str) -> Iterator[str]:
    """Say what an *attribute* that is none of ours was probably meant to be."""
    found = _NAME.match(attribute)
    if found is None:
        return
    written, rest = found["name"], found["rest"]
    stated = rest.startswith(("=", ":"))
    name = next((one for one in EXAMPLES if _is_near(written.lower(), one)), "")
    if not name and stated:
        name = _near_short(written.lower())
    # `.key` and `#by` are a class and an id of the author's own, `key-facts` is another name.
    if not name or (attribute[0] in ".#" and (rest or written != "key")):
        return
    value = rest.lstrip(":=").strip(f" {_CURLY_MARKS}") or EXAMPLES[name].strip('"')
    shown = f'"{value}"' if re.search(r"[\s:;]", value) else value
    yield f'"{attribute}" is not read; did you mean {name}={shown}?'


def _is_near(written: str, name: str) -> bool:
    if written == name:
        return True
    return len(written) >= _LONG <= len(name) and distance(written, name) <= 1


def _near_short(written: str) -> str:
    """Return the short name of which *written* has one letter wrong, or all in another order."""
    if written != "key" and distance(written, "key") <= 1:
        return "key"
    return next((one for one in ("key", "by") if sorted(written) == sorted(one)), "")


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
