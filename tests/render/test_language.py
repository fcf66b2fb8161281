"""Words, dates and numbers in the reader's language."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from types import SimpleNamespace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from jinja2 import Environment

from backfile.render import language
from backfile.story.messages import BEFORE_AT, PLACED
from backfile.story.model import Phrase, Weekday
from tests.render.opened import opened

if TYPE_CHECKING:
    from pathlib import Path

NEW_YORK = ZoneInfo("America/New_York")
NIGHT = datetime(2009, 8, 15, 0, 20, tzinfo=NEW_YORK)
DAY = date(2009, 8, 15)
SPANISH = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Partners"
msgstr "Socios"

msgid "%(num)s update"
msgid_plural "%(num)s updates"
msgstr[0] "%(num)s actualización"
msgstr[1] "%(num)s actualizaciones"

msgid "%(city)s time"
msgstr "hora de %(city)s"

msgid "printed {}; placed on {} because {}"
msgstr "impreso {}; situado el {} porque {}"
"""


@pytest.fixture
def say(tmp_path: Path):
    """Render a template as a page of a language of a site of another."""
    (tmp_path / "translations").mkdir()
    (tmp_path / "translations" / "es.po").write_text(SPANISH, "utf-8")

    def rendered(template: str, lang: str = "en", site: str = "en", **given: object) -> str:
        generator = SimpleNamespace(
            settings=opened(tmp_path, DEFAULT_LANG=site, THEME=str(tmp_path)),
            context={"reading_lang": lang},
            env=Environment(autoescape=False),  # noqa: S701 (as in Pelican)
        )
        language.install(generator)
        text = generator.env.from_string(template).render(**generator.context, **given)
        return text.replace("\N{NO-BREAK SPACE}", " ")

    return rendered


@pytest.mark.parametrize(
    ("template", "lang", "expected"),
    [
        ("{{ day|full_date }}", "en", "Saturday, August 15, 2009"),
        ("{{ day|full_date }}", "en-GB", "Saturday 15 August 2009"),
        ("{{ day|full_date }}", "es", "sábado, 15 de agosto de 2009"),
        ("{{ day|long_date }}", "en", "August 15, 2009"),
        ("{{ day|day_and_month }}", "en", "August 15"),
        ("{{ day|day_and_month }}", "es", "15 de agosto"),
        ("{{ day|weekday_and_day }}", "en", "Sat, Aug 15"),
        ("{{ day|month_and_year }}", "en", "August 2009"),
        ("{{ 8|month }}", "es", "Agosto"),
        ("{{ 8|short_month }}", "en", "Aug"),
        ("{{ 8|narrow_month }}", "en", "A"),
        ("{{ 0|weekday }}", "en", "Monday"),
        ("{{ 0|narrow_weekday }}", "es", "L"),
        ("{{ night|clock }}", "en", "12:20 AM"),
        ("{{ night|clock }}", "es", "0:20"),
        ("{{ noon|clock }}", "en", "12:00 noon"),
        ("{{ midnight|clock }}", "en", "12:00 midnight"),
        ("{{ midnight|clock }}", "es", "0:00"),
        ("{{ night|day_and_clock }}", "en", "Saturday, August 15, 2009, 12:20 AM"),
        ("{{ night|day_and_clock }}", "es", "sábado, 15 de agosto de 2009, 0:20"),
        ("{{ day|short_day }}", "en", "Aug 15"),
        ("{{ day|short_month_and_year }}", "en", "Aug 2009"),
        ("{{ night|zone }}", "en", "New York time"),
        ("{{ night|zone }}", "es", "hora de Nueva York"),
        ("{{ night|moment }}", "en", "Saturday, August 15, 2009, 12:20 AM, New York time"),
        ("{{ day|moment }}", "en", "Saturday, August 15, 2009"),
        ("{{ 40000|number }}", "en", "40,000"),
        ("{{ 40000|number }}", "es", "40.000"),
        ("{{ _('Partners') }}", "es", "Socios"),
        ("{{ ngettext('%(num)s update', '%(num)s updates', 1) }}", "es", "1 actualización"),
        ("{{ ngettext('%(num)s update', '%(num)s updates', 7) }}", "es", "7 actualizaciones"),
        ("{{ ngettext('%(num)s update', '%(num)s updates', 7) }}", "en", "7 updates"),
    ],
)
def test_the_page_speaks_its_language(say, template: str, lang: str, expected: str) -> None:
    times = {"night": NIGHT, "noon": time(12), "midnight": time(0)}
    assert say(template, lang, day=DAY, **times).replace(",", "") == expected.replace(",", "")


@pytest.mark.parametrize("lang", ["en", "es-US", "fr-CA", "ar", "hi", "zh-TW"])
def test_no_clock_has_a_narrow_space_which_some_faces_do_not_draw(say, lang: str) -> None:
    said = {say("{{ at|clock }}", lang, at=time(hour, 30)) for hour in range(24)}
    assert not any("\N{NARROW NO-BREAK SPACE}" in one for one in said)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [(UTC, "UTC"), (ZoneInfo("Etc/GMT"), "GMT"), (timezone(timedelta(hours=2)), "UTC+02:00")],
)
def test_a_zone_without_a_city_is_named_as_it_is(say, zone: timezone, expected: str) -> None:
    assert say("{{ when|zone }}", when=NIGHT.replace(tzinfo=zone)) == expected


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (timedelta(minutes=40), "40 minutes"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(minutes=60, seconds=20), "1 hour"),
        (timedelta(minutes=59, seconds=40), "1 hour"),
        (timedelta(minutes=75), "75 minutes"),
        (timedelta(hours=30), "30 hours"),
        (timedelta(hours=9, minutes=10), "9 hours"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_a_length_of_time_is_given_in_one_unit(say, length: timedelta, expected: str) -> None:
    assert say("{{ length|duration }}", length=length) == expected


@pytest.mark.parametrize(
    ("lang", "site", "expected"),
    [
        ("es", "en", "es Socios"),
        ("es-AR", "en", "es-AR Socios"),
        ("la", "es", "es Socios"),
        ("la", "de", "en Partners"),
        ("en", "es", "en Partners"),
    ],
)
def test_a_language_without_words_gets_the_site_s(say, lang: str, site: str, expected: str) -> None:
    assert say("{{ words_lang() }} {{ _('Partners') }}", lang, site) == expected


def test_a_reason_is_told_with_its_days_and_times_in_words(say) -> None:
    before = Phrase(BEFORE_AT, ("11:57 p.m.", date(2009, 8, 14)))
    phrase = Phrase(PLACED, ("12:20 a.m.", DAY, before))
    told = "printed 12:20 a.m.; placed on {} because the update before it was at 11:57 p.m. on {}"
    assert say("{{ phrase|reason }}", phrase=phrase) == told.format(
        "August 15, 2009", "August 14, 2009"
    )
    spanish = say("{{ phrase|reason }}", "es", phrase=phrase)
    assert spanish.startswith("impreso 12:20 a.m.; situado el 15 de agosto de 2009 porque")


def test_a_reason_names_weekdays_and_times_of_day_in_words(say) -> None:
    phrase = Phrase("{} and {}", (Weekday(0), time(14, 5)))
    assert say("{{ phrase|reason }}", "es", phrase=phrase) == "lunes and 14:05"
    assert str(phrase) == "Monday and 14:05"
