"""HTML, notes and labels in the body of a story: what would lose words, on which line."""

from __future__ import annotations

import copy

import pytest
from pelican.settings import DEFAULT_CONFIG

from backfile.config.read_settings import read_settings
from backfile.reading.reader import StoryReader

HEAD = "Title: Ferry\nDate: 2014-06-16 11:02\n\n"  # the body begins on line 4


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> StoryReader:
    content = str(tmp_path_factory.mktemp("content"))
    extensions = {"extensions": list(DEFAULT_CONFIG["MARKDOWN"]["extension_configs"])}
    markdown = {**copy.deepcopy(DEFAULT_CONFIG["MARKDOWN"]), **extensions}
    pelican = {
        **copy.deepcopy(DEFAULT_CONFIG),
        "PATH": content,
        "MARKDOWN": markdown,
        "TIMEZONE": "America/New_York",
    }
    return StoryReader(pelican, read_settings(pelican))


def found(reader: StoryReader, body: str, head: str = HEAD) -> list[tuple[int, str]]:
    converted = reader.convert("content/ferry.md", head + body)
    both = [*converted.troubles, *converted.story.remarks]
    return sorted((one.line, one.code) for one in both)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Text.\n\n<div>\nx\n\n## 10:05 a.m.\n\nMore.\n", [(6, "unclosed-tag")]),
        ("<table>\n<tr><td>x\n\n## 10:05 a.m.\n", [(4, "unclosed-tag")]),
        ("<details>\n\n## 10:05 a.m.\n", [(4, "unclosed-tag")]),
        ("<section>\n<div>\nx\n</section>\n", [(5, "unclosed-tag")]),
        ("<p>\nText.\n\n## 10:05 a.m.\n", [(4, "unclosed-tag")]),
        ("The <div> tag.\n", [(4, "unclosed-tag")]),
        ("He said <i>no.\n", [(4, "unclosed-inline-tag")]),
        ("<div/>\n\nText.\n", [(4, "unclosed-tag")]),
        ("Text.\n</article></main>\n", [(5, "surplus-end-tag"), (5, "surplus-end-tag")]),
        ("<div>\nx\n</div>\n\nText. </div>\n", [(8, "surplus-end-tag")]),
        ("A <textarea> hides.\n", [(4, "hidden-text")]),
        ("A <title>word</title>.\n", [(4, "hidden-text")]),
        ("A <dialog>word</dialog>.\n", [(4, "hidden-text")]),
        ("A <select><option>word</option></select>.\n", [(4, "hidden-text")]),
        ("A <xmp> b.\n\n<template>\nx\n</template>\n", [(4, "hidden-text"), (6, "hidden-text")]),
        ("A <script> b.\n", [(4, "unclosed-tag")]),
        ("<style>\nb\n\n## 10 a.m.\n", [(4, "unclosed-tag")]),
        ("Text.\n\n<!-- a remark\n\n## 10:05 a.m.\n\nIn.\n", [(6, "unclosed-comment")]),
        ("Text <!-- a remark\n\nof two --> paragraphs.\n", [(4, "unclosed-comment")]),
        ("Text with <REDACTED> and more.\n", [(4, "unknown-tag")]),
        ("- Ask\n\n    <Name> there.\n", [(6, "unknown-tag")]),
        ("A <Name>word</Name>.\n", [(4, "unknown-tag")]),
        ("A </REDACTED> word.\n", [(4, "unknown-tag")]),
        ("An <x-note>aside</x-note>.\n", [(4, "unknown-tag")]),
        ("x<y and z>w\n", [(4, "unknown-tag")]),
        # HTML that is closed: what stands in it is no Markdown.
        ("<div>\n\n## 10:05 a.m.\n\nx\n\n</div>\n", [(6, "raw-heading")]),
        ("<table>\n<tr><td>\n### News\n</td></tr>\n</table>\n", [(6, "raw-heading")]),
        ("A[^1] b <REDACTED>.\n\n[^1]: A <NAME>.\n", [(4, "unknown-tag"), (6, "unknown-tag")]),
    ],
)
def test_markup_that_loses_words_is_found_on_the_line_of_the_tag(body, expected, reader):
    assert found(reader, body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "`<div>` and ``<REDACTED> ` `` in code.\n",
        "    <div>\n",
        "```\n<div>\n<!--\n[^1]: no note\n```\n",
        "~~~ html\n<REDACTED>\n~~~\n",
        "<https://harbor.example/> <mailto:a@harbor.example> <john@harbor.example>\n",
        "&lt;REDACTED> &lt;div>\n",
        "<pre>\n## 10:05 a.m.\n</pre>\n\n<!--\n## 10:05 a.m.\n-->\n\n```\n## 10:05 a.m.\n```\n",
        '<div markdown="1">\n\n## News\n\n</div>\n',
        "a < b and c > d\n",
        "I <3 the ferry\n",
        "<div>\n<p>One.\n<p>Two.\n</div>\n",
        "<ul>\n<li>One\n<li>Two\n</ul>\n",
        "<table>\n<tr><td>1<td>2\n<tr><td>3<td>4\n</table>\n",
        "A<br>b <img src='https://x.example/x.png' alt='a < b'> <hr>\n",
        "<!-- a remark\n\nof two paragraphs -->\n\nText <!-- here --> too.\n",
        "<svg viewBox='0 0 1 1'><g><foo/></g></svg>\n",
        "<figure>\n<img src='/x.png' alt=''>\n<figcaption>x</figcaption>\n</figure>\n",
        "<script>\nlet a = '<div>';\n</script>\n",
        '<div markdown="1">\n\nText.\n\n</div>\n',
        '<a id="here"/>Text.\n',
        "Water, H<sub>2</sub>O, and <kbd>Ctrl</kbd>.\n",
        "<iframe src='https://x.example/'></iframe>\n",
        "| a | b |\n|---|---|\n| `<x>` | 1 |\n",
        "> `<x>` in a quotation\n",
    ],
)
def test_markup_in_order_is_not_doubted(body, reader):
    assert found(reader, body) == []


@pytest.mark.parametrize(
    ("field", "line"), [("Title: Ask <Name>", 1), ("Title: Ferry\nSummary: By <Name>.", 2)]
)
def test_titles_and_summaries_are_looked_at_too(field, line, reader):
    head = f"{field}\nDate: 2014-06-16 11:02\n\n"

    assert found(reader, "Text.\n", head) == [(line, "unknown-tag")]


@pytest.mark.parametrize(
    "title", ['Profit <x & "y" rises', "Ferry </late", "One <b two", "Profit <x, <3 times"]
)
def test_a_tag_without_its_end_in_a_title_is_found(title, reader):
    head = f"Date: 2014-06-16 11:02\nTitle: {title}\n\n"

    assert found(reader, "Text.\n", head) == [(2, "unclosed-tag")]


def test_a_tag_without_its_end_in_a_title_says_what_to_write(reader):
    head = 'Title: Profit <x & "y" rises\nDate: 2014-06-16 11:02\n\n'

    (fault,) = reader.convert("content/ferry.md", head + "Text.\n").troubles
    assert 'write "&lt;x" to show it' in fault.message


@pytest.mark.parametrize("title", ["I <3 it", "a < b", "Down &lt;x & up", "The <i>Ada</i> > all"])
def test_a_title_whose_words_are_all_shown_is_not_doubted(title, reader):
    assert found(reader, "Text.\n", f"Title: {title}\nDate: 2014-06-16 11:02\n\n") == []


def test_a_summary_shows_what_begins_a_tag_without_its_end(reader):
    head = "Title: Ferry\nDate: 2014-06-16 11:02\nSummary: Profit <x & y rises\n\n"

    _, metadata = reader.read_source("content/ferry.md", head + "Text.\n")
    assert metadata["summary"] == "<p>Profit &lt;x &amp; y rises</p>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("A[^1].\n\n[^1]: One.\n\nB[^1].\n\n[^1]: Two.\n", [(10, "duplicate-note")]),
        ("A[^1].\n\n[^1]: One.\n[^1]: Two.\n", [(7, "duplicate-note")]),
        ("A[^1].\n", [(4, "undefined-note")]),
        ("A.\n\n[^1]: One.\n", [(6, "unused-note")]),
        ("A `[^1]`.\n\n[^1]: One.\n", [(6, "unused-note")]),
        (
            "[a][x] [b][X]\n\n[x]: https://a.example/\n\n[X]: https://b.example/ 'B'\n",
            [(8, "duplicate-link")],
        ),
        ("*[AP]: A Press\n\n*[AP]: Another Press\n", [(6, "duplicate-abbreviation")]),
        ("[a][x]\n", [(4, "undefined-link")]),
        ("Text.\n\nSee ![a chart][fig 1] or [it][].\n", [(6, "undefined-link")] * 2),
        ("A[^a] b[^b].\n\n[^b]: One, with[^c].\n[^a]: Two.\n", [(6, "undefined-note")]),
    ],
)
def test_a_note_or_a_label_without_its_other_half_is_found(body, expected, reader):
    assert found(reader, body) == expected


def test_a_label_given_twice_names_both_lines(reader):
    body = "A[^1].\n\n[^1]: One.\n\n[^1]: Two.\n"

    (fault,) = reader.convert("content/ferry.md", HEAD + body).troubles
    assert "on line 6" in fault.message


@pytest.mark.parametrize(
    "body",
    [
        "A[^1] b[^1].\n\n[^1]: One.\n",
        "A[^1].\n\n[^1]: One.\n\n    And more.\n",
        "A[^1].\n\n[^1]: One.\n\n```\n[^1]: Two.\n[^2]: Three.\n```\n",
        "[a][x]\n\n[x]: https://a.example/\n[x]: https://a.example/\n",
        "[a][X y] [z][]\n\n[x\ty]: https://a.example/\n[z]: <https://b.example/>\n",
        "`[a][x]`, x[0][1], grid[a][b], [sic][^1].\n\n[^1]: One.\n",
        "[x]: said the mayor to us\n\n[x]: said the mayor again\n",
        "*[AP]: A Press\n*[AP]: A Press\n",
        "A\\[^1] in text, and `[^a-z]`.\n",
        "A[^1].\n\n[^1]: One.\n\n<!--\n[^1]: Two.\n-->\n",
    ],
)
def test_notes_and_labels_in_order_are_not_doubted(body, reader):
    assert found(reader, body) == []


def test_all_faults_of_a_file_are_found_in_one_run(reader):
    body = "<REDACTED>\n\n## Updte, 9 a.m.\n\n## 25:10\n\n<div>\n\n[^1]: One.\n"

    assert found(reader, body) == [
        (4, "unknown-tag"),
        (6, "near-miss-opening"),
        (8, "bad-stamp"),
        (10, "unclosed-tag"),
        (12, "unused-note"),
    ]
