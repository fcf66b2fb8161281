"""Story files beside the HTML that they must become, a folder for each group of rules.

`pytest tests/test_examples.py --rewrite-golden` writes the HTML anew; read the diff against
docs/stories.md before you keep it.
"""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path

import pytest
from markdown import Markdown
from pelican import settings as pelican_settings

from backfile.config.read_settings import read_settings
from backfile.reading.reader import StoryReader

EXAMPLES = Path(__file__).parent / "examples"
RULES = ("corrections", "inferred", "order", "sections", "stamps", "untouched")
# Where a line begins, for people to read.
LINE_BEGINS = re.compile(r'(<section [^>]*>|<div class="lead">|</section>|</div>(?=<section))(?=<)')


def examples(*rules: str) -> list[str]:
    return [
        path.relative_to(EXAMPLES).with_suffix("").as_posix()
        for rule in rules
        for path in sorted((EXAMPLES / rule).glob("*.md"))
    ]


@pytest.fixture(scope="module")
def reader() -> StoryReader:
    markdown = deepcopy(pelican_settings.DEFAULT_CONFIG["MARKDOWN"])
    override = {"PATH": str(EXAMPLES), "MARKDOWN": markdown}
    settings = pelican_settings.read_settings(None, override=override)
    return StoryReader(settings, read_settings(settings))


@pytest.mark.parametrize("name", examples(*RULES))
def test_a_story_file_becomes_the_html_beside_it(name, reader, rewrite_golden):
    source, expected = EXAMPLES / f"{name}.md", EXAMPLES / f"{name}.html"
    converted = reader.convert(str(source), source.read_text(encoding="utf-8"))
    html = LINE_BEGINS.sub(r"\1\n", converted.html).lstrip() + "\n"
    if rewrite_golden:
        expected.write_text(html, encoding="utf-8", newline="\n")

    assert converted.troubles == ()
    assert html == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", examples("untouched"))
def test_a_file_without_updates_becomes_what_plain_markdown_makes_of_it(name, reader):
    path = EXAMPLES / f"{name}.md"
    text = path.read_text(encoding="utf-8")

    plain = Markdown(**reader.settings["MARKDOWN"]).convert(text)
    assert reader.convert(str(path), text).html == plain


def test_every_expected_html_has_its_story():
    for rule in RULES:
        for path in (EXAMPLES / rule).glob("*.html"):
            assert path.with_suffix(".md").exists(), f"{path} is left over"


HEAD = "Title: Ferry\nDate: 2014-03-09 00:30\nTimezone: America/New_York\n\n"


@pytest.mark.parametrize(
    ("body", "line", "code", "message"),
    [
        (
            "## 25:10: Ashore",
            5,
            "bad-stamp",
            '"25:10" is not a time of day; hours end at 23:59',
        ),
        (
            "Lead.\n\n## 12:50 a.m.\n\n## 2:30 a.m.",
            9,
            "no-such-time",
            (
                '"2:30 a.m." never happened: on 9 March 2014 the clocks of America/New_York went '
                "forward past it; correct the stamp or the story's date"
            ),
        ),
        (
            "## 3 p.m. {: datetime=noon }",
            5,
            "bad-stamp",
            "datetime=noon is no date; write 2014-06-17 or 2014-06-17T18:20-04:00",
        ),
        (
            # An instant without its offset is none.
            "## 3 p.m. {: datetime=2014-03-09T15:00 }",
            5,
            "bad-stamp",
            "datetime=2014-03-09T15:00 is no date; write 2014-06-17 or 2014-06-17T18:20-04:00",
        ),
        (
            '## 3 p.m. {: datetime="2014-03-09 }',
            5,
            "bad-stamp",
            '{datetime="2014-03-09 }: No closing quotation; close the quotes',
        ),
    ],
    ids=["stamp", "time that never was", "no date", "no offset", "no closing quotation mark"],
)
def test_what_cannot_be_true_is_named_with_its_line(body, line, code, message, reader):
    (trouble,) = reader.convert(str(EXAMPLES / "x.md"), HEAD + body).troubles

    assert (trouble.line, trouble.code, trouble.message) == (line, code, message)


def test_all_that_is_wrong_in_a_story_is_told_from_top_to_bottom(reader):
    body = "## 2:30 a.m.\n\n## 31 June\n\n## 2:45 a.m.\n\n## 25:10"

    troubles = reader.convert(str(EXAMPLES / "x.md"), HEAD + body).troubles

    assert [one.line for one in troubles] == [5, 7, 9, 11]


PARAGRAPHS = """\
2 p.m.: the lead has one.

6 p.m. curfew was imposed.

June 17: a fine day.

31 June: no such day.

## 3 p.m.

3:10 p.m. The tug
has a line on her.

> 3:20 p.m.: a quotation.
"""


def test_a_paragraph_that_opens_with_a_stamp_is_an_unconverted_update(reader):
    unconverted = reader.convert(str(EXAMPLES / "x.md"), HEAD + PARAGRAPHS).story.remarks

    assert [(one.line, one.code) for one in unconverted] == [
        (5, "unconverted-update"),
        (15, "unconverted-update"),
    ]
    assert unconverted[0].message == (
        'a paragraph opens with "2 p.m." but is no update; '
        'write it as a heading, "## 2 p.m.", if it is one'
    )


@pytest.mark.parametrize("link", ["[6 p.m.](https://harbor.example/)", "[6 p.m.][harbor]"])
def test_a_link_in_a_heading_keeps_its_address_to_itself(link, reader):
    body = f"## {link} Ashore\n\n[harbor]: https://harbor.example/"

    html = reader.convert(str(EXAMPLES / "x.md"), HEAD + body).html

    assert re.sub("<[^>]*>", "", html).strip() == "6 p.m. Ashore"


def test_every_update_knows_the_line_of_its_heading(reader):
    body = "```\n## 3 p.m.\n```\n\n## 3 p.m.\n\n4 p.m.\n------\n\n## 3 p.m. ##"

    story = reader.convert(str(EXAMPLES / "x.md"), HEAD + body).story

    assert sorted(one.section.line for one in story.updates) == [9, 11, 14]


def test_a_zone_that_is_not_known_is_remarked_on(reader):
    story = reader.convert(str(EXAMPLES / "x.md"), HEAD + "Lead.\n\n## 6:20 p.m. QZT: In").story

    (remark,) = story.remarks
    assert remark.code == "unknown-zone"
    assert remark.message.startswith('"QZT" in "6:20 p.m. QZT" is a zone that is not known')


def test_a_headline_is_no_zone(reader):
    story = reader.convert(str(EXAMPLES / "x.md"), HEAD + "## 6:20 p.m. The boat is in").story

    assert story.remarks == ()


@pytest.mark.parametrize("tag", ['section markdown="1"', 'div class="lead" markdown="span"'])
def test_sections_of_the_authors_own_keep_their_text(reader, tag):
    body = f"<{tag}>Words of *theirs* alone.</{tag.split()[0]}>\n\nMore.\n"

    html = reader.convert(str(EXAMPLES / "x.md"), HEAD + body).html

    assert html == Markdown(extensions=["extra"], output_format="html").convert(body)
