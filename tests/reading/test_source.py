"""A story file as text: its metadata as Python-Markdown reads them, and the lines of its parts."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions.meta import MetaPreprocessor

from backfile.reading.source import LineFinder, parse_source, read_text

STORY = """\
Title: A ferry adrift
Date: 2014-06-16 11:02
Tags: Shipping,
    Rescue
summary:

The lead.

## 3:31 p.m.

Adrift.
"""


def test_a_file_is_taken_apart_into_metadata_and_body():
    source = parse_source(STORY)

    assert source.values() == {
        "title": "A ferry adrift",
        "date": "2014-06-16 11:02",
        "tags": "Shipping, Rescue",
        "summary": "",
    }
    assert source.lines[source.body_line - 1] == "The lead."


@pytest.mark.parametrize(
    ("name", "line"), [("title", 1), ("date", 2), ("tags", 3), ("summary", 5), ("partner", 1)]
)
def test_a_field_knows_its_line_and_one_that_is_missing_is_looked_for_on_the_first(name, line):
    assert parse_source(STORY).line_of(name) == line


@pytest.mark.parametrize(
    ("text", "values", "body_line"),
    [
        ("", {}, 2),
        ("Only text.", {}, 1),
        ("\nTitle: T", {}, 2),
        ("Title: T", {"title": "T"}, 2),
        ("Title: T\nOnly text.", {"title": "T"}, 2),
        ("---\nTitle: T\n---\nText", {"title": "T"}, 4),
        ("---\nTitle: T\n...\nText", {"title": "T"}, 4),
        ("Title: T\r\nDate: D\r\rText", {"title": "T", "date": "D"}, 4),
        ("    indented: code", {}, 1),
        ("Title: a: b", {"title": "a: b"}, 2),
        ("Original_URL: x\nTwo-Words: y", {"original_url": "x", "two-words": "y"}, 3),
        # A field given twice keeps its first value, and its own continuation lines.
        ("A: 1\n    2\nA: 3\n    4\nB: 5", {"a": "1 2", "b": "5"}, 6),
    ],
)
def test_metadata_end_where_the_body_begins(text, values, body_line):
    source = parse_source(text)

    assert (source.values(), source.body_line) == (values, body_line)


def field_name(line: str) -> object:
    """Return what may be the name of a field in *line*; another thing for each other line."""
    name, colon, _ = line.partition(":")
    return name.strip().lower() if colon else object()


@given(
    st.lists(
        st.sampled_from(
            [
                *["Title: Ferry", "  Date:  2014-06-16 ", "Two-Words: a: b", "Empty:", "C:\\x"],
                *["    more", "     more ", "   less", "", "   ", "---", "...", "--- yaml"],
                *["\tmore", "Tabbed:\ta\tb", "----", "....x"],
                *["Text.", "Key without colon", "http://example.org", "Ünder: x", "    : x"],
            ]
        )
        | st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12),
        unique_by=field_name,
    )
)
@example(["---", "Title: Ferry", "    and crew", "...", "Text."])
def test_metadata_and_body_are_those_that_python_markdown_reads(lines):
    source = parse_source("\n".join(lines))

    markdown = Markdown(extensions=["meta"])
    markdown.convert("\n".join(lines))
    assert source.values() == {
        name: " ".join(values).strip() for name, values in getattr(markdown, "Meta", {}).items()
    }
    # What stands before it in Python-Markdown makes spaces of tabs.
    body = MetaPreprocessor(markdown).run("\n".join(lines).expandtabs(4).split("\n"))
    assert [line.expandtabs(4) for line in source.lines[source.body_line - 1 :]] == body


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    path = tmp_path / "story.md"
    path.write_bytes(b"\xef\xbb\xbfTitle: Ferry\r\n")

    assert parse_source(read_text(path)).values() == {"title": "Ferry"}


def test_other_encodings_are_refused(tmp_path):
    path = tmp_path / "story.md"
    path.write_bytes("Title: Fähre".encode("latin-1"))

    with pytest.raises(UnicodeDecodeError):
        read_text(path)


LONG = """\
Title: Ferry

## 3 p.m.

```
## 3 p.m.
```

~~~~ python
```
## 3 p.m.
~~~
~~~~

## 3 p.m. ##

6 p.m.: Setext
--------------

6 p.m.: A paragraph
that goes on.

```
## never closed
"""


def test_headings_are_found_one_after_the_other_past_fenced_code():
    finder = LineFinder(parse_source(LONG))

    assert [finder.heading("3 p.m."), finder.heading("3 p.m.")] == [3, 15]
    assert finder.heading("6 p.m.: Setext") == 17


def test_a_paragraph_is_found_by_its_first_line():
    finder = LineFinder(parse_source(LONG))

    assert finder.paragraph("6 p.m.: A paragraph") == 20


def test_paragraphs_that_begin_alike_are_found_one_after_the_other():
    finder = LineFinder(parse_source("Title: T\n\n3 p.m.: Towed\n\n3 p.m.: Towed"))

    assert [finder.paragraph("3 p.m.: Towed") for _ in range(2)] == [3, 5]


def test_a_fence_that_is_never_closed_holds_no_code():
    assert LineFinder(parse_source(LONG)).heading("never closed") == 24


def test_what_is_not_found_is_given_the_line_of_the_last_that_was():
    finder = LineFinder(parse_source(LONG))

    assert finder.heading("3 p.m.") == 3
    assert finder.heading("nowhere") == 3
    assert finder.paragraph("nowhere") == 3
    assert LineFinder(parse_source("Title: T")).paragraph("nowhere") == 1
