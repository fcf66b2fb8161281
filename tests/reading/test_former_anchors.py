"""An anchor that was published stays on the page, as a second id of its update."""

from __future__ import annotations

import copy
import re

import pytest
from pelican.settings import DEFAULT_CONFIG

from backfile.config.read_settings import read_settings
from backfile.fidelity.page import shown
from backfile.reading.plain_text import cut
from backfile.reading.reader import Converted, StoryReader

HEAD = "Title: Ferry\nDate: 2014-06-16 11:02\nTimezone: America/New_York\n"
BODY = """
She is back.

## 6:20 p.m.: Ashore

Second.

## 3:31 p.m.{attributes}

First.

## Update 2

Third.

## Original Post

A ferry radios for help.
"""
OLD = "update-2014-06-17-1531"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> StoryReader:
    content = str(tmp_path_factory.mktemp("content"))
    pelican = {**copy.deepcopy(DEFAULT_CONFIG), "PATH": content, "TIMEZONE": "America/New_York"}
    return StoryReader(pelican, read_settings(pelican))


def converted(reader: StoryReader, field: str = "", attributes: str = "") -> Converted:
    fields = f"Former_Anchors: {field}\n" if field else ""
    return reader.convert("content/ferry.md", HEAD + fields + BODY.format(attributes=attributes))


def section(html: str, former: str) -> str:
    """Return the id of the section in which the id *former* stands."""
    before = html.partition(f' id="{former}"')[0]
    return re.findall(r'<section class="update"[^>]* id="([^"]*)"', before)[-1]


@pytest.mark.parametrize(
    ("field", "attributes", "anchor"),
    [
        ("", f" {{: former={OLD} }}", "update-2014-06-16-1531"),
        ("", f' {{: former="{OLD} b" .quiet }}', "update-2014-06-16-1531"),
        (f"{OLD} = update-2014-06-16-1531", "", "update-2014-06-16-1531"),
        (f"{OLD} = 3:31 p.m.", "", "update-2014-06-16-1531"),
        (f"{OLD} -> 6:20 p.m., a = update-1", "", "update-2014-06-16-1820"),
        # The same time of day on another day.
        (OLD, "", "update-2014-06-16-1531"),
    ],
)
def test_it_is_an_id_in_the_heading_of_its_update(field, attributes, anchor, reader):
    found = converted(reader, field, attributes)

    assert found.troubles == ()
    assert found.html.count(f'<span class="former" id="{OLD}"></span>') == 1
    assert section(found.html, OLD) == anchor


def test_the_words_of_the_page_are_the_same(reader):
    plain = converted(reader)
    found = converted(reader, f"{OLD} = 3:31 p.m., a = 6:20 p.m., c = original-post")

    assert found.troubles == ()
    pages = [f'<article class="story">{one.html}</article>' for one in (plain, found)]
    assert shown(pages[0], plain.story) == shown(pages[1], found.story)
    assert cut(plain.document) == cut(found.document)
    assert '<h2><span class="former" id="c"></span>Original Post</h2>' in found.html


@pytest.mark.parametrize(
    ("field", "attributes", "line", "message"),
    [
        (
            "update-2014-06-16-1820 = 3:31 p.m.",
            "",
            4,
            ('the former anchor "update-2014-06-16-1820" is the anchor of another update as well; '
            "each address on the page leads to one update, so delete it from the wrong one"),
        ),
        (
            "a = 6:20 p.m.",
            " {: former=a }",
            4,
            ('the former anchor "a" is the anchor of another update as well; '
            "each address on the page leads to one update, so delete it from the wrong one"),
        ),
        (
            "a = 6:21 p.m.",
            "",
            4,
            'there is no update "6:21 p.m." that was once "a"; did you mean "6:20 p.m."?',
        ),
        (
            "a",
            "",
            4,
            ('which update was once "a" cannot be told; write the former anchor, an equals sign, '
            "and the anchor or the stamp of its update"),
        ),
        (
            "",
            ' {: former="1a" }',
            11,
            ('"1a" cannot be an anchor; write the former anchor, an equals sign, '
            "and the anchor or the stamp of its update"),
        ),
    ],
)  # fmt: skip
def test_what_leads_to_no_single_update_is_named(field, attributes, line, message, reader):
    (trouble,) = converted(reader, field, attributes).troubles

    assert (trouble.line, trouble.code, trouble.message) == (line, "bad-former", message)


def test_a_correction_may_name_it(reader):
    body = (
        f"\n## 6:20 p.m. {{: former={OLD} }}\n\nAshore.\n\n"
        f"## Correction, June 18 {{: corrects={OLD} }}\n"
    )
    found = reader.convert("content/ferry.md", HEAD + body)

    assert found.troubles == ()
    assert 'data-corrects="update-2014-06-16-1820"' in found.html
