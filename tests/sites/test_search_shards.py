"""The shards of the index: how it is cut, what is made anew, and that its bytes never differ."""

from __future__ import annotations

import base64
import json
import logging
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.errors import BuildError
from backfile.outputs.search import shards
from backfile.outputs.search.pagefind import program as pagefind
from backfile.outputs.search.shards import Page, cut, write_index

from .search_indexes import files, page, program
from .sites import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TONGUES = ("de", "en", "es", "fr")
NAMES = [f"name {number}" for number in range(9)]


def stories(count: int = 24, lang: str = "en") -> list[Page]:
    """Return stories of the years from 1990 on, with several names of each kind."""
    return [
        page(
            f"{lang}/{number}/",
            f"Page {number} in {lang}, as {'many ' * (number % 7)}words tell.",
            day=date(1990 + number, 3, 1 + number),
            lang=lang,
            filters={
                "author": NAMES[number % 3 : number % 3 + 3],
                "partner": [NAMES[number % 9]],
                "topic": NAMES[number % 5 : number % 5 + 4],
            },
        )
        for number in range(count)
    ]


def told(pages: Sequence[Page], many: int) -> list[str]:
    """Return the periods into which *pages* are cut, each with its number of pages."""
    return [f"{one.lang} {one.first}-{one.last}: {len(one.pages)}" for one in cut(pages, many)]


def of(*years: int) -> list[Page]:
    return [page(f"{n}/", "A", day=date(year, 1, 1)) for n, year in enumerate(years)]


@pytest.mark.parametrize(
    ("years", "shards"),
    [
        ([], []),
        ([1912], ["en 1900-1999: 1"]),
        ([1899, 1900, 1999, 2000], ["en 1800-1899: 1", "en 1900-1999: 2", "en 2000-2099: 1"]),
        # More than three in a century: decades.
        ([1912, 1963, 1969, 1969], ["en 1910-1919: 1", "en 1960-1969: 3"]),
        # More than three in a decade: its halves.
        ([1963, 1964, 1965, 1969], ["en 1960-1964: 2", "en 1965-1969: 2"]),
        # More than three in a half: years.
        ([1965, 1966, 1966, 1969], ["en 1965-1965: 1", "en 1966-1966: 2", "en 1969-1969: 1"]),
        ([1969] * 5, ["en 1969-1969: 5"]),
        # Only where there are many.
        ([1912, 1969, 1969, 1969, 1969, 2001], ["en 1910-1919: 1", "en 1969-1969: 4"]),
    ],
)
def test_a_period_with_more_than_three_is_cut(years: list[int], shards: list[str]) -> None:
    expected = shards if 2001 not in years else [*shards, "en 2000-2099: 1"]
    assert told(of(*years), 3) == expected


def test_languages_are_cut_apart() -> None:
    pages = [page("a/", "A"), page("b/", "B", lang="es"), page("c/", "C")]
    assert told(pages, 3) == ["en 2000-2099: 2", "es 2000-2099: 1"]


@given(st.lists(st.integers(1800, 2030), max_size=60), st.integers(1, 20))
def test_every_page_is_in_one_shard_in_the_order_of_dates(years: list[int], many: int) -> None:
    pages = of(*years)
    shards = cut(pages, many)
    assert [one for shard in shards for one in shard.pages] == sorted(
        pages, key=lambda one: one.place
    )
    for shard in shards:
        assert all(shard.first <= one.year <= shard.last for one in shard.pages)
        assert len(shard.pages) <= many or shard.first == shard.last


@given(st.lists(st.integers(1990, 2009), max_size=40), st.integers(1990, 2009))
def test_one_story_more_leaves_the_shards_of_other_decades(years: list[int], year: int) -> None:
    def elsewhere(pages: list[Page]) -> list[tuple[str, ...]]:
        kept = (shard for shard in cut(pages, 4) if shard.last - shard.first < 99)
        decade = year // 10
        return [
            tuple(one.url for one in shard.pages) for shard in kept if shard.first // 10 != decade
        ]

    before = of(*years)
    if len([one for one in years if one // 100 == year // 100]) > 4:
        assert elsewhere([*before, page("new/", "A", day=date(year, 1, 1))]) == elsewhere(before)


MAKE = """
import sys
from pathlib import Path
from tests.sites.test_search_shards import TONGUES, stories
from backfile.outputs.search.shards import write_index
pages = [page for lang in TONGUES for page in stories(lang=lang)]
backwards, output, cache = sys.argv[1:]
write_index(pages[:: -1 if backwards == "1" else 1], Path(output), Path(cache), many=6)
"""


def test_the_same_pages_make_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for turn in ("0", "1", "2"):
        output, cache = tmp_path / f"output-{turn}", tmp_path / f"cache-{turn}"
        subprocess.run(
            [sys.executable, "-c", MAKE, turn, str(output), str(cache)],
            check=True,
            cwd=ROOT,
            env={"PYTHONPATH": f"{ROOT}:{ROOT / 'plugins'}", "PYTHONHASHSEED": turn},
        )
        made.append(files(output))
    assert len([path for path in made[0] if "/fragment/" in path]) == 24 * len(TONGUES)
    assert made[0] == made[1] == made[2]


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pages Pagefind was given, for each time that it ran."""
    given_to: list[int] = []
    real = shards.pagefind.index_pages

    def counted(pages):
        pages = list(pages)
        given_to.append(len(pages))
        return real(pages)

    monkeypatch.setattr(shards.pagefind, "index_pages", counted)
    return given_to


def test_a_change_makes_its_shard_anew_and_no_other(
    tmp_path: Path, runs: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    pages = stories()
    write_index(pages, tmp_path / "one", tmp_path / "cache", many=6)
    assert sorted(runs) == [4, 5, 5, 5, 5]
    runs.clear()
    write_index(pages, tmp_path / "two", tmp_path / "cache", many=6)
    assert runs == []
    changed = page("en/0/", "Another text.", day=date(1990, 3, 1), filters=pages[0].filters)
    write_index([changed, *pages[1:]], tmp_path / "three", tmp_path / "cache", many=6)
    assert runs == [5]
    assert caplog.messages == [
        "search: 5 of 5 shards indexed, the others as they were",
        "search: 0 of 5 shards indexed, the others as they were",
        "search: 1 of 5 shards indexed, the others as they were",
    ]
    assert files(tmp_path / "one") == files(tmp_path / "two")
    before, after = files(tmp_path / "one"), files(tmp_path / "three")
    other = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert {path.partition("/")[0].rpartition("-")[0] for path in other} == {"", "en-1990-1994"}
    assert {path for path in other if "/" not in path} == {"en.json"}


def test_the_cache_holds_no_more_than_is_of_use(tmp_path: Path) -> None:
    pages, cache = stories(8), tmp_path / "cache"
    write_index(pages, tmp_path / "one", cache, many=3)
    (cache / ".half-made").mkdir()
    write_index(pages[:4], tmp_path / "two", cache, many=3)
    shards = {path.name for path in (tmp_path / "two").iterdir() if path.is_dir()}
    assert {path.name for path in cache.iterdir()} == shards


def test_a_shard_that_failed_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = program(tmp_path, 'test "$1" = --version || exit 4')
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", failing)
    with pytest.raises(BuildError, match=r"could not index the stories \(status 4\)"):
        write_index(stories(3), tmp_path / "index", tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


# As Pagefind writes an answer.
REFUSAL = base64.b64encode(b'{"payload": {"type": "Error", "message": "too long"}}').decode() + ","


@pytest.mark.parametrize(
    ("lines", "told_as"),
    [
        (["exit 4"], r"could not index the stories \(status 4\)"),
        (["echo 'the disk is full' >&2; exit 3"], r"\(the disk is full\)"),
        # It fails when it is given a page, or ends in the middle of a talk.
        (['test "$1" = --version || { echo "no room" >&2; exit 3; }'], r"\(no room\)"),
        (['test "$1" = --version || { head -c 9 >/dev/null; printf "half"; }'], r"\(half\)"),
        (
            [f'test "$1" = --version || {{ head -c 9 >/dev/null; printf {REFUSAL}; }}'],
            r"\(too long\)",
        ),
    ],
    ids=["silent", "loud", "later", "half an answer", "an error"],
)
def test_what_pagefind_says_of_a_failure_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str], told_as: str
) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", program(tmp_path, *lines))
    with pytest.raises(BuildError, match=told_as):
        write_index([page("a/", "A")], tmp_path / "index", tmp_path / "cache")


def test_a_program_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(tmp_path / "nowhere"))
    with pytest.raises(BuildError, match=r"could not be started .*nowhere"):
        write_index([page("a/", "A")], tmp_path / "index", tmp_path / "cache")


def test_pagefind_is_needed_only_where_there_is_a_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pagefind.service", None)
    with pytest.raises(BuildError, match=r"the search needs Pagefind .* install it: pip install"):
        write_index([page("a/", "A")], tmp_path / "index", tmp_path / "cache")


def test_cbor2_is_needed_only_where_there_is_a_search() -> None:
    lacking = "import sys; sys.modules['cbor2'] = None; import backfile."
    env = {"PYTHONPATH": str(ROOT / "plugins")}
    without = subprocess.run(
        [sys.executable, "-c", f"{lacking}pipeline.order"], env=env, check=False
    )
    assert without.returncode == 0
    ended = subprocess.run(
        [sys.executable, "-c", f"{lacking}outputs.search.pages"],
        env=env,
        check=False,
        capture_output=True,
        text=True,
    )
    assert "BuildError: the search needs cbor2" in ended.stderr
    assert "pip install cbor2, or set BACKFILE_SEARCH = False" in ended.stderr


def test_a_pagefind_whose_script_has_changed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "_CLASS", "var AnotherInstance=")
    with pytest.raises(BuildError, match=r"not one that is known here; pip install 'pagefind"):
        write_index([page("a/", "A")], tmp_path / "index", tmp_path / "cache")


@pytest.mark.parametrize(
    "text",
    ["", "…", '<img src="/a.png" alt="">', '<span class="attribution">From the archive.</span>'],
)
def test_a_story_without_a_word_has_its_place_all_the_same(tmp_path: Path, text: str) -> None:
    pages = [page("a/", "A word."), page("b/", text), page("ä b/", "Another.")]
    write_index(pages, tmp_path / "index", tmp_path / "cache")
    (head,) = (tmp_path / "index").glob("en-*/head.json")
    assert len(json.loads(head.read_text("utf-8"))["pages"]) == 3
    write_index([page("b/", text)], tmp_path / "alone", tmp_path / "cache")
    assert len(list((tmp_path / "alone").rglob("*.pf_fragment"))) == 1


def test_another_pagefind_makes_all_anew(
    tmp_path: Path, runs: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_index(stories(2), tmp_path / "one", tmp_path / "cache")
    newer = program(
        tmp_path, f'test "$1" = --version && echo "pagefind 1.5.9" || exec "{pagefind()}" "$@"'
    )
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", newer)
    write_index(stories(2), tmp_path / "two", tmp_path / "cache")
    assert runs == [2, 2]
