"""What the fields of a withdrawn story say, and what its page shows instead of it."""

from __future__ import annotations

from datetime import date

import pytest

from backfile.story.withdrawal import (
    Withdrawal,
    ids_in,
    tombstone_html,
    withdrawal_faults,
    withdrawal_from_fields,
)

SOUND = {"status": "withdrawn", "withdrawn": "2026-03-05", "reason": "It was asked for."}
FOUND = [
    (SOUND, Withdrawal(date(2026, 3, 5), "It was asked for.")),
    (SOUND | {"status": " Withdrawn "}, Withdrawal(date(2026, 3, 5), "It was asked for.")),
    (
        SOUND | {"withdrawn": "March 5, 2026", "withdrawn_by": "A court", "withdrawn_title": "No"},
        Withdrawal(date(2026, 3, 5), "It was asked for.", by="A court", keeps_title=False),
    ),
    (SOUND | {"withdrawn_title": "yes"}, Withdrawal(date(2026, 3, 5), "It was asked for.")),
    ({"status": "hidden"}, None),
    ({}, None),
    ({"status": "withdrawn"}, None),
    (SOUND | {"withdrawn": "soon"}, None),
]


@pytest.mark.parametrize(("fields", "expected"), FOUND)
def test_what_the_fields_say(fields: dict[str, str], expected: Withdrawal | None) -> None:
    assert withdrawal_from_fields(fields) == expected


NO_REASON = (
    "a withdrawn story states Reason; add a line such as "
    '"Reason: The person concerned asked for it."'
)
UNTRUE = '{name} is stated without "Status: withdrawn"; add it, or delete {name}'
WRONG = [
    (SOUND, []),
    ({"status": "published"}, []),
    (
        {"status": "withdrawn", "reason": "It was asked for."},
        [
            (
                "status",
                'a withdrawn story states Withdrawn; add a line such as "Withdrawn: 2026-03-05"',
            )
        ],
    ),
    (
        {"status": "withdrawn", "withdrawn": "2026-03-05"},
        [
            ("status", NO_REASON),
        ],
    ),
    (
        SOUND | {"withdrawn_title": "nope"},
        [
            (
                "withdrawn_title",
                'Withdrawn_Title "nope" is neither yes nor no; did you mean "no"?',
            )
        ],
    ),
    (
        {"withdrawn_by": "A court", "withdrawn": "2026-03-05"},
        [
            ("withdrawn", UNTRUE.format(name="Withdrawn")),
            ("withdrawn_by", UNTRUE.format(name="Withdrawn_By")),
        ],
    ),
]


@pytest.mark.parametrize(("fields", "expected"), WRONG)
def test_what_is_wrong_with_them(fields: dict[str, str], expected: list[tuple[str, str]]) -> None:
    found = [(one.field, str(one)) for one in withdrawal_faults(fields)]
    assert found == expected


IDS = {
    "": [],
    "update-3": ["update-3"],
    "update-2011-03-05-1531 = 3:31 p.m., update-2 = update-2011-03-04-1815": [
        "update-2011-03-05-1531",
        "update-2",
    ],
    'a"b, 3': [],
}


@pytest.mark.parametrize(("field", "expected"), IDS.items())
def test_the_ids_that_former_anchors_name(field: str, expected: list[str]) -> None:
    assert list(ids_in(field)) == expected


def test_a_tombstone_has_the_ids_and_says_when_why_and_for_whom() -> None:
    one = Withdrawal(date(2026, 3, 5), "A < B & C", by="Ann & Co", anchors=("update-1", "x"))
    assert tombstone_html(one, "en-US") == (
        '<div class="withdrawn"><span id="update-1"></span><span id="x"></span>\n'
        "<p>This story was withdrawn from the archive on "
        '<time datetime="2026-03-05">2026-03-05</time>. It was requested by: Ann &amp; Co.</p>\n'
        "<p>A &lt; B &amp; C</p>\n</div>"
    )


def test_in_another_language_its_sentence_says_that_it_is_english() -> None:
    assert '<p lang="en">This' in tombstone_html(Withdrawal(date(2026, 3, 5), "Perdón."), "es")
