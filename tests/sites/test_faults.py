"""What a build says of content at fault, and what it leaves behind: nothing."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest

from backfile.checking.archive_reader import read_archive
from backfile.config.site_settings import site_settings

from .sites import WIRE, MiniSite

if TYPE_CHECKING:
    from pathlib import Path

STORY = "Title: {title}\nDate: 2013-03-10 01:00\n{field}\nBody.\n\n{heading}\n\nMore.\n"


def story(title: str = "A story", field: str = "", heading: str = "## 6:20 p.m.") -> str:
    return STORY.format(title=title, field=f"{field}\n" if field else "", heading=heading)


FAULTS = {
    "unknown-field": (
        story(field="Staus: draft"),
        'content/a.md:3: unknown field "Staus"; did you mean "Status"?',
    ),
    "bad-field": (
        story(field="status : draft"),
        'content/a.md:3: "status : draft" is read as text; write "Status: draft"',
    ),
    "field-twice": (
        story(field="Date: 2013-03-11"),
        "content/a.md:3: Date is stated twice, in lines 2 and 3; keep one",
    ),
    "empty-field": (
        story(field="Timezone:"),
        ('content/a.md:3: Timezone has no value; write one, such as "Timezone: America/New_York"'),
    ),
    "bad-address": (
        story(field="Save_as: ../../x"),
        (
            'content/a.md:3: Save_as "../../x" points outside the site; write a path below it, '
            "such as 2014/06/ferry/index.html"
        ),
    ),
    "unknown-template": (
        story(title="Another", field="Template: artcle"),
        'content/a.md:3: the theme has no template "artcle"; did you mean "article"?',
    ),
    "no-such-date": (
        "Title: A story\nDate: 2013-03-10 02:30\n\nBody.\n",
        (
            'content/a.md:2: "2013-03-10 02:30" never happened: on 10 March 2013 the clocks of '
            "America/New_York went forward past it; correct Date or Timezone"
        ),
    ),
    "two-ways": (
        "Title: A story\nDate: 04/03/2011\n\nBody.\n",
        (
            'content/a.md:2: "04/03/2011" reads two ways; write 2011-03-04 for 4 March 2011 or '
            "2011-04-03 for 3 April 2011"
        ),
    ),
    "bad-zone": (
        story(field="Timezone: America/New_Yrok"),
        (
            'content/a.md:3: Timezone "America/New_Yrok" is not a time zone; '
            'did you mean "America/New_York"?'
        ),
    ),
    "bad-stamp": (
        story(heading="## 25:10: Late"),
        'content/a.md:6: "25:10" is not a time of day; hours end at 23:59',
    ),
    "day-that-no-calendar-has": (
        story(heading="## 31 June: Late"),
        'content/a.md:6: "31 June" names a day that no calendar has',
    ),
    "no-such-time": (
        story(heading="## 2:30 a.m.: Early"),
        (
            'content/a.md:6: "2:30 a.m." never happened: on 10 March 2013 the clocks of '
            "America/New_York went forward past it; correct the stamp or the story's date"
        ),
    ),
    "unknown-partner": (
        story(field="Partner: teh-wire"),
        'content/a.md:3: unknown partner "teh-wire"; did you mean "the-wire"?',
    ),
    "missing-title": (
        story().partition("\n")[2],
        'content/a.md:1: this story has no title; begin the file with "Title: …"',
    ),
    "missing-date": (
        "Title: No date\n\nBody.\n",
        'content/a.md:1: this story has no date; add "Date: 2014-06-16 18:20" below its title',
    ),
    "bad-date": (
        "Title: Some day\nDate: June 2014\n\nBody.\n",
        'content/a.md:2: "June 2014" names no single day; write 2014-06-16 or 2014-06-16 18:20',
    ),
    "bad-order": (
        story(field="Order: newest"),
        'content/a.md:3: unknown order "newest"; did you mean "newest-first"?',
    ),
    "bad-lang": (
        story(field='Lang: en" onload="x'),
        'content/a.md:3: Lang "en" onload="x" is no language tag; write one such as en or pt-BR',
    ),
    "bad-status": (
        story(field="Status: publised"),
        'content/a.md:3: unknown Status "publised"; did you mean "published"?',
    ),
    "bad-original": (
        story(field="Original_URL: javascript:alert(1)"),
        (
            'content/a.md:3: Original_URL "javascript:alert(1)" is not a web address; '
            "begin it with http:// or https://"
        ),
    ),
    "settled-without-offset": (
        story(heading="## 6:20 p.m. {: datetime=2013-03-10T18:20 }"),
        (
            "content/a.md:6: datetime=2013-03-10T18:20 is no date; "
            "write 2014-06-17 or 2014-06-17T18:20-04:00"
        ),
    ),
}


@pytest.fixture
def site(tmp_path: Path) -> MiniSite:
    return MiniSite(tmp_path).write({"partners/the-wire.md": WIRE})


@pytest.mark.parametrize(("text", "line"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_one_line_with_file_line_reason_and_remedy(
    site: MiniSite, text: str, line: str
) -> None:
    ended = site.write({"a.md": text}).build()
    assert ended.status == 1
    assert ended.said.splitlines() == [line]


def test_all_faults_of_a_build_are_told_together_in_order(site: MiniSite) -> None:
    files = {f"{number}.md": text for number, (text, _) in enumerate(FAULTS.values())}
    files["partners/empty.md"] = "URL: https://x.example/\n"
    ended = site.write(files).build(SLUGIFY_SOURCE="basename")
    lines = ended.said.splitlines()
    assert ended.status == 1
    assert len(lines) == len(FAULTS) + 1
    assert lines == sorted(lines)
    assert "content/partners/empty.md:1: this partner has no title; begin the file" in ended.said


ALL_WRONG = """\
Title: All wrong
Date: 2013-03-10 01:00
Timezone: America/New_Yrok
Partner: teh-wire
Order: newest
Original_URL: wire.example
Original_Status: gone
Continues: before
Template: nope

Body.

## 25:10: Late

## 31 June: Later
"""


def test_all_faults_of_one_file_are_told_together(site: MiniSite) -> None:
    ended = site.write({"a.md": ALL_WRONG}).build()
    assert [line.partition(": ")[0] for line in ended.said.splitlines()] == [
        f"content/a.md:{line}" for line in (3, 4, 5, 6, 7, 8, 9, 13, 15)
    ]


def test_a_field_with_a_mistyped_name_has_one_line_for_all_that_is_wrong_with_it(
    site: MiniSite,
) -> None:
    ended = site.write({"a.md": story(field="Parnter: teh-wire")}).build()
    assert ended.said.splitlines() == [
        'content/a.md:3: unknown field "Parnter"; did you mean "Partner"?',
        'content/a.md:3: unknown partner "teh-wire"; did you mean "the-wire"?',
    ]


def test_a_wrong_field_of_a_partner_does_not_hide_what_is_wrong_with_its_history(
    site: MiniSite,
) -> None:
    record = "Title: The Dock\nStaus: closed\n\nText.\n\n<div>\n\nMore.\n"
    ended = site.write({"a.md": story(), "partners/dock.md": record}).build()
    assert [line.partition(": ")[0] for line in ended.said.splitlines()] == [
        "content/partners/dock.md:2",
        "content/partners/dock.md:6",
    ]


def test_a_fault_of_the_text_hides_none_that_shows_beside_other_files(site: MiniSite) -> None:
    text = story(field="Template: nope\nPartner: teh-wire", heading="## 25:10")
    ended = site.write({"a.md": story(), "b.md": text}).build(ARTICLE_TRANSLATION_ID="")
    said = "\n".join(line.partition("content/b.md:")[2] for line in ended.said.splitlines())
    assert "1: has the same address as content/a.md" in said
    assert '3: the theme has no template "nope"' in said
    assert '4: unknown partner "teh-wire"' in said
    assert '8: "25:10" is not a time of day' in said


def test_a_fault_stays_a_fault_when_pelican_takes_the_story_from_its_cache(site: MiniSite) -> None:
    site.write({"a.md": story(heading="## 25:10")})
    cached = {"CACHE_CONTENT": True, "LOAD_CONTENT_CACHE": True, "CACHE_PATH": "cache"}
    for layer in ("reader", "generator"):
        said = [site.build(**cached, CONTENT_CACHING_LAYER=layer).said for _ in range(2)]
        assert (
            said[0]
            == said[1]
            == 'content/a.md:6: "25:10" is not a time of day; ' + ("hours end at 23:59\n")
        )


def test_what_a_file_at_fault_is_called_is_known_to_others(site: MiniSite) -> None:
    others = {
        "after.md": story(title="After", field="Continues: a-story"),
        "untitled.md": "Title: Credited\nDate: 2013-03-10\nPartner: lost\n\nBody.\n",
        "partners/lost.md": "Status: shut\nURL: lost.example\n",
    }
    ended = site.write({"a.md": story(field="Timezone: Mars"), **others}).build()
    assert [line.split(": ")[0] for line in ended.said.splitlines()] == [
        "content/a.md:3",
        "content/partners/lost.md:1",
        "content/partners/lost.md:1",
        "content/partners/lost.md:2",
    ]


# What Pelican itself would log, without a line or a remedy, of a page.
PAGES_AT_FAULT = {
    "no title": ("Slug: x\n\nText.\n", '1: this page has no title; begin the file with "Title: …"'),
    "status": (
        "Title: X\nStatus: publised\n\nText.\n",
        '2: unknown Status "publised"; did you mean "published"?',
    ),
    "date": ("Title: X\nDate: 2014-06-31\n\nText.\n", '2: "2014-06-31" is'),
    "zone": (
        "Title: X\nDate: 2014-06-01\nTimezone: Mars\n\nText.\n",
        '3: Timezone "Mars" is not a time zone',
    ),
    "place": (
        "Title: X\nSave_as: ../../x.html\n\nText.\n",
        '2: Save_as "../../x.html" points outside the site; write a path below it, such as',
    ),
    "template": ("Title: X\nTemplate: pgae\n\nText.\n", '2: the theme has no template "pgae"; did'),
}


@pytest.mark.parametrize(("text", "said"), PAGES_AT_FAULT.values(), ids=PAGES_AT_FAULT.keys())
def test_what_pelican_complains_of_has_file_and_line(site: MiniSite, text: str, said: str) -> None:
    site.write({"a.md": story(), "pages/x.md": text})
    site.build()
    with contextlib.chdir(site.folder):
        faults = read_archive(site_settings()).site.faults
    assert [str(one).startswith(f"content/pages/x.md:{said}") for one in faults] == [True]


def test_a_record_that_pelican_cannot_read_has_file_and_line(site: MiniSite) -> None:
    ended = site.write({"a.md": story(), "partners/sun.md": "Title: Sun\nDate: soon\n"}).build()
    assert ended.status == 1
    assert ended.said.startswith("content/partners/sun.md:2: Pelican cannot read it (")


def test_all_faults_of_one_file_are_told(site: MiniSite) -> None:
    fields = ["Title: A", "Staus: draft", "Date: 04/03/2011", "Timezone: EST", "Modified: soon"]
    fields += ["Order: new", "Original_Status: gone", "Archived_URL: x", "Translation: maybe"]
    files = {
        "a.md": "\n".join([*fields, "", "## 25:10", "", "Text.", ""]),
        "partners/b.md": "Fonded: 1920\nStatus: open\nURL: b.example\n\nText.\n",
    }
    lines = site.write(files).build().said.splitlines()
    assert [line.partition(": ")[0] for line in lines] == [
        *(f"content/a.md:{line}" for line in (2, 3, 4, 5, 6, 7, 8, 9, 11)),
        *(f"content/partners/b.md:{line}" for line in (1, 1, 2, 3)),
    ]


PAGES = {
    "Titel: About\n\nText.\n": 'content/pages/a.md:1: unknown field "Titel"; did you mean "Title"?',
    "Title: About\nTemplate: nope\n\nText.\n": (
        'content/pages/a.md:2: the theme has no template "nope"; did you mean "page"?'
    ),
    "Title: About\nTitle: More\n\nText.\n": (
        "content/pages/a.md:2: Title is stated twice, in lines 1 and 2; keep one"
    ),
    "Title: About\nstatus : draft\n\nText.\n": (
        'content/pages/a.md:2: "status : draft" is read as text; write "Status: draft"'
    ),
    "Tags: Sea\n\nText.\n": (
        'content/pages/a.md:1: this page has no title; begin the file with "Title: …"'
    ),
}


@pytest.mark.parametrize(("text", "line"), PAGES.items(), ids=PAGES.values())
def test_the_fields_of_a_page_are_checked_as_those_of_a_story(
    site: MiniSite, text: str, line: str
) -> None:
    ended = site.write({"pages/a.md": text}).build()
    assert ended.status == 1
    assert ended.said.splitlines() == [line]


def test_a_field_on_several_lines_is_published_whole(site: MiniSite) -> None:
    text = story(title="A ferry\n    adrift", field="Authors: Ann Lee,\n    Bob Roy")
    page = "Title: About\n    us\n\nText.\n"
    ended = site.write({"a.md": text, "pages/p.md": page}).build()
    assert ended.status == 0
    assert {"author/ann-lee.html", "author/bob-roy.html", "pages/about-us.html"} <= site.pages()
    assert "A ferry adrift" in site.page("a-ferry-adrift.html")


def test_a_status_counts_in_any_case(site: MiniSite) -> None:
    files = {"a.md": story(field="Status: Skip"), "b.md": story("Other", field="Status: Draft ")}
    ended = site.write(files).build()
    assert ended.status == 0
    assert "a-story.html" not in site.pages()
    assert "other.html" not in site.pages()


def test_the_date_of_a_story_is_the_instant_that_it_states(site: MiniSite) -> None:
    second = "Title: Second\nDate: 2011-11-06 01:30-05:00\n\nText.\n"
    ended = site.write({"a.md": second}).build()
    assert ended.status == 0
    assert "2011-11-06T01:30:00-05:00" in site.page("second.html")


def test_two_stories_at_one_address_are_both_named(site: MiniSite) -> None:
    ended = site.write({"a.md": story(), "b.md": story()}).build(ARTICLE_TRANSLATION_ID="")
    assert ended.status == 1
    assert ended.said.splitlines() == [
        (
            "content/b.md:1: has the same address as content/a.md, /a-story.html; "
            "rename one of the two files or give it a Slug"
        )
    ]


def test_a_file_that_is_not_utf8_names_the_line_of_the_byte(site: MiniSite) -> None:
    (site.folder / "content" / "a.md").write_bytes(b"Title: Caf\xe9\nDate: 2014-01-01\n\nx\n")
    ended = site.build()
    assert ended.status == 1
    assert ended.said.splitlines() == [
        (
            "content/a.md:1: cannot be read: byte 11 is not UTF-8; "
            "save the file as UTF-8 or import it again"
        )
    ]


def test_a_wrong_setting_stops_the_build_before_anything_is_read(site: MiniSite) -> None:
    ended = site.write({"a.md": story(heading="## 25:10")}).build(
        BACKFILE_UPDATE_ORDER="newest", BACKFILE_ATTRIBUTION="everywhere", TIMEZONE="Mars/Phobos"
    )
    assert ended.status == 1
    settings = ("TIMEZONE", "BACKFILE_UPDATE_ORDER", "BACKFILE_ATTRIBUTION")
    conf = (site.folder / "pelicanconf.py").read_text("utf-8").splitlines()
    places = [ended_line.split(": ")[0] for ended_line in ended.said.splitlines()]
    lines = [
        max(number for number, line in enumerate(conf, 1) if line.startswith(name))
        for name in settings
    ]
    assert places == [f"pelicanconf.py:{line}" for line in lines]
    assert "BACKFILE_UPDATE_ORDER is 'newest'; use one of" in ended.said
    assert "BACKFILE_ATTRIBUTION is 'everywhere'; use one of" in ended.said
    assert 'TIMEZONE "Mars/Phobos" is not a time zone' in ended.said


def test_a_build_at_fault_writes_nothing(site: MiniSite) -> None:
    site.write({"a.md": story()})
    assert site.build().status == 0
    before = {name: site.page(name) for name in site.pages()}
    site.write({"a.md": story(title="New title"), "b.md": story(heading="## 25:10")})
    assert site.build().status == 1
    assert {name: site.page(name) for name in site.pages()} == before
