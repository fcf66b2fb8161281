"""Headings and paragraphs of a story file that nearly open an update, with their lines."""

from __future__ import annotations

import copy

import pytest
from pelican.settings import DEFAULT_CONFIG

import backfile
from backfile.checking.archive_reader import read_archive
from backfile.checking.check import check
from backfile.checking.fix import plan_fixes
from backfile.config.read_settings import DEFAULTS, read_settings
from backfile.reading.reader import StoryReader

HEAD = "Title: Ferry\nDate: 2014-06-16 11:02\nTimezone: America/New_York\n\n"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> StoryReader:
    content = str(tmp_path_factory.mktemp("content"))
    pelican = {**copy.deepcopy(DEFAULT_CONFIG), "PATH": content, "TIMEZONE": "America/New_York"}
    return StoryReader(pelican, read_settings(pelican))


def remarks(reader: StoryReader, body: str, head: str = HEAD) -> list[tuple[int, str]]:
    story = reader.convert("content/ferry.md", head + body).story
    return [(one.line, one.code) for one in story.remarks]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("Lead.\n\n## Updte, 9 a.m.\n\nAshore.\n", 7),
        ("Lead.\n\n# 10 a.m.\n\nAshore.\n", 7),
        ("Lead.\n\n10 a.m.\n=======\n\nAshore.\n", 7),
        ("Lead.\n\n### 11 a.m.\n\nAshore.\n", 7),
        ("Lead.\n\n## 6:20 p.m.\n\nAshore.\n\n## Orignal Post ##\n\nAdrift.\n", 11),
        ("```\n## Updte, 9 a.m.\n```\n\n## Updte, 9 a.m.\n", 9),
        ("## Updte, 9 a.m. {: .quiet }\n", 5),
        ("## Update: 18 h 20\n", 5),
        ("Lead.\n\n<h2>9 a.m.</h2>\n\nAshore.\n", 7),
        ("## 9 a..m.\n", 5),
    ],
)
def test_a_near_miss_is_found_once_on_its_line(body, line, reader):
    assert remarks(reader, body) == [(line, "near-miss-opening")]


def test_it_says_what_was_found_and_what_was_probably_meant(reader):
    story = reader.convert("content/ferry.md", f"{HEAD}## Updte, 9 a.m.\n").story

    (found,) = story.remarks
    assert '"## Updte, 9 a.m."' in found.message
    assert 'did you mean "## Update, 9 a.m."?' in found.message


@pytest.mark.parametrize(
    ("heading", "hint"),
    [
        (
            "## klo 18.20",
            'did you mean "## 18:20"? It would be an update as it stands in a story with Lang: fi',
        ),
        ("## kl. 18.20", "in a story with Lang: sv or da or nb"),
        ("## 6:20 p.m. tomorrow", 'did you mean "## 6:20 p.m., 2014-06-17"?'),
        ("<h2>9 a.m.</h2>", '"<h2>9 a.m.</h2>" is not read'),
        ("<h2>9 a.m.</h2>", 'did you mean "## 9 a.m."?'),
    ],
)
def test_it_says_what_to_write_or_to_state(heading, hint, reader):
    (found,) = reader.convert("content/ferry.md", f"{HEAD}{heading}\n").story.remarks

    assert hint in found.message


def test_it_stays_an_ordinary_heading(reader):
    story = reader.convert("content/ferry.md", f"{HEAD}## 6 p.m.\n\n## Updte, 9 a.m.\n").story

    assert [one.section.line for one in story.updates] == [5]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("12:15 Nothing.\n", [5]),
        ("- 1 p.m.: listed\n- 2 p.m.: listed\n", [5, 6]),
        ("Lead.\n\n1. 1 p.m.: listed\n\n2. 2 p.m.: listed\n", [7, 9]),
        ("- Before\n    - 1 p.m.: deeper\n", [6]),
        ("**3 p.m.** The tug arrives.\n", [5]),
        ("   ## 7 p.m.\n\nAshore.\n", [5]),
        ("6:20 p.m.: The tug.\n\n6:20 p.m.: The tug.\n", [5, 7]),
        ("6 p.m.\n:   The tug.\n", [5]),
        ("UPDATE: The tug.\n", [5]),
        ("Lead.\n\n**Update:** The tug.\n", [7]),
        ("Updte: The tug.\n", [5]),
        ("Lead.\n\n> 9 a.m.\n\nThe tug.\n", [7]),
    ],
)
def test_a_paragraph_or_an_item_that_opens_like_an_update_is_found(body, lines, reader):
    assert remarks(reader, body) == [(line, "unconverted-update") for line in lines]


@pytest.mark.parametrize(
    "body",
    [
        "> 12:15 Nothing.\n",
        "    12:15 Nothing.\n",
        "At 12:15 nothing.\n",
        "12:15 is when it sails.\n",
        "6 p.m. curfew was imposed.\n",
        "- 10:00 mix the dough\n",
        "1914 was a hot year.\n",
        "The blast\n6 p.m. it was.\n",
        "- Monday: closed\n",
        "3 of them stayed.\n",
        "> # 10 a.m.\n",
        "> Update: the tug.\n",
        "> 9 a.m.\n> The tug.\n",
        "<h2>Harbours</h2>\n",
        "<p>9 a.m.</p>\n",
        "Correction: The tug was late.\n",
        "Earlier: the tug.\n",
        "Updates: the tug, the ferry.\n",
    ],
)
def test_ordinary_text_is_not_doubted(body, reader):
    assert remarks(reader, body) == []


def test_the_language_of_the_story_counts(reader):
    head = HEAD.replace("\n\n", "\nLang: fi\n\n")

    assert remarks(reader, "## klo 18.20: Lautta\n", head) == []
    assert remarks(reader, "## klo 18.20: Lautta\n") == [(5, "near-miss-opening")]


def test_a_story_with_a_doubtful_heading_is_not_fixed(tmp_path):
    body = "## 6:20 p.m.\n\nAshore.\n\n## Orignal Post\n\nAdrift.\n"
    story = tmp_path / "stories" / "ferry.md"
    story.parent.mkdir()
    story.write_text(HEAD + body, "utf-8")
    pelican = {**copy.deepcopy(DEFAULT_CONFIG), **DEFAULTS, "PATH": str(tmp_path)}
    archive = read_archive(
        {
            **pelican,
            "OUTPUT_PATH": str(tmp_path / "output"),
            "CACHE_PATH": str(tmp_path / "cache"),
            "PLUGINS": [backfile],
            "TIMEZONE": "America/New_York",
        }
    )

    fixes = plan_fixes(archive, check(archive))

    assert story.read_text("utf-8") == HEAD + body
    assert fixes.changes == ()
    assert [(one.line, one.code) for one in fixes.refused] == [(9, "not-fixed")]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("Lead.\n\n## 9 a.m. {: key=ja }\n\nAshore.\n", 7),
        ("Lead.\n\n## 9 a.m.: Ashore {: .key }\n\nAshore.\n", 7),
        ("Lead.\n\n## 9 a.m. {: Key=yes }\n\nAshore.\n", 7),
        ("Lead.\n\n## 9 a.m.\n\nKey: yes\n\nAshore.\n", 9),
        ("Lead.\n\n## 9 a.m.\n{: key=yes }\n\nAshore.\n", 8),
        ("Lead.\n\n## 9 a.m.\n{: key=yes }\nAshore.\n", 8),
        ("Lead.\n\n## 9 a.m.\n\nAshore.\n{: key=yes }\n", 10),
        ("Lead.\n\n## 9 a.m. Ashore{: key=yes }\n\nAshore.\n", 7),
        ("Lead.\n\n## 9 a.m. Ashore {: key=yes\n\nAshore.\n", 7),
        ("Lead.\n\n## 9 a.m. {: key=“yes” }\n\nAshore.\n", 7),
        ("Lead.\n\n## 9 a.m. {: kye=yes }\n\nAshore.\n", 7),
        ("## What is known {: key=yes }\n\nLittle.\n\n## 9 a.m.\n\nAshore.\n", 5),
    ],
)
def test_an_attribute_that_is_not_read_as_meant_is_found_on_its_line(body, line, reader):
    assert remarks(reader, body) == [(line, "near-miss-attribute")]


@pytest.mark.parametrize("field", ["Key: yes", "key: true"])
def test_a_story_cannot_be_a_key_update(field, reader):
    head = HEAD.replace("Timezone", f"{field}\nTimezone")
    remark = reader.fields_of(f"{head}Ashore.\n").remarks[0]
    assert remark.code == "unknown-field"
    assert "write {: key=yes } at the end of an update's heading" in remark.message
