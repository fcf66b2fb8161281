"""One object of a JSON dump, read strictly; the recipe says which of its values is what."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from backfile.errors import RefusedError
from backfile.fidelity.ledger import Dropped
from backfile.importers.dump_items import NoStoryError
from backfile.importers.html.metadata.dates import moment
from backfile.importers.moment import Moment
from backfile.importers.name_lists import listed
from backfile.text.web_addresses import safe_link

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from backfile.importers.options import Call
    from backfile.importers.recipe import JsonRecipe

_LONGEST_FIELD = 2_000
# What dumps call a story that everybody could read; all others stay drafts.
_PUBLIC = frozenset(["", "publish", "published", "public", "live", "usable", "active", "true", "1"])
# What was taken back is no story; what only some could read is one for who asks for it.
_GONE = frozenset(["trash", "deleted", "canceled", "cancelled", "spam", "withheld"])
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
# NUL, and halves of letters beyond U+FFFF.
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
# From 1973 on; numbers beyond the year 2286 count milliseconds.
_UNIX_TIME = re.compile(r"[0-9]{9,13}(?:\.[0-9]{1,9})?")
_LAST_SECOND = 10_000_000_000


@dataclass(frozen=True, slots=True)
class JsonRecord:
    """An object of a dump, and the recipe's paths to what is in it.

    `table` is the recipe's table that has these paths, and marks the identity of its stories.
    """

    value: dict[str, Any]
    paths: JsonRecipe
    table: str = "json"

    def text(self, name: str) -> str:
        """Return the text of the recipe's field *name*, empty where there is none.

        Of a path that names all of a list (`blocks[].text`) that is all of it, in paragraphs.
        Raises RefusedError for several texts elsewhere, and for signs that no text has.
        """
        if "[]" in self._path(name):
            return "\n\n".join(_text(one) for one in at(self.value, self._path(name)))
        found = self.texts(name)
        if len(found) > 1:
            raise RefusedError(f"it has {len(found)} texts at {self._path(name)}; name one in it")
        return found[0] if found else ""

    def texts(self, name: str) -> list[str]:
        """Return all texts of the recipe's field *name*, each once."""
        found = [_text(one) for one in at(self.value, self._path(name))]
        return list(dict.fromkeys(one for one in found if one.strip()))

    def updates(self) -> list[JsonRecord]:
        """Return the blocks of a live blog that the recipe names. Raises RefusedError for texts."""
        found = at(self.value, self.paths.update)
        if not all(isinstance(one, dict) for one in found):
            raise RefusedError(f"at {self.paths.update} are no objects; name a list of objects")
        return [JsonRecord(one, self.paths) for one in found]

    def line(self, name: str) -> str:
        """Return the text of the recipe's field *name* on one line."""
        return " ".join(self.text(name).split())

    @property
    def address(self) -> str:
        """The address at which the story stood, empty if it is none of the web."""
        return safe_link(self.text("address"))

    @property
    def is_public(self) -> bool:
        """Whether everybody could read the story."""
        return self.line("status").lower() in _PUBLIC

    def check_status(self, call: Call) -> None:
        """Raise NoStoryError for what was taken back, and what was private unless it is wanted."""
        status = self.line("status").lower()
        if status in _GONE:
            raise NoStoryError(f'its status is "{status}"')
        if status == "private" and not call.private:
            raise NoStoryError("it was private; --private takes it in as a draft")

    def when(self, name: str, call: Call) -> Moment | None:
        """Return the day and the time of day in the field *name*, told in the call's zone.

        None where it says nothing. Raises RefusedError for what is no date.
        """
        printed = self.line(name)
        if not printed:
            return None
        found = _unix_time(printed, call.zone) or moment(
            printed, call.zone, day_first=call.dates_day_first
        )
        if found is None:
            path = self._path(name)
            raise RefusedError(f'{path} is "{printed[:60]}", which is no date')
        return found

    def fields(self, call: Call) -> dict[str, str]:
        """Return the metadata of the story's file, but for its date."""
        category, *more = self.texts("category") or [""]
        lang = self.line("lang")
        stated = {
            "Modified": str(self.when("modified", call) or ""),
            "Authors": listed(self.texts("authors")),
            "Category": " ".join(category.split()),
            "Tags": listed([*more, *self.texts("tags")]),
            "Lang": lang.replace("_", "-") if _LANGUAGE.fullmatch(lang) else "",
            "Status": "" if self.is_public else "draft",
            "Original_URL": self.address,
        }
        return {name: value for name, value in stated.items() if value}

    def dropped(self) -> Iterator[Dropped]:
        """Go through what the object has beside: fields without a place in the story."""
        used = {self._path(one.name).split(".")[0].removesuffix("[]") for one in fields(self.paths)}
        for name, value in self.value.items():
            if name not in used and value not in (None, "", [], {}):
                why = "the recipe names no place for it"
                yield Dropped(f"field {name[:80]}", why, _shown(value))
        stated = self.line("address")
        if stated and not self.address:
            yield Dropped("address", "it is no whole address of the web", stated[:_LONGEST_FIELD])

    def _path(self, name: str) -> str:
        return str(getattr(self.paths, name))


def read_entry(data: bytes, paths: JsonRecipe) -> JsonRecord:
    """Read *data*, a JSON object in UTF-8 (RFC 8259).

    Raises RefusedError for what is none, has two members of one name, numbers that are none (NaN),
    or more objects within each other than can be read.
    """
    try:
        text = data.decode("utf-8-sig")
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise RefusedError(f"byte {error.start + 1} is not UTF-8, as JSON must be") from None
    except RecursionError:
        raise RefusedError("its objects are nested too deeply") from None
    except json.JSONDecodeError as error:
        raise RefusedError(f"not valid JSON at character {error.pos + 1}: {error.msg}") from None
    except ValueError:
        raise RefusedError("it has a number of more digits than can be read") from None
    if not isinstance(value, dict):
        raise RefusedError("it is no JSON object; each line must be one: {…}")
    return JsonRecord(value, paths)


def at(value: Any, path: str) -> list[Any]:
    """Return what stands at a dotted *path* in *value*; of a list all, or one by its number.

    A `[]` behind a name says that there is a list, and changes nothing.
    """
    found = [value] if path else []
    for step in path.replace("[]", "").split("."):
        below: list[Any] = []
        for one in found:
            if isinstance(one, list):
                chosen = one[int(step) :][:1] if step.isdecimal() else one
                below += chosen if step.isdecimal() else (_member(each, step) for each in chosen)
            else:
                below.append(_member(one, step))
        found = [one for one in below if one is not None]
    return [one for each in found for one in (each if isinstance(each, list) else [each])]


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _text(value: Any) -> str:
    """Return a text, number or truth value as text. Raises RefusedError for an object."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str | int | float):
        raise RefusedError("there is an object where the recipe wants a text; name what is in it")
    text = str(value)
    if _NO_TEXT.search(text):
        raise RefusedError("a text in it holds NUL or half a letter (a lone surrogate)")
    return text


def _unix_time(printed: str, zone: ZoneInfo) -> Moment | None:
    """Read a number of seconds or milliseconds since 1970, None for any other date."""
    if not _UNIX_TIME.fullmatch(printed):
        return None
    number = float(printed)
    return Moment.at(
        datetime.fromtimestamp(number if number < _LAST_SECOND else number / 1000, zone)
    )


def _shown(value: Any) -> str:
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    shown = shown.encode("utf-8", "replace").decode()
    return shown if len(shown) <= _LONGEST_FIELD else f"{shown[:_LONGEST_FIELD]} …"


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        double = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise RefusedError(f'it has two members called "{double[:60]}"')
    return made


def _no_number(name: str) -> NoReturn:
    raise RefusedError(f"it has a number that is none: {name}")
