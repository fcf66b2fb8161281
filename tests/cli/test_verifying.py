"""`invoke verify`: what it prints, how it ends, and what an editor can accept."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backfile.cli.verifying import accept_changes, verify_archive
from backfile.errors import BackfileError, UsageError
from tests.fidelity.received_story import FERRY, FERRY_BODY
from tests.sites.sites import CONF, ROOT, WIRE, MiniSite

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = "Title: Ferry radios for help\nDate: 2014-06-16 14:00\nPartner: the-wire\n"
STORY = f"{HEAD}{FERRY.fields}\n{FERRY_BODY}"
CONFIGURED = f"{CONF}\nTHEME = {str(ROOT / 'theme')!r}\n"
NO_OPTIONS = {"content": "", "output": "", "format_name": "text"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[MiniSite]:
    """A site with one story that was received; its folder is the current one."""
    FERRY.keep(tmp_path / "content")
    (tmp_path / "pelicanconf.py").write_text(CONFIGURED, "utf-8")
    here = Path.cwd()
    os.chdir(tmp_path)
    yield MiniSite(tmp_path).write({"ferry.md": STORY, "partners/the-wire.md": WIRE})
    os.chdir(here)


def verified(**options: str) -> int:
    return verify_archive("pelicanconf.py", **{**NO_OPTIONS, **options})


def accepted(why: str, story: str = "content/ferry.md") -> int:
    return accept_changes("pelicanconf.py", content="", story=story, why=why)


def ledger(site: MiniSite) -> dict:
    path = (site.folder / "content" / FERRY.file).with_suffix(".json")
    return json.loads(path.read_text("utf-8"))


def test_an_archive_that_holds_is_summed_up(site: MiniSite, capsys) -> None:
    assert verified() == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "1 story proved, 57 words" in said.err.splitlines()
    assert "  left out  2 words: share links" in said.err.splitlines()
    assert not (site.folder / "output").exists()


def test_the_site_is_kept_where_a_folder_is_named(site: MiniSite) -> None:
    assert verified(output="made") == 0
    assert (site.folder / "made" / "fidelity.json").is_file()


def test_a_story_that_does_not_hold_is_told(site: MiniSite, capsys) -> None:
    site.write({"ferry.md": STORY.replace("silent", "still")})
    assert verified() == 1
    said = capsys.readouterr()
    assert said.out == (
        'content/ferry.md:13: "3:31 p.m.", word 4: The ferry is [-silent,-] {+still,+} '
        "and so is her owner. [words-altered]\n"
    )
    assert "1 story does not match the original" in said.err.splitlines()


def test_the_data_of_both_is_json(site: MiniSite, capsys) -> None:
    assert verified(format_name="json") == 0
    assert json.loads(capsys.readouterr().out)["proved"] == 1
    site.write({"ferry.md": STORY.replace("silent", "still")})
    assert verified(format_name="json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["proved"], told["faulty"]) == (0, 1)
    assert [(one["line"], one["code"]) for one in told["faults"]] == [(13, "words-altered")]


def test_github_puts_each_fault_on_its_line(site: MiniSite, capsys) -> None:
    assert verified(format_name="github") == 0
    assert capsys.readouterr().out == ""
    site.write({"ferry.md": STORY.replace("silent", "still")})
    assert verified(format_name="github") == 1
    assert capsys.readouterr().out == (
        '::error file=content/ferry.md,line=13,title=words-altered::"3:31 p.m.", word 4: '
        "The ferry is [-silent,-] {+still,+} and so is her owner.\n"
    )


def test_what_an_editor_accepts_is_kept_with_its_reason(site: MiniSite, capsys) -> None:
    site.write({"ferry.md": STORY.replace("silent", "still")})
    assert accepted("a slip of the hand") == 0
    change = {"place": "section 2", "at": 3, "before": "silent,", "after": "still,"}
    assert ledger(site)["accepted"] == [{**change, "why": "a slip of the hand"}]
    assert ledger(site)["account"] == FERRY.account
    assert verified() == 0
    assert "  edited    1 change by the archive's editors" in capsys.readouterr().err


def test_what_was_accepted_is_expected_and_nothing_else(site: MiniSite) -> None:
    site.write({"ferry.md": STORY.replace("silent", "still")})
    accepted("a slip")
    site.write({"ferry.md": STORY.replace("silent", "quiet")})
    assert verified() == 1
    site.write({"ferry.md": STORY})
    assert verified() == 1


def test_changes_are_accepted_one_after_the_other(site: MiniSite) -> None:
    site.write({"ferry.md": STORY.replace("silent", "still")})
    accepted("a slip")
    site.write({"ferry.md": STORY.replace("silent", "still").replace("half past", "quarter to")})
    accepted("so says the log")
    reasons = {one["before"]: one["why"] for one in ledger(site)["accepted"]}
    assert reasons == {"silent,": "a slip", "half past": "so says the log"}
    assert verified() == 0
    site.write({"ferry.md": STORY})
    accepted("taken back")
    assert ledger(site)["accepted"] == []
    assert verified() == 0


@pytest.mark.parametrize(
    "edited",
    [
        pytest.param("\n## Correction\n\nShe was not silent.\n", id="a correction"),
        pytest.param("\n## Original Post[^1]\n\n[^1]: Heard by radio.\n", id="a note"),
    ],
)
def test_what_an_editor_adds_is_expected_and_missed_if_it_is_lost(
    site: MiniSite, edited: str
) -> None:
    old = "\n## Original Post\n"
    new = edited if "[^1]" in edited else f"{edited}{old}"
    site.write({"ferry.md": STORY.replace(old, new)})
    assert verified() == 1
    accepted("from the log")
    assert verified() == 0
    site.write({"ferry.md": STORY})
    assert verified() == 1


def test_there_may_be_nothing_to_accept(site: MiniSite, capsys) -> None:
    assert accepted("why not") == 0
    assert "there is nothing to accept" in capsys.readouterr().out
    assert "accepted" not in ledger(site)


def test_a_changed_original_cannot_be_accepted(site: MiniSite) -> None:
    (site.folder / "content" / FERRY.file).write_text("Nothing happened.")
    with pytest.raises(BackfileError, match="original-changed"):
        accepted("it is older")
    assert "accepted" not in ledger(site)


def test_calls_that_cannot_be_carried_out(site: MiniSite) -> None:
    assert site
    with pytest.raises(UsageError, match="use one of text, json, github"):
        verified(format_name="xml")
    with pytest.raises(UsageError, match="there is no such story file"):
        accepted("a slip", story="content/none.md")
    with pytest.raises(UsageError, match="say why this is accepted"):
        accepted(" ")
