"""How an update opens: which headings open one, and what they are taken apart into."""

from __future__ import annotations

import pytest

from backfile.story.opening import Kind, Opening, parse_opening
from backfile.story.stamp import MONTHS, WEEKDAYS, StampError

UPDATE, CORRECTION, NOTE, ORIGINAL = Kind.UPDATE, Kind.CORRECTION, Kind.NOTE, Kind.ORIGINAL

# heading, kind, label beyond a plain "Update", stamp, headline
OPENINGS = [
    # A stamp alone, or with a headline after `:`, `—`, `–`, `--`, `.` or nothing at all.
    ("7:15 p.m.", UPDATE, "", "7:15 p.m.", ""),
    ("12:25: Bread", UPDATE, "", "12:25", "Bread"),
    ("3:55 p.m.: ALL SAFE: A list", UPDATE, "", "3:55 p.m.", "ALL SAFE: A list"),
    ("11:05 PM ET -- Lights out.", UPDATE, "", "11:05 PM ET", "Lights out."),
    ("6:20 p.m. — Ashore", UPDATE, "", "6:20 p.m.", "Ashore"),
    ("6:20 p.m.—Ashore", UPDATE, "", "6:20 p.m.", "Ashore"),
    ("6:20 p.m. – Ashore", UPDATE, "", "6:20 p.m.", "Ashore"),
    ("6:20 p.m. - Ashore", UPDATE, "", "6:20 p.m.", "Ashore"),
    ("18:20. Ashore", UPDATE, "", "18:20", "Ashore"),
    ("12:23 a.m. The tide", UPDATE, "", "12:23 a.m.", "The tide"),
    ("6:20 p.m.: *Ferry* [ashore](/a)", UPDATE, "", "6:20 p.m.", "*Ferry* [ashore](/a)"),
    ("6:20&nbsp;p.m.:&nbsp;Ashore", UPDATE, "", "6:20\u00a0p.m.", "Ashore"),
    ("\u202f6:20 p.m.:\u00a0Ashore", UPDATE, "", "6:20 p.m.", "Ashore"),
    ("5:10 p.m., Wednesday: Ashore", UPDATE, "", "5:10 p.m., Wednesday", "Ashore"),
    ("2:45 p.m. (EST): Closed", UPDATE, "", "2:45 p.m. (EST)", "Closed"),
    ("Noon", UPDATE, "", "Noon", ""),
    ("June 17: A fine day", UPDATE, "", "June 17", "A fine day"),
    ("June 17", UPDATE, "", "June 17", ""),
    ("Wednesday: Ashore", UPDATE, "", "Wednesday", "Ashore"),
    # "Update" before the stamp says nothing of its own.
    ("Update, 12:44 p.m.: Signals", UPDATE, "", "12:44 p.m.", "Signals"),
    ("Update 11:27a.m.: Signals", UPDATE, "", "11:27a.m.", "Signals"),
    ("Updated 4:49 p.m. ET", UPDATE, "", "4:49 p.m. ET", ""),
    ("UPDATED, 5:21 p.m.", UPDATE, "", "5:21 p.m.", ""),
    ("UPDATED: 3:18 p.m.", UPDATE, "", "3:18 p.m.", ""),
    ("UPDATE: 4/17/13 1:50 PM ET", UPDATE, "", "4/17/13 1:50 PM ET", ""),
    ("Update at 10:24 a.m. ET. The Harbor:", UPDATE, "", "10:24 a.m. ET", "The Harbor:"),
    ("Update on Wednesday: Ashore", UPDATE, "", "Wednesday", "Ashore"),
    ("Posted at 6:20 p.m.", UPDATE, "", "6:20 p.m.", ""),
    ("Update 6 p.m.", UPDATE, "", "6 p.m.", ""),
    ("Update 1726", UPDATE, "", "1726", ""),
    # Wrapped stamps.
    ("Update (3:07 p.m.): Ashore", UPDATE, "", "3:07 p.m.", "Ashore"),
    ("Update | 5:36 p.m.", UPDATE, "", "5:36 p.m.", ""),
    ("| 5:36 p.m.", UPDATE, "", "5:36 p.m.", ""),
    ("[Update 11:02 p.m.]", UPDATE, "", "11:02 p.m.", ""),
    ("[Update 11:02 p.m.] Lights out", UPDATE, "", "11:02 p.m.", "Lights out"),
    ("[ 11:02 p.m. ] Lights out", UPDATE, "", "11:02 p.m.", "Lights out"),
    ("(11:02 p.m.)", UPDATE, "", "11:02 p.m.", ""),
    # A label alone.
    ("UPDATE:", UPDATE, "UPDATE", None, ""),
    ("Update: Ashore", UPDATE, "Update", None, "Ashore"),
    ("Update #2:", UPDATE, "Update #2", None, ""),
    ("UPDATE II:", UPDATE, "UPDATE II", None, ""),
    ("Update No. 3: Ashore", UPDATE, "Update No. 3", None, "Ashore"),
    ("Update 2: Ashore", UPDATE, "Update 2", None, "Ashore"),
    ("[Update]", UPDATE, "Update", None, ""),
    ("Earlier", UPDATE, "Earlier", None, ""),
    ("Earlier: Adrift", UPDATE, "Earlier", None, "Adrift"),
    ("Correction: The name", CORRECTION, "Correction", None, "The name"),
    ("CLARIFICATION", CORRECTION, "CLARIFICATION", None, ""),
    ("Editor's note", NOTE, "Editor's note", None, ""),
    ("Editor’s Note: Sources", NOTE, "Editor’s Note", None, "Sources"),
    ("Editors' note", NOTE, "Editors' note", None, ""),
    ("Original Post", ORIGINAL, "Original Post", None, ""),
    ("ORIGINAL STORY:", ORIGINAL, "ORIGINAL STORY", None, ""),
    ("Original report: Adrift", ORIGINAL, "Original report", None, "Adrift"),
    # A label and a stamp.
    ("Update #2, 6 p.m.: Ashore", UPDATE, "Update #2", "6 p.m.", "Ashore"),
    ("Earlier, 5 p.m.", UPDATE, "Earlier", "5 p.m.", ""),
    ("Correction, June 17, 9:05 a.m.", CORRECTION, "Correction", "June 17, 9:05 a.m.", ""),
    ("Editor's note, 5 p.m.: Sources", NOTE, "Editor's note", "5 p.m.", "Sources"),
    ("Original Post (5 p.m.)", ORIGINAL, "Original Post", "5 p.m.", ""),
]


@pytest.mark.parametrize(
    ("heading", "kind", "label", "stamp", "headline"), OPENINGS, ids=[row[0] for row in OPENINGS]
)
def test_a_heading_that_begins_with_a_label_or_a_stamp_opens_an_update(
    heading, kind, label, stamp, headline
):
    opening = read(heading)

    assert opening.kind is kind
    assert opening.label == label
    assert (opening.stamp.printed if opening.stamp else None) == stamp
    assert opening.rest == headline


@pytest.mark.parametrize(
    "heading",
    [
        "",
        "Survivors",
        "Earlier coverage",
        "Correction officers strike",
        "Updating the rules",
        "Updates",
        "Update on the ferry",
        "Update I think so",
        "Update 2.5 million",
        "Updated rules",
        "Posted",
        "Posted: a guard",
        "Original",
        "Original Posting",
        "Originally posted at 5 p.m.",
        "Last updated 5 p.m.",
        "Editor's Notebook",
        "June 17 was hot",
        "Wednesday was hot",
        "Monday's child",
        "May 2012",
        "May 2012: a review",
        "Noon whistles",
        "1726 men",
        "1066: the battle",
        "25:10 and other odds",
        # Two numbers that no slip of one key makes of a time: a share, a score, a length.
        "50:50",
        "50:50: the vote is split",
        "99:10",
        "78:65",
        "90:15",
        "6:75",
        "(50:50)",
        "4:4",
        "24:7",
        "16:9",
        "99:1",
        "31 June was no day",
        "2:1 odds",
        "#1 in the harbor",
        "The horn (11 p.m. EDT) was heard",
        # A bracket that is not closed after the stamp is no wrapping.
        "[Update: the ferry",
        "[6:20 p.m. the ferry",
        "(6:20 p.m. the ferry)",
    ],
)
def test_other_headings_open_no_update(heading):
    assert parse_opening(heading) is None


@pytest.mark.parametrize(
    "first_words",
    [
        *[f"{month} 5" for month in MONTHS],
        *[f"{month[:3]}. 5" for month in MONTHS],
        *WEEKDAYS,
        *[f"{weekday[:3]}." for weekday in WEEKDAYS],
        *["Noon", "Midnight", "12 noon", "5 a.m.", "[5 a.m.]", "(5 a.m.)", "| 5 a.m."],
        *["Update", "Correction", "Clarification", "Editor's note", "Original Post", "Earlier"],
    ],
)
@pytest.mark.parametrize("spaces", ["", " ", "\u00a0", "\u202f", "\u2009", "&nbsp;"], ids=ascii)
def test_every_first_word_of_an_opening_is_known_in_any_case(first_words, spaces):
    for text in (first_words, first_words.upper(), first_words.lower()):
        opening = read(f"{spaces}{text}: Ashore")

        assert opening.printed == text
        assert opening.rest == "Ashore"


@pytest.mark.parametrize(
    ("heading", "printed"),
    [
        ("Update, 12:44 p.m.: Signals", "Update, 12:44 p.m."),
        ("[Update 11:02 p.m.] Lights", "[Update 11:02 p.m.]"),
        ("Update (3:07 p.m.): Ashore", "Update (3:07 p.m.)"),
        ("| 5:36 p.m.", "| 5:36 p.m."),
        ("UPDATE&nbsp;#2: Ashore", "UPDATE\u00a0#2"),
        ("Update at 10:24 a.m. ET. The Harbor:", "Update at 10:24 a.m. ET"),
    ],
)
def test_what_was_printed_keeps_label_and_wrapping(heading, printed):
    assert read(heading).printed == printed


@pytest.mark.parametrize(
    ("heading", "separated"),
    [
        ("6:20 p.m.: Ashore", True),
        ("6:20 p.m., ashore", True),
        ("6:20 p.m.", True),  # the end of the line separates as well
        ("6:20 p.m. Ashore", False),
        ("[Update 6:20 p.m.] Ashore", False),
    ],
)
def test_an_opening_tells_whether_something_stood_between_stamp_and_headline(heading, separated):
    assert read(heading).separated is separated


@pytest.mark.parametrize(
    ("heading", "may_be_a_year"),
    [
        ("1914", True),
        ("1914: War", True),
        ("2014", True),
        ("1726", False),
        ("2359", False),
        ("1799", None),  # neither: no minute 99, and not read as a year either
        ("19:14", False),
        ("Update 1914", False),
        ("1914 GMT", False),
    ],
)
def test_four_digits_without_a_label_or_a_zone_may_be_a_year(heading, may_be_a_year):
    opening = parse_opening(heading)

    assert (opening.may_be_a_year if opening else None) is may_be_a_year


@pytest.mark.parametrize(
    ("text", "surely"),
    [
        ("6:20 p.m.: there will be", True),
        ("6:20 p.m. There will be", True),
        ("18:20: there will be", True),
        ("1726: there will be", True),
        ("Update, 6 p.m.: there will be", True),
        ("12:25 EDT Bread", True),
        ("UPDATE: there will be", True),
        # These may be plain prose.
        ("6 p.m. curfew was imposed", False),
        ("12:25 Bread is rationed", False),
        ("June 17: a fine day", False),
        ("1914: the war begins", False),
    ],
)
def test_a_paragraph_is_an_update_only_where_it_cannot_be_prose(text, surely):
    assert read(text).opens_paragraph is surely


@pytest.mark.parametrize(
    "heading",
    [
        "25:10",
        "25:10: Ashore",
        "24:15",
        "18:60",
        "6:65",
        "Update 25:10",
        "Update, 50:50",
        "6:75 p.m.",
        "50:50 ET",
        "June 3, 50:50",
        "13:20 a.m.: Ashore",
        "31 June",
        "[Update, 31 June]",
        "Update (25:10): Ashore",
        "(25:10)",
    ],
)
def test_a_heading_whose_stamp_cannot_be_true_is_an_error(heading):
    with pytest.raises(StampError):
        parse_opening(heading)


def test_day_first_reaches_the_stamp():
    assert read("Update 4/5: Ashore", day_first=True).stamp.day.month == 5


def read(text: str, **more) -> Opening:
    opening = parse_opening(text, **more)
    assert opening is not None, f"no opening: {text}"
    return opening
