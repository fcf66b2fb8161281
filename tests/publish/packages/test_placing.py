"""A package takes its place as a whole, and no other package goes in silence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from backfile.errors import UsageError
from backfile.publish.packages.placing import Existing, placing

ROOT = Path(__file__).parents[3]


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def write_bag(path: Path, text: str) -> None:
    write(path / "bagit.txt", "BagIt-Version: 1.0\n")
    write(path / "data" / "index.html", text)


def place(output: Path, text: str, existing: Existing = Existing.KEEP) -> None:
    with placing(output, existing) as unfinished:
        write(unfinished, text)


def place_bag(output: Path, text: str, existing: Existing = Existing.KEEP) -> None:
    with placing(output, existing) as unfinished:
        write_bag(unfinished, text)


def test_a_file_is_put_into_a_folder_that_was_not_there(tmp_path: Path) -> None:
    place(tmp_path / "packages" / "a.zip", "new")

    assert (tmp_path / "packages" / "a.zip").read_text("utf-8") == "new"


def test_the_same_file_stays_as_it_is(tmp_path: Path) -> None:
    write(tmp_path / "a.zip", "same")
    before = (tmp_path / "a.zip").stat()

    place(tmp_path / "a.zip", "same")

    assert os.path.samestat((tmp_path / "a.zip").stat(), before)
    assert [one.name for one in tmp_path.iterdir()] == ["a.zip"]


def test_another_file_is_refused_and_stays(tmp_path: Path) -> None:
    write(tmp_path / "a.zip", "old")

    with pytest.raises(UsageError, match=r"a\.zip: something else is there; add --replace"):
        place(tmp_path / "a.zip", "new")

    assert (tmp_path / "a.zip").read_text("utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.zip"]


def test_another_file_is_replaced_where_that_is_asked_for(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.zip", "w") as old:
        old.writestr("old", "old")

    place(tmp_path / "a.zip", "new", Existing.REPLACE)

    assert (tmp_path / "a.zip").read_text("utf-8") == "new"
    assert [one.name for one in tmp_path.iterdir()] == ["a.zip"]


def test_a_file_that_is_no_package_is_never_replaced(tmp_path: Path) -> None:
    write(tmp_path / "pelicanconf.py", "old")

    with pytest.raises(UsageError, match="it is a file that is no package"):
        place(tmp_path / "pelicanconf.py", "new", Existing.REPLACE)

    assert (tmp_path / "pelicanconf.py").read_text("utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["pelicanconf.py"]


def test_a_package_has_a_name() -> None:
    with pytest.raises(UsageError, match="it is a folder; name the package in it"):
        place(Path(), "new", Existing.KEEP)


def test_another_bag_is_refused_or_replaced(tmp_path: Path) -> None:
    write_bag(tmp_path / "bag", "old")
    with pytest.raises(UsageError, match="bag: something else is there"):
        place_bag(tmp_path / "bag", "new")
    assert (tmp_path / "bag" / "data" / "index.html").read_text("utf-8") == "old"

    place_bag(tmp_path / "bag", "new", Existing.REPLACE)

    assert (tmp_path / "bag" / "data" / "index.html").read_text("utf-8") == "new"
    assert [one.name for one in tmp_path.iterdir()] == ["bag"]


def test_the_same_bag_stays_as_it_is(tmp_path: Path) -> None:
    write_bag(tmp_path / "bag", "same")
    before = (tmp_path / "bag").stat()

    place_bag(tmp_path / "bag", "same")

    assert os.path.samestat((tmp_path / "bag").stat(), before)


def test_a_bag_goes_into_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "bag").mkdir()

    place_bag(tmp_path / "bag", "new")

    assert (tmp_path / "bag" / "bagit.txt").is_file()


@pytest.mark.parametrize("existing", Existing)
def test_a_folder_of_other_things_is_never_replaced(tmp_path: Path, existing: Existing) -> None:
    write(tmp_path / "home" / "letters.txt", "mine")

    with pytest.raises(UsageError):
        place_bag(tmp_path / "home", "new", existing)
    with pytest.raises(UsageError):
        place(tmp_path / "home", "new", existing)

    assert (tmp_path / "home" / "letters.txt").read_text("utf-8") == "mine"
    assert [one.name for one in tmp_path.iterdir()] == ["home"]


@pytest.mark.parametrize("reason", [KeyboardInterrupt, OSError])
def test_what_is_not_finished_leaves_nothing(tmp_path: Path, reason: type[BaseException]) -> None:
    write(tmp_path / "a.zip", "old")

    def stop(unfinished: Path) -> None:
        write(unfinished, "half")
        raise reason

    with pytest.raises(reason), placing(tmp_path / "a.zip", Existing.REPLACE) as unfinished:
        stop(unfinished)

    assert (tmp_path / "a.zip").read_text("utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.zip"]


KILLED = """
import os, signal, sys
from pathlib import Path
from backfile.publish.packages.placing import Existing, placing
with placing(Path(sys.argv[1]), Existing.KEEP) as unfinished:
    unfinished.mkdir()
    (unfinished / "half.html").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_one_has_left_goes_with_the_next(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "plugins")}
    command = [sys.executable, "-c", KILLED, str(tmp_path / "bag")]
    for _ in range(2):
        subprocess.run(command, env=env, check=False)
        assert len(list(tmp_path.iterdir())) == 1

    place_bag(tmp_path / "bag", "new")

    assert [one.name for one in tmp_path.iterdir()] == ["bag"]


def test_what_another_one_is_making_stays(tmp_path: Path) -> None:
    with placing(tmp_path / "a.zip", Existing.REPLACE) as first:
        write(first, "same")
        place(tmp_path / "a.zip", "same")
        assert first.read_text("utf-8") == "same"
