"""Time zones: which names are places, and which places another name may mean."""

from __future__ import annotations

import pytest

from backfile.config.read_settings import SettingsError, read_settings
from backfile.text.timezones import unknown_zone, zone_called


@pytest.mark.parametrize(
    "name",
    [
        *("UTC", "America/New_York", "America/Argentina/Buenos_Aires", "America/Port-au-Prince"),
        *("Europe/Kyiv", "Europe/Kiev", "Asia/Calcutta", "Antarctica/Troll", "Arctic/Longyearbyen"),
    ],
)
def test_a_place_and_utc_are_zones(name):
    found = zone_called(name)

    assert found is not None
    assert found.key == name


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("EST", "America/New_York or America/Panama (no daylight saving time)"),
        ("MST", "America/Denver or America/Phoenix (no daylight saving time)"),
        ("HST", "write one such as Pacific/Honolulu"),
        ("PST", "write one such as America/Los_Angeles"),
        ("PDT", "write one such as America/Los_Angeles"),
        ("ET", "write one such as America/New_York"),
        ("CST", "America/Chicago"),
        ("CST", "Asia/Shanghai"),
        ("IST", "Europe/Dublin, Asia/Kolkata or Asia/Jerusalem"),
        ("BST", "Europe/London"),
        ("CET", "Europe/Paris"),
        ("cest", "Europe/Paris"),
        ("GMT", "UTC or Europe/London"),
        ("JST", "Asia/Tokyo"),
        ("NZST", "Pacific/Auckland"),
        ("Eastern", "America/New_York"),
        ("Pacific Time", "America/Los_Angeles"),
        ("Eastern Time (US & Canada)", "America/New_York"),
        ("Z", "is not a place; write UTC"),
        ("utc", "is not a place; write UTC"),
        ("Etc/UTC", "is not a place; write UTC"),
        ("Zulu", "is not a place; write UTC"),
        ("EST5EDT", "America/New_York"),
        ("EST5", "America/Panama"),
        ("CET-1CEST", "Europe/Paris"),
        (
            "-05:00",
            "is an offset, and most places change theirs; write a place such as America/New",
        ),
        ("UTC-5", "is an offset, and most places change theirs; write a place such as America/New"),
        # POSIX, and with it the tz database, counts westward here.
        ("Etc/GMT+5", "write a place such as America/New_York"),
        ("Etc/GMT-9", "write a place such as Asia/Tokyo"),
        ("+5:30", "write a place such as Asia/Kolkata"),
        ("US/Eastern", 'did you mean "America/New_York"?'),
        ("Canada/Atlantic", 'did you mean "America/Halifax"?'),
        ("Japan", 'did you mean "Asia/Tokyo"?'),
        ("NZ", 'did you mean "Pacific/Auckland"?'),
        ("america/new_york", 'did you mean "America/New_York"?'),
        ("America/New York", 'did you mean "America/New_York"?'),
        ("America/NewYork", 'did you mean "America/New_York"?'),
        ("New York", 'did you mean "America/New_York"?'),
        ("london", 'did you mean "Europe/London"?'),
        ("Eastern Standard Time", 'did you mean "America/New_York"?'),
        ("W. Europe Standard Time", 'did you mean "Europe/Berlin"?'),
        ("Nowhere at all", "use a name such as America/New_York"),
        ("../../etc/passwd", "use a name such as America/New_York"),
    ],
)
def test_another_name_is_refused_with_the_places_that_it_may_mean(name, says):
    assert zone_called(name) is None
    sentence = unknown_zone(name)
    assert sentence.startswith(f'"{name}" ')
    assert says in sentence


def test_the_zone_of_the_site_is_a_place_too():
    with pytest.raises(
        SettingsError, match='TIMEZONE "EST" is not a place; write one such as Amer'
    ):
        read_settings({"TIMEZONE": "EST"})
