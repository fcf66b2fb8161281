"""The file of accepted findings: what its lines mean, and what is said of those that are wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.checking.check import Finding
from backfile.errors import UsageError
from backfile.publish.gates.accepted_findings import (
    AcceptedFindings,
    accepted_findings,
    judged,
    read_accepted,
)
from backfile.publish.gates.codes import MEANINGS
from backfile.reading.severities import Severity
from tests.in_process import call

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publish.gates.conftest import Archive

FILE = "accepted-findings.txt"
PAGE = "2014/06/basin/index.html"


def finding(path: str = PAGE, code: str = "dead-anchor", line: int = 3) -> Finding:
    return Finding(f"output/{path}", line, code, "it is wrong", Severity.ERROR)


def faults(text: str) -> list[str]:
    return [str(one) for one in read_accepted(text, FILE).faults]


def judge(text: str, *findings: Finding, has_earlier: bool = True) -> tuple[list[str], list[str]]:
    accepted = read_accepted(text, FILE)
    made = judged(findings, accepted, folder="output", has_earlier=has_earlier)
    return [str(one) for one in made.findings], [str(one) for one in made.accepted]


def test_a_line_accepts_all_findings_of_its_code_in_its_file() -> None:
    text = f"# The basin.\n\ndead-anchor {PAGE} The plan went with the board.\n"
    others = finding("a.html"), finding(code="duplicate-id")

    standing, accepted = judge(text, finding(), finding(line=9), *others)

    assert standing == sorted(map(str, others))
    why = f"accepted on line 3 of {FILE}: The plan went with the board. [dead-anchor]"
    assert accepted == [
        f"output/{PAGE}:3: notice: it is wrong; {why}",
        f"output/{PAGE}:9: notice: it is wrong; {why}",
    ]


def test_each_line_that_accepts_something_is_told_once() -> None:
    text = f"dead-anchor {PAGE} The plan went.\nbad-json a.json A sample.\n"
    accepted = read_accepted(text, FILE)

    made = judged([finding(), finding(line=9)], accepted, folder="output", has_earlier=True)

    assert made.used == (f"{FILE}:1: dead-anchor in {PAGE} (2 times) is accepted: The plan went.",)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_quotes_hold_a_path_with_spaces(end: str) -> None:
    text = f'dead-anchor "a b/c.html"   Old plan.{end}# and so on{end}'

    standing, accepted = judge(text, finding("a b/c.html"))

    assert (standing, len(accepted)) == ([], 1)


WRONG = {
    "dead-ancor a.html Why": 'there is no code "dead-ancor"; did you mean "dead-anchor"?',
    "xyzzy a.html Why": 'there is no code "xyzzy"; docs/gates.md lists all codes',
    "dead-anchor": "it names no file; write a code, the path of a file of the site, and the reason",
    "dead-anchor a.html": "it gives no reason; say behind a.html why this is accepted",
    "dead-anchor a.html  --": "it gives no reason; say behind a.html",
    "not-in-manifest a.html Why": "not-in-manifest cannot be accepted; correct what it names",
    "bad-acceptance a.html Why": "bad-acceptance cannot be accepted",
}


@pytest.mark.parametrize("line", WRONG)
def test_a_line_that_cannot_stand_is_an_error_and_accepts_nothing(line: str) -> None:
    (said,) = faults(f"\n{line}\n")

    assert said.startswith(f"{FILE}:2: error: {WRONG[line]}")
    assert said.endswith("[bad-acceptance]")
    assert read_accepted(f"\n{line}\n", FILE).entries == ()


def test_a_line_that_stands_twice_is_said() -> None:
    (said,) = faults("dead-anchor a.html One.\ndead-anchor a.html Two.\n")

    assert said.startswith(f"{FILE}:2: error: line 1 accepts the same; delete one of the two")


MEANT = [
    f"output/{PAGE}",
    f"/{PAGE}",
    f"{PAGE}:120",
    f"output/{PAGE}:120:",
    "2014/06/basin/",
    "2014/06/basin",
    "https://news.example/2014/06/basin/",
]


@pytest.mark.parametrize("path", MEANT)
def test_a_path_that_is_written_otherwise_is_said_and_the_finding_stands(path: str) -> None:
    standing, accepted = judge(f"dead-anchor {path} Why.\n", finding())

    assert accepted == []
    assert standing == [
        (
            f'{FILE}:1: warning: there is no dead-anchor at "{path}" to accept; '
            f'did you mean "{PAGE}"? [unused-acceptance]'
        ),
        str(finding()),
    ]


def test_a_line_that_accepts_nothing_is_said() -> None:
    (said,), _ = judge("dead-anchor gone.html Why.\n")

    assert 'at "gone.html" to accept; correct the path, or delete the line' in said


def test_what_only_an_earlier_release_shows_is_not_missed_without_one() -> None:
    text = "lost-address a.html Moved to the museum.\n"

    assert judge(text, has_earlier=False) == ([], [])
    assert len(judge(text)[0]) == 1


def test_nothing_is_accepted_without_a_file(tmp_path: Path) -> None:
    assert accepted_findings(None) == accepted_findings(tmp_path / FILE) == AcceptedFindings()


def test_a_file_that_a_setting_names_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"ours\.txt: there is no such file, and BACKFILE_ACC"):
        accepted_findings(tmp_path / "ours.txt")


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes("dead-anchor a.html Für später".encode("latin-1"))
    with pytest.raises(UsageError, match=r"it is not in UTF-8; save it as UTF-8"):
        accepted_findings(tmp_path / FILE)

    (tmp_path / FILE).unlink()
    (tmp_path / FILE).mkdir()
    with pytest.raises(UsageError, match=r"it cannot be read \(Is a directory\)"):
        accepted_findings(tmp_path / FILE)


@given(text=st.text())
def test_any_text_is_read_and_only_known_codes_are_accepted(text: str) -> None:
    read = read_accepted(text, FILE)

    assert all(one.code in MEANINGS and one.path and one.reason for one in read.entries)


def test_check_says_what_is_accepted(broken: Archive) -> None:
    broken.write("theme/css/own.css", "a { b: url(c.png) }")
    (broken.folder / FILE).write_text("dead-address theme/css/own.css It is made by the host.\n")

    done = call("backfile", ["check", "--site"], broken.folder)

    assert (done.returncode, done.stderr) == (0, "output: 0 errors, 0 warnings, 1 notice\n")
    assert "accepted on line 1 of accepted-findings.txt: It is made by the host." in done.stdout


def test_a_setting_names_another_file(broken: Archive) -> None:
    broken.write("theme/css/own.css", "a { b: url(c.png) }")
    with (broken.folder / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write('\nBACKFILE_ACCEPTED_FINDINGS = "notes/accepted.txt"\n')

    missing = call("backfile", ["check", "--site"], broken.folder)
    (broken.folder / "notes").mkdir()
    (broken.folder / "notes" / "accepted.txt").write_text("dead-address theme/css/own.css Made.\n")
    done = call("backfile", ["check", "--site"], broken.folder)

    assert missing.returncode == 2
    assert missing.stderr.endswith(
        "notes/accepted.txt: there is no such file, and BACKFILE_ACCEPTED_FINDINGS names it\n"
    )
    assert done.returncode == 0


def test_publish_records_what_is_accepted(archive: Archive, tmp_path: Path) -> None:
    copy = archive.copy(tmp_path / "archive")
    (copy.folder / FILE).write_text("dead-anchor 404.html Why.\n")

    done = call("backfile", ["publish", str(tmp_path / "www")], copy.folder)

    assert done.returncode == 0
    assert done.stderr.startswith(
        'accepted-findings.txt:1: warning: there is no dead-anchor at "404.html" to accept; '
    )
