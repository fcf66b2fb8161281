"""`backfile table`: fields of all stories as a table, and back into the stories."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backfile.cli.table import TableOptions, run_table
from backfile.errors import BackfileError, UsageError
from backfile.files.locks import holding
from backfile.spreadsheet.csv_table import TableError, written_table
from tests.sites.sites import CONF, WIRE, MiniSite

if TYPE_CHECKING:
    from collections.abc import Callable

FERRY = (
    "\ufeffTitle: The ferry is late\r\nDate: 2014-06-16 11:02\r\nPartner: the-wire\r\n\r\nLate.\r\n"
)
ICE = "Title: =Ice\nDate: 2015-01-04\nTags: Weather, Ice\nSummary: Cold.\n    Very cold.\n\nIce.\n"
FILES = {
    "2014/ferry.md": FERRY,
    "2015/ice.md": ICE,
    "pages/about.md": "Title: About\n\nWho we are.\n",
    "partners/the-wire.md": WIRE,
    "partners/port-post.md": "Title: The Port Post\n",
}
CONF_OF_STORIES = f"{CONF}ARTICLE_PATHS = ['']\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MiniSite:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pelicanconf.py").write_text(CONF_OF_STORIES, "utf-8")
    site = MiniSite(tmp_path).write({})
    for name, text in FILES.items():
        path = tmp_path / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return site


def table(**options: object) -> int:
    return run_table("pelicanconf.py", options=TableOptions(**options))  # type: ignore[arg-type]


def rows(name: str = "t.csv") -> list[list[str]]:
    text = Path(name).read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def edited(
    edit: Callable[[list[list[str]]], object], fields: str = "title,date,partner,tags"
) -> None:
    """Write the table, and write it anew after an *edit* of its rows."""
    assert table(output="t.csv", fields=[fields]) == 0
    found = rows()
    edit(found)
    Path("t.csv").write_bytes(written_table(found[0], found[1:]))


def stories() -> dict[str, str]:
    return {name: Path("content", name).read_bytes().decode() for name in FILES}


def changed() -> dict[str, str]:
    return {name: text for name, text in stories().items() if text != FILES[name]}


@pytest.mark.usefixtures("site")
class TestWriting:
    def test_a_row_is_a_story_with_the_chosen_fields(self) -> None:
        assert table(output="t.csv", fields=["TITLE, date", "summary"]) == 0

        head, *found = rows()
        assert head == ["File", "Digest", "Title", "Date", "Summary"]
        assert [row[:1] + row[2:] for row in found] == [
            ["2014/ferry.md", "The ferry is late", "'2014-06-16 11:02", ""],
            ["2015/ice.md", "'=Ice", "'2015-01-04", "Cold.\nVery cold."],
        ]

    def test_it_takes_the_place_of_no_other_file(self) -> None:
        Path("t.csv").write_text("half edited", "utf-8")
        with pytest.raises(UsageError, match=r"t\.csv: there is such a file already"):
            table(output="t.csv", fields=["Title"])
        assert Path("t.csv").read_text("utf-8") == "half edited"

    def test_it_goes_to_standard_output_without_a_file(self, capfdbinary) -> None:
        assert table(fields=["title"], delimiter="semicolon") == 0

        said = capfdbinary.readouterr()
        assert said.out.startswith(b"\xef\xbb\xbfFile;Digest;Title\r\n2014/ferry.md;sha256:")
        assert said.err == b"2 stories, with Title\n"

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ({"fields": ["Titel"]}, 'no field "Titel"; did you mean "Title"'),
            ({"fields": ["Title"], "apply": "t.csv"}, "leave out --fields and --output"),
            ({"dry_run": True}, "name the table with --apply"),
            ({"delimiter": "semikolon"}, 'did you mean "semicolon"'),
        ],
    )
    def test_options_that_make_no_sense_are_refused(self, options, said) -> None:
        with pytest.raises(UsageError, match=said):
            table(**options)


def set_cell(row: int, column: int, value: str) -> Callable[[list[list[str]]], object]:
    def edit(found: list[list[str]]) -> None:
        found[row][column] = value

    return edit


@pytest.mark.usefixtures("site")
class TestApplying:
    def test_a_table_that_nobody_edited_changes_nothing(self, capsys) -> None:
        edited(lambda found: found)

        assert table(apply="t.csv") == 0
        assert changed() == {}
        assert "the table changes nothing" in capsys.readouterr().err

    def test_a_cell_changes_its_field_and_no_other_byte(self, capsys) -> None:
        edited(set_cell(1, 4, "port-post"))

        assert table(apply="t.csv") == 0
        assert changed() == {"2014/ferry.md": FERRY.replace("the-wire", "port-post")}
        said = capsys.readouterr()
        assert said.out == 'content/2014/ferry.md: Partner: "the-wire" → "port-post"\n'
        assert said.err.splitlines()[-1] == "1 story changed"

    def test_a_field_comes_and_another_goes(self) -> None:
        edited(lambda found: (set_cell(1, 5, "Ships")(found), set_cell(2, 5, "")(found)))

        assert table(apply="t.csv") == 0
        assert changed() == {
            "2014/ferry.md": FERRY.replace("the-wire\r\n", "the-wire\r\nTags: Ships\r\n"),
            "2015/ice.md": ICE.replace("Tags: Weather, Ice\n", ""),
        }

    def test_a_dry_run_shows_the_changes_and_writes_none(self, capsys) -> None:
        edited(set_cell(1, 2, "Late again"))

        assert table(apply="t.csv", dry_run=True) == 0
        assert changed() == {}
        said = capsys.readouterr()
        assert '"The ferry is late" → "Late again"' in said.out
        assert "1 story would change; nothing was written" in said.err

    def test_a_column_that_is_gone_and_a_row_that_is_gone_change_nothing(self) -> None:
        def cut(found: list[list[str]]) -> None:
            del found[2]
            for row in found:
                del row[3]
            found[1][2] = "Late again"

        edited(cut)
        assert table(apply="t.csv") == 0
        assert changed() == {"2014/ferry.md": FERRY.replace("The ferry is late", "Late again")}

    @pytest.mark.parametrize(
        ("edit", "said"),
        [
            (set_cell(1, 4, "teh-wire"), '2: unknown partner "teh-wire"; did you mean "the-wire"?'),
            (set_cell(1, 3, "16.06.2014 11:02"), "2: Date: the spreadsheet rewrote this date"),
            (set_cell(1, 3, "'2014-02-30"), '2: "2014-02-30" is not a date'),
            (set_cell(1, 3, ""), "2: this story has no date"),
            (set_cell(2, 2, "=Ice & snow"), "3: Title: "),
            (
                set_cell(1, 0, "2014/fery.md"),
                '2: there is no story "2014/fery.md"; did you mean "2014/ferry.md"',
            ),
            (lambda found: found.append(found[1]), "4: 2014/ferry.md is in line 2 already"),
            (lambda found: found[1].pop(), "2: it has 5 cells, and the first line has 6"),
        ],
    )
    def test_one_row_at_fault_and_no_story_changes(self, capsys, edit, said) -> None:
        edited(lambda found: (set_cell(2, 5, "Snow")(found), edit(found)))

        assert table(apply="t.csv") == 1
        assert changed() == {}
        told = capsys.readouterr().err
        assert f"t.csv:{said}" in told
        assert told.endswith("nothing was written; correct the table, and apply it again\n")

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            (
                {"Slug": "über/../ferry"},
                '2: Slug "über/../ferry" ',
            ),
            (
                {"Identifier": "doi:10.12345/ICE"},
                '2: content/2015/ice.md has the identifier "doi:10.12345/ICE" as well; an ',
            ),
            (
                {"Status": "withdrawn", "Withdrawn": "'2013-01-02", "Reason": "Asked for."},
                '2: Withdrawn "2013-01-02" is before Date "2014-06-16 11:02"; correct one of',
            ),
        ],
    )
    def test_what_check_reports_as_an_error_is_refused(self, capsys, given, said) -> None:
        path = Path("content/2015/ice.md")
        path.write_text(ICE.replace("Tags", "Identifier: doi:10.12345/ice\nTags"), "utf-8")
        before = stories()

        def edit(found: list[list[str]]) -> None:
            for name, value in given.items():
                found[1][found[0].index(name)] = value

        edited(edit, "Slug,Identifier,Status,Withdrawn,Reason")

        assert table(apply="t.csv") == 1
        assert stories() == before
        assert f"t.csv:{said}" in capsys.readouterr().err

    def test_two_rows_that_get_one_identifier_are_refused(self, capsys) -> None:
        edited(
            lambda found: (set_cell(1, 2, "ferry-1")(found), set_cell(2, 2, "ferry-1")(found)),
            "Identifier",
        )

        assert table(apply="t.csv") == 1
        assert changed() == {}
        (said,) = [one for one in capsys.readouterr().err.splitlines() if "t.csv:" in one]
        assert said.startswith('t.csv:3: content/2014/ferry.md has the identifier "ferry-1"')

    def test_two_stories_may_exchange_their_identifiers(self) -> None:
        for name, identifier in (("2014/ferry.md", "one"), ("2015/ice.md", "two")):
            path = Path("content", name)
            text = path.read_bytes().decode()
            path.write_bytes(text.replace("Date:", f"Identifier: {identifier}\nDate:").encode())
        edited(
            lambda found: (set_cell(1, 2, "two")(found), set_cell(2, 2, "one")(found)),
            "Identifier",
        )

        assert table(apply="t.csv") == 0

    def test_the_languages_of_a_story_may_share_an_identifier(self) -> None:
        for lang in ("de", "es"):
            Path(f"content/2015/ice.{lang}.md").write_text(
                f"Title: Ice\nDate: 2015-01-04\nLang: {lang}\n\nIce.\n", "utf-8"
            )

        def edit(found: list[list[str]]) -> None:
            for row in found[1:]:
                row[2] = "ice-1" if "ice." in row[0] else ""

        edited(edit, "Identifier")

        assert table(apply="t.csv") == 0

    @pytest.mark.parametrize(
        ("column", "name", "said"),
        [
            (4, "Partnr", 'no field "Partnr"; did you mean "Partner"'),
            (4, "Title", 'two columns "Title"'),
            (0, "Datei", 'no column "File"'),
        ],
    )
    def test_columns_that_make_no_sense_are_refused(self, column, name, said) -> None:
        edited(set_cell(0, column, name))

        with pytest.raises(TableError, match=f"t.csv: .*{said}"):
            table(apply="t.csv")

    def test_a_story_that_changed_meanwhile_is_refused(self, capsys) -> None:
        edited(set_cell(1, 2, "Late again"))
        path = Path("content/2014/ferry.md")
        path.write_bytes(path.read_bytes() + b"More.\r\n")

        assert table(apply="t.csv") == 1
        assert "t.csv:2: 2014/ferry.md has changed since the table was written" in (
            capsys.readouterr().err
        )

    def test_a_story_that_was_changed_as_the_table_says_is_passed_over(self) -> None:
        edited(set_cell(1, 2, "Late again"))

        assert table(apply="t.csv") == 0
        assert table(apply="t.csv") == 0

    def test_a_disk_that_fails_leaves_all_stories_as_they_were(self, monkeypatch) -> None:
        edited(lambda found: (set_cell(1, 5, "Snow")(found), set_cell(2, 5, "Snow")(found)))
        true_replace = Path.replace

        def replace(self: Path, target: Path) -> Path:
            if target.name == "ice.md":
                raise OSError(28, "No space left on device")
            return true_replace(self, target)

        monkeypatch.setattr(Path, "replace", replace)
        with pytest.raises(OSError, match="No space left"):
            table(apply="t.csv")
        assert changed() == {}


def git(*words: str) -> str:
    done = subprocess.run(["git", *words], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def repository(site: MiniSite) -> MiniSite:
    git("init", "-q")
    git("config", "user.name", "Ada Lind")
    git("config", "user.email", "ada@archive.example")
    git("add", "content")
    git("commit", "-q", "-m", "Begin")
    return site


@pytest.mark.usefixtures("repository")
class TestCommitting:
    def test_the_changes_are_one_commit_that_can_be_taken_back(self, capsys) -> None:
        edited(lambda found: (set_cell(1, 5, "Snow")(found), set_cell(2, 5, "Snow")(found)))

        assert table(apply="t.csv") == 0
        assert git("log", "--format=%s").splitlines() == [
            "Change Tags of 2 stories as t.csv says",
            "Begin",
        ]
        assert "2 stories changed; git revert " in capsys.readouterr().err
        git("revert", "--no-edit", "HEAD")
        assert changed() == {}

    def test_what_others_have_staged_stays_staged_and_out_of_the_commit(self) -> None:
        Path("content/pages/about.md").write_text("Title: About us\n\nWe.\n", "utf-8")
        git("add", "content/pages/about.md")
        edited(set_cell(1, 5, "Snow"))

        assert table(apply="t.csv") == 0
        assert git("show", "--format=", "--name-only").split() == ["content/2014/ferry.md"]
        assert git("diff", "--cached", "--name-only").split() == ["content/pages/about.md"]

    @pytest.mark.parametrize("staged", [True, False])
    def test_a_story_with_changes_that_are_not_committed_is_refused(self, staged) -> None:
        path = Path("content/2014/ferry.md")
        path.write_bytes(path.read_bytes().replace(b"Late.", b"Very late."))
        before = path.read_bytes()
        if staged:
            git("add", str(path))
        edited(set_cell(1, 5, "Snow"))

        with pytest.raises(BackfileError, match="changes that are not committed yet"):
            table(apply="t.csv")
        assert path.read_bytes() == before

    def test_a_commit_that_is_refused_leaves_all_as_it_was(self) -> None:
        hook = Path(".git/hooks/pre-commit")
        hook.parent.mkdir(exist_ok=True)
        hook.write_text("#!/bin/sh\necho no commits today >&2\nexit 1\n", "utf-8")
        hook.chmod(0o755)
        edited(set_cell(1, 5, "Snow"))

        with pytest.raises(BackfileError, match="no commits today"):
            table(apply="t.csv")
        assert changed() == {}
        assert git("status", "--porcelain", "content") == ""

    def test_a_merge_is_ended_first(self) -> None:
        head = git("rev-parse", "HEAD").strip()
        Path(".git/MERGE_HEAD").write_text(f"{head}\n", "utf-8")
        edited(set_cell(1, 5, "Snow"))

        with pytest.raises(BackfileError, match="in the middle of a merge"):
            table(apply="t.csv")
        assert changed() == {}

    def test_a_repository_that_ignores_the_content_gets_no_commit(self, capsys) -> None:
        git("rm", "-r", "-q", "--cached", "content")
        Path(".gitignore").write_text("content/\n", "utf-8")
        git("add", ".gitignore")
        git("commit", "-q", "-m", "Keep the content elsewhere")
        edited(set_cell(1, 5, "Snow"))

        assert table(apply="t.csv") == 0
        assert changed().keys() == {"2014/ferry.md"}
        assert capsys.readouterr().err.endswith("\n1 story changed\n")

    def test_another_import_or_table_at_work_is_waited_for(self) -> None:
        edited(set_cell(1, 5, "Snow"))

        with holding(Path("content")) as is_alone:
            assert is_alone
            with pytest.raises(BackfileError, match="an import or a table is at work here"):
                table(apply="t.csv")
        assert changed() == {}
