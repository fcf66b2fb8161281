"""`invoke check`: narrowed to codes and places; its fixes shown first, or refused."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from backfile.cli.checking import CheckOptions, check_archive
from backfile.errors import UsageError
from tests.in_process import call
from tests.sites.sites import CONF, ROOT, WIRE, MiniSite

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "Title: {title}\nDate: 2014-06-16 11:02\n{field}\n"
UPDATED = HEAD + "## 12:10 a.m.\n\nThe basin is shut.\n\n## 9:10 p.m.\n\nIce.\n"


def updated(title: str, field: str = "") -> str:
    return UPDATED.format(title=title, field=f"{field}\n" if field else "")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MiniSite:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pelicanconf.py").write_text(CONF, "utf-8")
    files = {
        "2014/a.md": updated("A"),
        "2015/b.md": updated("B", "Partner: nosuch"),
        "partners/the-wire.md": WIRE,
        "images/x.txt": "no story",
    }
    return MiniSite(tmp_path).write(files)


def check(**options: object) -> int:
    return check_archive("pelicanconf.py", options=CheckOptions(**options))  # type: ignore[arg-type]


def codes(text: str) -> list[str]:
    return [line.rpartition("[")[2].rstrip("]") for line in text.splitlines() if "[" in line]


def test_the_text_of_a_withdrawn_story_is_left_alone(site: MiniSite, capsys) -> None:
    withdrawn = "Status: withdrawn\nWithdrawn: 2016-03-05\nReason: It was asked for."
    text = updated("B", withdrawn) + "\nThis article is from the archive of our partner The Wire.\n"
    site.write({"2015/b.md": text})
    before = (site.folder / "content/2015/b.md").read_bytes()

    assert check(fix=True) == 0

    assert "2015/b.md" not in capsys.readouterr().out
    assert (site.folder / "content/2015/b.md").read_bytes() == before


@pytest.mark.usefixtures("site")
class TestNarrowing:
    @pytest.mark.parametrize(
        ("only", "found", "status"),
        [
            (["next-day"], ["next-day"] * 2, 0),
            (["date-inferred"], ["date-inferred"] * 2, 0),
            (["unknown-partner,next-day"], ["unknown-partner", *["next-day"] * 2], 1),
            (["unknown-partner", " next-day "], ["unknown-partner", *["next-day"] * 2], 1),
            (["bad-zone"], [], 0),
        ],
    )
    def test_to_codes(self, capsys, only: list[str], found: list[str], status: int) -> None:
        assert check(only=only) == status
        assert codes(capsys.readouterr().out) == found

    def test_to_an_unknown_code_is_refused_with_the_nearest(self) -> None:
        with pytest.raises(UsageError, match='no code "nextday"; did you mean "next-day"'):
            check(only=["nextday"])

    @pytest.mark.parametrize(
        ("path", "files"),
        [
            ("content/2014", {"content/2014/a.md"}),
            ("content/2014/", {"content/2014/a.md"}),
            ("./content/2015/b.md", {"content/2015/b.md"}),
            ("content", {"content/2014/a.md", "content/2015/b.md"}),
            (".", {"content/2014/a.md", "content/2015/b.md"}),
            ("content/partners/the-wire.md", set()),
        ],
    )
    def test_to_places(self, capsys, path: str, files: set[str]) -> None:
        assert check(paths=[path], format_name="json") == ("content/2015/b.md" in files)
        said = capsys.readouterr()
        assert {one["path"] for one in json.loads(said.out)} == files
        stories = "1 story" if len(files) == 1 else f"{len(files)} stories"
        assert said.err.startswith(f"{stories} read: ")

    @pytest.mark.parametrize(
        ("path", "reason"),
        [
            ("content/2016", "content/2016: there is no such file or folder"),
            ("content/images", "content/images: there is no story, page or partner's record here"),
            ("pelicanconf.py", "pelicanconf.py: there is no story, page or partner's record here"),
        ],
    )
    def test_to_a_place_without_stories_is_refused(self, path: str, reason: str) -> None:
        with pytest.raises(UsageError, match=reason):
            check(paths=[path])


class TestFixes:
    def test_a_diff_shows_what_would_be_written_and_writes_nothing(
        self, site: MiniSite, capsys
    ) -> None:
        before = (site.folder / "content/2014/a.md").read_bytes()
        assert check(fix=True, diff=True) == 0
        said = capsys.readouterr()
        assert [line for line in said.out.splitlines() if line[0] in "+-"] == [
            "--- a/content/2014/a.md",
            "+++ b/content/2014/a.md",
            "-## 12:10 a.m.",
            '+## 12:10 a.m. {: datetime=2014-06-17T00:10:00-04:00 inferred="next-day" }',
            "-## 9:10 p.m.",
            "+## 9:10 p.m. {: datetime=2014-06-16T21:10:00-04:00 }",
        ]
        assert "--fix would write dates into 1 story; nothing was written" in said.err
        assert (site.folder / "content/2014/a.md").read_bytes() == before

    def test_the_diff_is_what_fix_writes(self, site: MiniSite, capsys) -> None:
        path = site.folder / "content/2014/a.md"
        # Windows line ends, and none at the end.
        path.write_bytes(updated("A").strip().replace("\n", "\r\n").encode())
        check(diff=True)
        (site.folder / "fix.diff").write_bytes(capsys.readouterr().out.encode())
        before = path.read_bytes()
        subprocess.run(["git", "apply", "fix.diff"], cwd=site.folder, check=True)
        applied = path.read_bytes()
        path.write_bytes(before)
        check(fix=True)
        assert path.read_bytes() == applied != before

    def test_a_story_with_an_error_is_left_alone_and_named(self, site: MiniSite, capsys) -> None:
        before = (site.folder / "content/2015/b.md").read_bytes()
        assert check(fix=True) == 1
        said = capsys.readouterr()
        assert "content/2014/a.md: dates written" in said.err
        assert (
            "content/2015/b.md:3: warning: its inferred dates were not written, because they may "
            "be wrong until line 3 is settled [unknown-partner]; correct that first [not-fixed]"
        ) in said.out
        assert (site.folder / "content/2015/b.md").read_bytes() == before

    def test_a_doubt_that_would_be_settled_wrongly_keeps_a_story_as_it_is(
        self, site: MiniSite, capsys
    ) -> None:
        text = HEAD.format(title="C", field="") + "## 6:20 p.m. XQT\n\nIce.\n"
        site.write({"c.md": text})
        check(fix=True, paths=["content/c.md"])
        assert "until line 4 is settled [unknown-zone]" in capsys.readouterr().out
        assert (site.folder / "content/c.md").read_text("utf-8") == text

    def test_only_stories_at_the_places_are_fixed(self, site: MiniSite) -> None:
        site.write({"2016/d.md": updated("D")})
        check(fix=True, paths=["content/2016"])
        assert "datetime=" in (site.folder / "content/2016/d.md").read_text("utf-8")
        assert "datetime=" not in (site.folder / "content/2014/a.md").read_text("utf-8")

    @pytest.mark.usefixtures("site")
    def test_codes_cannot_be_fixed_one_by_one(self) -> None:
        with pytest.raises(UsageError, match="--fix changes whole stories"):
            check(fix=True, only=["next-day"])


def test_the_command_hands_its_options_on(site: MiniSite) -> None:
    for name in ("tasks.py", "plugins"):
        (site.folder / name).symlink_to(ROOT / name)
    words = ["check", "--only", "next-day", "--path", "content/2015", "--", "content/2014"]
    done = call("invoke", words, site.folder)
    assert (done.returncode, codes(done.stdout)) == (0, ["next-day", "next-day"])
