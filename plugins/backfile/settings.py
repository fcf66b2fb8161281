"""The settings that Backfile reads from pelicanconf, checked once, before anything is built."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from backfile.errors import BackfileError, did_you_mean
from backfile.story.model import Order
from backfile.tag_uri import is_authority

if TYPE_CHECKING:
    from collections.abc import Mapping

ATTRIBUTIONS = ("both", "head", "foot")
DEFAULTS: dict[str, Any] = {
    "BACKFILE_UPDATE_ORDER": Order.NEWEST_FIRST.value,
    "BACKFILE_SOURCE_ORDER": Order.NEWEST_FIRST.value,
    "BACKFILE_STAMP_DAY_FIRST": None,
    "BACKFILE_ATTRIBUTION": "both",
    "BACKFILE_CARD_IMAGES": False,
    "BACKFILE_PARTNER_PATH": "partners",
    "BACKFILE_PARTNER_URL": "partners/{slug}/",
    "BACKFILE_PARTNER_SAVE_AS": "partners/{slug}/index.html",
    "BACKFILE_PARTNERS_URL": "partners/",
    "BACKFILE_PARTNERS_SAVE_AS": "partners/index.html",
    "BACKFILE_REDIRECTS": False,
    "BACKFILE_REDIRECT_PAGES": True,
    "BACKFILE_SEARCH": False,
    "BACKFILE_SEARCH_URL": "search/",
    "BACKFILE_SEARCH_SAVE_AS": "search/index.html",
    "BACKFILE_FEEDS": False,
    "BACKFILE_TAG_AUTHORITY": "",
    "BACKFILE_SITEMAP": False,
    "BACKFILE_DATA": False,
    "BACKFILE_DATA_URL": "data/",
    "BACKFILE_DATA_SAVE_AS": "data/index.html",
    "BACKFILE_VERIFY": False,
    "BACKFILE_FIDELITY_URL": "fidelity/",
    "BACKFILE_FIDELITY_SAVE_AS": "fidelity/index.html",
    "BACKFILE_PARTNER_YEAR_URL": "partners/{slug}/{year}/",
    "BACKFILE_PARTNER_YEAR_SAVE_AS": "partners/{slug}/{year}/index.html",
    "BACKFILE_CATEGORY_YEAR_URL": "category/{slug}/{year}/",
    "BACKFILE_CATEGORY_YEAR_SAVE_AS": "category/{slug}/{year}/index.html",
    "BACKFILE_TAG_YEAR_URL": "tag/{slug}/{year}/",
    "BACKFILE_TAG_YEAR_SAVE_AS": "tag/{slug}/{year}/index.html",
    "BACKFILE_AUTHOR_YEAR_URL": "author/{slug}/{year}/",
    "BACKFILE_AUTHOR_YEAR_SAVE_AS": "author/{slug}/{year}/index.html",
}
_NEVER_EMPTY = (
    "BACKFILE_PARTNER_PATH",
    "BACKFILE_PARTNER_URL",
    "BACKFILE_PARTNER_SAVE_AS",
    "BACKFILE_PARTNERS_URL",
    "BACKFILE_SEARCH_URL",
    "BACKFILE_SEARCH_SAVE_AS",
    "BACKFILE_DATA_URL",
    "BACKFILE_DATA_SAVE_AS",
    "BACKFILE_FIDELITY_URL",
    "BACKFILE_FIDELITY_SAVE_AS",
)
# What Pelican's own feeds must not be called, as patterns of its settings.
_FEED_FILES = (
    "feeds/all.atom.xml",
    "feeds/corrections.atom.xml",
    "feeds/partners/{slug}.atom.xml",
    "feeds/topics/{slug}.atom.xml",
)


class SettingsError(BackfileError):
    """Settings that cannot stand; `problems` has a sentence for each, the text also its place."""

    def __init__(self, problems: list[str], conf: str) -> None:
        super().__init__("\n".join(_placed(conf, problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Settings:
    """Backfile's settings, typed. Each is explained in docs/settings.md under its own name."""

    timezone: ZoneInfo
    update_order: Order
    source_order: Order
    stamp_day_first: bool | None
    attribution: str
    partner_path: str


def read_settings(given: Mapping[str, Any]) -> Settings:
    """Read and check the settings of a pelicanconf; `BACKFILE_CONF` in them is its path.

    Raises SettingsError that names every setting at fault and what to write instead.
    """
    values = {**DEFAULTS, **given}
    problems: list[str] = []
    zone = zone_called(str(values.get("TIMEZONE") or "UTC"))
    if zone is None:
        problems.append(f"TIMEZONE {unknown_zone(str(values['TIMEZONE']))}")
    for name, allowed in (
        ("BACKFILE_UPDATE_ORDER", [order.value for order in Order]),
        ("BACKFILE_SOURCE_ORDER", [order.value for order in Order]),
        ("BACKFILE_ATTRIBUTION", list(ATTRIBUTIONS)),
        ("BACKFILE_STAMP_DAY_FIRST", [True, False, None]),
        ("BACKFILE_CARD_IMAGES", [True, False]),
        ("BACKFILE_REDIRECTS", [True, False]),
        ("BACKFILE_REDIRECT_PAGES", [True, False]),
        ("BACKFILE_SEARCH", [True, False]),
        ("BACKFILE_FEEDS", [True, False]),
        ("BACKFILE_SITEMAP", [True, False]),
        ("BACKFILE_DATA", [True, False]),
        ("BACKFILE_VERIFY", [True, False]),
    ):
        if not any(values[name] is one or values[name] == one for one in allowed):
            hint = did_you_mean(str(values[name]), map(str, allowed))
            choices = ", ".join(repr(one) for one in allowed)
            problems.append(f"{name} is {values[name]!r}; use one of {choices}{hint}")
    problems += [
        f"{name} is {values[name]!r}; use a path such as {DEFAULTS[name]!r}"
        for name in _NEVER_EMPTY
        if not isinstance(values[name], str) or not values[name]
    ]
    problems += [
        f"{name} is {values[name]!r}; name {{slug}} and {{year}} in it, as in {default!r}"
        for name, default in DEFAULTS.items()
        if "_YEAR_" in name and not _names_each_page(values[name], name)
    ]
    problems += _feed_problems(values) if values["BACKFILE_FEEDS"] else []
    if problems or zone is None:
        raise SettingsError(problems, str(given.get("BACKFILE_CONF", "pelicanconf.py")))
    return Settings(
        timezone=zone,
        update_order=Order(values["BACKFILE_UPDATE_ORDER"]),
        source_order=Order(values["BACKFILE_SOURCE_ORDER"]),
        stamp_day_first=values["BACKFILE_STAMP_DAY_FIRST"],
        attribution=values["BACKFILE_ATTRIBUTION"],
        partner_path=values["BACKFILE_PARTNER_PATH"],
    )


def _feed_problems(values: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the settings of the feeds."""
    problems = [
        f"{name} is {values[name]!r}, a file that BACKFILE_FEEDS writes; set {name} = None"
        for name in values
        if name.endswith(("_ATOM", "_RSS")) and values[name] in _FEED_FILES
    ]
    if not is_authority(str(values["BACKFILE_TAG_AUTHORITY"])):
        problems.append(
            f"BACKFILE_TAG_AUTHORITY is {values['BACKFILE_TAG_AUTHORITY']!r}; BACKFILE_FEEDS needs "
            "it for names that last. Write a domain, or an e-mail address, and a year in which it "
            "was yours on 1 January, as in 'archive.example,2026', and never change it"
        )
    return problems


def _names_each_page(pattern: object, name: str) -> bool:
    """Tell whether the address *pattern* of setting *name* has one page for each term and year."""
    if not pattern:
        return name.endswith("_SAVE_AS")  # no such pages are made
    return isinstance(pattern, str) and "{slug}" in pattern and "{year}" in pattern


def _placed(conf: str, problem: str) -> str:
    """Return *problem*, which begins with a setting's name, with the place where that is set."""
    name = problem.partition(" ")[0]
    try:
        lines = Path(conf).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    set_at = [n for n, line in enumerate(lines, 1) if re.match(rf"{name}\s*(?::[^=]+)?=", line)]
    return f"{conf}:{set_at[-1]}: {problem}" if set_at else f"{conf}: {problem}"


def zone_called(name: str) -> ZoneInfo | None:
    """Return the IANA zone called *name*, or None where the tz database has none such."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # OSError: "Europe" is a folder of the database
        return None


def unknown_zone(name: str) -> str:
    """Return the sentence for a zone that does not exist, with the nearest one that does."""
    from zoneinfo import available_timezones  # noqa: PLC0415 (slow, and needed only for a fault)

    hint = did_you_mean(name, available_timezones())
    return f'"{name}" is not a time zone{hint or "; use a name such as America/New_York"}'
