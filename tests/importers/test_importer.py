"""A received file comes into the archive: original, story, partner's record, ledger."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from datetime import date, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import slugify

from backfile.cli.importing import find_sources, named_sources, parse_moment, report
from backfile.cli.running import UsageError
from backfile.errors import RefusedError
from backfile.files import writing
from backfile.files.writing import write_atomically
from backfile.importers.destination import ImportTarget
from backfile.importers.options import Call
from backfile.importers.pipeline import DumpSource, RunOptions, run
from backfile.importers.recipe import Recipe
from backfile.importers.story_writer import Outcome
from backfile.reading.fields import read_fields
from backfile.reading.names import STORY_FIELDS
from backfile.reading.site import load_partners
from backfile.story.model import Order
from backfile.text.addresses import LONGEST_SLUG
from backfile.workers.pool import Workers

if TYPE_CHECKING:
    from backfile.fidelity.ledger import Repair

NEW_YORK = ZoneInfo("America/New_York")
RECEIVED = """\
Ice in the harbour

The pilots stay at home.

This article is from the archive of our partner .

6:20 p.m.: The basin is closed.

3:31 p.m.: Ice has reached the #1 mole.

Original Post

• It snows.

This article is from the archive of our partner Harbor Wire.
"""
STORY = """\
Title: Ice in the harbour
Date: 2014-06-16
Timezone: America/New_York
Partner: harbor-wire
Original_File: originals/{folder}/{digest}.txt
Original_SHA256: {digest}
Summary: The pilots stay at home.

## 6:20 p.m.

The basin is closed.

## 3:31 p.m.

Ice has reached the #1 mole.

## Original Post

• It snows.
"""


class Came(NamedTuple):
    """What came of a received file."""

    story: Path
    outcome: Outcome
    recognised: tuple[str, ...]
    inferred: tuple[str, ...]
    repaired: tuple[Repair, ...]
    new_partner: Path | None
    report: str


class Desk:
    """An archive in a temporary folder, and the desk where received files lie."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = folder / "content"
        self.content.mkdir()

    def receive(self, text: str | bytes = RECEIVED, name: str = "ice.txt") -> Path:
        """Put a received file on the desk."""
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def partner(self, slug: str, title: str) -> Path:
        """Put a partner's record into the archive."""
        path = self.content / "partners" / f"{slug}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"Title: {title}\n")
        return path

    def archive(self) -> ImportTarget:
        """Return the archive as the command makes it."""
        subs = DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"]
        return ImportTarget(self.content, "partners", partial(slugify, regex_subs=subs))

    def call(self, **given) -> Call:
        """Return what a person says who imports something of 16 June 2014."""
        registry, _ = load_partners(self.content / "partners")
        said = {"zone": NEW_YORK, "day": date(2014, 6, 16), "partners": tuple(registry), **given}
        return Call(recipe=Recipe(), source_order=Order.NEWEST_FIRST, **said)

    def take_in(self, source: Path | None = None, *, dry_run=False, **given) -> Came:
        """Import a received file; raise what it was refused for."""
        came = []
        manner = RunOptions(
            Workers(1),
            watch=lambda _phase, _done, _total: None,
            tell=lambda item, done: came.append((item, done)),
            journals=self.folder / "journals",
            dry_run=dry_run,
        )
        source = source or self.receive()
        summary = run(DumpSource(source, "text"), self.call(**given), self.archive(), manner)
        if summary.held:
            raise RefusedError(summary.held[0].why)
        item, done = came[0]
        return Came(
            story=self.content / done.story,
            outcome=done.outcome,
            recognised=done.notes.recognised,
            inferred=done.notes.inferred,
            repaired=done.notes.repaired,
            new_partner=done.new_partner,
            report=report(item, done, self.archive(), dry_run=dry_run),
        )

    def files(self) -> dict[str, tuple[bytes, int]]:
        """Return the bytes and the time of change of all that is in the archive."""
        return {
            path.relative_to(self.content).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in self.content.rglob("*")
            if path.is_file()
        }

    def stories(self) -> list[str]:
        """Return the paths of the stories."""
        return sorted(name for name in self.files() if name.startswith("stories/"))


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path)


def ledger_of(desk: Desk, data: str | bytes) -> dict:
    digest = hashlib.sha256(data if isinstance(data, bytes) else data.encode()).hexdigest()
    return json.loads((desk.content / f"originals/{digest[:2]}/{digest}.json").read_text("utf-8"))


class TestWhatIsWritten:
    def test_four_files(self, desk):
        digest = hashlib.sha256(RECEIVED.encode()).hexdigest()
        result = desk.take_in()
        assert result.outcome is Outcome.WRITTEN
        assert sorted(desk.files()) == [
            f"originals/{digest[:2]}/{digest}.json",
            f"originals/{digest[:2]}/{digest}.txt",
            "partners/harbor-wire.md",
            "stories/2014/06/ice-in-the-harbour.md",
        ]

    def test_the_story(self, desk):
        digest = hashlib.sha256(RECEIVED.encode()).hexdigest()
        story = desk.take_in().story.read_text("utf-8")
        assert story == STORY.format(digest=digest, folder=digest[:2])

    @pytest.mark.parametrize(
        "data",
        [
            pytest.param(RECEIVED.encode(), id="as it is"),
            pytest.param(RECEIVED.replace("\n", "\r\n").encode("utf-8-sig"), id="crlf and mark"),
            pytest.param(RECEIVED.replace("Ice", "Ic\u00e9").encode("cp1252"), id="latin-1"),
            pytest.param(RECEIVED.strip().encode("utf-16"), id="utf-16 without a final newline"),
        ],
    )
    def test_the_original_to_the_byte_under_its_digest(self, desk, data):
        result = desk.take_in(desk.receive(data))
        header = result.story.read_text("utf-8").partition("\n\n")[0]
        fields = dict(line.split(": ", 1) for line in header.split("\n"))
        assert (desk.content / fields["Original_File"]).read_bytes() == data
        assert fields["Original_SHA256"] == hashlib.sha256(data).hexdigest()

    @pytest.mark.parametrize(
        ("name", "suffix"),
        [("ice.text", ".text"), ("ICE.TXT", ".txt"), ("ice", ".txt"), ("ice.éé", ".txt")],
    )
    def test_the_original_keeps_its_suffix(self, desk, name, suffix):
        desk.take_in(desk.receive(name=name))
        kept = [one for one in desk.files() if "originals" in one and not one.endswith(".json")]
        assert [Path(one).suffix for one in kept] == [suffix]

    def test_the_ledger(self, desk):
        story = desk.take_in().story
        ledger = ledger_of(desk, RECEIVED)
        digest = hashlib.sha256(RECEIVED.encode()).hexdigest()
        ours = "This article is from the archive of our partner"
        assert ledger["original"] == {
            "name": "ice.txt",
            "file": f"originals/{digest[:2]}/{digest}.txt",
            "sha256": digest,
        }
        assert ledger["story"] == "stories/2014/06/ice-in-the-harbour.md"
        assert ledger["story_sha256"] == hashlib.sha256(story.read_bytes()).hexdigest()
        assert ledger["recognised"][:2] == [
            "title: Ice in the harbour",
            "standfirst: The pilots stay at home.",
        ]
        assert "line 7: 6:20 p.m." in ledger["recognised"]
        assert "line 11: Original Post (original)" in ledger["recognised"]
        assert any("[date-inferred]" in line for line in ledger["inferred"])
        assert ledger["repaired"] == [
            {"kind": "lost-partner", "before": f"{ours} .", "after": f"{ours} Harbor Wire."},
            {
                "kind": "credit-line",
                "before": f"{ours} Harbor Wire.",
                "after": f"{ours} Harbor Wire.",
            },
        ]

    def test_the_ledger_names_escapes_list_marks_and_the_encoding(self, desk):
        text = "Ice\n\n• 6:20 p.m.: The Café closes.\n\n#1 again\n".encode("cp1252")
        desk.take_in(desk.receive(text))
        assert ledger_of(desk, text)["repaired"] == [
            {"kind": "encoding", "before": "Windows-1252", "after": "UTF-8"},
            {"kind": "list-mark", "before": "• 6:20 p.m.", "after": "6:20 p.m."},
            {"kind": "escaped", "before": "#1 again", "after": "\\#1 again"},
        ]

    def test_a_named_utf_8_is_no_repair(self, desk):
        result = desk.take_in(encoding="utf-8")
        assert "encoding" not in [repair.kind for repair in result.repaired]

    def test_a_time_of_day_stands_in_the_date(self, desk):
        said = {"zone": ZoneInfo("Europe/Paris"), "clock": time(11, 2)}
        story = desk.take_in(**said).story.read_text("utf-8")
        assert "\nDate: 2014-06-16 11:02\nTimezone: Europe/Paris\n" in story

    def test_the_date_of_the_files_name(self, desk):
        source = desk.receive(name="2013-10-01-ice.txt")
        result = desk.take_in(source, day=None)
        assert result.story.parent == desk.content / "stories/2013/10"
        assert "the date 2013-10-01 is taken from the file's name" in result.inferred

    def test_the_options_date_wins_over_the_files_name(self, desk):
        result = desk.take_in(desk.receive(name="2013-10-01-ice.txt"))
        assert result.story.parent == desk.content / "stories/2014/06"

    def test_what_was_inferred_is_reported(self, desk):
        text = "Ice\n\n12:23 a.m.: Ice.\n\n11:57 p.m.: Snow.\n\n9:10 p.m.: Rain.\n"
        inferred = desk.take_in(desk.receive(text)).inferred
        assert any(line.endswith("[next-day]") and "17 June 2014" in line for line in inferred)

    def test_the_ledger_counts_the_leads_paragraphs(self, desk):
        text = "Ice\n\nThe pilots stay.\n\nThe crews too.\n\n6:20 p.m.: Shut.\n"
        assert "lead: 2 paragraphs" in desk.take_in(desk.receive(text)).recognised

    def test_a_doubt_about_the_whole_story_is_reported(self, desk):
        inferred = desk.take_in(desk.receive("Ice\n\nUpdate: Ice.\n\nUpdate: Snow.\n")).inferred
        assert any(line.endswith("[ambiguous-direction]") for line in inferred)

    def test_a_time_that_never_was_is_reported(self, desk):
        source = desk.receive("Ice\n\n2:30 a.m.: Ice.\n")
        result = desk.take_in(source, day=date(2014, 3, 9))
        assert any(line.endswith("[no-such-time]") for line in result.inferred)

    def test_a_text_without_updates(self, desk):
        result = desk.take_in(desk.receive("A mild winter\n\nThere was no ice.\n"))
        assert result.story.read_text("utf-8").endswith("\n\nThere was no ice.\n")

    def test_days_first_where_the_site_says_so(self, desk):
        text = "Ice\n\nUPDATE: 4/5/14 1:50 PM: Ice.\n"
        said = {"day": date(2014, 5, 4), "day_first": True}
        inferred = desk.take_in(desk.receive(text), **said).inferred
        assert any("read as 4 May" in line for line in inferred)

    def test_a_story_in_another_language_says_so_and_is_read_in_it(self, desk):
        text = "Eis\n\nDer Hafen ist zu.\n\n18.20 Uhr: Eis.\n\nAktualisiert, 17 Uhr: Schnee.\n"
        written = desk.take_in(desk.receive(text), stated_lang="de").story.read_text("utf-8")
        assert "\nLang: de\n" in written
        assert "\n## 18.20 Uhr\n\nEis.\n\n## Aktualisiert, 17 Uhr\n" in written

    @pytest.mark.parametrize("line", ["9/11: The day is remembered.", "May 5: a day to remember."])
    def test_a_paragraph_about_another_day_moves_no_update(self, desk, line):
        text = f"Ice\n\nThe lead.\n\n6:20 p.m.: Shut.\n\n{line}\n"
        inferred = desk.take_in(desk.receive(text)).inferred
        assert any(line.startswith("printed 6:20 p.m.; placed on 16 June") for line in inferred)


class TestAttribution:
    def test_a_partner_without_a_record_gets_one_and_is_reported(self, desk):
        result = desk.take_in()
        assert result.new_partner == desk.content / "partners/harbor-wire.md"
        assert result.new_partner.read_text() == "Title: Harbor Wire\n"
        assert "new partner" in result.report

    def test_a_known_partner_is_found_by_its_name_in_any_case(self, desk):
        record = desk.partner("hw", "HARBOR WIRE")
        result = desk.take_in()
        assert "\nPartner: hw\n" in result.story.read_text("utf-8")
        assert result.new_partner is None
        assert list((desk.content / "partners").iterdir()) == [record]

    def test_a_new_partner_takes_no_others_record(self, desk):
        desk.partner("harbor-wire", "The Harbor-Wire Company")
        result = desk.take_in()
        assert result.new_partner == desk.content / "partners/harbor-wire-2.md"

    def test_a_name_lost_at_both_ends_is_not_guessed(self, desk):
        desk.partner("harbor-wire", "Harbor Wire")
        result = desk.take_in(desk.receive(RECEIVED.replace("partner Harbor Wire.", "partner .")))
        story = result.story.read_text("utf-8")
        assert "\nPartner_Lost: This article is from the archive of our partner .\n" in story
        assert "\nPartner:" not in story
        assert result.new_partner is None

    def test_a_lost_name_is_the_options(self, desk):
        desk.partner("the-sun", "The Sun")
        source = desk.receive(RECEIVED.replace("partner Harbor Wire.", "partner ."))
        story = desk.take_in(source, partner="the-sun").story.read_text("utf-8")
        assert "\nPartner: the-sun\n" in story
        assert "Partner_Lost" not in story

    def test_a_text_without_a_credit_line_has_no_partner(self, desk):
        story = desk.take_in(desk.receive("Ice\n\n6:20 p.m.: Shut.\n")).story.read_text("utf-8")
        assert "Partner" not in story

    def test_two_names_and_an_option_that_chooses(self, desk):
        desk.partner("the-sun", "The Sun")
        source = desk.receive(RECEIVED.replace("partner .", "partner The Sun."))
        assert "\nPartner: the-sun\n" in desk.take_in(source, partner="the-sun").story.read_text(
            "utf-8"
        )

    def test_one_name_in_two_spellings_is_one_partner(self, desk):
        source = desk.receive(RECEIVED.replace("partner .", "partner HARBOR WIRE."))
        assert desk.take_in(source).outcome is Outcome.WRITTEN


class TestAgain:
    def test_the_same_file_twice_changes_nothing(self, desk):
        desk.take_in()
        before = desk.files()
        assert desk.take_in().outcome is Outcome.UNCHANGED
        assert desk.files() == before

    def test_nothing_is_written_twice_when_the_name_of_the_file_changed(self, desk):
        desk.take_in()
        before = desk.files()
        assert desk.take_in(desk.receive(name="again.txt")).outcome is Outcome.UNCHANGED
        assert desk.files() == before

    def test_a_story_edited_since_is_left_alone(self, desk):
        story = desk.take_in().story
        story.write_text(story.read_text("utf-8").replace("closed", "shut"), "utf-8")
        before = desk.files()
        result = desk.take_in()
        assert (result.outcome, result.story) == (Outcome.KEPT, story)
        assert desk.files() == before
        assert "edited since and kept" in result.report

    def test_new_options_do_not_overwrite_an_edited_story(self, desk):
        story = desk.take_in().story
        story.write_text(story.read_text("utf-8") + "\nMore.\n", "utf-8")
        before = desk.files()
        result = desk.take_in(day=date(2014, 6, 17))
        assert result.outcome is Outcome.BESIDE
        assert "merge the two by hand" in result.report
        after = desk.files()
        new = after.pop("stories/2014/06/ice-in-the-harbour.md.new")
        assert after == before
        assert b"\nDate: 2014-06-17\n" in new[0]

    def test_new_options_rewrite_a_story_that_nobody_edited(self, desk):
        story = desk.take_in().story
        result = desk.take_in(day=date(2014, 6, 16), clock=time(11, 2))
        assert (result.outcome, result.story) == (Outcome.WRITTEN, story)
        assert "\nDate: 2014-06-16 11:02\n" in story.read_text("utf-8")
        assert desk.stories() == ["stories/2014/06/ice-in-the-harbour.md"]

    def test_a_story_rewritten_once_can_be_rewritten_again(self, desk):
        desk.take_in()
        desk.take_in(day=date(2014, 6, 16), clock=time(11, 2))
        result = desk.take_in(day=date(2014, 6, 16), clock=time(12, 2))
        assert result.outcome is Outcome.WRITTEN

    def test_a_story_that_was_moved_is_found(self, desk):
        story = desk.take_in().story
        moved = desk.content / "stories/winter/ice-of-2014.md"
        moved.parent.mkdir()
        story.rename(moved)
        result = desk.take_in()
        assert (result.outcome, result.story) == (Outcome.UNCHANGED, moved)
        assert desk.stories() == ["stories/winter/ice-of-2014.md"]

    def test_a_lost_ledger_is_written_anew(self, desk):
        desk.take_in()
        before = {name: data for name, (data, _) in desk.files().items()}
        next(desk.content.rglob("*.json")).unlink()
        assert desk.take_in().outcome is Outcome.UNCHANGED
        assert {name: data for name, (data, _) in desk.files().items()} == before

    def test_what_editors_vouched_for_stays_in_the_ledger(self, desk):
        desk.take_in()
        path = next(desk.content.glob("originals/*/*.json"))
        accepted = [{"place": "lead", "at": 0, "before": "Ice", "after": "Snow", "why": "typo"}]
        ledger = json.loads(path.read_text("utf-8")) | {"accepted": accepted}
        path.write_text(json.dumps(ledger), "utf-8")
        desk.take_in(clock=time(11, 2))
        assert ledger_of(desk, RECEIVED)["accepted"] == accepted

    def test_without_its_ledger_a_story_counts_as_edited(self, desk):
        desk.take_in()
        next(desk.content.rglob("*.json")).unlink()
        assert desk.take_in(day=date(2014, 6, 17)).outcome is Outcome.BESIDE

    @pytest.mark.parametrize("left", [b"", bytes(400)])
    @pytest.mark.parametrize(
        "what", ["stories/*/*/*.md", "originals/*/*.txt", "originals/*/*.json"]
    )
    def test_what_a_power_cut_left_is_written_anew(self, desk, left, what):
        desk.take_in()
        before = {name: data for name, (data, _) in desk.files().items()}
        next(desk.content.glob(what)).write_bytes(left)
        desk.take_in()
        assert {name: data for name, (data, _) in desk.files().items()} == before

    def test_a_damaged_original_is_mended(self, desk):
        desk.take_in()
        original = next(desk.content.glob("originals/*/*.txt"))
        original.write_bytes(b"Ice")
        desk.take_in()
        assert original.read_bytes() == RECEIVED.encode()

    def test_no_record_is_reported_that_was_not_written(self, desk):
        desk.partner("the-sun", "The Sun")
        story = desk.take_in(partner="the-sun").story
        story.write_text(story.read_text("utf-8") + "\nMore.\n", "utf-8")
        result = desk.take_in()
        assert result.new_partner is None or result.new_partner.exists()


class TestNames:
    def test_the_same_title_twice_in_a_month(self, desk):
        desk.take_in(desk.receive("Ice\n\n6:20 p.m.: Shut.\n", "a.txt"))
        desk.take_in(desk.receive("Ice\n\n7:20 p.m.: Shut.\n", "b.txt"))
        desk.take_in(desk.receive("Ice\n\n8:20 p.m.: Shut.\n", "c.txt"))
        names = ["ice-2.md", "ice-3.md", "ice.md"]
        assert desk.stories() == [f"stories/2014/06/{name}" for name in names]

    def test_a_very_long_title(self, desk):
        title = "Ice and snow " * 20
        story = desk.take_in(desk.receive(f"{title}\n\n6:20 p.m.: Shut.\n")).story
        assert len(story.stem) <= LONGEST_SLUG
        assert story.stem.split("-")[-1] in ("ice", "and", "snow")
        assert f"Title: {title.strip()}\n" in story.read_text("utf-8")

    def test_a_very_long_word(self, desk):
        story = desk.take_in(desk.receive(f"{'i' * 290}\n\n6:20 p.m.: Shut.\n")).story
        assert story.stem == "i" * LONGEST_SLUG

    def test_a_title_with_tags_and_ampersands(self, desk):
        story = desk.take_in(desk.receive("Ice & <snow> &amp; Sons\n\n6:20 p.m.: Shut.\n")).story
        assert story.read_text("utf-8").startswith("Title: Ice & &lt;snow> &amp;amp; Sons\n")

    @pytest.mark.parametrize(
        ("title", "name"),
        [
            ("Лёд в порту", "liod-v-portu"),
            ("港の氷", "gang-nobing"),
            ("Kälte über Þorp", "kalte-uber-thorp"),
        ],
    )
    def test_a_title_in_another_script(self, desk, title, name):
        story = desk.take_in(desk.receive(f"{title}\n\n6:20 p.m.: Shut.\n")).story
        assert story.stem == name
        assert story.read_text("utf-8").startswith(f"Title: {title}\n")

    def test_a_title_without_a_letter(self, desk):
        text = "? ! ?\n\n6:20 p.m.: Shut.\n"
        story = desk.take_in(desk.receive(text)).story
        assert story.stem == f"story-{hashlib.sha256(text.encode()).hexdigest()[:8]}"

    def test_a_title_that_is_given(self, desk):
        source = desk.receive("6:20 p.m.: Shut.\n")
        story = desk.take_in(source, title="Ice, at last").story
        assert story.stem == "ice-at-last"


REFUSED = {
    "an empty file": (b"", {}, "the file is empty"),
    "white space": (b" \n", {}, "the file is empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00", {}, "this is no text"),
    "no title": (b"6:20 p.m.: Shut.\n", {}, "name one with --title"),
    "no date": (RECEIVED.encode(), {"day": None}, "name one with --date"),
    "two partners": (
        RECEIVED.replace("partner .", "partner The Sun.").encode(),
        {},
        '"The Sun" and "Harbor Wire"; say which it is with --partner',
    ),
    "wrong encoding": (b"Caf\xe9\n", {"encoding": "utf-8"}, "byte 4 is not utf-8"),
}


@pytest.mark.parametrize(("data", "given", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_leaves_nothing_behind(desk, data, given, reason):
    desk.partner("harbor-wire", "Harbor Wire, London")
    before = desk.files()
    with pytest.raises(RefusedError) as refusal:
        desk.take_in(desk.receive(data), **given)
    assert reason in str(refusal.value)
    after = desk.files()
    assert {name: one for name, one in after.items() if "quarantine" not in name} == before
    kept = [one[0] for name, one in after.items() if not name.endswith(".json")]
    assert data in kept


@pytest.mark.parametrize("name", ["2014-13-45-ice.txt", "2014-06-161.txt", "ice-2014-06-16.txt"])
def test_a_name_without_a_date_in_front_is_refused(desk, name):
    with pytest.raises(RefusedError, match="--date"):
        desk.take_in(desk.receive(name=name), day=None)


def test_a_file_that_cannot_be_read_is_refused(desk):
    with pytest.raises(RefusedError, match="cannot be read: No such file"):
        desk.take_in(desk.folder / "gone.txt")


def test_nothing_but_a_byte_order_mark_is_refused(desk):
    with pytest.raises(RefusedError):
        desk.take_in(desk.receive(b"\xef\xbb\xbf"), title="Ice")


class TestDryRun:
    def test_writes_nothing_and_says_what_it_would(self, desk):
        result = desk.take_in(dry_run=True)
        assert desk.files() == {}
        assert "(would be written)" in result.report

    def test_is_about_the_story_that_is_there(self, desk):
        desk.take_in()
        assert desk.take_in(dry_run=True).outcome is Outcome.UNCHANGED

    def test_does_not_say_that_a_record_was_written(self, desk):
        assert "was written" not in desk.take_in(dry_run=True).report


def fail(*_args, **_more):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(("owner", "name"), [(os, "fsync"), (Path, "replace")])
def test_on_a_full_disk_the_old_file_stays_whole(tmp_path, monkeypatch, owner, name):
    path = tmp_path / "ice.md"
    path.write_bytes(b"old")
    monkeypatch.setattr(owner, name, fail)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(path, b"new")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("ice.md", b"old")]


@pytest.mark.parametrize(("owner", "name"), [(writing, "_created"), (Path, "replace")])
class TestAFullDisk:
    def test_an_import_leaves_no_half_written_file(self, desk, monkeypatch, owner, name):
        monkeypatch.setattr(owner, name, fail)
        with pytest.raises(OSError, match="No space left"):
            desk.take_in()
        monkeypatch.undo()
        assert desk.files() == {}
        assert desk.take_in().outcome is Outcome.WRITTEN

    def test_an_import_leaves_the_story_that_was_there(self, desk, monkeypatch, owner, name):
        desk.take_in()
        before = desk.files()
        later = {"day": date(2014, 6, 17)}
        monkeypatch.setattr(owner, name, fail)
        with pytest.raises(OSError, match="No space left"):
            desk.take_in(**later)
        monkeypatch.undo()
        assert desk.files() == before
        assert desk.take_in(**later).outcome is Outcome.WRITTEN


def test_a_written_file_is_as_readable_as_others(tmp_path):
    write_atomically(tmp_path / "new" / "ice.md", b"ice")
    (tmp_path / "plain.md").write_bytes(b"ice")
    modes = {path.stat().st_mode for path in tmp_path.rglob("*.md")}
    assert len(modes) == 1


class TestSources:
    """What the words after `import` name."""

    @pytest.fixture(autouse=True)
    def dump(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        for name in (
            "a.txt",
            "b.txt",
            "two words.txt",
            "dump/c.txt",
            "dump/old/d.txt",
            "dump/e.md",
        ):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("Ice\n")

    @pytest.mark.parametrize(
        ("words", "more", "found"),
        [
            ("a.txt", "", ["a.txt"]),
            ("a.txt b.txt", "", ["a.txt", "b.txt"]),
            ("a.txt", "b.txt dump/c.txt", ["a.txt", "b.txt", "dump/c.txt"]),
            ("two words.txt", "", ["two words.txt"]),
            ("a.txt 'two words.txt'", "", ["a.txt", "two words.txt"]),
            ("dump", "", ["dump"]),
            ("dump/*.txt", "", ["dump/c.txt"]),
            ("dump/**/*.txt", "", ["dump/c.txt", "dump/old/d.txt"]),
            ("dump/e.md", "", ["dump/e.md"]),
            ("a.txt *.txt", "", ["a.txt", "b.txt", "two words.txt"]),
        ],
    )
    def test_are_found(self, words, more, found):
        assert find_sources(words, more) == [Path(name) for name in found]

    def test_may_be_absolute(self, tmp_path):
        pattern = f"{tmp_path}/dump/*.txt"
        assert find_sources(pattern) == [tmp_path / "dump/c.txt"]

    @pytest.mark.parametrize("words", ["gone.txt", "a.txt gone.txt", "dump/*.doc"])
    def test_that_are_not_there(self, words):
        with pytest.raises(UsageError, match="no such file or folder"):
            find_sources(words)

    def test_an_apostrophe_in_a_pattern(self, tmp_path):
        (tmp_path / "pilot's.txt").write_text("Ice\n")
        assert find_sources("pilot's*.txt") == [Path("pilot's.txt")]

    def test_many_files(self, tmp_path):
        names = [f"story-number-{number}.txt" for number in range(20)]
        for name in names:
            (tmp_path / name).write_text("Ice\n")
        assert find_sources(" ".join(names)) == [Path(name) for name in names]

    @pytest.mark.parametrize("name", ["number-{}.txt", "[number]-{}.txt"])
    def test_hundreds_of_absolute_names(self, tmp_path, name):
        paths = [tmp_path / name.format(number) for number in range(400)]
        for path in paths:
            path.write_text("Ice\n")
        line = " ".join(map(str, paths))
        assert find_sources(str(paths[0]), line) == paths
        assert find_sources(line) == paths
        assert named_sources([str(path) for path in paths]) == paths


class TestMoments:
    @pytest.mark.parametrize(
        ("text", "moment"),
        [
            ("", (None, None)),
            ("2014-06-16", (date(2014, 6, 16), None)),
            ("2014-06-16 11:02", (date(2014, 6, 16), time(11, 2))),
            ("June 16, 2014", (date(2014, 6, 16), None)),
            ("2014-06-16T00:00", (date(2014, 6, 16), time(0, 0))),
            ("2014-06-17T01:30Z", (date(2014, 6, 16), time(21, 30))),
            ("2014-06-16T11:02-04:00", (date(2014, 6, 16), time(11, 2))),
        ],
    )
    def test_of_the_date_option(self, text, moment):
        assert parse_moment(text, NEW_YORK) == moment

    @pytest.mark.parametrize(
        "text",
        [
            *("yesterday", "June 2014", "2014-06-31", "04/03/2011", "11-03-04"),
            *("2014-06-16 11:02 EST", "2011-03-13 02:30"),
        ],
    )
    def test_that_are_none(self, text):
        with pytest.raises(UsageError, match="--date: "):
            parse_moment(text, NEW_YORK)


def test_a_text_that_begins_like_a_field_stays_text(desk):
    text = desk.take_in(desk.receive("Ice\n\nStatus: draft\n\nTags: none.\n")).story.read_text(
        "utf-8"
    )
    found = read_fields(text, STORY_FIELDS)
    assert text.endswith("\n\nStatus&#58; draft\n\nTags: none.\n")
    assert (found.faults, found.remarks) == ((), ())


@pytest.mark.parametrize(
    ("stated", "written"),
    [("2011-11-06T05:30Z", "2011-11-06 01:30"), ("2011-11-06T06:30Z", "2011-11-06 01:30-05:00")],
)
def test_of_two_equal_times_the_second_is_written_with_its_offset(desk, stated, written):
    day, clock = parse_moment(stated, NEW_YORK)
    text = desk.take_in(day=day, clock=clock).story.read_text("utf-8")
    assert f"\nDate: {written}\n" in text


def test_a_credit_at_the_end_of_the_last_paragraph_is_found(desk):
    end = "The port is shut. This article is from the archive of our partner Harbor Wire."
    story = desk.take_in(desk.receive(f"Ice\n\n6:20 p.m.: Ice came.\n\n{end}\n")).story
    text = story.read_text("utf-8")
    assert "\nPartner: harbor-wire\n" in text
    assert text.endswith("\n\nThe port is shut.\n")


def test_html_is_refused_as_text(desk):
    with pytest.raises(RefusedError, match="this is HTML or XML"):
        desk.take_in(desk.receive("<!DOCTYPE html>\n<p>Ice</p>\n"))


def test_a_dos_end_of_file_mark_is_no_part_of_the_text(desk):
    result = desk.take_in(desk.receive(b"Ice\r\n\r\n6:20 p.m.: Shut.\r\n\x1a"))
    assert result.story.read_text("utf-8").endswith("\n\nShut.\n")
    assert [repair.kind for repair in result.repaired] == ["end-of-file-mark"]
