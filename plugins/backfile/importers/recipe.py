"""The recipe: a file in which a person describes a source, for all of its items."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from backfile.errors import UsageError, did_you_mean
from backfile.text.timezones import unknown_zone, zone_called

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

FORMATS = ("auto", "text", "html", "wxr", "warc", "json", "feed", "csv")
BODY_FORMATS = ("html", "text", "markdown")


class RecipeError(UsageError):
    """A recipe that cannot be followed: its file, the key at fault, what to write instead."""


@dataclass(frozen=True, slots=True)
class HtmlRecipe:
    """Where things stand in a site's pages, as CSS selectors.

    `update` are the blocks of a live blog; `update_time`, `update_author` and `update_id` are the
    time, the author and the id within such a block: a selector, an attribute behind an `@`
    (`time@datetime`, `@data-posted` for one of the block itself), or both. What `drop` selects
    within the body is left out.
    """

    body: str = ""
    title: str = ""
    date: str = ""
    byline: str = ""
    summary: str = ""
    drop: tuple[str, ...] = ()
    update: str = ""
    update_time: str = ""
    update_author: str = ""
    update_id: str = ""


@dataclass(frozen=True, slots=True)
class FieldsRecipe:
    """Where the fields of a story stand. `body_format` is one of html, text, markdown."""

    title: str = ""
    body: str = ""
    body_format: str = "html"
    date: str = ""
    modified: str = ""
    address: str = ""
    authors: str = ""
    category: str = ""
    tags: str = ""
    summary: str = ""
    slug: str = ""
    identity: str = ""
    lang: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class JsonRecipe(FieldsRecipe):
    """Where things stand in a JSON object, as dotted paths: `content.rendered`, `authors.0.name`.

    `blocks[]` and `blocks[].text` are all of a list. `update` are the blocks of a live blog, and
    the paths `update_…` begin at each of these.
    """

    update: str = ""
    update_body: str = ""
    update_time: str = ""
    update_title: str = ""
    update_author: str = ""
    update_id: str = ""


# The paths of an object that this program made itself of an entry of a feed or a row of a table.
OWN_NAMES = JsonRecipe(
    title="title",
    body="body",
    date="date",
    modified="modified",
    address="address",
    authors="authors",
    category="category",
    tags="tags",
    summary="summary",
    slug="slug",
    identity="identity",
    lang="lang",
    status="status",
)


@dataclass(frozen=True, slots=True)
class CsvRecipe(FieldsRecipe):
    """Which columns of a table (CSV) hold what, by the names in its header.

    `body_format` is one of html, text, markdown; left open, each row decides between the first
    two. `time` is the column of the time of day, where the date has none. `delimiter` is what
    stands between two cells; left open, it is found out.
    """

    body_format: str = ""
    time: str = ""
    delimiter: str = ""


@dataclass(frozen=True, slots=True)
class WordPressRecipe:
    """`types`: the post types of an export that are stories beside `post` and `page`."""

    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WarcRecipe:
    """`story`: a regular expression, found in the address of each page that is a story."""

    story: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A recipe as a whole; what it leaves open is empty, `day_first` None."""

    format: str = ""
    timezone: str = ""
    partner: str = ""
    lang: str = ""
    day_first: bool | None = None
    encoding: str = ""
    media: tuple[str, ...] = ()
    html: HtmlRecipe = HtmlRecipe()
    json: JsonRecipe = JsonRecipe()
    csv: CsvRecipe = CsvRecipe()
    wordpress: WordPressRecipe = WordPressRecipe()
    warc: WarcRecipe = WarcRecipe()


def read_recipe(path: Path) -> Recipe:
    """Read the recipe in the TOML file *path*.

    Folders in `media` that are not absolute are taken from where the recipe lies. Raises
    RecipeError for a file that cannot be read, is not TOML, or says what no recipe can say.
    """
    try:
        given = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
        recipe: Recipe = _table(Recipe(), given, "")
    except OSError as error:
        raise RecipeError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise RecipeError(f"{path}: is not UTF-8, as TOML must be") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RecipeError(f"{path}: is not TOML: {error}") from None
    except RecipeError as error:
        raise RecipeError(f"{path}: {error}") from None
    media = tuple(str(path.parent / folder) for folder in recipe.media)
    values = {one.name: getattr(recipe, one.name) for one in fields(recipe)}
    return Recipe(**{**values, "media": media})


def _table(empty: Any, given: Mapping[str, object], name: str) -> Any:
    """Return the recipe part *empty* filled from the table *given*, called *name* in the file."""
    known = {one.name: getattr(empty, one.name) for one in fields(empty)}
    values = {}
    for key, value in given.items():
        if key not in known:
            hint = did_you_mean(key, known) or f"; known are {', '.join(known)}"
            raise RecipeError(f'{_place(name)}unknown key "{key}"{hint}')
        default = known[key]
        if hasattr(default, "__dataclass_fields__"):
            if not isinstance(value, dict):
                raise RecipeError(f"{key} is a table; write [{key}] and its keys below it")
            values[key] = _table(default, value, key)
        else:
            values[key] = _value(default, value, f"{_place(name)}{key}")
            _check(name, key, values[key])
    return type(empty)(**values)


def _value(default: object, value: object, place: str) -> object:
    """Return *value*, which must be of the kind of *default*; one text stands for a list of it."""
    if default is None:
        if not isinstance(value, bool):
            raise RecipeError(f"{place} is {value!r}; write true or false")
        return value
    many = isinstance(default, tuple)
    texts = value if many and isinstance(value, list) else [value]
    if not all(isinstance(one, str) and one.strip() for one in texts):
        wanted = 'a list of texts, such as ["a", "b"]' if many else 'a text in quotes, such as "a"'
        raise RecipeError(f"{place} is {value!r}; write {wanted}")
    return tuple(texts) if many else value


def _check(table: str, key: str, value: Any) -> None:
    """Check what the text or the texts *value* of [*table*] *key* mean. Raises RecipeError."""
    check = _CHECKS.get((table, key)) or _CHECKS.get((table, ""))
    for text in value if isinstance(value, tuple) else (value,):
        problem = check(text) if check else ""
        if problem:
            raise RecipeError(f"{_place(table)}{key}: {problem}")


def _place(table: str) -> str:
    return f"[{table}] " if table else ""


def _selector(text: str) -> str:
    try:
        LexborHTMLParser("<p>").css(text)
    except SelectolaxError:
        return f'"{text}" is not a CSS selector; write one such as div.story > p'
    return ""


_ATTRIBUTE = re.compile(r"(?P<selector>.*)@(?P<name>[A-Za-z_][\w.:-]*)")


def selector_and_attribute(text: str) -> tuple[str, str]:
    """Return the selector of `selector@attribute` and the name of the attribute, each or empty."""
    found = _ATTRIBUTE.fullmatch(text.strip())
    return (found["selector"].strip(), found["name"]) if found else (text, "")


def _selector_or_attribute(text: str) -> str:
    selector = selector_and_attribute(text)[0]
    return _selector(selector) if selector else ""


def _path(text: str) -> str:
    empty = any(not step.removesuffix("[]").strip() for step in text.split("."))
    return f'"{text}" is not a path; write one such as content.rendered' if empty else ""


def _expression(text: str) -> str:
    try:
        re.compile(text)
    except (re.error, RecursionError, OverflowError) as error:
        return f'"{text}" is not a regular expression: {error}'
    return ""


def _one_character(text: str) -> str:
    return "" if len(text) == 1 else f'"{text}" is not one character; write one such as ";"'


def _zone(text: str) -> str:
    return "" if zone_called(text) else unknown_zone(text)


def _one_of(known: tuple[str, ...]) -> Callable[[str], str]:
    def check(text: str) -> str:
        hint = did_you_mean(text, known)
        return "" if text in known else f'"{text}" is none of {", ".join(known)}{hint}'

    return check


# Checks by table and key; an empty key stands for all others of the table.
_CHECKS: dict[tuple[str, str], Callable[[str], str]] = {
    ("", "format"): _one_of(FORMATS),
    ("", "timezone"): _zone,
    ("html", ""): _selector,
    ("html", "update_time"): _selector_or_attribute,
    ("html", "update_author"): _selector_or_attribute,
    ("html", "update_id"): _selector_or_attribute,
    ("json", ""): _path,
    ("json", "body_format"): _one_of(BODY_FORMATS),
    ("csv", "body_format"): _one_of(BODY_FORMATS),
    ("csv", "delimiter"): _one_character,
    ("warc", "story"): _expression,
}
