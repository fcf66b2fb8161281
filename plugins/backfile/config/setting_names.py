"""Finds the names of settings that Backfile no longer has, or never had."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backfile.errors import did_you_mean
from backfile.text.tag_uri import is_authority

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_PREFIX = "BACKFILE_"
# The path of the configuration, which each command adds to the settings. The names of all else that
# Backfile keeps among them during a build begin with "_BACKFILE_".
_CONF = "BACKFILE_CONF"
# Before 0.1.0 our settings had no prefix. Some of these names are also used by other plugins and
# themes, so each counts as ours only with a value that ours could have.
_SWITCHES = (
    "CARD_IMAGES",
    "DATA",
    "FEEDS",
    "REDIRECTS",
    "REDIRECT_PAGES",
    "SEARCH",
    "SITEMAP",
    "STAMP_DAY_FIRST",
    "VERIFY",
)
_ORDERS = ("newest-first", "oldest-first")
_CHOICES = {
    "ATTRIBUTION": ("both", "head", "foot"),
    "SOURCE_ORDER": _ORDERS,
    "UPDATE_ORDER": _ORDERS,
}
_PAGES = (
    "AUTHOR_YEAR",
    "CATEGORY_YEAR",
    "DATA",
    "FIDELITY",
    "PARTNER",
    "PARTNERS",
    "PARTNER_YEAR",
    "SEARCH",
    "TAG_YEAR",
)


def name_problems(given: Mapping[str, Any], known: Collection[str]) -> list[str]:
    """Return a sentence for each setting in *given* that was renamed or that does not exist.

    *known* are the names of Backfile's settings. Each sentence begins with the name at fault.
    """
    problems = [f"{name} is now {_PREFIX}{name}; rename it" for name in _old_names(given)]
    for name in sorted(given):
        if name.startswith(_PREFIX) and name not in {*known, _CONF}:
            hint = _nearest(name, known) or "; remove it, or look it up in docs/settings.md"
            problems.append(f"{name} is not a setting of Backfile{hint}")
    return problems


def _nearest(name: str, known: Collection[str]) -> str:
    """Return the hint with the name nearest to *name*; what all names begin with does not count."""
    hint = did_you_mean(name.removeprefix(_PREFIX), (one.removeprefix(_PREFIX) for one in known))
    return hint.replace('"', f'"{_PREFIX}', 1)


def _old_names(given: Mapping[str, Any]) -> Iterator[str]:
    yield from (name for name in _SWITCHES if isinstance(given.get(name), bool))
    yield from (name for name, ours in _CHOICES.items() if given.get(name) in ours)
    if is_authority(str(given.get("TAG_AUTHORITY"))):
        yield "TAG_AUTHORITY"
    if _is_path(given.get("PARTNER_PATH")):
        yield "PARTNER_PATH"
    for page in _PAGES:
        if _is_ours(page, given):
            names = (f"{page}_URL", f"{page}_SAVE_AS")
            yield from (name for name in names if _is_path(given.get(name)))


def _is_path(value: object) -> bool:
    """Tell whether *value* is an address within a site, not one of another site."""
    return isinstance(value, str) and "://" not in value


def _is_ours(page: str, given: Mapping[str, Any]) -> bool:
    """Tell whether the addresses of *page* are Backfile's, not those of a template of Pelican's.

    Pelican reads `SEARCH_SAVE_AS` for a template `search` in `DIRECT_TEMPLATES`. Themes too have a
    `SEARCH_URL`, so that those of a page that can be switched off count only where it is on.
    """
    if page.lower() in given.get("DIRECT_TEMPLATES", ()):
        return False
    if page not in _SWITCHES:
        return True
    return given.get(f"{_PREFIX}{page}") is True or given.get(page) is True
