"""What the filter `marks` adds to the HTML of a story."""

from __future__ import annotations

import re
from copy import deepcopy
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from pelican.settings import DEFAULT_CONFIG

from backfile.config.read_settings import read_settings
from backfile.reading.reader import StoryReader
from backfile.render import language, permalinks
from tests.in_process import in_time
from tests.render.opened import opened

if TYPE_CHECKING:
    from pathlib import Path

    from backfile.reading.document import Document
    from backfile.reading.reader import Converted

HEAD = "Title: Ferry\nDate: 2009-08-14 14:02\nTimezone: America/New_York\n\n"
SPANISH = r"""
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\n"

msgid "Corrected later: %(stamp)s"
msgstr "Corregido después: %(stamp)s"
"""
PUBLISHED = "Friday, August 14, 2009, 2:02 PM, New York time"
MOMENT = "Friday, August 14, 2009, 3:31 PM, New York time"
NEXT_DAY = "Saturday, August 15, 2009, 12:20 AM, New York time (inferred)"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the folder of a site that speaks a little Spanish."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "translations").mkdir()
    (folder / "translations" / "es.po").write_text(SPANISH, "utf-8")
    return folder


@pytest.fixture(scope="module")
def filtered(folder: Path):
    """Return the filter, as a template of a page of a language uses it."""
    generator = SimpleNamespace(
        settings=opened(folder, THEME=str(folder)),
        context={},
        env=Environment(autoescape=False),  # noqa: S701 (as in Pelican)
    )
    language.install(generator)
    permalinks.connect(generator)
    template = generator.env.from_string("{{ content|marks(article) }}")

    def of(content: str, document: Document, lang: str = "en") -> str:
        article = SimpleNamespace(document=document, lang=lang)
        site = {**generator.context, "reading_lang": lang}
        html = template.render(content=content, article=article, **site)
        return html.replace("\N{NO-BREAK SPACE}", " ")

    return of


@pytest.fixture(scope="module")
def converted(folder: Path):
    """Return what becomes of a story's text."""
    pelican = {**deepcopy(DEFAULT_CONFIG), "PATH": str(folder), "TIMEZONE": "America/New_York"}
    reader = StoryReader(pelican, read_settings(pelican))

    def of(body: str, head: str = HEAD) -> Converted:
        converted = reader.convert(str(folder / "ferry.md"), head + body)
        assert not converted.troubles
        return converted

    return of


@pytest.fixture(scope="module")
def marked(converted, filtered):
    """Return a story's HTML as it is, and as the filter makes it."""

    def pair(body: str, lang: str = "en", head: str = HEAD) -> tuple[str, str]:
        found = converted(body, head)
        return found.html, filtered(found.html, found.document, lang)

    return pair


def heads(html: str) -> list[str]:
    """Return what each section begins with, up to its first paragraph of text."""
    return [
        one.partition(">")[2].partition("\n")[0]
        for one in html.split('<section class="update"')[1:]
    ]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        (
            "3:31 p.m.: Adrift & alone",
            (
                f'<h2><a class="stamp-link" href="#update-2009-08-14-1531" data-when="{MOMENT}" '
                f'aria-label="3:31 p.m. ({MOMENT})">'
                '<time datetime="2009-08-14T15:31:00-04:00">3:31 p.m.</time></a>'
                " Adrift &amp; alone</h2>"
            ),
        ),
        (
            "12:20 a.m.",
            (
                f'<h2><a class="stamp-link" href="#update-2009-08-15-0020" data-when="{NEXT_DAY}" '
                f'aria-label="12:20 a.m. ({NEXT_DAY})">'
                '<time datetime="2009-08-15T00:20:00-04:00">12:20 a.m.</time></a></h2>'
            ),
        ),
        (
            "Correction, August 16: Her name {: .wide }",
            (
                '<h2 class="wide"><span class="label">Correction</span> '
                '<a class="stamp-link" href="#update-2009-08-16" '
                'data-when="Sunday, August 16, 2009" '
                'aria-label="August 16 (Sunday, August 16, 2009)">'
                '<time datetime="2009-08-16">August 16</time></a> Her name</h2>'
            ),
        ),
        (
            "Original Post",
            (
                '<h2>Original Post</h2><p class="first-published">'
                f'<a href="#original-post" data-when="{PUBLISHED}">First published 2:02 PM</a></p>'
            ),
        ),
        ("Update #2: Ashore", '<h2><span class="label">Update #2</span> Ashore</h2>'),
    ],
    ids=["minute", "worked out", "day, label, attributes", "label alone", "label and headline"],
)
def test_a_stamp_becomes_the_link_to_its_update(marked, heading, expected):
    _, html = marked(f"## {heading}\n\nText.\n")

    assert heads(html) == [expected]


def test_a_stamp_without_a_day_links_and_says_no_more(marked):
    draft = HEAD.replace("Date: 2009-08-14 14:02", "Status: draft")

    _, html = marked("## 3:31 p.m.\n\nText.\n", head=draft)

    assert heads(html) == [
        '<h2><a class="stamp-link" href="#update-1"><span class="stamp">3:31 p.m.</span></a></h2>'
    ]


@pytest.mark.parametrize(
    ("date", "headings", "said"),
    [
        ("2009-08-14 14:02", ["3:31 p.m.", "Original Post"], 1),
        # What it prints itself stands in its heading.
        ("2009-08-14 14:02", ["3:31 p.m.", "Original Post, 2 p.m."], 0),
        ("2009-08-14 14:02", ["3:31 p.m.", "Original Post, August 14"], 0),
        # No time of day is known.
        ("2009-08-14", ["3:31 p.m.", "Original Post"], 0),
        ("2009-08-14 14:02", ["3:31 p.m.", "2:10 p.m."], 0),
        # Of several, the first.
        ("2009-08-14 14:02", ["3:31 p.m.", "Earlier Story", "Original Post"], 1),
    ],
)
def test_an_original_post_without_a_time_says_when_it_was_first_published(
    marked, date, headings, said
):
    head = HEAD.replace("2009-08-14 14:02", date)
    before, html = marked("".join(f"## {one}\n\nText.\n\n" for one in headings), head=head)

    assert html.count('<p class="first-published">') == said
    assert html.count("<time") == before.count("<time")


CORRECTED = """\
## Editor's note, August 16: Names {: corrects="3:31 p.m." }

## Correction, August 15, 9:05 a.m. {: corrects="3:31 p.m." }

## Correction, August 15, 9 a.m.

## 3:31 p.m.

## Original Post

## Clarification

## Editor's note
"""
CORRECTIONS = [
    ("corrects", "update-2009-08-14-1531", "This is a note on the update of 3:31 p.m."),
    ("corrects", "update-2009-08-14-1531", "This corrects the update of 3:31 p.m."),
    ("corrected", "update-2009-08-15-0905", "Corrected later: August 15, 9:05 a.m."),
    ("corrected", "update-2009-08-16", "A note was added: August 16"),
    ("corrected", "update-1", "Corrected later"),
    ("corrected", "update-2", "A note was added"),
    ("corrects", "original-post", "This corrects “Original Post”"),
    ("corrects", "original-post", "This is a note on “Original Post”"),
]
LINK = re.compile(r'<p class="(corrects|corrected)"([^>]*)><a href="#([^"]+)">([^<]*)</a></p>')


def test_a_correction_and_what_it_corrects_link_to_each_other(marked):
    _, html = marked(CORRECTED)

    links = LINK.findall(html)
    assert [(name, anchor, said) for name, _, anchor, said in links] == CORRECTIONS
    assert html.count("</h2><p class=") == 6
    # What was corrected of the Original Post comes after its time.
    assert 'First published 2:02 PM</a></p><p class="corrected">' in html
    assert {attributes for _, attributes, _, _ in links} == {""}


@pytest.mark.parametrize(
    ("lang", "attributes", "said"),
    [
        ("es", "", "Corregido después: August 15, 9:05 a.m."),
        # Without a catalogue the words are those of the site, and say so.
        ("ar", ' lang="en" dir="ltr"', "Corrected later: August 15, 9:05 a.m."),
    ],
)
def test_the_sentences_are_in_the_words_of_the_page(marked, lang, attributes, said):
    _, html = marked(CORRECTED, lang)

    assert LINK.findall(html)[2] == ("corrected", attributes, "update-2009-08-15-0905", said)


@pytest.mark.parametrize("lang", ["ar", "ar-EG", "he"])
def test_words_from_right_to_left_say_so(lang):
    assert language.said_in(lang) == f' lang="{lang}" dir="rtl"'


def test_words_of_no_known_language_go_from_left_to_right():
    assert language.said_in("x-harbour") == ' lang="x-harbour" dir="ltr"'


def test_a_story_without_updates_is_left_as_it_is(marked):
    before, after = marked("Text.\n\n## A heading\n\nMore.\n")

    assert after == before


HEADINGS = [
    *["3:31 p.m.", '12:20 a.m.: It\'s *over* & "out"', "6:20: <b>Bold</b>", "August 15", "1726"],
    *[
        "Update",
        "Update #2: [Ashore](https://harbour.example/)",
        "Original Post",
        "June 17 was hot",
    ],
    *["Correction", "Correction, 9 p.m.: Names[^1]", "Editor's note: <span>a</span>", "Earlier"],
]
TEXTS = [
    "Text.",
    '<section class="update" id="not-ours"><h2>6 p.m.</h2></section>',
    "<h2><time>6 p.m.</time></h2>",
    '<p class="corrected">[Words](#x)</p>',
    "> ## 3 p.m.\n\n[^1]: A note.",
]
ADDED = re.compile(
    r'<a class="stamp-link" [^>]*>(?P<stamp><time.*?</time>|<span class="stamp">.*?</span>)</a>'
    r'|(?<=</h2>)(?:<p class="first-published"[^>]*><a [^>]*>[^<]*</a></p>)?'
    rf"(?:{LINK.pattern})*"
)


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    # Each text once: a note that is defined twice is a fault.
    st.lists(
        st.tuples(st.sampled_from(HEADINGS), st.sampled_from(TEXTS)),
        max_size=8,
        unique_by=lambda section: section[1],
    ),
    st.sampled_from(["en", "es", "ar"]),
)
def test_without_what_was_added_the_story_is_as_it_was(marked, sections, lang):
    body = "".join(f"## {heading}\n\n{text}\n\n" for heading, text in sections)

    before, after = marked(body, lang)

    assert ADDED.sub(lambda found: found["stamp"] or "", after) == before
    stamps = before.count("<h2><time datetime") + before.count("</span> <time datetime")
    assert after.count('class="stamp-link"') >= stamps


def test_a_heading_that_does_not_close_is_left_as_it_is(converted, filtered):
    document = converted('## Correction {: corrects="3:31 p.m." }\n\n## 3:31 p.m.\n').document
    content = f"{document.sections[0].tag}<h2>{'a<b>' * 50_000}"

    with in_time():  # where it would be read again from each of its tags, it would take hours
        assert filtered(content, document) == content
