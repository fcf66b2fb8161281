"""A story as JSON, and the schema that says what it is."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, time
from operator import itemgetter
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from backfile.fidelity.ledger import Repair
from backfile.outputs.data.story_json import (
    NAME,
    as_json,
    data_url,
    json_bytes,
    known_time,
    read_schema,
    schema,
)
from backfile.outputs.provenance.provenance import Provenance
from backfile.partners.original import OriginalStatus
from backfile.partners.registry import STATUSES
from backfile.story.model import FLAGS, Order, Precision, machine_time
from backfile.story.opening import Kind
from tests.outputs.records import BARE, BRIDGE

if TYPE_CHECKING:
    from backfile.reading.record import StoryRecord

DOCS = Path(__file__).parents[2] / "docs" / "data.md"
SITE = "https://archive.example"
MIDNIGHT = {
    "precision": "minute",
    "instant": "2011-03-05T00:20:00-04:00",
    "utc": "2011-03-05T04:20:00Z",
    "day": "2011-03-05",
    "clock": "00:20:00",
}
FOURTH = {
    "precision": "day",
    "instant": None,
    "utc": None,
    "day": "2011-03-04",
    "clock": None,
}
NEVER = {"precision": "order", "instant": None, "utc": None, "day": None, "clock": None}


RECEIVED = Provenance(
    name="bridge.txt",
    format="text",
    encoding="utf-8",
    repairs=(Repair("list-mark", "- 12:20 a.m.", "12:20 a.m."),),
    order=(2, 1),
)


def as_read(
    record: StoryRecord, siteurl: str = SITE, provenance: Provenance | None = None
) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(json_bytes(as_json(record, siteurl, provenance)))
    return data


def test_a_story_says_all_that_its_record_does() -> None:
    assert as_read(BRIDGE, provenance=RECEIVED) == {
        "$schema": "https://archive.example/schema/story.json",
        "format": 1,
        "story": "2011/03/swing-bridge/",
        "url": "https://archive.example/2011/03/swing-bridge/",
        "lang": "en",
        "title": "Swing bridge stuck open",
        "timezone": "America/Halifax",
        "page_order": "newest-first",
        "published": FOURTH,
        "modified": MIDNIGHT,
        "began": None,
        "ended": MIDNIGHT,
        "authors": ["A. Writer"],
        "section": "Transport",
        "topics": ["Bridges", "Harbours"],
        "continues": "2011/02/swing-bridge/",
        "partner": {
            "slug": "wire",
            "name": "The Wire",
            "status": "active",
            "url": "https://archive.example/wire/",
        },
        "credit": "This article is from the archive of our partner The Wire.",
        "copyright_holder": "The Wire Trust",
        "license": None,
        "original": {
            "url": "http://wire.example/812",
            "status": "hijacked",
            "archived_url": None,
        },
        "received": {"file": "originals/ab/abc.txt", "sha256": "ab" * 32},
        "provenance": {
            "name": "bridge.txt",
            "place": None,
            "format": "text",
            "encoding": "utf-8",
            "importer": None,
            "repairs": [{"kind": "list-mark", "before": "- 12:20 a.m.", "after": "12:20 a.m."}],
            "order": [2, 1],
        },
        "identifiers": [],
        "summary": "Nobody can cross.",
        "summary_stated": True,
        "lead": "It was closed at ten.",
        "updates": [
            {
                "anchor": "original-post",
                "url": "https://archive.example/2011/03/swing-bridge/#original-post",
                "kind": "original",
                "label": "Original Post",
                "printed": "Original Post",
                "stamp": None,
                **NEVER,
                "flags": [],
                "reasons": [],
                "corrects": None,
                "follows": False,
                "authors": [],
                "key": None,
                "headline": None,
                "text": "The bridge has not closed.",
            },
            {
                "anchor": "update-2011-03-05-0020",
                "url": "https://archive.example/2011/03/swing-bridge/#update-2011-03-05-0020",
                "kind": "update",
                "label": None,
                "printed": "12:20 a.m.",
                "stamp": "12:20 a.m.",
                **MIDNIGHT,
                "flags": ["next-day"],
                "reasons": ["A reason."],
                "corrects": None,
                "follows": False,
                "authors": [],
                "key": None,
                "headline": "Lights out",
                "text": "The engineers have gone home.\n\nSo have we.",
            },
        ],
    }


def test_what_is_not_known_is_null_and_never_left_out() -> None:
    bare = as_read(BARE)
    assert list(bare) == list(as_read(BRIDGE))
    assert [name for name, value in bare.items() if value is None] == [
        *("modified", "began", "ended", "section", "continues", "partner", "credit"),
        *("copyright_holder", "license", "original", "received", "provenance"),
        *("summary", "lead"),
    ]


@pytest.mark.parametrize(
    ("time", "zone", "expected"),
    [
        ("", "America/Halifax", NEVER),
        ("2011-03-04", "America/Halifax", FOURTH),
        ("2011-03-05T00:20:00-04:00", "America/Halifax", MIDNIGHT),
        # Printed in another zone, of which it was another day.
        (
            "2011-03-05T04:20:00+00:00",
            "America/Halifax",
            {**MIDNIGHT, "instant": "2011-03-05T04:20:00+00:00"},
        ),
        # Amsterdam was 19 minutes and 32 seconds ahead.
        (
            "1912-04-14T23:40:28+00:00",
            "Europe/Amsterdam",
            {
                "precision": "minute",
                "instant": "1912-04-14T23:40:28+00:00",
                "utc": "1912-04-14T23:40:28Z",
                "day": "1912-04-15",
                "clock": "00:00:00",
            },
        ),
    ],
)
def test_no_more_is_said_of_a_time_than_is_known(
    time: str, zone: str, expected: dict[str, str | None]
) -> None:
    assert known_time(time, ZoneInfo(zone)) == expected


ZONES = ["America/New_York", "Asia/Kathmandu", "Europe/Amsterdam", "Pacific/Apia", "UTC"]


@given(
    st.datetimes(datetime(1850, 1, 2), datetime(2100, 1, 1)),  # noqa: DTZ001 (gets its zone below)
    st.sampled_from(ZONES),
)
def test_instant_utc_day_and_clock_are_one_moment(wall: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    instant = wall.replace(tzinfo=zone)
    told = known_time(machine_time(instant), zone)
    assert datetime.fromisoformat(str(told["instant"])) == instant
    assert datetime.fromisoformat(str(told["utc"])) == instant
    shown = instant.astimezone(UTC).astimezone(zone)
    assert told["day"] == shown.date().isoformat()
    assert time.fromisoformat(str(told["clock"])) == shown.time()


@pytest.mark.parametrize(
    ("page", "file"),
    [
        ("2011/03/swing-bridge/index.html", "2011/03/swing-bridge/story.json"),
        ("es/2011/03/swing-bridge/index.html", "es/2011/03/swing-bridge/story.json"),
        ("index.html", "story.json"),
        ("swing-bridge.html", "swing-bridge.json"),
        ("stories/swing-bridge.v2.html", "stories/swing-bridge.v2.json"),
        ("stories.d/swing-bridge", "stories.d/swing-bridge.json"),
    ],
)
def test_the_data_lies_beside_the_page(page: str, file: str) -> None:
    assert data_url(SimpleNamespace(save_as=page)) == file


@pytest.mark.parametrize(
    ("siteurl", "url"),
    [
        ("", "/2011/%C3%A9t%C3%A9%20%22x%22/"),
        (
            "https://archive.example/old",
            "https://archive.example/old/2011/%C3%A9t%C3%A9%20%22x%22/",
        ),
    ],
)
def test_addresses_are_addresses(siteurl: str, url: str) -> None:
    told = as_read(replace(BRIDGE, url='2011/été "x"/'), siteurl)
    assert told["url"] == url
    assert told["story"] == '2011/été "x"/'


def test_the_file_is_utf_8_and_ends_with_its_line() -> None:
    data = json_bytes({"title": "Été\u2028", "text": None})
    assert data == b'{\n "title": "\xc3\x89t\xc3\xa9\xe2\x80\xa8",\n "text": null\n}\n'


class TestSchema:
    def test_is_a_schema(self) -> None:
        Draft202012Validator.check_schema(read_schema(NAME))

    def test_has_an_id_where_the_site_has_an_address(self) -> None:
        assert schema(SITE)["$id"] == "https://archive.example/schema/story.json"
        assert "$id" not in schema("")

    @pytest.mark.parametrize("record", [BRIDGE, BARE], ids=["full", "bare"])
    @pytest.mark.parametrize("siteurl", [SITE, ""], ids=["published", "not yet"])
    def test_holds_for_a_story(self, record: StoryRecord, siteurl: str) -> None:
        for provenance in (RECEIVED, Provenance(), None):
            assert faults(as_read(record, siteurl, provenance)) == []

    def test_knows_every_value_that_a_story_can_have(self) -> None:
        parts = read_schema(NAME)["$defs"]
        update = parts["update"]["properties"]
        assert update["kind"]["enum"] == list(Kind)
        assert update["flags"]["items"]["enum"] == list(FLAGS)
        assert parts["precision"]["enum"] == list(Precision)
        assert parts["partner"]["properties"]["status"]["enum"] == list(STATUSES)
        assert parts["original"]["properties"]["status"]["enum"] == list(OriginalStatus)
        assert read_schema(NAME)["properties"]["page_order"]["enum"] == list(Order)

    def test_demands_and_describes_every_property_and_allows_no_other(self) -> None:
        for name, one in objects(read_schema(NAME)):
            assert one["required"] == list(one["properties"]), name
            assert one["additionalProperties"] is False, name
            assert all(described(name, read_schema(NAME)).values()), name


# How a story is broken: the way to a value, and the value that it cannot have.
BROKEN = [
    ("no title", ["title"], None),
    ("an empty title", ["title"], ""),
    ("another format", ["format"], 2),
    ("a property that is not there", ["mood"], "sad"),
    ("an unknown order", ["page_order"], "sideways"),
    ("no list of updates", ["updates"], None),
    ("an author without a name", ["authors"], [""]),
    ("summary_stated in words", ["summary_stated"], "yes"),
    ("a time in words", ["published"], "yesterday"),
    ("an instant without an offset", ["modified", "instant"], "2011-03-05T00:20:00"),
    ("an offset with seconds", ["modified", "instant"], "1912-04-15T00:00:00+00:19:32"),
    ("an instant at precision day", ["published", "instant"], "2011-03-04T00:00:00-04:00"),
    ("a minute without its instant", ["modified", "instant"], None),
    ("utc that is not", ["modified", "utc"], "2011-03-05T00:20:00-04:00"),
    ("a day that never was", ["published", "day"], "2011-02-30"),
    ("a clock past midnight", ["modified", "clock"], "24:20:00"),
    ("a partner's unknown status", ["partner", "status"], "asleep"),
    ("a partner with a homepage", ["partner", "homepage"], "https://wire.example/"),
    ("an original without a status", ["original", "status"], None),
    ("a digest that is none", ["received", "sha256"], "sha256:ab"),
    ("a provenance in words", ["provenance"], "by hand"),
    ("an unknown kind", ["updates", 0, "kind"], "rumour"),
    ("a day at precision order", ["updates", 0, "day"], "2011-03-04"),
    ("a clock at precision order", ["updates", 0, "clock"], "00:00:00"),
    ("an unknown flag", ["updates", 1, "flags"], ["guessed"]),
    ("an anchor with its sign", ["updates", 1, "anchor"], "#update-1"),
    ("an update that says nothing of its opening", ["updates", 1, "printed"], ""),
]


@pytest.mark.parametrize(
    ("way", "value"), [one[1:] for one in BROKEN], ids=[one[0] for one in BROKEN]
)
def test_the_schema_refuses(way: list[str | int], value: object) -> None:
    story = as_read(BRIDGE)
    *above, last = way
    place: Any = story
    for step in above:
        place = place[step]
    place[last] = value
    assert faults(story)


@pytest.mark.parametrize("name", list(as_read(BRIDGE)))
def test_the_schema_misses_each_property(name: str) -> None:
    story = as_read(BRIDGE)
    del story[name]
    assert [fault.split("'")[1] for fault in faults(story)] == [name]


class TestDocumentation:
    def test_has_every_property_with_what_the_schema_says_of_it(self) -> None:
        known = read_schema(NAME)
        story = {}
        for name, words in described("story", known).items():
            story[name] = words
            if name in known["$defs"]:
                story |= {f"{name}.{part}": of for part, of in described(name, known).items()}
        times = described("moment", known)
        update = {name: of for name, of in described("update", known).items() if name not in times}
        assert table("| Property |") == story
        assert table("| Part of a time |") == times
        assert table("| Property of an update |") == update

    @pytest.mark.parametrize("number", [0, 1], ids=["stories", "updates"])
    def test_has_every_column_with_what_the_package_says_of_it(self, number: int) -> None:
        resource = read_schema("datapackage.json")["resources"][number]
        fields = resource["schema"]["fields"]
        rows = rows_below(f"| Column of {resource['name']} |")
        facts = map(itemgetter("name", "type", "description"), fields)
        assert rows == [[f"`{name}`", kind, words] for name, kind, words in facts]


def faults(story: dict[str, Any]) -> list[str]:
    judge = Draft202012Validator(schema(SITE), format_checker=FormatChecker())
    return [error.message for error in judge.iter_errors(deepcopy(story))]


def objects(known: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return the objects that a schema describes, by name; the story is the whole."""
    parts = [(name, one) for name, one in known["$defs"].items() if "properties" in one]
    return [("story", known), *parts]


def described(name: str, known: dict[str, Any]) -> dict[str, str]:
    """Return what a schema says of each property of the object called *name*."""
    properties = dict(objects(known))[name]["properties"]
    found = {}
    for one, told in properties.items():
        part = known["$defs"].get(told.get("$ref", "").rpartition("/")[2], {})
        found[one] = told.get("description") or part.get("description", "")
    return found


def rows_below(header: str) -> list[list[str]]:
    """Return the rows of the table in the documentation that begins with *header*."""
    text = DOCS.read_text("utf-8")
    assert text.count(header) == 1
    body = text.partition(header)[2].partition("\n\n")[0].splitlines()[2:]
    return [re.split(r" ?\| ?", line)[1:-1] for line in body]


def table(header: str) -> dict[str, str]:
    return {name.strip("`"): words for name, words in rows_below(header)}
