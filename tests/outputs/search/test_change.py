"""A changed index is, byte by byte, one that was made from nothing."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.outputs.search import changing, filters, making, output, tails
from backfile.outputs.search.numbers import Number
from backfile.outputs.search.output import Candidate, change_all, make_all, publish
from backfile.outputs.search.runs import Runs, years_of
from backfile.outputs.search.store import DamagedIndexError, Store
from backfile.outputs.search.stories import Filed, Passage, SearchedStory

from .index_reader import files

WORDS = [
    "bridge",
    "bridges",
    "bridged",
    "ferry",
    "ferries",
    "müller",
    "Muller",
    "U.S.",
    "67P/C",
    "橋が閉鎖",
    "\u0640",
    "the",
    "of",
    "a",
    "to",
]
MORE = [*WORDS, *(f"{one}{two}" for one in "abcdefgh" for two in ("ing", "ed", "s", "er"))]


@st.composite
def stories(draw: st.DrawFn, url: str) -> SearchedStory:
    """Draw a story at the address *url*: its day, its words and its names."""
    days = draw(st.sampled_from([0, 0, 1, 400, 4000, 9000]))
    text = st.lists(st.sampled_from(MORE), max_size=12).map(" ".join)
    names = draw(st.lists(st.integers(0, 3), max_size=3))
    return SearchedStory(
        url=url,
        title=draw(text),
        day=date(1990, 1, 1) + timedelta(days=days),
        updates=draw(st.booleans()),
        filed=tuple(
            Filed("topic", f"t{one // 2}", f"Topic the {one}", f"t{one}/") for one in names
        ),
        parts=(Passage("", "", "", "", draw(text)), Passage("a", "9:00", "", "", draw(text))),
    )


@st.composite
def archives(draw: st.DrawFn) -> dict[tuple[str, str], SearchedStory]:
    """Draw stories in two languages, by language and address."""
    keys = draw(st.sets(st.tuples(st.sampled_from(["en", "en", "de"]), st.integers(0, 11))))
    return {(lang, f"{url}/"): draw(stories(f"{url}/")) for lang, url in sorted(keys)}


def candidates(archive: dict[tuple[str, str], SearchedStory]) -> list[Candidate]:
    return [
        Candidate(lang, story.day, (story.url,), repr(story), lambda story=story: story)
        for (lang, _), story in archive.items()
    ]


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let few words fill a file, and few stories a list."""
    for module in (making, changing):
        monkeypatch.setattr(module, "INLINE", 3)
        monkeypatch.setattr(module, "WORDS", 300)
        monkeypatch.setattr(module, "LISTS", 40)
        monkeypatch.setattr(module, "POSITIONS", 40)
    monkeypatch.setattr(filters, "LISTS", 40)
    monkeypatch.setattr(tails, "WORDS", 60)


@pytest.mark.usefixtures("_small")
@settings(deadline=None, max_examples=25)
@given(st.lists(archives(), min_size=2, max_size=4))
def test_whatever_was_before_the_same_stories_make_the_same_files(
    versions: list[dict[tuple[str, str], SearchedStory]],
) -> None:
    with tempfile.TemporaryDirectory() as name:
        changed, new = Path(name, "changed"), Path(name, "new")
        make_all(candidates(versions[0]), changed, ["en"]).close()
        for version in versions[1:]:
            change_all(candidates(version)[::-1], changed, ["en"]).close()
            make_all(candidates(version), new, ["en"]).close()
            assert files(changed / "files") == files(new / "files")


def archive_of(count: int) -> dict[tuple[str, str], SearchedStory]:
    """Return *count* stories, one a day, each with words of its own."""
    return {
        ("en", f"{n}/"): SearchedStory(
            f"{n}/",
            f"Story {n}",
            date(1990, 1, 1) + timedelta(days=n),
            parts=(Passage("", "", "", "", f"the bridge {MORE[n % len(MORE)]} word{n}"),),
        )
        for n in range(count)
    }


@pytest.mark.usefixtures("_small")
def test_an_edit_writes_the_files_of_its_words_and_no_other(tmp_path: Path) -> None:
    archive = archive_of(60)
    make_all(candidates(archive), tmp_path / "index").close()
    before = files(tmp_path / "index" / "files")
    times = {path: (tmp_path / "index/files" / path).stat().st_mtime_ns for path in before}
    story = archive["en", "7/"]
    part = story.parts[0]
    archive["en", "7/"] = replace(story, parts=(part._replace(text=f"{part.text} zebra"),))
    change_all(candidates(archive), tmp_path / "index").close()
    after = files(tmp_path / "index" / "files")
    others = {path for path in after if before.get(path) != after[path]}
    assert others == {
        "en/head.js",
        "en/stories/1990/8-0.js",
        "en/words/wz.js",
        "en/positions/pz.js",
        "en/tails/te.js",
    }
    written = {
        path
        for path in before
        if (tmp_path / "index/files" / path).stat().st_mtime_ns != times[path]
    }
    assert written <= others


def test_a_story_that_is_as_it_was_is_not_read(tmp_path: Path) -> None:
    make_all(candidates(archive_of(20)), tmp_path / "index").close()
    unread = [replace(one, read=lambda: pytest.fail("read")) for one in candidates(archive_of(20))]
    change_all(unread, tmp_path / "index").close()


@pytest.mark.parametrize("path", ["en/words/w.js", "en/stories/1990/1-0.js", "en/filters/all.js"])
@pytest.mark.parametrize("damage", ["cut", "gone", "another letter"])
def test_a_damaged_file_is_noticed(tmp_path: Path, path: str, damage: str) -> None:
    make_all(candidates(archive_of(5)), tmp_path / "index").close()
    file = tmp_path / "index" / "files" / path
    data = file.read_bytes()
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(data[:-3] if damage == "cut" else data.replace(b"e", b"f", 1))
    with closing(Store.kept(tmp_path / "index")) as store, pytest.raises(DamagedIndexError):
        publish(store, tmp_path / "output")


@pytest.mark.parametrize("damage", [b"", b"SQLite format 3\0 and nothing of it", None])
def test_a_damaged_database_is_noticed(tmp_path: Path, damage: bytes | None) -> None:
    make_all(candidates(archive_of(5)), tmp_path / "index").close()
    file = tmp_path / "index" / "index.db"
    if damage is None:
        file.unlink()
    else:
        file.write_bytes(damage)
    with pytest.raises(DamagedIndexError):
        change_all(candidates(archive_of(5)), tmp_path / "index")


def test_an_index_of_another_program_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_all(candidates(archive_of(5)), tmp_path / "index").close()
    monkeypatch.setattr("backfile.outputs.search.store.made_by", lambda: "another")
    with pytest.raises(DamagedIndexError, match="another program"):
        change_all(candidates(archive_of(5)), tmp_path / "index")


def test_a_making_that_was_broken_off_is_not_used(tmp_path: Path) -> None:
    broken = [
        replace(one, read=lambda: 1 / 0) if one.place == ("3/",) else one
        for one in candidates(archive_of(5))
    ]
    with pytest.raises(ZeroDivisionError):
        make_all(broken, tmp_path / "index")
    with pytest.raises(DamagedIndexError):
        change_all(candidates(archive_of(5)), tmp_path / "index")


def test_what_was_not_committed_makes_the_index_anew(tmp_path: Path) -> None:
    archive = archive_of(5)
    make_all(candidates(archive), tmp_path / "index").close()
    shutil.copytree(tmp_path / "index", tmp_path / "before")
    story = archive["en", "3/"]
    archive["en", "3/"] = replace(story, title="Another")
    change_all(candidates(archive), tmp_path / "index").close()
    # As if the build had ended before its commit: the files are new, the database is not.
    shutil.copyfile(tmp_path / "before" / "index.db", tmp_path / "index" / "index.db")
    with closing(Store.kept(tmp_path / "index")) as store, pytest.raises(DamagedIndexError):
        publish(store, tmp_path / "output")


def test_many_changes_make_the_index_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "_FEW", 4)
    make_all(candidates(archive_of(5)), tmp_path / "index").close()
    with pytest.raises(DamagedIndexError, match="stories are others"):
        change_all(candidates(archive_of(30)), tmp_path / "index")


def test_runs_that_were_spilled_give_what_one_gives(tmp_path: Path) -> None:
    made = []
    for many in (10_000, 7):
        folder = tmp_path / str(many)
        folder.mkdir()
        runs = Runs(folder, many)
        for n in range(60):
            number = Number(730_000 + 9 * n, n % 3)
            runs.add(number, dict.fromkeys(WORDS[n % 5 : n % 5 + 4], ("A", "B")))
        told = [(key, form, list(years_of(some))) for key, form, some in runs.forms()]
        made.append(told)
    assert made[0] == made[1]
