"""The settings that Backfile reads from pelicanconf, checked once, before anything is built."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pelican.settings import DEFAULT_CONFIG

from backfile.config.brand import ACCENTS, LOGO, STYLE_SHEETS, brand_problems
from backfile.config.hosts import host_problems
from backfile.config.lead_story import lead_story_problems
from backfile.config.setting_names import name_problems
from backfile.config.settings import PageAddress, Settings
from backfile.errors import BackfileError, did_you_mean
from backfile.story.model import Order
from backfile.text.addresses import site_address
from backfile.text.tag_uri import is_authority, is_public, is_reserved, owner
from backfile.text.timezones import unknown_zone, zone_called

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

ATTRIBUTIONS = ("both", "head", "foot")
DEFAULTS: dict[str, Any] = {
    "BACKFILE_UPDATE_ORDER": Order.NEWEST_FIRST.value,
    "BACKFILE_SOURCE_ORDER": Order.NEWEST_FIRST.value,
    "BACKFILE_STAMP_DAY_FIRST": None,
    "BACKFILE_ATTRIBUTION": "both",
    "BACKFILE_STORY_FIELDS": (),
    "BACKFILE_CARD_IMAGES": False,
    "BACKFILE_LOGO": "",
    "BACKFILE_ACCENT_LIGHT": "",
    "BACKFILE_ACCENT_DARK": "",
    "BACKFILE_FOOTER": "",
    "BACKFILE_STYLE_SHEETS": (),
    "BACKFILE_DRAFTS": False,
    "BACKFILE_WORKERS": None,
    "BACKFILE_SCHEDULER": "",
    "BACKFILE_COMMIT": "",
    "BACKFILE_PRODUCTION": False,
    "BACKFILE_ACCEPTED_FINDINGS": "accepted-findings.txt",
    "BACKFILE_PARTNER_PATH": "partners",
    "BACKFILE_PARTNER_URL": "partners/{slug}/",
    "BACKFILE_PARTNER_SAVE_AS": "partners/{slug}/index.html",
    "BACKFILE_PARTNERS_URL": "partners/",
    "BACKFILE_PARTNERS_SAVE_AS": "partners/index.html",
    "BACKFILE_HOSTS": (),
    "BACKFILE_HOST_POLICY": None,
    "BACKFILE_REDIRECTS": False,
    "BACKFILE_REDIRECT_PAGES": True,
    "BACKFILE_SEARCH": False,
    "BACKFILE_SEARCH_URL": "search/",
    "BACKFILE_SEARCH_SAVE_AS": "search/index.html",
    "BACKFILE_FEEDS": False,
    "BACKFILE_TAG_AUTHORITY": "",
    "BACKFILE_SITEMAP": False,
    "BACKFILE_CITATIONS": False,
    "BACKFILE_TIMELINES": False,
    "BACKFILE_DATA": False,
    "BACKFILE_DATA_URL": "data/",
    "BACKFILE_DATA_SAVE_AS": "data/index.html",
    "BACKFILE_RANDOM_STORY": False,
    "BACKFILE_LEAD_STORY": "",
    "BACKFILE_ON_THIS_DAY": False,
    "BACKFILE_ON_THIS_DAY_URL": "on-this-day/",
    "BACKFILE_ON_THIS_DAY_SAVE_AS": "on-this-day/index.html",
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
# The name by which the settings keep the folder of all caches: a build has its own CACHE_PATH.
CACHE = "_BACKFILE_CACHE"
# What the settings of the pages of a year call each kind of term.
_KINDS = {"partners": "PARTNER", "categories": "CATEGORY", "tags": "TAG", "authors": "AUTHOR"}
# The settings whose entries are fields that stories may have.
_NAME_FIELDS = ("BACKFILE_STORY_FIELDS", "FORMATTED_FIELDS", "DEFAULT_METADATA")
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
_FIELD_NAME = re.compile(r"[A-Za-z0-9_-]+")
# What Pelican's own feeds must not be called, as patterns of its settings.
_FEED_FILES = (
    "feeds/all.atom.xml",
    "feeds/corrections.atom.xml",
    "feeds/partners/{slug}.atom.xml",
    "feeds/topics/{slug}.atom.xml",
)


# A web address, or one below that of the page, as Pelican takes them.
_SITE_ADDRESS = re.compile(r"https?://[^/]|/|\.")


class SettingsError(BackfileError):
    """Settings that cannot stand; `problems` has a sentence for each, the text also its place."""

    def __init__(self, problems: list[str], conf: str) -> None:
        super().__init__("\n".join(_placed(conf, problem) for problem in problems))
        self.problems = problems


def read_settings(given: Mapping[str, Any]) -> Settings:
    """Read and check the settings of a pelicanconf; `BACKFILE_CONF` in them is its path.

    Raises SettingsError that names every setting at fault and what to write instead.
    """
    values = {**DEFAULTS, **given}
    problems = name_problems(given, DEFAULTS)
    zone = zone_called(str(values.get("TIMEZONE") or "UTC"))
    if zone is None:
        problems.append(f"TIMEZONE {unknown_zone(str(values['TIMEZONE']))}")
    for name, allowed in (
        ("BACKFILE_UPDATE_ORDER", [order.value for order in Order]),
        ("BACKFILE_SOURCE_ORDER", [order.value for order in Order]),
        ("BACKFILE_ATTRIBUTION", list(ATTRIBUTIONS)),
        ("BACKFILE_STAMP_DAY_FIRST", [True, False, None]),
        ("BACKFILE_CARD_IMAGES", [True, False]),
        ("BACKFILE_DRAFTS", [True, False]),
        ("BACKFILE_REDIRECTS", [True, False]),
        ("BACKFILE_REDIRECT_PAGES", [True, False]),
        ("BACKFILE_SEARCH", [True, False]),
        ("BACKFILE_FEEDS", [True, False]),
        ("BACKFILE_SITEMAP", [True, False]),
        ("BACKFILE_CITATIONS", [True, False]),
        ("BACKFILE_DATA", [True, False]),
        ("BACKFILE_RANDOM_STORY", [True, False]),
        ("BACKFILE_ON_THIS_DAY", [True, False]),
        ("BACKFILE_TIMELINES", [True, False]),
        ("BACKFILE_VERIFY", [True, False]),
        ("BACKFILE_PRODUCTION", [True, False]),
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
    problems += [
        f"{name} is {values[name]!r}; use a folder, as in {DEFAULTS[name]!r}"
        for name, end in (
            ("BACKFILE_ON_THIS_DAY_URL", "/"),
            ("BACKFILE_ON_THIS_DAY_SAVE_AS", "/index.html"),
        )
        if not _is_in_folder(values[name], end)
    ]
    problems += lead_story_problems(values)
    if not _is_count(values["BACKFILE_WORKERS"]):
        problem = f"BACKFILE_WORKERS is {values['BACKFILE_WORKERS']!r}; use a number such as 4"
        problems.append(f"{problem}, or None for one process a core")
    if not isinstance(values["BACKFILE_ACCEPTED_FINDINGS"], str | None):
        problem = f"BACKFILE_ACCEPTED_FINDINGS is {values['BACKFILE_ACCEPTED_FINDINGS']!r}"
        problems.append(f"{problem}; use the path of a file such as 'accepted-findings.txt'")
    problems += _site_problems(given)
    problems += brand_problems(values)
    problems += _story_field_problems(values["BACKFILE_STORY_FIELDS"])
    problems += host_problems(values)
    problems += _feed_problems(values) if values["BACKFILE_FEEDS"] else []
    if problems or zone is None:
        raise SettingsError(problems, str(given.get("BACKFILE_CONF", "pelicanconf.py")))
    return _typed({**DEFAULT_CONFIG, **values}, zone)


def _typed(values: Mapping[str, Any], zone: ZoneInfo) -> Settings:
    """Return the settings of which *values*, by their names, have been checked."""
    conf = str(values.get("BACKFILE_CONF", ""))

    def page(name: str) -> PageAddress:
        url, save_as = (values[f"BACKFILE_{name}_{part}"] for part in ("URL", "SAVE_AS"))
        return PageAddress(url or "", save_as or "")

    def term_page(name: str) -> PageAddress:
        return PageAddress(*(str(values[f"{name}_{part}"] or "") for part in ("URL", "SAVE_AS")))

    accepted = values["BACKFILE_ACCEPTED_FINDINGS"]
    return Settings(
        timezone=zone,
        update_order=Order(values["BACKFILE_UPDATE_ORDER"]),
        source_order=Order(values["BACKFILE_SOURCE_ORDER"]),
        stamp_day_first=values["BACKFILE_STAMP_DAY_FIRST"],
        attribution=values["BACKFILE_ATTRIBUTION"],
        partner_path=values["BACKFILE_PARTNER_PATH"],
        story_fields=tuple(sorted(values["BACKFILE_STORY_FIELDS"])),
        own_fields=frozenset(field for name in _NAME_FIELDS for field in values[name]),
        formatted_fields=tuple(values["FORMATTED_FIELDS"]),
        markdown=values["MARKDOWN"],
        typogrify=bool(values["TYPOGRIFY"]),
        inner_link=values["INTRASITE_LINK_REGEX"],
        summary_paragraphs=values.get("SUMMARY_MAX_PARAGRAPHS"),
        summary_words=values["SUMMARY_MAX_LENGTH"],
        summary_end=values["SUMMARY_END_SUFFIX"],
        content=Path(values["PATH"]),
        article_paths=tuple(values["ARTICLE_PATHS"]),
        page_paths=tuple(values["PAGE_PATHS"]),
        static_paths=tuple(values["STATIC_PATHS"]),
        excludes=frozenset({*values["ARTICLE_EXCLUDES"], *values["PAGE_EXCLUDES"]}),
        ignored=tuple(values["IGNORE_FILES"]),
        static_file=values["STATIC_SAVE_AS"],
        moved_files=tuple(
            one["path"] for one in values["EXTRA_PATH_METADATA"].values() if "path" in one
        ),
        sources_are_static=not values["STATIC_EXCLUDE_SOURCES"],
        default_category=values["DEFAULT_CATEGORY"],
        slug_rules=tuple(map(tuple, values["SLUG_REGEX_SUBSTITUTIONS"])),
        name=values["SITENAME"],
        subtitle=str(values.get("SITESUBTITLE") or ""),
        address=site_address(str(values["SITEURL"] or "")),
        lang=values["DEFAULT_LANG"],
        relative_urls=bool(values["RELATIVE_URLS"]),
        drafts=values["BACKFILE_DRAFTS"],
        output=Path(values["OUTPUT_PATH"]),
        cache=Path(values.get(CACHE, values["CACHE_PATH"])),
        workers=values["BACKFILE_WORKERS"],
        scheduler=values["BACKFILE_SCHEDULER"],
        theme=Path(values["THEME"]),
        theme_static_paths=tuple(values["THEME_STATIC_PATHS"]),
        theme_static=values["THEME_STATIC_DIR"],
        template_endings=tuple(values["TEMPLATE_EXTENSIONS"]),
        card_images=values["BACKFILE_CARD_IMAGES"],
        citations=values["BACKFILE_CITATIONS"],
        data=values["BACKFILE_DATA"],
        on_this_day=values["BACKFILE_ON_THIS_DAY"],
        feeds=values["BACKFILE_FEEDS"],
        random_story=values["BACKFILE_RANDOM_STORY"],
        redirects=values["BACKFILE_REDIRECTS"],
        redirect_pages=values["BACKFILE_REDIRECT_PAGES"],
        search=values["BACKFILE_SEARCH"],
        sitemap=values["BACKFILE_SITEMAP"],
        timelines=values["BACKFILE_TIMELINES"],
        verify=values["BACKFILE_VERIFY"],
        accepted_findings=Path(conf).parent / accepted if accepted else None,
        feed_length=values["FEED_MAX_ITEMS"] or None,
        tag_authority=values["BACKFILE_TAG_AUTHORITY"],
        newest_first=bool(values["NEWEST_FIRST_ARCHIVES"]),
        lead_story=values["BACKFILE_LEAD_STORY"],
        logo=values[LOGO],
        accents=(values[ACCENTS["light"]], values[ACCENTS["dark"]]),
        style_sheets=tuple(values[STYLE_SHEETS]),
        hosts=tuple(sorted(set(values["BACKFILE_HOSTS"]))),
        host_policy=values["BACKFILE_HOST_POLICY"],
        partner_page=page("PARTNER"),
        partners_page=page("PARTNERS"),
        search_page=page("SEARCH"),
        data_page=page("DATA"),
        fidelity_page=page("FIDELITY"),
        calendar_page=page("ON_THIS_DAY"),
        term_pages={kind: term_page(name) for kind, name in _KINDS.items() if kind != "partners"},
        term_years={kind: page(f"{name}_YEAR") for kind, name in _KINDS.items()},
        lists={
            template: values.get(f"{template.upper()}_SAVE_AS", f"{template}.html") or ""
            for template in values["DIRECT_TEMPLATES"]
        },
        periods=tuple(
            values[f"{length}_ARCHIVE_SAVE_AS"] or "" for length in ("YEAR", "MONTH", "DAY")
        ),
        template_pages=values["TEMPLATE_PAGES"] or {},
        draft_file=values["DRAFT_SAVE_AS"] or "",
        source_suffix=values["OUTPUT_SOURCES_EXTENSION"] if values["OUTPUT_SOURCES"] else "",
        section_pages=bool(values["CATEGORY_SAVE_AS"]),
        topic_pages=bool(values["TAG_SAVE_AS"]),
        author_pages=bool(values["AUTHOR_SAVE_AS"]),
    )


def _site_problems(given: Mapping[str, Any]) -> Iterator[str]:
    """Go through what is wrong with the settings of Pelican's that every page shows."""
    if given.get("TIMEZONE") == "":
        yield "TIMEZONE is empty; use a name such as America/New_York"
    for name, example in (("SITENAME", "Harbor Archive"), ("DEFAULT_LANG", "en")):
        if not isinstance(given.get(name, example), str):
            yield f"{name} is {given[name]!r}; use a text such as {example!r}"
    yield from _pattern_problems(given)
    address = str(given.get("SITEURL") or "")
    if address and not _SITE_ADDRESS.match(address):
        host = re.sub(r"^https?:?/*", "", address)
        yield f'SITEURL "{address}" is not a web address; write "https://{host}"'


def _pattern_problems(given: Mapping[str, Any]) -> Iterator[str]:
    """Go through the patterns of addresses and files that nothing can be made of."""
    for name in ("BACKFILE_PARTNER_URL", "BACKFILE_PARTNER_SAVE_AS"):
        try:
            str(given.get(name, "")).format(slug="a")
        except (LookupError, ValueError, AttributeError):
            yield f"{name} is {given[name]!r}; only {{slug}} can stand in braces there"
    for name in ("FILENAME_METADATA", "PATH_METADATA"):
        try:
            re.compile(str(given.get(name, "")))
        except re.error as error:
            yield f"{name} is {given[name]!r}, which is no regular expression: {error}"
    for path, metadata in (given.get("EXTRA_PATH_METADATA") or {}).items():
        if not isinstance(metadata, Mapping):
            example = {"path": str(metadata)}
            yield (
                f"EXTRA_PATH_METADATA has {metadata!r} for {path!r}; write a dictionary such as "
                f"{example}"
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
    else:
        problems += _nobodys_name(str(values["BACKFILE_TAG_AUTHORITY"]), values)
    return problems


def _nobodys_name(authority: str, values: Mapping[str, Any]) -> list[str]:
    """Return the problem of a site that is published under an example's name for its feeds."""
    try:
        host = urlsplit(str(values.get("SITEURL") or "")).hostname or ""
    except ValueError:  # no address at all
        return []
    if not is_public(host) or not is_reserved(owner(authority)):
        return []
    problem = (
        f"BACKFILE_TAG_AUTHORITY is {authority!r}, an example that nobody owns, and the site is "
        f"built for {values['SITEURL']}; write a domain, or an e-mail address, and a year in "
        f"which it was yours on 1 January, as in '{host},{datetime.now(UTC).year}', and never "
        "change it"
    )
    return [problem]


def _story_field_problems(names: object) -> list[str]:
    """Return what is wrong with the site's own fields: a list of names as a story writes them."""
    example = "use a list of names of fields such as ['Desk', 'Print_Page']"
    if not isinstance(names, list | tuple | set | frozenset):
        return [f"BACKFILE_STORY_FIELDS is {names!r}; {example}"]
    return [
        f"BACKFILE_STORY_FIELDS has {one!r}, which no field can be called; {example}"
        for one in names
        if not isinstance(one, str) or not _FIELD_NAME.fullmatch(one)
    ]


def _is_count(value: object) -> bool:
    """Tell whether *value* says how many processes work: a number from 1, or None."""
    return value is None or (type(value) is int and value >= 1)


def _is_in_folder(value: object, end: str) -> bool:
    """Tell whether *value* is the address or the file of a page in a folder; both have an *end*."""
    return isinstance(value, str) and value.endswith(end) and not value.startswith("/")


def _names_each_page(pattern: object, name: str) -> bool:
    """Tell whether the address *pattern* of setting *name* has one page for each term and year."""
    if not pattern:
        return name.endswith("_SAVE_AS")  # no such pages are made
    return isinstance(pattern, str) and "{slug}" in pattern and "{year" in pattern


def _placed(conf: str, problem: str) -> str:
    """Return *problem*, which begins with a setting's name, with the place where that is set.

    That is in *conf*, or in a file beside it whose settings it takes over with `import *`.
    """
    name = problem.partition(" ")[0]
    lines = _lines(Path(conf))
    set_at = [n for n, line in enumerate(lines, 1) if re.match(rf"{name}\s*(?::[^=]+)?=", line)]
    if set_at:
        return f"{conf}:{set_at[-1]}: {problem}"
    for line in reversed(lines):
        taken = re.match(r"from (\w+) import \*", line)
        if taken and (other := Path(conf).with_name(f"{taken[1]}.py")).is_file():
            return _placed(str(other), problem)
    return f"{conf}: {problem}"


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
