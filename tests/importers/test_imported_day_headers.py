"""Lines of received texts and pages that say only a day."""

from __future__ import annotations

import pytest

from tests.importers.test_importer import Desk, ledger_of

TEXT = """Ice

The pilots stay in.

Monday, June 23

2:45 p.m.

The last floe has gone.

9 a.m.

Ice has reached the mole.

Friday, June 20

9:30 p.m.

The basin is closed.
"""
ONE = """Ice

The pilots stay in.

Monday, June 23

9 a.m.

Ice has reached the mole.

2:45 p.m.

The last floe has gone.
"""


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path)


def test_they_are_headings_above_the_times_that_they_date(desk):
    story = desk.take_in(desk.receive(TEXT)).story.read_text("utf-8")

    assert "\n## Monday, June 23\n\n## 2:45 p.m.\n\nThe last" in story
    assert "\n## Friday, June 20\n\n## 9:30 p.m.\n\nThe basin" in story


@pytest.mark.parametrize(
    ("text", "instants"),
    [
        (TEXT, ["23 June 2014"] * 2 + ["20 June 2014"]),
        (ONE, ["23 June 2014"] * 2),
    ],
)
def test_the_report_dates_the_updates_by_them(text, instants, desk):
    inferred = desk.take_in(desk.receive(text)).inferred

    placed = [one for one in inferred if "because it stands below" in one]
    assert [one.partition("placed on ")[2].partition(" because")[0] for one in sorted(placed)] == (
        [one for _, one in sorted(zip(stamps(text), instants, strict=True))]
    )


def test_the_account_puts_their_words_with_the_stamp_below_them(desk):
    desk.take_in(desk.receive(TEXT))
    rows = ledger_of(desk, TEXT)["account"]

    assert [to for _, to, *_ in rows] == [
        *["title", "lead", "stamp 1", "section 1", "stamp 2", "section 2", "stamp 3", "section 3"]
    ]
    assert rows[2][0] == len("Monday,June232:45p.m.")


@pytest.mark.parametrize(
    "text",
    [
        "Ice\n\nJune 16, 2014\n\n6:20 p.m.: The basin is closed.\n",
        "Ice\n\nThe pilots stay in.\n\nJune 16, 2014\n\nUpdate: The basin is closed.\n",
        "Ice\n\nThe pilots stay in.\n\nJune 16, 2014\n\nMore.\n\n6:20 p.m.: The basin is closed.\n",
    ],
)
def test_the_dateline_of_the_whole_story_stays_in_the_lead(text, desk):
    story = desk.take_in(desk.receive(text)).story.read_text("utf-8")

    assert "\nJune 16, 2014\n" in story


def stamps(text: str) -> list[str]:
    return [f"printed {line};" for line in text.split("\n") if line.endswith(".m.")]
