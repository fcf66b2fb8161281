"""A changed index is, byte by byte, one that was made from nothing."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.outputs.search import changing, filters, keeping, making, tails
from backfile.outputs.search.keeping import Candidate, change_all, change_some, make_all
from backfile.outputs.search.numbers import Number
from backfile.outputs.search.publishing import changes_of, publish
from backfile.outputs.search.runs import Runs, years_of
from backfile.outputs.search.store import DamagedIndexError, KeptStory, Store
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


Archive = dict[str, tuple[str, SearchedStory]]  # languages and stories by address


@st.composite
def archives(draw: st.DrawFn) -> Archive:
    """Draw stories in two languages."""
    urls = draw(st.sets(st.integers(0, 11).map("{}/".format)))
    return {
        url: (draw(st.sampled_from(["en", "en", "de"])), draw(stories(url))) for url in sorted(urls)
    }


def candidates(archive: Archive) -> list[Candidate]:
    """Return the stories as a build hands them over; of a day, the longest title comes last."""
    return [
        Candidate(
            lang,
            story.day.toordinal(),
            KeptStory(len(story.title), url, repr(story)),
            lambda story=story: story,
        )
        for url, (lang, story) in archive.items()
    ]


def change(folder: Path, archive: Archive) -> None:
    """Change the index in *folder* to that of *archive*, as a build does that reads all stories."""
    with closing(Store.kept(folder)) as store:
        change_all(store, candidates(archive)[::-1], ["en"])


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
def test_whatever_was_before_the_same_stories_make_the_same_files(versions: list[Archive]) -> None:
    with tempfile.TemporaryDirectory() as name:
        changed, new = Path(name, "changed"), Path(name, "new")
        make_all(candidates(versions[0]), changed, ["en"]).close()
        for version in versions[1:]:
            change(changed, version)
            make_all(candidates(version), new, ["en"]).close()
            assert files(changed / "files") == files(new / "files")


@pytest.mark.usefixtures("_small")
@settings(deadline=None, max_examples=25)
@given(st.lists(archives(), min_size=2, max_size=4))
def test_whoever_knows_what_changed_changes_and_publishes_the_same(versions: list[Archive]) -> None:
    with tempfile.TemporaryDirectory() as name:
        changed, new, output = Path(name, "changed"), Path(name, "new"), Path(name, "search-index")
        with closing(make_all(candidates(versions[0]), changed, ["en"])) as store:
            publish(store, output)
            edition = store.edition
        for before, now in pairwise(versions):
            others = {url: one for url, one in now.items() if before.get(url) != one}
            with closing(Store.kept(changed)) as store:
                change_some(store, candidates(others), before.keys() - now.keys(), ["en"])
                store.commit()
            make_all(candidates(now), new, ["en"]).close()
            assert files(changed / "files") == files(new / "files")
        with closing(Store.kept(changed)) as store:
            apply(store, edition, output.parent)
        assert files(output) == files(changed / "files")


def apply(store: Store, edition: str, output: Path) -> None:
    """Change the index in *output*, which is that of an older *edition*, to that of *store*."""
    paths = store.changed_since(edition)
    assert paths is not None
    changes = changes_of(store, paths)
    for path, data in changes.written:
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_bytes(data)
    for path in changes.removed:
        (output / path).unlink(missing_ok=True)


def archive_of(count: int) -> Archive:
    """Return *count* stories, one a day, each with words of its own."""
    stories = [
        SearchedStory(
            f"{n}/",
            f"Story {n}",
            date(1990, 1, 1) + timedelta(days=n),
            parts=(Passage("", "", "", "", f"the bridge {MORE[n % len(MORE)]} word{n}"),),
        )
        for n in range(count)
    ]
    return {one.url: ("en", one) for one in stories}


@pytest.mark.usefixtures("_small")
def test_an_edit_writes_the_files_of_its_words_and_no_other(tmp_path: Path) -> None:
    archive = archive_of(60)
    make_all(candidates(archive), tmp_path / "index").close()
    before = files(tmp_path / "index" / "files")
    times = {path: (tmp_path / "index/files" / path).stat().st_mtime_ns for path in before}
    _, story = archive["7/"]
    part = story.parts[0]
    archive["7/"] = "en", replace(story, parts=(part._replace(text=f"{part.text} zebra"),))
    change(tmp_path / "index", archive)
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


def test_of_stories_that_nobody_changed_those_of_the_same_day_alone_are_read(
    tmp_path: Path,
) -> None:
    archive = archive_of(20)
    (_, story), (_, neighbour) = archive["7/"], archive["8/"]
    archive["8/"] = "en", replace(neighbour, day=story.day)
    make_all(candidates(archive), tmp_path / "index").close()
    read = tmp_path / "index/files/en/stories/1990"
    kept = {f"{n}-{rank}.js" for n, rank in ((8, 0), (8, 1))}
    for path in read.iterdir():
        if path.name not in kept:
            path.unlink()
    with closing(Store.kept(tmp_path / "index")) as store:
        change_some(store, [], ["7/"], [])
        store.commit()
        [[number, left]] = store.stories_of("en", story.day.toordinal()).items()
    assert (number.rank, left.url) == (0, "8/")


def test_an_output_of_another_index_is_not_changed(tmp_path: Path) -> None:
    with closing(make_all(candidates(archive_of(3)), tmp_path / "index")) as store:
        edition = store.edition
        assert store.changed_since(edition) == []
    with closing(make_all(candidates(archive_of(3)), tmp_path / "index")) as store:
        assert store.changed_since(edition) is None
        assert store.changed_since("") is None


def test_a_story_that_is_as_it_was_is_not_read(tmp_path: Path) -> None:
    make_all(candidates(archive_of(20)), tmp_path / "index").close()
    unread = [replace(one, read=lambda: pytest.fail("read")) for one in candidates(archive_of(20))]
    with closing(Store.kept(tmp_path / "index")) as store:
        change_all(store, unread)
        assert store.changed_since(store.edition) == []


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
        Store.kept(tmp_path / "index")


def test_an_index_of_another_program_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_all(candidates(archive_of(5)), tmp_path / "index").close()
    monkeypatch.setattr("backfile.outputs.search.store.made_by", lambda: "another")
    with pytest.raises(DamagedIndexError, match="another program"):
        Store.kept(tmp_path / "index")


def test_a_making_that_was_broken_off_is_not_used(tmp_path: Path) -> None:
    broken = [
        replace(one, read=lambda: 1 / 0) if one.kept.url == "3/" else one
        for one in candidates(archive_of(5))
    ]
    with pytest.raises(ZeroDivisionError):
        make_all(broken, tmp_path / "index")
    with pytest.raises(DamagedIndexError):
        Store.kept(tmp_path / "index")


def test_what_was_not_committed_makes_the_index_anew(tmp_path: Path) -> None:
    archive = archive_of(5)
    make_all(candidates(archive), tmp_path / "index").close()
    shutil.copytree(tmp_path / "index", tmp_path / "before")
    _, story = archive["3/"]
    archive["3/"] = "en", replace(story, title="Another")
    change(tmp_path / "index", archive)
    # As if the build had ended before its commit: the files are new, the database is not.
    shutil.copyfile(tmp_path / "before" / "index.db", tmp_path / "index" / "index.db")
    with closing(Store.kept(tmp_path / "index")) as store, pytest.raises(DamagedIndexError):
        publish(store, tmp_path / "output")


def test_many_changes_make_the_index_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "_FEW", 4)
    make_all(candidates(archive_of(5)), tmp_path / "index").close()
    with pytest.raises(DamagedIndexError, match="stories are others"):
        change(tmp_path / "index", archive_of(30))


def test_runs_that_were_spilled_give_what_one_gives(tmp_path: Path) -> None:
    made = []
    for many in (10_000, 7):
        folder = tmp_path / str(many)
        folder.mkdir()
        runs = Runs(folder, many)
        for n in range(60):
            number = Number(730_000 + 9 * n, n % 3)
            runs.add(number, dict.fromkeys(WORDS[n % 5 : n % 5 + 4], "AB"))
        told = [(key, form, list(years_of(some))) for key, form, some in runs.forms()]
        made.append(told)
    assert made[0] == made[1]
