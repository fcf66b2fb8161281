"""What a heading's attribute list says to us, and what stays of it."""

from __future__ import annotations

import copy
import re

import pytest
from pelican.settings import DEFAULT_CONFIG

from backfile.checking.fix import settled_source
from backfile.config.read_settings import read_settings
from backfile.reading.reader import StoryReader

HEAD = "Title: Ferry\nDate: 2014-06-16 11:02\nTimezone: America/New_York\n\n"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> StoryReader:
    content = str(tmp_path_factory.mktemp("content"))
    pelican = {**copy.deepcopy(DEFAULT_CONFIG), "PATH": content, "TIMEZONE": "America/New_York"}
    return StoryReader(pelican, read_settings(pelican))


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ("corrects=update-2014-06-16-1820", ""),
        ('corrects="6:20 p.m." datetime=2014-06-17T09:05-04:00', ""),
        ('.quiet corrects="6:20 p.m." title="Of two masts"', ' class="quiet" title="Of two masts"'),
        ('datetime=2014-06-17T09:05-04:00 title="Of two masts"', ' title="Of two masts"'),
    ],
)
def test_the_page_gets_what_is_not_for_us(attributes, expected, reader):
    body = f"## 6:20 p.m.\n\nAshore.\n\n## Correction, June 17, 9:05 a.m. {{: {attributes} }}\n"

    html = reader.convert("content/ferry.md", HEAD + body).html

    (heading,) = re.findall(r"<h2([^>]*)><span", html)
    assert heading == expected


def test_what_a_correction_says_stays_when_its_date_is_settled(reader):
    correction = '## Correction, 9:05 a.m. {: corrects="6:20 p.m." }'
    source = f"{HEAD}{correction}\n\n## 6:20 p.m.\n\n## Original Post\n"
    before = reader.convert("content/ferry.md", source)

    settled = settled_source(source.encode(), before.story).decode()

    assert (
        '## Correction, 9:05 a.m. {: corrects="6:20 p.m." '
        'datetime=2014-06-17T09:05:00-04:00 inferred="next-day" }\n'
    ) in settled
    assert reader.convert("content/ferry.md", settled).html == before.html
    assert 'data-corrects="update-2014-06-16-1820"' in before.html


def test_a_correction_of_nothing_is_named_with_its_line(reader):
    body = "## 6:20 p.m.\n\nAshore.\n\n## Correction {: corrects=6:30 }\n"

    (trouble,) = reader.convert("content/ferry.md", HEAD + body).troubles

    assert (trouble.line, trouble.code) == (9, "bad-corrects")


@pytest.mark.parametrize(
    ("attributes", "authors", "key", "line"),
    [
        ('by="Ada Lind"', ("Ada Lind",), "", '<span class="author">Ada Lind</span>'),
        (
            'by="Ada Lind; Ben Ray"',
            ("Ada Lind", "Ben Ray"),
            "",
            '<span class="author">Ada Lind</span> <span class="author">Ben Ray</span>',
        ),
        (
            'key="KEY MOMENT" by="R & B"',
            ("R & B",),
            "KEY MOMENT",
            '<span class="key">KEY MOMENT</span> <span class="author">R &amp; B</span>',
        ),
        ("key=yes", (), "Key event", '<span class="key">Key event</span>'),
        (
            'by="A \\"Doc\\" Lind"',
            ('A "Doc" Lind',),
            "",
            '<span class="author">A "Doc" Lind</span>',
        ),
    ],
)
def test_a_heading_says_who_wrote_its_update(attributes, authors, key, line, reader):
    body = f"## 6:20 p.m.: It came {{: datetime=2014-06-16T18:20-04:00 {attributes} }}\n\nAshore.\n"

    told = reader.convert("content/ferry.md", HEAD + body)

    (update,) = told.story.updates
    assert (update.authors, update.key_mark, update.headline) == (authors, key, "It came")
    assert f'</h2>\n<p class="signature">{line}</p>' in told.html


def test_nobody_signs_a_heading_without_a_name(reader):
    told = reader.convert("content/ferry.md", f"{HEAD}## 6:20 p.m. {{: .quiet }}\n\nAshore.\n")
    assert "signature" not in told.html
