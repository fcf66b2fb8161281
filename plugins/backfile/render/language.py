"""The words, dates and numbers of a page in its reader's language.

A theme says its words in English through gettext (`_('Partners')`). A catalogue of a second
language is a file of its own, `theme/translations/es.po`, and is read as it is, uncompiled. Dates
and numbers follow the same language by the Unicode locale data that Babel carries.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from gettext import NullTranslations
from html import escape
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from babel.dates import (
    format_date,
    format_skeleton,
    format_time,
    format_timedelta,
    get_time_format,
    get_timezone_location,
)
from babel.numbers import format_decimal
from babel.support import Translations
from jinja2 import pass_context
from markupsafe import Markup

from backfile.reading.site import site_of
from backfile.story.model import Phrase, Update, Weekday
from backfile.text.language_tags import isolated, isolated_html, locale_of, text_direction

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from babel.core import Locale
    from jinja2.runtime import Context
    from pelican.generators import Generator

SOURCE = "en"  # the language in which the templates are written
FOLDER = "translations"
_LANGUAGES = "_BACKFILE_LANGUAGES"
# Stories share days, hours and counts: Babel takes 30 to 60 microseconds for each of them.
_KEPT = 8192
# The times that a clock of twelve hours shows alike, by CLDR's names of these periods.
_TWELVE = {time(0): "midnight", time(12): "noon"}


@dataclass(frozen=True, eq=False)
class Language:
    """A language that the pages can speak: its tag (BCP 47), its formats, its words."""

    tag: str
    locale: Locale
    words: NullTranslations


class Languages:
    """The languages of one build's pages, each read once; the catalogues are in *folder*."""

    def __init__(self, site_tag: str, folder: Path) -> None:
        self.site_tag = site_tag
        self.folder = folder
        self._spoken: dict[str, Language] = {}

    def speak(self, tag: str) -> Language:
        """Return the language in which a page of language *tag* speaks to its readers.

        It is the page's own where the theme has its words, else the site's, else English.
        """
        if tag not in self._spoken:
            self._spoken[tag] = self._found(tag)
        return self._spoken[tag]

    def _found(self, tag: str) -> Language:
        for wanted in (tag, self.site_tag):
            for one in (wanted, wanted.partition("-")[0]):
                catalogue = self.folder / f"{one}.po"
                if catalogue.is_file():
                    return Language(wanted, locale_of(wanted), _read_catalogue(catalogue))
                if one == SOURCE:
                    return Language(wanted, locale_of(wanted), NullTranslations())
        return Language(SOURCE, locale_of(SOURCE), NullTranslations())


def _read_catalogue(path: Path) -> NullTranslations:
    from babel.messages.mofile import write_mo  # noqa: PLC0415 (English needs no catalogue)
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with path.open("rb") as file:
        catalogue = read_po(file)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def install(generator: Generator) -> None:
    """Give the templates of *generator* their words and formats (generator_init)."""
    settings = site_of(generator.settings).settings
    languages = Languages(settings.lang, settings.theme / FOLDER)
    generator.context.setdefault(_LANGUAGES, languages)
    env = generator.env
    env.add_extension("jinja2.ext.i18n")
    env.policies["ext.i18n.trimmed"] = True
    # Jinja's own functions would call ours through the context, at twice the cost.
    env.newstyle_gettext = True
    env.globals |= {"_": _told, "gettext": _told, "ngettext": _told_of}
    env.filters.update(FILTERS)
    env.globals["words_lang"] = words_lang
    env.globals["in_other_language"] = in_other_language
    env.globals["text_direction"] = text_direction


def _of(context: Context) -> Language:
    """Return the language of the page that is being made; `reading_lang` names it."""
    languages: Languages = context[_LANGUAGES]
    if "reading_lang" in context:  # since a template's `get` takes an exception for what it lacks
        return languages.speak(context["reading_lang"] or languages.site_tag)
    return languages.speak(languages.site_tag)


@pass_context
def words_lang(context: Context) -> str:
    """Return the tag of the language in which the page that is being made speaks."""
    return _of(context).tag


@pass_context
def in_other_language(context: Context, lang: str) -> str:
    """Return the attributes of the page's words where they stand in text of language *lang*."""
    words = words_lang(context)
    return "" if words == lang else said_in(words)


def said_in(lang: str) -> str:
    """Return the attributes of words in another language than their page."""
    return f' lang="{escape(lang)}" dir="{text_direction(lang)}"'


@pass_context
def gettext(context: Context, message: str) -> str:
    """Return *message* in the language of the page that is being made."""
    return _of(context).words.gettext(message)


@pass_context
def _told(context: Context, message: str, /, **facts: Any) -> str:
    """Return *message* in the page's language, its places filled with *facts*: `{{ _('…') }}`."""
    return _filled(context, gettext(context, message), facts)


@pass_context
def _told_of(context: Context, one: str, many: str, n: int, /, **facts: Any) -> str:
    """Return *one* or *many*, whichever is said of *n* things, in the page's language."""
    said = _of(context).words.ngettext(one, many, n)
    return _filled(context, said, {"num": n, **facts})


def _filled(context: Context, said: str, facts: dict[str, Any]) -> str:
    return (Markup(said) if context.eval_ctx.autoescape else said) % facts  # noqa: S704 (as Jinja does)


@lru_cache(maxsize=_KEPT)
def _written(language: Language, style: str, day: date) -> str:
    """Return *day* in a *style* of Babel's: `full`, `long`, or a skeleton such as `yMMMM`."""
    if style in ("full", "long"):
        return format_date(day, style, locale=language.locale)
    # Skeletons want a moment, apart from any zone.
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return format_skeleton(style, midnight, locale=language.locale)


def _date(context: Context, style: str, day: date) -> str:
    return _written(_of(context), style, day.date() if isinstance(day, datetime) else day)


def _dates(style: str) -> Callable[[Context, date], str]:
    """Return the filter that writes a day in *style*."""

    @pass_context
    def written(context: Context, day: date) -> str:
        return _date(context, style, day)

    return written


@lru_cache(maxsize=_KEPT)
def _name(language: Language, kind: Literal["months", "days"], width: str, number: int) -> str:
    """Return the name of a month or a weekday as it stands alone."""
    names = getattr(language.locale, kind)["stand-alone"][width]
    return str(names[number])


def _names(
    kind: Literal["months", "days"], width: str, change: Callable[[str], str] = str
) -> Callable[[Context, int], str]:
    """Return the filter that names a month, 1 to 12, or a weekday, 0 for Monday."""

    @pass_context
    def named(context: Context, number: int) -> str:
        return change(_name(_of(context), kind, width, number))

    return named


@lru_cache(maxsize=_KEPT)
def _on_the_wall(language: Language, wall: time) -> str:
    pattern = get_time_format("short", locale=language.locale).pattern
    periods = language.locale.day_periods["format"]["wide"]
    # Some faces draw the narrow space of CLDR's patterns as none at all.
    pattern = pattern.replace("\u202f", "\u00a0")
    if (name := periods.get(_TWELVE.get(wall, ""))) and "a" in pattern:
        pattern = pattern.replace("\u00a0a", " a").replace("a", f"'{name}'")
    return format_time(wall, pattern, locale=language.locale)


@pass_context
def _clock(context: Context, when: datetime | time) -> str:
    """Return `12:20 AM` as the clock on the wall showed it, `12:00 noon` and `12:00 midnight`.

    Those two are in words where the language has them: few know which of 12 AM and 12 PM is noon.
    """
    wall = when.time() if isinstance(when, datetime) else when.replace(tzinfo=None)
    return _on_the_wall(_of(context), wall)


@lru_cache(maxsize=_KEPT)
def _city(language: Language, zone: ZoneInfo) -> str:
    return get_timezone_location(zone, locale=language.locale, return_city=True)


@pass_context
def _zone(context: Context, when: datetime) -> str:
    """Return the zone of *when* by its city: `New York time`; by its offset where it has none."""
    zone = when.tzinfo
    key = zone.key if isinstance(zone, ZoneInfo) else ""
    if zone is UTC or key == "UTC" or key.startswith("Etc/"):
        return key.removeprefix("Etc/") or "UTC"
    if not isinstance(zone, ZoneInfo) or not key:
        return str(zone)
    return gettext(context, "%(city)s time") % {"city": _city(_of(context), zone)}


@pass_context
def _moment(context: Context, when: datetime | date) -> str:
    """Return a moment in full: `Saturday, August 15, 2009, 12:20 AM, New York time`."""
    if not isinstance(when, datetime):
        return _date(context, "full", when)
    parts = {"day": _date(context, "full", when), "clock": _clock(context, when)}
    return gettext(context, "%(day)s, %(clock)s, %(zone)s") % {
        **parts,
        "zone": _zone(context, when),
    }


def moment_in_full(languages: Languages, tag: str, when: datetime | date) -> str:
    """Return a moment in full, as a page in language *tag* says it, for what is no template."""
    context: Any = {_LANGUAGES: languages, "reading_lang": tag}
    return _moment(context, when)


@lru_cache(maxsize=_KEPT)
def _day_and_clock_pattern(language: Language) -> str:
    return str(language.locale.datetime_formats["medium"])


def _days_and_clocks(style: str) -> Callable[[Context, datetime], str]:
    """Return the filter that writes the day of a moment in *style*, and its clock."""

    @pass_context
    def written(context: Context, when: datetime) -> str:
        pattern = _day_and_clock_pattern(_of(context))
        return pattern.format(_clock(context, when), _date(context, style, when))

    return written


@pass_context
def _known_time(context: Context, update: Update) -> str:
    """Return the moment or the day of *update* in full, an empty string at precision order."""
    when = update.instant or update.day
    return _moment(context, when) if when else ""


@lru_cache(maxsize=_KEPT)
def _lasting(language: Language, length: timedelta) -> str:
    minutes = round(length / timedelta(minutes=1))
    threshold = 1 if minutes == 60 else 1.5
    return format_timedelta(
        timedelta(minutes=minutes),
        granularity="minute",
        threshold=threshold,
        locale=language.locale,
    )


@pass_context
def _duration(context: Context, length: timedelta) -> str:
    """Return a length of time in its largest unit, minutes at least: `9 hours`.

    Below an hour and a half it is given in minutes, except for an hour to the minute.
    """
    return _lasting(_of(context), length)


@lru_cache(maxsize=_KEPT)
def _counted(language: Language, count: int) -> str:
    return format_decimal(count, locale=language.locale)


@pass_context
def _number(context: Context, count: int) -> str:
    """Return `40,000`."""
    return _counted(_of(context), count)


@pass_context
def _reason(context: Context, phrase: Phrase) -> str:
    """Return why something was inferred, in the page's words."""
    return gettext(context, phrase.pattern).format(*(_fact(context, fact) for fact in phrase.facts))


@pass_context
def in_sentence(context: Context, text: str) -> str:
    """Return plain *text* of any language so that it keeps its order among the page's words."""
    return isolated(text, text_direction(words_lang(context)))


@pass_context
def _isolated(context: Context, html: str, lang: str = "") -> str:
    """Return *html* so that it keeps its order among words of *lang*, else the page's."""
    return isolated_html(html, text_direction(lang or words_lang(context)))


def _fact(context: Context, fact: object) -> object:
    if isinstance(fact, Phrase):
        return _reason(context, fact)
    if isinstance(fact, Weekday):
        return _name(_of(context), "days", "wide", fact.number)
    if isinstance(fact, date):
        return _date(context, "long", fact)
    if isinstance(fact, time):
        return _clock(context, fact)
    return in_sentence(context, fact) if isinstance(fact, str) else fact


FILTERS: dict[str, Any] = {
    "full_date": _dates("full"),  # Saturday, August 15, 2009
    "long_date": _dates("long"),  # August 15, 2009
    "day_and_month": _dates("MMMMd"),  # August 15
    "weekday_and_day": _dates("MMMEd"),  # Sat, Aug 15
    "short_day": _dates("MMMd"),  # Aug 15
    "short_month_and_year": _dates("yMMM"),  # Aug 2009
    "month_and_year": _dates("yMMMM"),  # August 2009
    "month": _names("months", "wide", str.capitalize),  # August
    "short_month": _names("months", "abbreviated", str.capitalize),  # Aug
    "narrow_month": _names("months", "narrow"),  # A
    "weekday": _names("days", "wide"),  # Monday
    "narrow_weekday": _names("days", "narrow"),  # M
    "clock": _clock,
    # Where the zone is said elsewhere.
    "day_and_clock": _days_and_clocks("full"),  # Saturday, August 15, 2009, 12:20 AM
    "short_day_and_clock": _days_and_clocks("MMMd"),  # Aug 15, 12:20 AM
    "zone": _zone,
    "moment": _moment,
    "known_time": _known_time,
    "duration": _duration,
    "number": _number,
    "reason": _reason,
    "isolated": _isolated,
}
