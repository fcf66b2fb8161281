"""`invoke verify --accept`: changes of what a story states beside its words, vouched for."""

from __future__ import annotations

import json
from contextlib import chdir
from typing import TYPE_CHECKING

import pytest

from backfile.cli.building import build_site
from backfile.cli.importing import import_files
from backfile.cli.verifying import accept_changes, verify_archive
from backfile.errors import BackfileError
from tests.sites.imported_archive import Imported, imported, picture

if TYPE_CHECKING:
    from pathlib import Path

EDITS = (
    ("Date: 2011-03-04 17:30", "Date: 2011-03-04 17:05"),
    ("Partner: harbor-wire", "Partner: coast-paper"),
    ("Authors: Ann Writer\n", ""),
    ("Timezone:", "Summary: A tug has come.\nSource_Order: oldest-first\nTimezone:"),
    ("https://mole.example/", "https://mole.example/tugs"),
    ("<del>nine</del> ten", "nine <del>ten</del>"),
    ("## 6:15 p.m.", "## 6:15 p.m. {: datetime=2011-03-05T18:15:00-05:00 }"),
    ("halfway", '<span style="display:none">halfway</span>'),
)


@pytest.fixture
def archive(tmp_path: Path) -> Imported:
    return imported(tmp_path, ["bridge", "tug"])


def verified(archive: Imported, format_name: str = "text") -> int:
    with chdir(archive.folder):
        return verify_archive("pelicanconf.py", content="", output="", format_name=format_name)


def accepted(archive: Imported, path: Path, why: str = "so says the log") -> int:
    story = str(path.relative_to(archive.folder))
    with chdir(archive.folder):
        return accept_changes("pelicanconf.py", content="", story=story, why=why)


def edited(archive: Imported) -> str:
    """Make all of EDITS in one story; return its text as it was imported."""
    path = archive.story("bridge")
    before = text = path.read_text("utf-8")
    for old, new in EDITS:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    archive.picture("bridge").write_bytes(picture("red"))
    return before


def test_all_that_was_changed_is_accepted_with_its_reason_and_then_expected(
    archive: Imported, capsys: pytest.CaptureFixture[str]
) -> None:
    before = edited(archive)
    assert verified(archive) == 1
    assert accepted(archive, archive.story("bridge")) == 0
    rows = {one["place"]: one for one in archive.ledger("bridge")["accepted"]}
    assert rows.keys() == {
        "Date",
        "Partner",
        "Authors",
        "Summary",
        "Source_Order",
        "links",
        "struck out",
        "hidden",
        "order",
        "picture pier.png",
        "time 2",
    }
    assert rows["Date"]["before"] == "17:30"
    assert rows["Date"]["after"] == "17:05"
    assert {one["why"] for one in rows.values()} == {"so says the log"}
    capsys.readouterr()
    assert verified(archive) == 0
    assert "  edited    12 changes by the archive's editors" in capsys.readouterr().err
    archive.story("bridge").write_text(before, "utf-8")
    assert verified(archive) == 1
    assert "its Date was changed: 2011-03-04 [-17:05-] {+17:30+}" in capsys.readouterr().out
    assert accepted(archive, archive.story("bridge")) == 0


def test_a_story_that_was_taken_out_is_accepted_by_its_ledger(
    archive: Imported, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = archive.kept("tug", ".json")
    archive.story("tug").unlink()
    assert verified(archive) == 1
    said = capsys.readouterr().out
    command = f"--accept {ledger.relative_to(archive.folder)}"
    assert said.startswith("content/stories/2011/03/swing-bridge-stuck-tug.md: this story is gone")
    assert command in said
    assert accepted(archive, ledger, "withdrawn by the partner") == 0
    assert json.loads(ledger.read_text("utf-8"))["no_story"] == "withdrawn by the partner"
    assert verified(archive) == 0
    ledger.write_text("[]", "utf-8")
    with pytest.raises(BackfileError, match=r"\.json: it is not a ledger; restore it"):
        accepted(archive, ledger)


def test_the_data_has_what_concerns_no_story(
    archive: Imported, capsys: pytest.CaptureFixture[str]
) -> None:
    archive.story("tug").unlink()
    assert verified(archive, "json") == 1
    data = json.loads(capsys.readouterr().out)
    assert (data["proved"], data["faulty"], data["without_story"]) == (1, 0, 1)
    assert [one["code"] for one in data["faults"]] == ["no-story"]


def test_all_stories_deleted_are_all_missed(
    archive: Imported, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("bridge", "tug"):
        archive.story(name).unlink()
    assert verified(archive) == 1
    said = capsys.readouterr()
    assert said.out.count("[no-story]") == 2
    assert "2 originals without a story" in said.err


def test_a_build_that_keeps_going_goes_without_what_has_no_story(
    archive: Imported, capsys: pytest.CaptureFixture[str]
) -> None:
    archive.story("tug").unlink()
    conf = archive.folder / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8") + "\nBACKFILE_VERIFY = True\n", "utf-8")
    with chdir(archive.folder):
        assert build_site("pelicanconf.py", keep_going=True) == 1
    assert "swing-bridge-stuck-tug.md" in capsys.readouterr().err
    assert (archive.folder / "output" / "fidelity.json").is_file()


def test_a_new_version_beside_an_edited_story_is_no_stray(archive: Imported) -> None:
    path = archive.story("tug")
    path.write_text(path.read_text("utf-8").replace("halfway", "midway"), "utf-8")
    page = archive.folder / "dump" / "tug.html"
    page.write_text(page.read_text("utf-8").replace("both banks", "one bank"), "utf-8")
    with chdir(archive.folder):
        import_files([page], conf="pelicanconf.py", timezone="America/New_York", workers=1)
    assert path.with_name(f"{path.name}.new").is_file()
    report = archive.checked()
    assert report is not None
    assert [one.code for one in report.faults] == ["words-altered"]


def test_a_new_text_of_a_parser_is_a_notice_and_no_fault(
    archive: Imported, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "backfile.outputs.fidelity_report.verify.original_text", lambda *_: "Another text."
    )
    assert verified(archive) == 0
    assert capsys.readouterr().err.count("[extract-differs]") == 2
    assert verified(archive, "json") == 0
    data = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in data["notices"]] == ["extract-differs"] * 2


def test_the_ledgers_of_earlier_imports_are_good_for_the_words_alone(
    archive: Imported, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("bridge", "tug"):
        known = archive.ledger(name)
        for newer in ("stated", "order", "times", "pictures", "text"):
            del known[newer]
        archive.kept(name, ".json").write_text(json.dumps(known), "utf-8")
        archive.kept(name, ".extract.txt").unlink()
    assert verified(archive) == 0
    said = capsys.readouterr().err
    assert "2 stories imported before dates, credits and links were recorded" in said


def test_another_import_records_what_an_earlier_one_did_not(archive: Imported) -> None:
    before = {name: archive.kept(name, ".json").read_bytes() for name in ("bridge", "tug")}
    for name in before:
        known = archive.ledger(name)
        for newer in ("stated", "order", "times", "pictures", "text"):
            del known[newer]
        archive.kept(name, ".json").write_text(json.dumps(known), "utf-8")
        archive.kept(name, ".extract.txt").unlink()
    path = archive.story("tug")
    edited_since = path.read_text("utf-8").replace("halfway", "midway")
    path.write_text(edited_since, "utf-8")
    archive.take(before)
    assert {name: archive.kept(name, ".json").read_bytes() for name in before} == before
    assert archive.kept("tug", ".extract.txt").is_file()
    assert path.read_text("utf-8") == edited_since


def test_the_text_that_was_extracted_is_the_same_at_every_import(archive: Imported) -> None:
    path = archive.kept("bridge", ".extract.txt")
    before, story = path.read_bytes(), archive.story("bridge").read_bytes()
    assert b"nine ten hours in" in before
    archive.take(["bridge", "tug"])
    assert (path.read_bytes(), archive.story("bridge").read_bytes()) == (before, story)


def test_a_partner_that_was_renamed_is_reported_for_its_stories(
    archive: Imported, capsys: pytest.CaptureFixture[str]
) -> None:
    record = archive.content / "partners" / "harbor-wire.md"
    record.write_text("Title: Harbor Post\n", "utf-8")
    assert verified(archive) == 1
    said = capsys.readouterr().out
    assert said.count("[partner-changed]") == 2
    assert "its partner is not the one that its original credits: Harbor [-Wire-] {+Post+}" in said
    record.write_text("Title: Harbor Wire\nCredit: First told by {partner}.\n", "utf-8")
    assert verified(archive) == 0


def test_a_style_sheet_that_hides_an_update_is_a_fault(
    archive: Imported, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = archive.content / "own.css"
    sheet.write_text(".update[data-kind=update] { display: none }\n", "utf-8")
    conf = archive.folder / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8") + '\nBACKFILE_STYLE_SHEETS = ["own.css"]\n', "utf-8")
    assert verified(archive) == 1
    assert "[-Second tug arrives A second tug" in capsys.readouterr().out
    sheet.write_text("@media print { .update { display: none } }\n", "utf-8")
    assert verified(archive) == 0
