"""What a person mistypes in the fields of a file, and how it is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.reading.fields import read_fields
from backfile.reading.names import PARTNER_FIELDS, STORY_FIELDS
from backfile.reading.source import parse_source

HEAD = "Title: The ferry is adrift\nDate: 2011-03-04\n"


def faults(text: str, **more) -> list[tuple[int, str]]:
    return [(one.line, one.code) for one in read_fields(text, STORY_FIELDS, **more).faults]


def remarks(text: str, **more) -> list[tuple[int, str]]:
    return [(one.line, one.code) for one in read_fields(text, STORY_FIELDS, **more).remarks]


def said(text: str) -> str:
    found = read_fields(text, STORY_FIELDS)
    return "\n".join(one.message for one in (*found.faults, *found.remarks))


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        # Names.
        (
            "Parnter: marsh-wire",
            "unknown-field",
            'unknown field "Parnter"; did you mean "Partner"?',
        ),
        ("Staus: draft", "unknown-field", 'did you mean "Status"?'),
        ("Original-URL: https://a.example/", "unknown-field", 'did you mean "Original_URL"?'),
        ("draft: true", "unknown-field", 'write "Status: draft" to keep the story unpublished'),
        ("published: false", "unknown-field", 'write "Status: draft"'),
        ("Estado: borrador", "unknown-field", 'write "Status: draft"'),
        # Lines that only look like fields.
        ("status : draft", "bad-field", '"status : draft" is read as text; write "Status: draft"'),
        (
            "Original URL: https://a.example/",
            "bad-field",
            'write "Original_URL: https://a.example/"',
        ),
        ("Status\u00a0: draft", "bad-field", 'write "Status: draft"'),
        ("Status\uff1adraft", "bad-field", 'write "Status: draft"'),
        ("St\u200batus: draft", "bad-field", 'write "Status: draft"'),
        ("**Status:** draft", "bad-field", 'write "Status: draft"'),
        ("Status = draft", "bad-field", 'write "Status: draft"'),
        ("Status; draft", "bad-field", 'write "Status: draft"'),
        ("Status \u2014 draft", "bad-field", 'write "Status: draft"'),
        ("Status draft", "bad-field", 'write "Status: draft"'),
        # Values.
        ("Timezone:", "empty-field", 'write one, such as "Timezone: America/New_York"'),
        ("Status:  ", "empty-field", 'write one, such as "Status: draft"'),
        ("Modified:", "empty-field", "Modified has no value"),
        ("Title: Another", "field-twice", "Title is stated twice, in lines 1 and 3; keep one"),
        ("DATE: 2011-03-05", "field-twice", "DATE is stated twice, in lines 2 and 3; keep one"),
        ("Save_as: ../../x", "bad-address", 'Save_as "../../x" points outside the site'),
        ("Save_as: a\\..\\..\\x", "bad-address", "points outside the site"),
        ("Save_as: /etc/x", "bad-address", "such as 2014/06/ferry/index.html"),
        ("URL: ../x/", "bad-address", 'URL "../x/" points outside the site'),
        ("URL: https://a.example/", "bad-address", "such as 2014/06/ferry/"),
        ("URL: javascript:alert(1)", "bad-address", "points outside the site"),
    ],
)
def test_a_field_that_cannot_stand_is_an_error_with_its_line(line, code, says):
    text = f"{HEAD}{line}\nTags: Sea\n\nText.\n"

    assert faults(text) == [(3, code)]
    assert says in said(text)
    # What follows it is read as it was meant.
    assert read_fields(text, STORY_FIELDS).source.fields["tags"].value == "Sea"


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("Desk: Metro", "unknown-field", "list it in BACKFILE_STORY_FIELDS if your site uses it"),
        ("Headline: Adrift", "unknown-field", 'did you mean "Title"?'),
        ("Etiquetas: Mar", "unknown-field", 'did you mean "Tags"?'),
        (
            "Rescued: forty people were brought ashore.",
            "unknown-field",
            "is read as a field, and shown nowhere; if it is text, put a blank line above it",
        ),
        ("https://a.example/", "unknown-field", "if it is text, put a blank line above it"),
        ("The ferry is adrift.", "field-in-text", "the text begins right below the fields"),
        ("\nTags: Sea", "field-in-text", "is read as text, because a blank line stands above it"),
        ("Authors: John Smith, Jr.", "author-name", 'write "Authors: John Smith, Jr.;"'),
        ("Authors: Sam Roe, Jr., Ann Lee", "author-name", 'write "Authors: Sam Roe, Jr.; Ann Lee"'),
        ("Authors: Ann Lee,", "author-name", "has a comma with no name beside it"),
        ("Authors: Lind, Ada", "author-name", 'if this is one, write "Authors: Lind, Ada;"'),
        (
            "Tags: Sea,\n    Category: World",
            "field-in-text",
            'is read as part of Tags, because it begins with four spaces; write "Category: World"',
        ),
    ],
)
def test_what_may_be_meant_is_left_for_a_person_to_look_at(line, code, says):
    text = f"{HEAD}{line}\n\nText.\n"

    assert faults(text) == []
    assert remarks(text) == [(3 + line.count("\n"), code)]
    assert says in said(text)


@pytest.mark.parametrize(
    "line",
    [
        "Authors: Ann Lee, Bob Roy",
        "Authors: Lee, Ann; Roy, Bob",
        "Authors: John Smith, Jr.;",
        "Authors: Lind, Ada;",
        "Authors: Lind, Ada Maria",
        "Authors: Ann Lee,\n    Bob Roy",
        "Summary: The crew sends one word.\n    Status: unknown, says the captain.",
        "Save_as: 2011/ferry/index.html\nURL: 2011/ferry/",
        'Summary: "Nobody can cross", said the captain',
        "Plaque: yes",
        "plaque: yes",
    ],
)
def test_what_is_in_order_is_passed_over(line):
    found = read_fields(f"{HEAD}{line}\n\nText.\n", STORY_FIELDS, ["Plaque"])

    assert (found.faults, found.remarks) == ((), ())


def test_a_sentence_that_begins_like_a_field_may_want_a_blank_line():
    text = f"{HEAD}Update: the ferry is found.\n\nText.\n"

    assert faults(text) == [(3, "unknown-field")]
    assert said(text).endswith("If it is text, put a blank line above it")


def test_a_name_that_pelican_keeps_for_itself_is_refused():
    assert faults(f"{HEAD}Content: x\n\nText.\n", taken={"content"}) == [(3, "unknown-field")]


def test_a_field_on_several_lines_is_joined():
    found = read_fields(f"{HEAD}Authors: Ann Lee,\n    Bob Roy\n\nText.\n", STORY_FIELDS)

    assert found.source.fields["authors"].value == "Ann Lee, Bob Roy"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Too few spaces: the second name, and all fields below it, would be text.
        (f"{HEAD}Authors: Ann,\n  Bob\nStatus: draft\n\nText", [(4, "bad-field")]),
        (f"{HEAD}Authors: Ann,\n\u00a0\u00a0\u00a0\u00a0Bob\n\nText", [(4, "bad-field")]),
        (f"{HEAD}Summary: Nobody\ncan cross.\nStatus: draft\n\nText", [(4, "bad-field")]),
        # A blank line hides that the story is a draft.
        (f"{HEAD}\nStatus: draft\n\nText", [(4, "bad-field")]),
        (f"\n{HEAD}\nText", [(2, "bad-field")]),
        (f"\n\n \n{HEAD}Staus: draft\n\nText", [(4, "bad-field"), (6, "unknown-field")]),
        ("Title\uff1aA\nDate\uff1a2011-03-04\n\nText", [(1, "bad-field"), (2, "bad-field")]),
        ("# Title: A\nDate: 2011-03-04\n\nText", [(1, "bad-field")]),
        ("Title: A\r\nStaus: draft\r\n\r\nText", [(2, "unknown-field")]),
        ("Staus: draft\nParnter: a\nTitle: B\nTitle: C\n\nText",
         [(1, "unknown-field"), (2, "unknown-field"), (4, "field-twice")]),
        ("", []),
        ("Only text.", []),
        # Four spaces make a line part of the field above it, whatever it says.
        (f"{HEAD}Tags: Sea\n    Status: draft\n\nText", [(4, "bad-field")]),
        (f"{HEAD}Tags: Sea\n\tstatus: Hidden\n\nText", [(4, "bad-field")]),
    ],
)  # fmt: skip
def test_all_faults_of_a_file_are_found_each_on_its_line(text, found):
    assert faults(text) == found


YAML = """\
---
title: "Adrift: a ferry"
date: 2011-03-04
authors:
  - Ann Lee
  - "Bob Roy"
tags: [Sea, 'Rescue']
summary: >
  Nobody
  can cross.
# a remark
---

Text.
"""


def test_yaml_is_refused_with_the_same_fields_in_our_form():
    found = read_fields(YAML, STORY_FIELDS)

    assert [(one.line, one.code) for one in found.faults] == [
        (line, "front-matter") for line in (2, 5, 6, 7, 8, 11)
    ]
    said = "\n".join(one.message for one in found.faults)
    assert 'a story file wants "Title: Adrift: a ferry"' in said
    assert 'a story file wants "Authors: Ann Lee, Bob Roy" in one line' in said
    assert 'a story file wants "Tags: Sea, Rescue"' in said
    assert found.source.fields["summary"].value == "Nobody can cross."


@pytest.mark.parametrize("text", ["+++\ntitle = 'A'\n+++\n", ";;;\n{}\n;;;\n", "{\n}\n"])
def test_front_matter_of_other_kinds_is_refused(text):
    assert faults(text)[0] == (1, "front-matter")


def test_nested_yaml_is_refused():
    assert faults("---\ntitle: A\nauthor:\n  name: Ann\n---\n\nText") == [(4, "front-matter")]


def test_marks_around_plain_fields_are_allowed():
    assert faults("---\nTitle: A\nDate: 2011-03-04\nTags: Sea,\n    Rescue\n---\n\nText") == []


def test_a_partner_has_fields_of_its_own():
    text = "Title: The Wire\nURL: https://a.example/\nFonded: 1922\n\nHistory.\n"

    found = read_fields(text, PARTNER_FIELDS)
    assert [(one.line, one.message) for one in found.faults] == [
        (3, 'unknown field "Fonded"; did you mean "Founded"?')
    ]


@given(st.text(st.sampled_from("Title: Dae\nSus-—#*=\"'[]>|\u00a0\ufeff"), max_size=60))
def test_any_text_can_be_read_and_every_line_keeps_its_number(text):
    found = read_fields(text, STORY_FIELDS)

    plain = parse_source(text)
    assert len(found.source.lines) == len(plain.lines)
    assert all(1 <= one.line <= len(plain.lines) for one in (*found.faults, *found.remarks))
    if not found.faults:
        assert found.source == plain


@pytest.mark.parametrize("name", ["Credit", "Credit_de", "credit-pt-BR"])
def test_a_credit_without_a_sentence_is_an_error(name):
    text = f"Title: The Wire\n{name}:\nStatus: closed\n\nA wire service.\n"
    (fault,) = read_fields(text, ("Title", "Status", name)).faults

    assert (fault.line, fault.code) == (2, "empty-field")
    assert fault.message == (
        f'{name} has no value; write one, such as "{name}: From the archive of {{partner}}."'
    )
