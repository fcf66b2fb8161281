"""The labels of the strip: none touches another, none reaches beyond it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from backfile.packaged import theme_folder
from backfile.render import language, timeline_labels
from backfile.render.timeline import WIDTH, rhythm
from backfile.render.timeline_labels import APART
from tests.render.opened import opened
from tests.render.test_timeline import coverages, drawn, story_at

if TYPE_CHECKING:
    from pathlib import Path

    from backfile.render.timeline import Rhythm
    from backfile.render.timeline_labels import TimelineLabel

LANGUAGES = ("en", "es", "ar", "de", "fr", "ja", "pt")


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory):
    """Return the labels of the ticks and of the gaps of a strip, on a page of a language."""
    folder: Path = tmp_path_factory.mktemp("site")
    generator = SimpleNamespace(
        settings=opened(folder, THEME=str(theme_folder())),
        context={},
        env=Environment(autoescape=False),  # noqa: S701 (as in Pelican)
    )
    language.install(generator)
    timeline_labels.connect(generator)
    names = generator.env.globals
    module = generator.env.from_string("")

    def of(strip: Rhythm, lang: str = "en") -> tuple[tuple[TimelineLabel, ...], ...]:
        context = module.new_context({**generator.context, "reading_lang": lang})
        return names["tick_labels"](context, strip), names["gap_labels"](context, strip)

    return of


def texts(labels: tuple[TimelineLabel, ...]) -> str:
    return " | ".join(one.text for one in labels).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("published", "heading", "lang", "expected"),
    [
        ("2014-06-16 18:20", "6:21 p.m.", "en", "6:00 PM | 7:00 PM"),
        # Of four hours, every second.
        ("2014-06-16 18:20", "9:40 p.m.", "en", "6:00 PM | 8:00 PM | 10:00 PM"),
        ("2014-06-16 18:20", "9:40 p.m.", "de", "18:00 | 19:00 | 20:00 | 21:00 | 22:00"),
        # Days alone where there are several, with their weekdays where there is room.
        ("2014-06-16 18:20", "June 19, noon", "en", "Tue, Jun 17 | Wed, Jun 18 | Thu, Jun 19"),
        ("2014-06-17 00:20", "June 21, 1 a.m.", "en", "Jun 17 | Jun 18 | Jun 19 | Jun 20 | Jun 21"),
        ("2014-06-16 18:20", "June 22, noon", "ja", "6月17日 | 6月19日 | 6月21日"),
        # Months with their years, where these are several.
        ("2014-10-16 18:20", "March 3, 2015, noon", "en", "Nov 2014 | Jan 2015 | Mar 2015"),
    ],
)
def test_ticks_have_the_longest_labels_for_which_there_is_room(
    labelled, published, heading, lang, expected
):
    ticks, _ = labelled(drawn(published, heading, "Original Post"), lang)
    assert texts(ticks) == expected


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["noon", "9 p.m.", "10 p.m."], "9 hours"),
        # Each of two.
        (["noon", "June 17, 3 a.m.", "June 17, 4 a.m.", "June 18, 1 a.m."], "15 hours | 21 hours"),
        (["11:10 a.m.", "11:20 a.m.", "12:50 p.m."], ""),
    ],
)
def test_a_gap_is_labelled_where_its_length_has_room(labelled, headings, expected):
    _, gaps = labelled(drawn("2014-06-16 11:00", "Original Post", *headings))
    assert texts(gaps) == expected


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.datetimes(datetime(1850, 1, 1), datetime(2050, 1, 1)),  # noqa: DTZ001 (of any zone)
    coverages,
    st.sampled_from(["America/New_York", "Asia/Kathmandu", "Pacific/Apia", "UTC"]),
    st.sampled_from(LANGUAGES),
)
def test_no_label_touches_another_or_reaches_beyond_the_strip(
    labelled, start, coverage, zone, lang
):
    instants = [start.replace(tzinfo=UTC) + timedelta(minutes=one) for one in sorted(coverage)]
    strip = rhythm(story_at(instants, ZoneInfo(zone)))
    assert strip is not None

    ticks, gaps = labelled(strip, lang)

    assert ticks
    for labels in (ticks, gaps):
        edges = [(one.x - one.width / 2, one.x + one.width / 2) for one in labels]
        assert all(left >= -0.1 and right <= WIDTH + 0.1 for left, right in edges)
        assert all(a[1] + APART <= b[0] + 0.2 for a, b in pairwise(edges))
