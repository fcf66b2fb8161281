"""Which stories a book holds, and in which order: found in the tables of a built site."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pelican.utils import slugify

from backfile.errors import UsageError, did_you_mean
from backfile.text.addresses import term_slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Rows = Callable[[], Iterable[Mapping[str, str]]]

_NAMED = 5  # in a message


class BookKind(Enum):
    """What a book is about; the value is the option that names it."""

    STORY = "story"
    SERIES = "series"
    TOPIC = "topic"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class BookChoice:
    """What a book is to hold: a story or one of a running story, a topic, or a year.

    A story is named by its slug, or by its address below the site's: `2011/03/swing-bridge`.
    """

    kind: BookKind
    name: str


@dataclass(frozen=True, slots=True)
class Selection:
    """The stories of a book, by their keys in the data, the oldest first.

    `title` is that of the first story, the name of a topic, or a year; `slug` names the file.
    """

    title: str
    slug: str
    stories: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class _Listed:
    """A story as it is ordered."""

    published: str
    key: str
    title: str
    lang: str


def select(
    choice: BookChoice, rows: Rows, lang: str, slug_rules: Sequence[tuple[str, str]]
) -> Selection:
    """Return the stories of *choice*; *rows* goes through the table of stories.

    *lang* is the language of the site: of a story in several, a topic or a year has one version,
    in the site's language if there is one. *slug_rules* are Pelican's SLUG_REGEX_SUBSTITUTIONS.
    Raises UsageError where nothing has this name, or several stories have.
    """
    if choice.kind is BookKind.STORY:
        return _story(choice.name, rows)
    if choice.kind is BookKind.SERIES:
        return _series(choice.name, rows)
    if choice.kind is BookKind.YEAR:
        return _year(choice.name, rows, lang)
    return _topic(choice.name, rows, lang, slug_rules)


def _story(name: str, rows: Rows) -> Selection:
    found = _named_story(name, rows)
    return Selection(found.title, _slug(found.key), (found.key,))


def _series(name: str, rows: Rows) -> Selection:
    named = _named_story(name, rows)
    ties: dict[str, set[str]] = {}
    for row in rows():
        if row["continues"]:
            ties.setdefault(row["story"], set()).add(row["continues"])
            ties.setdefault(row["continues"], set()).add(row["story"])
    parts, waiting = {named.key}, [named.key]
    while waiting:
        new = ties.get(waiting.pop(), set()) - parts
        parts |= new
        waiting += new
    if len(parts) == 1:
        raise UsageError(
            f"{name}: it continues no story, and none continues it; use --story for a single one"
        )
    stories = sorted(_listed(row) for row in rows() if row["story"] in parts)
    first = stories[0]
    return Selection(first.title, f"{_slug(first.key)}-series", _keys(stories))


def _year(name: str, rows: Rows, lang: str) -> Selection:
    if not name.isdecimal():
        raise UsageError(f'"{name}" is no year; write it in digits, such as 1969')
    year = f"{int(name):04}"
    stories = [_listed(row) for row in rows() if row["published_day"].startswith(f"{year}-")]
    if not stories:
        years = sorted({row["published_day"][:4] for row in rows()})
        raise UsageError(f"no story of {year} is published; {_some('there are', years)}")
    return Selection(str(int(year)), year, _keys(_one_version_each(stories, lang)))


def _topic(name: str, rows: Rows, lang: str, slug_rules: Sequence[tuple[str, str]]) -> Selection:
    slugs: dict[str, str] = {}
    stories = []
    for row in rows():
        for topic in json.loads(row["topics"] or "[]"):
            slug = slugs.setdefault(topic, term_slug(slugify(topic, slug_rules), topic, "topic"))
            if name in (topic, slug):
                stories.append((topic, slug, _listed(row)))
    if not stories:
        near = did_you_mean(name, {*slugs, *slugs.values()})
        raise UsageError(f'no published story has the topic "{name}"{near}')
    topic, slug, _ = stories[0]
    chosen = _one_version_each([story for *_, story in stories], lang)
    return Selection(topic, slug, _keys(chosen))


def _named_story(name: str, rows: Rows) -> _Listed:
    wanted = name.strip("/")
    found, slugs = [], set()
    for row in rows():
        key = row["story"].strip("/")
        slugs.add(_slug(key))
        if wanted == key:
            return _listed(row)
        if wanted == _slug(key):
            found.append(_listed(row))
    if not found:
        raise UsageError(f'no published story is called "{name}"{did_you_mean(wanted, slugs)}')
    if len(found) > 1:
        keys = [one.key.strip("/") for one in sorted(found)]
        raise UsageError(f'several stories are called "{name}"; {_some("name one of", keys)}')
    return found[0]


def _listed(row: Mapping[str, str]) -> _Listed:
    published = row["published_utc"] or row["published_day"]
    return _Listed(published, row["story"], row["title"], row["lang"])


def _one_version_each(stories: Iterable[_Listed], lang: str) -> list[_Listed]:
    """Return *stories* without those that are there in the site's language as well."""
    stories = sorted(stories)
    own = {one.key for one in stories if one.lang == lang}
    return [
        one
        for one in stories
        if one.lang == lang or one.key.removeprefix(f"{one.lang.lower()}/") not in own
    ]


def _keys(stories: Iterable[_Listed]) -> tuple[str, ...]:
    return tuple(one.key for one in stories)


def _slug(key: str) -> str:
    return key.strip("/").rpartition("/")[2].removesuffix(".html")


def _some(before: str, names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    rest = f" and {more} more" if more > 0 else ""
    return f"{before} {', '.join(names[:_NAMED])}{rest}"
