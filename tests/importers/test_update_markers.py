"""Which lines of a received text open updates, and which only look like it.

Each row is the text below the title, the lead's paragraphs that it must become, and its updates:
what is printed in the heading, the headline, the paragraphs.
"""

from __future__ import annotations

import pytest

from backfile.fidelity.account import apportion
from backfile.importers.text import ReceivedStory, recognise
from backfile.story.opening import Kind
from backfile.text.words import words

LEAD = "Nobody can cross."
SURE = ("Update, 6 p.m.", "", ["A tug."])

# name: text, lead, updates
UPDATES = {
    "in brackets": (
        f"{LEAD}\n\n[Updated at 6 p.m.: A tug.]",
        [LEAD],
        [("Updated at 6 p.m.", "", ["A tug."])],
    ),
    "in brackets over two lines": (
        (
            f"{LEAD}\n\n(UPDATE: A tug has come to the harbour, and people went home with lamps\n"
            "in the dark.)"
        ),
        [LEAD],
        [
            (
                "UPDATE",
                "",
                [("A tug has come to the harbour, and people went home with lamps in the dark.")],
            )
        ],
    ),
    "in emphasis": (
        f"{LEAD}\n\n**6 p.m.** A tug.\n\n**Noon** No tug.",
        [LEAD],
        [("6 p.m.", "", ["A tug."]), ("Noon", "", ["No tug."])],
    ),
    "after marks": (
        f"{LEAD}\n\n>> 6 p.m. A tug.\n\n◆ 5 p.m.: No tug.",
        [LEAD],
        [("6 p.m.", "", ["A tug."]), ("5 p.m.", "", ["No tug."])],
    ),
    "label behind the stamp": (
        f"{LEAD}\n\n6 p.m. UPDATE: A tug.",
        [LEAD],
        [("6 p.m. UPDATE", "", ["A tug."])],
    ),
    "an agency's lead": (
        (
            "AMITY (HW) — The latest (all times local): 6 p.m.\n\nA tug.\n\n___\n\n"
            "Noon\n\nNo tug.\n\n___"
        ),
        ["AMITY (HW) — The latest (all times local):"],
        [("6 p.m.", "", ["A tug."]), ("Noon", "", ["No tug."])],
    ),
    "an agency's text in one line": (
        (
            "AMITY (HW) - The latest (all times EDT): 6 p.m. A tug. ___ 1:30 p.m. Rain. ___ "
            "Noon No tug."
        ),
        ["AMITY (HW) - The latest (all times EDT):"],
        [("6 p.m.", "", ["A tug."]), ("1:30 p.m.", "", ["Rain."]), ("Noon", "", ["No tug."])],
    ),
    "a stamp after the dateline": (
        "PORT AMITY - 4 p.m.\n\nA tug.\n\n1 p.m.\n\nNo tug.",
        ["PORT AMITY -"],
        [("4 p.m.", "", ["A tug."]), ("1 p.m.", "", ["No tug."])],
    ),
    "two writers": (
        (
            f"{LEAD}\n\nAnn Lee 4/21/2018 5:02:46 PM\n\nA tug.\n\n"
            "Jan Moor 4/21/2018 5:00:03 PM\n\nRain."
        ),
        [LEAD],
        [
            ("Ann Lee 4/21/2018 5:02:46 PM", "", ["A tug."]),
            ("Jan Moor 4/21/2018 5:00:03 PM", "", ["Rain."]),
        ],
    ),
    "times with dots": (
        f"{LEAD}\n\n10.22 - The tug is here.\n\n10.15 - No tug.",
        [LEAD],
        [("10.22", "", ["The tug is here."]), ("10.15", "", ["No tug."])],
    ),
    "entries that say when they were updated": (
        "Updated 4:49 p.m.\n\nA tug.\n\nUpdated 4:20 p.m.\n\nNo tug.",
        [],
        [("Updated 4:49 p.m.", "", ["A tug."]), ("Updated 4:20 p.m.", "", ["No tug."])],
    ),
    "counters beside an update": (
        f"{LEAD}\n\n1/3\n\nThe gate.\n\n(2/3)\n\nUpdate, 6 p.m.: A tug.",
        [LEAD, "1/3", "The gate.", "(2/3)"],
        [SURE],
    ),
    "a street number": (
        f"{LEAD}\n\nUpdate, 6 p.m.: A tug.\n\n9:15 Church Street is closed.",
        [LEAD],
        [("Update, 6 p.m.", "", ["A tug.", "9:15 Church Street is closed."])],
    ),
    "the page's own dates above the text": (
        (
            f"Published: Nov. 20, 2018, 9 a.m.\nUpdated: Nov. 20, 2018, 9:50 a.m.\n\n{LEAD}\n\n"
            "Update, 6 p.m.: A tug."
        ),
        ["Published: Nov. 20, 2018, 9 a.m.", "Updated: Nov. 20, 2018, 9:50 a.m.", LEAD],
        [SURE],
    ),
    "a last line without words": (
        f"{LEAD}\n\nUpdate, 6 p.m.: A tug.\n\n(Updated 6:31 p.m.)",
        [LEAD],
        [("Update, 6 p.m.", "", ["A tug.", "(Updated 6:31 p.m.)"])],
    ),
}
NONE = {
    "a page's own date": "Updated Nov. 20, 2018 9:10 am ET / Original Nov. 20, 2018 8:45 am ET\n\n"
    f"{LEAD}",
    "a page's own time": f"Updated 9:10 a.m.\n\n{LEAD}",
    "a byline": f"Ann Lee, 4/21/2018 5:02 PM\n\n{LEAD}",
    "a closing line": f"{LEAD}\n\n(Updated 5:31 p.m.)",
    "counters": f"{LEAD}\n\n1/3\n\nThe gate.\n\n2/3\n\nThe quay.",
    "a transcript": f"{LEAD}\n\n18:20 PILOT: We turn.\n\n18:21 TOWER: Say again.",
    "opening hours": f"{LEAD}\n\nGull Kitchen\n\n11 a.m. - 9 p.m. daily.\n\nWharf\n\nNoon - 9 p.m.",
    "a programme": f"{LEAD}\n\n7 p.m. News\n\n8 p.m. The quiz\n\n9 p.m. Film\n\nMore.",
    "minutes of a match": f"{LEAD}\n\n12:05 - One to nil.\n\n67:30 - Two to nil.",
    "a match": f"{LEAD}\n\n12' Goal.\n\n45'+2 The whistle.\n\n3:2 after the break.",
    "the length of a recording": f"{LEAD}\n\n12:40\n\nListen to the evening\n\nMore of the story.",
    "lengths of videos": f"{LEAD}\n\n01:22 Source: The Wharf\n\nRain.\n\n02:12 Source: The Wharf",
    "verses": f"{LEAD}\n\n3:16 was read.\n\n4:12 be still, said the book.",
    "one number with a dot": f"{LEAD}\n\n10.22 - The price of a ticket.",
    "a sentence with a label": f"{LEAD}\n\nEdit the map.\n\nCorrection fluid: a story.",
    "a rule": f"{LEAD}\n\n___\n\nAnother day.",
}


@pytest.mark.parametrize(("text", "lead", "updates"), UPDATES.values(), ids=UPDATES)
def test_updates_are_found(text, lead, updates):
    story = recognised(text)

    assert list(story.lead) == lead
    assert [(u.opening.printed, u.headline, list(u.paragraphs)) for u in story.updates] == updates


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_what_is_no_update_stays_in_the_text(text):
    story = recognised(text)

    assert story.updates == ()
    assert words(" ".join(story.lead)) == words(text)


@pytest.mark.parametrize("name", UPDATES)
def test_every_character_of_them_is_accounted_for(name):
    text = f"Ice\n\n{UPDATES[name][0]}\n"
    story = recognise(text, ())
    shown = apportion(text, story.spans)

    assert words(shown.get("lead", "")) == words(" ".join(story.lead))
    for number, update in enumerate(story.updates, 1):
        said = " ".join([update.headline, *update.paragraphs])
        assert words(shown[f"section {number}"]) == words(said)


def test_a_text_is_read_in_its_language():
    text = (
        "Gesperrt.\n\nUm 18 Uhr kam ein Boot.\n\n18.20 Uhr: Ein Schlepper.\n\nKorrektur: Ein Kahn."
    )
    story = recognise(f"Eis\n\n{text}", (), lang="de")

    assert [(one.opening.printed, one.opening.kind) for one in story.updates] == [
        ("18.20 Uhr", Kind.UPDATE),
        ("Korrektur", Kind.CORRECTION),
    ]
    assert recognise(f"Eis\n\n{text}", ()).updates == ()


def test_a_rule_between_updates_is_listed_as_left_out():
    story = recognised("The latest:\n\n6 p.m. A tug.\n\n___\n\n5 p.m. Rain.")

    assert [(one.kind, one.text) for one in story.dropped] == [("separator", "___")]


def recognised(text: str) -> ReceivedStory:
    return recognise(f"Ice\n\n{text}\n", ())
