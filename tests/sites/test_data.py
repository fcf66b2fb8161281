"""The archive as data: what a build writes, and what those who read such files make of it."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from frictionless import Package

from backfile.outputs.site_manifest.format import INDEX
from backfile.text.html_text import parse

from .sites import ROOT, WIRE, MiniSite, rows, rows_of

SITE = "https://archive.example"
PUBLISHED: dict[str, Any] = {
    "BACKFILE_DATA": True,
    "SITEURL": SITE,
    "THEME": str(ROOT / "theme"),
    "ARTICLE_URL": "{date:%Y}/{date:%m}/{slug}/",
    "ARTICLE_SAVE_AS": "{date:%Y}/{date:%m}/{slug}/index.html",
    "ARTICLE_LANG_URL": "{lang}/{date:%Y}/{date:%m}/{slug}/",
    "ARTICLE_LANG_SAVE_AS": "{lang}/{date:%Y}/{date:%m}/{slug}/index.html",
    "SLUGIFY_SOURCE": "basename",
    "FILENAME_METADATA": r"(?P<slug>[^.]+).*",
    "ARTICLE_TRANSLATION_ID": ("slug", "date"),
}
FERRY = """\
Title: Ferry radios for help
Date: 2009-08-14 14:02
Partner: the-wire
Authors: A. Writer; Writer, B.
Category: World
Tags: Shipping, Rescue
Continues: fog

She was found.[^1]

## Correction, August 16, 9:05 a.m. {: corrects="12:20 a.m." }

She was the *Harbor Bell*.

## 12:20 a.m.: Survivors aboard

All are safe.

They came by night.

## Editor's note

The hour is the ship's.

## Original Post

A ferry radios for help.

[^1]: By the *Despatch*.
"""
RANKS = """\
Title: Known by rank alone
Date: 2013-04-19

## Update #2

Third.

## Update

Second.

## Original Post

First.
"""
# Amsterdam's clocks were 19 minutes and 32 seconds ahead until 1937.
CANAL = """\
Title: Ice on the canal
Date: 1912-01-15 08:00
Timezone: Europe/Amsterdam

## 23:30

The skates are out.

## Original Post

It freezes.
"""
HOSTILE = """\
Title: =1+1, "quoted", &lt;/script&gt;
Date: 2014-06-16
Timezone: Asia/Kathmandu
Authors: "Quote, Comma" @home
Summary: -2+3|cmd ' ; \t tab
Original_URL: http://wire.example/?a="b",c
Original_Status: live

=cmd|' /C calc'!A0

+1, -1, @SUM(A1), "said", it's; \\N NULL null nan

One line<br>another line, \u65e5\u672c \u05e9\u05dc\u05d5\u05dd e\u0301
"""
# By Greenwich still in 2013.
DAWN = """\
Title: First light
Date: 2014-01-01 06:10
Timezone: Pacific/Auckland

## 6:40

The sun is up.

## Original Post

The hill is full of people.
"""
PLAIN = "Title: {0}\nDate: {1}\n{2}\nNothing happened on the {0}.\n"
CONTENT = {
    "ferry.md": FERRY,
    "ranks.md": RANKS,
    "canal.md": CANAL,
    "dawn.md": DAWN,
    "hostile.md": HOSTILE,
    "quay.md": PLAIN.format("quay", "2011-03-04 23:30", ""),
    "quay.es.md": PLAIN.format("muelle", "2011-03-04 23:30", "Lang: es\nContinues: plan\n"),
    "fog.md": PLAIN.format("fog", "2009-08-13", "Continues: secret\n"),
    "plan.md": PLAIN.format("plan", "2011-03-04", "Status: draft\n"),
    "secret.md": PLAIN.format("secret", "2011-03-04", "Status: hidden\n"),
    "partners/the-wire.md": WIRE,
    "partners/nobody.md": "Title: Nobody\n\nWrote nothing.\n",
}
LISTED = [
    "1912/01/canal/",
    "2009/08/fog/",
    "2009/08/ferry/",
    "2011/03/quay/",
    "es/2011/03/quay/",
    "2013/04/ranks/",
    "2014/01/dawn/",
    "2014/06/hostile/",
]
YEARS = (1912, 2009, 2011, 2013, 2014)
TABLES = [f"data/{table}-{year}.csv" for table in ("stories", "updates") for year in YEARS]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> MiniSite:
    """A small archive with all that is hard to tell, published."""
    site = MiniSite(tmp_path_factory.mktemp("site")).write(CONTENT)
    ended = site.build(**PUBLISHED)
    assert ended.status == 0, ended.said
    return site


def story(site: MiniSite, name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(site.page(f"{name}story.json"))
    return data


def files(folder: Path) -> dict[str, bytes]:
    """Return the data files of a built site, but not its manifest."""
    found = [*folder.rglob("*.json"), *folder.rglob("*.csv")]
    paths = {path.relative_to(folder).as_posix(): path for path in found}
    return {name: path.read_bytes() for name, path in paths.items() if name != INDEX}


class TestStories:
    def test_all_listed_ones_are_there_and_no_draft_or_hidden_one(self, site: MiniSite) -> None:
        output = site.folder / "output"
        assert files(output).keys() == {
            *(f"{name}story.json" for name in LISTED),
            "schema/story.json",
            *TABLES,
            "data/stories.schema.json",
            "data/updates.schema.json",
            "data/datapackage.json",
        }
        for name, data in files(output).items():
            assert b"secret" not in data, name
            assert b"plan" not in data, name

    def test_the_rows_are_by_date_and_then_by_address(self, site: MiniSite) -> None:
        output = site.folder / "output"
        assert [row["story"] for row in rows(output, "stories")] == LISTED
        updates = [(row["story"], row["rank"]) for row in rows(output, "updates")]
        assert updates == [
            ("1912/01/canal/", "1"),
            ("1912/01/canal/", "2"),
            ("2009/08/ferry/", "1"),
            ("2009/08/ferry/", "2"),
            ("2009/08/ferry/", "3"),
            ("2009/08/ferry/", "4"),
            ("2013/04/ranks/", "1"),
            ("2013/04/ranks/", "2"),
            ("2013/04/ranks/", "3"),
            ("2014/01/dawn/", "1"),
            ("2014/01/dawn/", "2"),
        ]

    def test_a_story_is_in_the_tables_of_the_year_of_its_own_day(self, site: MiniSite) -> None:
        for table in TABLES:
            year = table[-8:-4]
            found = rows_of(site.folder / "output" / table)
            assert all(year in row["story"] for row in found), table

    def test_the_page_leads_to_its_data_and_the_site_to_all_of_it(self, site: MiniSite) -> None:
        page = site.page("2009/08/ferry/index.html")
        assert f'href="{SITE}/2009/08/ferry/story.json" type="application/json"' in page
        assert f'href="{SITE}/data/"' in page
        of_records = (site.folder / "output").glob("data/oai_dc-*.xml")
        leads = parse(site.page("data/index.html")).css("article a[href]")
        assert [one.attributes["href"] for one in leads] == [
            *(f"{SITE}/{table}" for table in TABLES),
            f"{SITE}/data/datapackage.json",
            *(f"{SITE}/data/{path.name}" for path in sorted(of_records)),
            f"{SITE}/schema/story.json",
        ]
        for name in ("drafts/plan.html", "2011/03/secret/index.html"):
            assert "story.json" not in site.page(name)

    def test_the_example_of_the_page_reads_one_file_from_the_web(self, site: MiniSite) -> None:
        example = parse(site.page("data/index.html")).css_first("pre").text()
        assert f"read_csv('{SITE}/data/updates-2014.csv', " in example

    def test_a_story_continues_one_that_is_listed_or_none(self, site: MiniSite) -> None:
        continued = {name: story(site, name)["continues"] for name in LISTED}
        assert {name: other for name, other in continued.items() if other} == {
            "2009/08/ferry/": "2009/08/fog/"
        }


class TestTimes:
    def test_of_precision_order_there_is_no_date_anywhere(self, site: MiniSite) -> None:
        told = story(site, "2013/04/ranks/")
        assert [one["text"] for one in told["updates"]] == ["First.", "Second.", "Third."]
        for one in told["updates"]:
            assert not re.search(r"\d\d:\d\d|\d{4}-\d\d", json.dumps({**one, "url": ""}))
        for row in rows(site.folder / "output", "updates"):
            if row["story"] == "2013/04/ranks/":
                assert {row[name] for name in ("instant", "utc", "day", "clock")} == {""}

    def test_where_the_offset_had_seconds_the_clock_is_told_all_the_same(
        self, site: MiniSite
    ) -> None:
        (row,) = [row for row in rows(site.folder / "output", "updates") if row["stamp"] == "23:30"]
        assert (row["instant"], row["utc"]) == ("1912-01-15T23:10:28+00:00", "1912-01-15T23:10:28Z")
        assert (row["day"], row["clock"]) == ("1912-01-15", "23:30:00")
        published = story(site, "1912/01/canal/")["published"]
        assert published["instant"] == "1912-01-15T07:40:28+00:00"
        assert published["clock"] == "08:00:00"

    def test_the_table_says_what_the_json_says(self, site: MiniSite) -> None:
        row = next(row for row in rows(site.folder / "output", "updates") if row["headline"])
        assert row == {
            "story": "2009/08/ferry/",
            "anchor": "update-2009-08-15-0020",
            "url": f"{SITE}/2009/08/ferry/#update-2009-08-15-0020",
            "rank": "2",
            "kind": "update",
            "label": "",
            "printed": "12:20 a.m.",
            "stamp": "12:20 a.m.",
            "precision": "minute",
            "instant": "2009-08-15T00:20:00-04:00",
            "utc": "2009-08-15T04:20:00Z",
            "day": "2009-08-15",
            "clock": "00:20:00",
            "flags": '["next-day"]',
            "reasons": row["reasons"],
            "corrects": "",
            "follows": "false",
            "headline": "Survivors aboard",
            "words": "7",
            "text": "All are safe.\n\nThey came by night.",
            "authors": "[]",
            "key": "",
        }
        assert len(json.loads(row["reasons"])) == 1


def spoil(folder: Path, spoilt: Spoilt) -> None:
    """Change a table once, and the package with it, so that nothing but the change is wrong."""
    path = folder / spoilt.table
    data = path.read_bytes()
    assert spoilt.before.encode() in data
    data = data.replace(spoilt.before.encode(), spoilt.after.encode(), 1)
    path.write_bytes(data)
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for one in package["resources"]:
        if one["path"] == spoilt.table:
            one |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")


class Spoilt(NamedTuple):
    table: str
    before: str
    after: str
    fault: str


@pytest.mark.parametrize(
    "spoilt",
    [
        Spoilt("stories-2009.csv", ",newest-first,", ",sideways,", "constraint-error"),
        Spoilt("updates-2009.csv", "2009-08-15,00:20:00", "2009-02-30,00:20:00", "type-error"),
        Spoilt("updates-2009.csv", "2009-08-15,00:20:00", "2009-08-15,24:20:00", "type-error"),
        Spoilt("updates-2009.csv", "2009-08-15T00:20:00-04:00", "yesterday", "type-error"),
        Spoilt("updates-2009.csv", ",original,", ",rumour,", "constraint-error"),
        Spoilt("updates-2013.csv", ",update-1,", ",original-post,", "primary-key"),
        Spoilt("updates-2009.csv", "anchor,", "name,", "incorrect-label"),
    ],
    ids=lambda spoilt: f"{spoilt.after.strip()} {spoilt.fault}",
)
def test_frictionless_finds_what_is_wrong_in_a_table(
    site: MiniSite, tmp_path: Path, spoilt: Spoilt
) -> None:
    folder = Path(shutil.copytree(site.folder / "output" / "data", tmp_path / "data"))
    spoil(folder, spoilt)
    report = Package(str(folder / "datapackage.json")).validate()
    assert {kind for (kind,) in report.flatten(["type"])} == {spoilt.fault}


def test_frictionless_finds_nothing_wrong_in_the_tables_themselves(site: MiniSite) -> None:
    report = Package(str(site.folder / "output" / "data" / "datapackage.json")).validate()
    assert report.flatten(["title", "rowNumber", "fieldName", "message"]) == []
    assert report.warnings == []


@pytest.mark.parametrize("after", ["All are safe?", "All are safe!!"])
def test_frictionless_finds_a_table_that_is_not_the_one_described(
    site: MiniSite, tmp_path: Path, after: str
) -> None:
    folder = Path(shutil.copytree(site.folder / "output" / "data", tmp_path / "data"))
    path = folder / "updates-2009.csv"
    path.write_bytes(path.read_bytes().replace(b"All are safe.", after.encode()))
    report = Package(str(folder / "datapackage.json")).validate()
    assert {kind for (kind,) in report.flatten(["type"])} & {"hash-count", "byte-count"}


class TestBytes:
    def test_a_hostile_text_comes_back_as_it_is(self, site: MiniSite) -> None:
        told = story(site, "2014/06/hostile/")
        row = rows(site.folder / "output", "stories")[-1]
        assert told["title"] == row["title"] == '=1+1, "quoted", </script>'
        assert told["summary"] == row["summary"] == "-2+3|cmd ' ; tab"
        assert told["lead"] == row["lead"]
        assert row["lead"].split("\n\n") == [
            "=cmd|' /C calc'!A0",
            '+1, -1, @SUM(A1), "said", it\'s; \\N NULL null nan',
            "One line",
            "another line, \u65e5\u672c \u05e9\u05dc\u05d5\u05dd e\u0301",
        ]
        assert told["authors"] == json.loads(row["authors"]) == ['"Quote', 'Comma" @home']
        assert row["original_url"] == 'http://wire.example/?a="b",c'

    def test_the_tables_are_csv_as_the_rfc_has_it(self, site: MiniSite) -> None:
        for name in TABLES:
            data = (site.folder / "output" / name).read_bytes()
            data.decode("utf-8", errors="strict")
            assert not data.startswith(b"\xef\xbb\xbf")
            assert data.endswith(b"\r\n")
            assert not data.endswith(b"\r\n\r\n")

    def test_the_same_content_makes_the_same_bytes(self, site: MiniSite, tmp_path: Path) -> None:
        other = MiniSite(tmp_path).write(CONTENT)
        ended = other.build(**PUBLISHED)
        assert ended.status == 0, ended.said
        first, again = files(site.folder / "output"), files(tmp_path / "output")
        assert len(first) == len(LISTED) + len(TABLES) + 4
        assert first == again

    def test_nothing_is_left_over(self, site: MiniSite) -> None:
        assert list((site.folder / "output").rglob(".*")) == []


class TestPackage:
    def test_names_site_and_partners_of_published_stories(self, site: MiniSite) -> None:
        package = json.loads(site.page("data/datapackage.json"))
        assert package["name"] == "test-archive"
        assert package["title"] == "Test archive"
        assert package["homepage"] == f"{SITE}/"
        assert package["sources"] == [{"title": "The Wire", "path": "https://wire.example/"}]
        assert "licenses" not in package


def test_the_page_of_one_year_names_its_files(tmp_path: Path) -> None:
    site = MiniSite(tmp_path).write({"quay.md": CONTENT["quay.md"]})
    assert site.build(**PUBLISHED).status == 0
    files = parse(site.page("data/index.html")).css("article table")[0].css("tr")
    assert [[cell.text(strip=True) for cell in one.css("th, td")] for one in files[:2]] == [
        ["data/stories-2011.csv", "One row per story: 1", "1\xa0kB"],
        ["data/updates-2011.csv", "One row per update: 0", "1\xa0kB"],
    ]


def test_without_an_address_nothing_claims_one(tmp_path: Path) -> None:
    unplaced = MiniSite(tmp_path).write({"quay.md": CONTENT["quay.md"]})
    ended = unplaced.build(BACKFILE_DATA=True)
    assert ended.status == 0, ended.said
    told = json.loads(unplaced.page("quay.json"))
    assert (told["$schema"], told["url"]) == ("/schema/story.json", "/quay.html")
    assert "$id" not in json.loads(unplaced.page("schema/story.json"))
    package = json.loads(unplaced.page("data/datapackage.json"))
    assert not package.keys() & {"homepage", "sources", "licenses"}
    assert not (tmp_path / "output" / "data" / "index.html").exists()  # the theme has no template
    assert Package(str(tmp_path / "output" / "data" / "datapackage.json")).validate().valid


@pytest.mark.parametrize("settings", [{"BACKFILE_DATA": False}, {}], ids=["off", "default"])
def test_without_the_setting_there_is_no_data(tmp_path: Path, settings: dict[str, Any]) -> None:
    quiet = MiniSite(tmp_path).write({"quay.md": CONTENT["quay.md"]})
    ended = quiet.build(THEME=PUBLISHED["THEME"], **settings)
    assert ended.status == 0, ended.said
    assert files(tmp_path / "output") == {}
    assert ".json" not in quiet.page("quay.html")
    assert 'href="/data/"' not in quiet.page("quay.html")
