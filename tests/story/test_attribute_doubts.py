"""What people mistype in the attributes of an update's heading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.story.attribute_doubts import (
    EXAMPLES,
    attribute_doubts,
    key_line_doubt,
    printed_list_doubt,
)


def doubt(listed: str, *, opens: bool = True) -> str:
    return " | ".join(attribute_doubts(listed, opens=opens))


@pytest.mark.parametrize(
    "listed",
    [
        "key=yes",
        "key=true",
        "key=Yes",
        'key="KEY EVENT"',
        'key="Key event" by="Ada Lind; Ben Ray"',
        "datetime=2011-03-05T00:20:00-04:00 inferred=next-day",
        'corrects="12:20 a.m." former=update-2',
        "#my-id .quiet",
        ".by .keys #keyed",
        "lang=es title=Day id=key-facts data-key=x",
        "by=Formen",
        "dir=rtl lang=he",
        'key="“Breaking”"',
        ".kye #ky",
    ],
)
def test_what_is_written_as_it_is_read_is_in_no_doubt(listed: str) -> None:
    assert doubt(listed) == ""


@pytest.mark.parametrize(
    ("listed", "hint"),
    [
        ("key=ja", 'prints "ja" above the update; write key=yes'),
        ("key=1", "write key=yes"),
        ("key=sí", "write key=yes"),
        ("key=はい", "write key=yes"),
        ("key=no", "delete it if it is none"),
        ("key=False", "delete it if it is none"),
        ("key=", "has no value; write one, such as key=yes"),
        ('by=""', 'has no value; write one, such as by="Ada Lind"'),
        ("key", '"key" is not read; did you mean key=yes?'),
        (".key", '".key" is not read; did you mean key=yes?'),
        ("key:yes", "did you mean key=yes?"),
        ("key: yes", "did you mean key=yes?"),
        ("Key=yes", "did you mean key=yes?"),
        ('By="Ada Lind"', 'did you mean by="Ada Lind"?'),
        ('correct="3:31 p.m."', 'did you mean corrects="3:31 p.m."?'),
        ("formr=update-2", "did you mean former=update-2?"),
        ("DateTime=2011-03-05", "did you mean datetime=2011-03-05?"),
        ("keys=yes", '"keys=yes" is not read; did you mean key=yes?'),
        ("kye=yes", "did you mean key=yes?"),
        ("ky=yes", "did you mean key=yes?"),
        ("keys=“yes”", "did you mean key=yes?"),
        ("kez: yes", "did you mean key=yes?"),
        ('yb="Ada Lind"', 'did you mean by="Ada Lind"?'),
        ("key=“yes”", 'write key="yes"'),
        ("by=„Ada Lind“ key=yes", 'write by="Ada Lind"'),
        ("key=yes key=true", '"key=" stands twice, and only the last is read; delete one'),
        ("datetme=2011-03-05 key=ja", "did you mean datetime=2011-03-05?"),
    ],
)
def test_what_was_probably_meant_is_said(listed: str, hint: str) -> None:
    assert hint in doubt(listed)


def test_a_heading_that_opens_no_update_has_no_such_attributes() -> None:
    assert "opens none; begin the heading with a time" in doubt("key=yes", opens=False)
    assert doubt("#my-id .quiet", opens=False) == ""


@pytest.mark.parametrize("line", ["Key: yes", "key: ja", "KEY: true.", "Key=yes", "Key event: yes"])
def test_a_line_below_the_heading_marks_nothing(line: str) -> None:
    assert "{: key=yes }" in key_line_doubt(line)


@pytest.mark.parametrize(
    "line", ["Key: no", "Key: C minor", "Key: yes, he said", "Key facts: yes and no", "yes", ""]
)
def test_a_line_of_text_is_left_alone(line: str) -> None:
    assert key_line_doubt(line) == ""


@pytest.mark.parametrize(
    ("heading", "hint"),
    [
        ("6:20 p.m.{: key=yes }", 'no space before it; write " {: key=yes }"'),
        ("6:20 p.m. Engineers arrive{key=yes}", 'write " {: key=yes }"'),
        ("6:20 p.m.{Key: yes}", 'write " {: key=yes }"'),
        ("6:20 p.m. {: Key=yes", 'no end; write "{: key=yes }"'),
        ("6:20 p.m. {: key=yes", 'no end; write "{: key=yes }"'),
        ('6:20 p.m. {: .x by="Ada Lind" ', 'no end; write "{: .x by="Ada Lind" }"'),
        ("6:20 p.m. {: key=yes } Engineers arrive", "at the end of the heading"),
    ],
)
def test_a_list_that_is_printed_is_doubted(heading: str, hint: str) -> None:
    assert hint in printed_list_doubt(heading)


@pytest.mark.parametrize("heading", ["6:20 p.m.", "The set {a, b}", "6 p.m. key=yes", "{: .x", ""])
def test_a_heading_without_such_a_list_is_not_doubted(heading: str) -> None:
    assert printed_list_doubt(heading) == ""


@pytest.mark.parametrize(
    "line", ["{: Key=yes }", "{key: yes}", "{: .x key=yes", "{: key=yes by=A }"]
)
def test_a_list_on_a_line_of_its_own_belongs_to_the_heading(line: str) -> None:
    assert "at the end of the update's heading" in key_line_doubt(line)


@given(st.text(), st.booleans())
def test_any_list_is_judged(listed: str, opens: bool) -> None:
    for said in attribute_doubts(listed, opens=opens):
        assert any(f"{name}" in said for name in EXAMPLES)
    key_line_doubt(listed)
    printed_list_doubt(listed)
