"""What `verify` catches: a table of edits, each tried alone on a story that was imported.

The stories of the table are imported once, edited each in its own way, and built in one site.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, NamedTuple

import pytest

from .imported_archive import CREDIT, Imported, imported, picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from backfile.errors import Fault
    from backfile.outputs.fidelity_report.verify import Report

    Change = Callable[[Imported, str], None]

TUG = "A second tug has come from the outer basin. Her crew of 17 made fast to the span at once."
CARS = " Cars wait in a line on both banks."
LINE = "Cars wait in a line on both banks."
POST = "The swing bridge opened at half past five for a dredger, and has not closed since then."
UPDATE = (
    "## 6:15 p.m.\n\nThe span stopped halfway, with a dredger under it. Cars wait in a line on "
    "both banks.\n"
)
PICTURE = "![The pier]({attach}swing-bridge-stuck-%s/pier.png)\nThe pier at noon.\n"
LOG = "[council's log](https://council.example/log)"


def replaced(*pairs: tuple[str, str]) -> Change:
    """Return the change of the story file by which the first of each of *pairs* is the second."""

    def change(archive: Imported, name: str) -> None:
        path = archive.story(name)
        text = path.read_text("utf-8")
        for before, after in pairs:
            assert text.count(before) == 1, f"{before!r} in {text}"
            text = text.replace(before, after)
        path.write_text(text, "utf-8")

    return change


def field(line: str) -> Change:
    """Return the change that states one more field."""
    return replaced(("Timezone:", f"{line}\nTimezone:"))


def without_line(start: str) -> Change:
    """Return the change that takes out the line that begins with *start*."""

    def change(archive: Imported, name: str) -> None:
        lines = archive.story(name).read_text("utf-8").splitlines(keepends=True)
        left = [one for one in lines if not one.startswith(start)]
        assert len(left) == len(lines) - 1
        archive.story(name).write_text("".join(left), "utf-8")

    return change


def around(text: str, before: str, after: str) -> Change:
    """Return the change that puts *text* between *before* and *after*."""
    return replaced((text, f"{before}{text}{after}"))


def both(*changes: Change) -> Change:
    def change(archive: Imported, name: str) -> None:
        for one in changes:
            one(archive, name)

    return change


def ledger_without(name_of_field: str) -> Change:
    def change(archive: Imported, name: str) -> None:
        known = archive.ledger(name)
        del known[name_of_field]
        archive.kept(name, ".json").write_text(json.dumps(known), "utf-8")

    return change


def kept_lost(suffix: str) -> Change:
    return lambda archive, name: archive.kept(name, suffix).unlink()


def kept_changed(suffix: str, before: str, after: str) -> Change:
    def change(archive: Imported, name: str) -> None:
        path = archive.kept(name, suffix)
        path.write_text(path.read_text("utf-8").replace(before, after, 1), "utf-8")

    return change


def deleted(archive: Imported, name: str) -> None:
    archive.story(name).unlink()


def renamed_away(archive: Imported, name: str) -> None:
    archive.story(name).rename(archive.story(name).with_suffix(".bak"))


def other_picture(archive: Imported, name: str) -> None:
    archive.picture(name).write_bytes(picture("red"))


def another_picture(archive: Imported, name: str) -> None:
    archive.picture(name).with_name("mole.png").write_bytes(picture("red"))
    replaced(("/pier.png", "/mole.png"))(archive, name)


def other_original(archive: Imported, name: str) -> None:
    ours, theirs = archive.digest(name), archive.digest("nothing")
    path = archive.story(name)
    text = path.read_text("utf-8").replace(ours[:2] + "/", theirs[:2] + "/")
    path.write_text(text.replace(ours, theirs), "utf-8")


class Row(NamedTuple):
    """One edit, the code of the fault that it is, and a part of what is said of it."""

    change: Change
    code: str
    said: str


PARAGRAPH = f"\n{TUG}\n"
ROWS = {
    # Words.
    "word-lost": Row(replaced(("second tug has", "tug has")), "words-lost", "A [-second-] tug"),
    "word-added": Row(replaced(("outer basin", "dry outer basin")), "words-added", "{+dry+}"),
    "word-altered": Row(replaced(("halfway", "midway")), "words-altered", "[-halfway,-]"),
    "digit-altered": Row(replaced(("of 17", "of 71")), "words-altered", "[-17-] {+71+}"),
    "capital-altered": Row(replaced(("Cars", "CARS")), "words-altered", "{+CARS+}"),
    "letter-of-another-script": Row(
        replaced(("dredger under", "dr\u0435dger under")), "words-altered", ""
    ),
    "soft-hyphen": Row(replaced(("halfway", "half\u00adway")), "words-altered", "[-halfway,-]"),
    "no-longer-denied": Row(replaced(("has not closed", "has closed")), "words-lost", "[-not-]"),
    "sentence-doubled": Row(replaced((LINE, f"{LINE} {LINE}")), "words-doubled", LINE),
    "sentence-moved": Row(
        replaced((CARS, ""), ("at once.", f"at once.{CARS}")), "words-moved", "[-Cars wait"
    ),
    "sentences-swapped": Row(
        replaced(
            (
                TUG,
                ". ".join(reversed(TUG.rstrip(".").split(". "))) + ".",
            )
        ),
        "words-moved",
        "",
    ),
    "paragraph-lost": Row(replaced((POST, "")), "words-lost", '"Original Post"'),
    "paragraph-added": Row(replaced((POST, f"{POST}\n\nIt is known.")), "words-added", "{+It is"),
    "update-lost": Row(replaced((UPDATE, "")), "words-lost", "update 2 of the original"),
    "update-added": Row(
        replaced((UPDATE, f"## 7 p.m.\n\nIt rains.\n\n{UPDATE}")),
        "words-added",
        "{+7 p.m. It rains.+}",
    ),
    "update-doubled": Row(replaced((UPDATE, f"{UPDATE}\n{UPDATE}")), "words-doubled", ""),
    "stamp-altered": Row(replaced(("## 6:15", "## 6:51")), "words-altered", "[-6:15 p.m.-]"),
    "label-altered": Row(
        replaced(("## Original Post", "## Original Story")), "words-altered", "[-Original Post-]"
    ),
    "headline-altered": Row(
        replaced(("Second tug", "Third tug")), "words-altered", "[-Second-] {+Third+}"
    ),
    "headline-lost": Row(replaced((": Second tug arrives", "")), "words-lost", "[-Second tug"),
    "heading-made-text": Row(replaced(("## 6:15 p.m.", "6:15 p.m.")), "words-lost", ""),
    "title-altered": Row(replaced(("Title: Swing", "Title: Draw")), "words-altered", "{+Draw+}"),
    "caption-lost": Row(
        replaced(("\nThe pier at noon.", "")), "words-lost", "[-The pier at noon.-]"
    ),
    "note-added": Row(
        replaced(
            ("the span at once.", "the span at once.[^1]"), (POST, f"{POST}\n\n[^1]: By hand.")
        ),
        "words-added",
        "{+By hand.+}",
    ),
    "credit-put-back": Row(
        replaced((POST, f"{POST}\n\n{CREDIT}")), "words-doubled", "Harbor Wire."
    ),
    # Words that stand in the page, and that nobody sees.
    "in-a-comment": Row(around(LINE, "<!-- ", " -->"), "words-lost", LINE),
    "hidden-words": Row(around(LINE, "<span hidden>", "</span>"), "words-lost", LINE),
    "hidden-paragraph": Row(
        replaced((PARAGRAPH, f"\n{TUG}\n{{: hidden=hidden }}\n")), "words-lost", "A second tug"
    ),
    "hidden-until-found": Row(
        around(LINE, '<span hidden="until-found">', "</span>"), "words-lost", LINE
    ),
    "hidden-heading": Row(
        replaced(("## 6:15 p.m.", "## 6:15 p.m. {: hidden=hidden }")), "words-lost", "6:15 p.m."
    ),
    "hidden-block": Row(around(TUG, '<div hidden markdown="1">\n', "\n</div>"), "words-lost", ""),
    "in-noscript": Row(around(LINE, "<noscript>", "</noscript>"), "words-lost", LINE),
    "in-an-attribute": Row(replaced((LINE, f'<span title="{LINE}"></span>')), "words-lost", LINE),
    "hidden-from-listeners": Row(
        around(LINE, '<span aria-hidden="true">', "</span>"), "words-lost", LINE
    ),
    "style-of-its-own": Row(
        around(LINE, '<span style="color: red; display:none">', "</span>"),
        "words-hidden",
        "it has styles that hide words",
    ),
    "style-invisible": Row(
        around(LINE, '<span style="visibility: hidden">', "</span>"),
        "words-hidden",
        "it has styles that hide words",
    ),
    "style-transparent": Row(
        around(LINE, '<span style="opacity: 0">', "</span>"),
        "words-hidden",
        "it has styles that hide words",
    ),
    "class-of-paper": Row(around(LINE, '<span class="on-paper">', "</span>"), "words-lost", LINE),
    "class-for-listeners": Row(
        replaced((PARAGRAPH, f"\n{TUG}\n{{: .unseen }}\n")), "words-lost", "A second tug"
    ),
    "style-sheet-of-its-own": Row(
        replaced((PARAGRAPH, f"\n<style>.tug {{ display: none }}</style>\n\n{TUG}\n{{: .tug }}\n")),
        "words-hidden",
        "it has styles that hide words",
    ),
    "struck-out": Row(
        replaced(("has not closed", "has <del>not</del> closed")), "words-struck", "{+not+}"
    ),
    "struck-out-in-short": Row(around(LINE, "<s>", "</s>"), "words-struck", "{+Cars wait"),
    "struck-no-more": Row(replaced(("<del>nine</del>", "nine")), "words-struck", "[-nine-]"),
    # Links and pictures.
    "link-elsewhere": Row(
        replaced(("https://mole.example/", "https://pole.example/")),
        "link-changed",
        "[-https://mole.example/-] {+https://pole.example/+}",
    ),
    "link-removed": Row(replaced((LOG, "council's log")), "link-changed", "[-https://council"),
    "link-added": Row(
        around("dredger under", "[", "](https://ads.example/)"), "link-changed", "{+https://ads"
    ),
    "link-added-in-html": Row(
        around("dredger under", "<a href=https://ads.example/>", "</a>"), "link-changed", "{+https"
    ),
    "link-led-on-by-an-attribute": Row(
        replaced((LOG, f"{LOG}{{: href=https://ads.example/ }}")), "link-changed", "{+https://ads"
    ),
    "links-swapped": Row(
        replaced(
            ("https://council.example/log", "X"),
            ("https://mole.example/", "https://council.example/log"),
            ("(X)", "(https://mole.example/)"),
        ),
        "link-changed",
        "https://mole.example/",
    ),
    "picture-of-another": Row(another_picture, "link-changed", "-picture-of-another/mole.png+}"),
    "picture-replaced": Row(other_picture, "picture-changed", "its picture pier.png was changed"),
    "picture-lost": Row(
        both(
            lambda archive, name: archive.picture(name).unlink(),
            lambda archive, name: replaced((PICTURE % name, "The pier at noon.\n"))(archive, name),
        ),
        "picture-changed",
        "its picture pier.png",
    ),
    # Fields.
    "date-altered": Row(
        replaced(("Date: 2011-03-04", "Date: 2011-03-05")), "field-changed", "its Date was changed"
    ),
    "time-altered": Row(
        replaced(("Date: 2011-03-04 17:30", "Date: 2011-03-04 16:30")), "field-changed", "{+16:30+}"
    ),
    "zone-altered": Row(
        replaced(("America/New_York", "Europe/Paris")), "field-changed", "{+Europe/Paris+}"
    ),
    "zone-dropped": Row(without_line("Timezone:"), "field-changed", "its Timezone was changed"),
    "modified-altered": Row(
        replaced(("Modified: 2011-03-04", "Modified: 2011-04-04")), "field-changed", "its Modified"
    ),
    "modified-dropped": Row(without_line("Modified:"), "field-changed", "its Modified"),
    "summary-added": Row(field("Summary: All is well."), "field-changed", "{+All is well.+}"),
    "author-added": Row(
        replaced(("Authors: Ann Writer", "Authors: Ann Writer; Bo Other")), "field-changed", "Bo"
    ),
    "author-altered": Row(
        replaced(("Authors: Ann Writer", "Authors: Bo Other")), "field-changed", "[-Ann Writer-]"
    ),
    "authors-dropped": Row(without_line("Authors:"), "field-changed", "its Authors"),
    "author-in-another-field": Row(field("Author: Bo Other"), "field-changed", "its Author was"),
    "language-altered": Row(field("Lang: fr"), "field-changed", "its Lang"),
    "address-altered": Row(
        replaced(("Original_URL: https://packet", "Original_URL: https://rocket")),
        "field-changed",
        "its Original_URL",
    ),
    "category-altered": Row(
        replaced(("Category: Harbour", "Category: Sport")), "field-changed", "[-Harbour-]"
    ),
    "tag-dropped": Row(
        replaced(("Tags: bridges, tugs", "Tags: bridges")), "field-changed", "[-bridges; tugs-]"
    ),
    "captured-added": Row(field("Captured: 2012-01-01"), "field-changed", "its Captured"),
    "made-a-draft": Row(
        field("Status: draft"), "field-changed", "its Status was changed: {+draft+}"
    ),
    "made-hidden": Row(field("Status: hidden"), "field-changed", "{+hidden+}"),
    # The partner.
    "partner-of-another": Row(
        replaced(("Partner: harbor-wire", "Partner: coast-paper")),
        "partner-changed",
        "{+coast-paper+}",
    ),
    "partner-dropped": Row(without_line("Partner:"), "partner-changed", "[-harbor-wire-]"),
    # Times.
    "datetime-of-another-year": Row(
        replaced(("## 6:15 p.m.", "## 6:15 p.m. {: datetime=1999-01-01T03:00:00-04:00 }")),
        "time-changed",
        "{+1999-01-01T03:00:00-04:00+}",
    ),
    "datetime-of-another-day": Row(
        replaced(("## 6:15 p.m.", "## 6:15 p.m. {: datetime=2011-03-05T18:15:00-05:00 }")),
        "time-changed",
        "{+2011-03-05T18:15:00-05:00+}",
    ),
    "datetime-of-another-zone": Row(
        replaced(("## 6:15 p.m.", "## 6:15 p.m. {: datetime=2011-03-04T18:15:00+01:00 }")),
        "time-changed",
        "[-2011-03-04T18:15:00-05:00-]",
    ),
    "datetime-without-a-time": Row(
        replaced(("## 6:15 p.m.", "## 6:15 p.m. {: datetime=2011-03-04 }")),
        "time-changed",
        "{+2011-03-04+}",
    ),
    "order-reversed": Row(
        field("Source_Order: oldest-first"), "time-changed", "its Source_Order was changed"
    ),
    # Originals and ledgers.
    "story-deleted": Row(deleted, "no-story", "this story is gone, and its original is kept"),
    "story-renamed-away": Row(renamed_away, "no-story", "this story is gone"),
    "story-skipped": Row(field("Status: skip"), "no-story", 'its Status is "skip"'),
    "original-no-longer-named": Row(
        both(
            without_line("Original_File:"),
            without_line("Original_SHA256:"),
            replaced(("Ann", "Bo")),
        ),
        "no-story",
        "which was received for it; state it in Original_File and Original_SHA256",
    ),
    "original-file-dropped": Row(
        without_line("Original_File:"), "original-missing", "Original_SHA256 and no Original_File"
    ),
    "checksum-dropped": Row(
        without_line("Original_SHA256:"), "original-missing", "Original_File and no Original_SHA256"
    ),
    "original-of-another": Row(other_original, "words-altered", "original-of-another"),
    "original-altered": Row(kept_changed(".html", "tug", "dog"), "original-changed", "was changed"),
    "original-lost": Row(kept_lost(".html"), "original-missing", "is not there; restore it"),
    "ledger-lost": Row(kept_lost(".json"), "bad-ledger", "is not there; restore it"),
    "account-lost": Row(ledger_without("account"), "bad-ledger", "has lost its account"),
    "extract-altered": Row(
        kept_changed(".extract.txt", "tug", "dog"), "bad-extract", "was changed"
    ),
    "extract-lost": Row(kept_lost(".extract.txt"), "bad-extract", "is not there; restore it"),
}


def moved(archive: Imported, name: str) -> None:
    path = archive.story(name)
    folder = archive.content / "stories" / "moved"
    folder.mkdir()
    shutil.move(path.with_suffix(""), folder / path.stem)
    path.rename(folder / path.name)


# What changes nothing that the original says.
HARMLESS = {
    "nothing": lambda _archive, _name: None,
    "moved": moved,
    "address-chosen": field("Slug: a-bridge"),
    "oldest-first": field("Order: oldest-first"),
    "tag-added": replaced(("Tags: bridges, tugs", "Tags: tugs, bridges, cranes")),
    "original-found-dead": field("Original_Status: dead"),
    "settled": replaced(
        ("## 6:15 p.m.", "## 6:15 p.m. {: datetime=2011-03-04T18:15:00-05:00 }"),
        ("Timezone:", "Source_Order: newest-first\nTimezone:"),
    ),
    "emphasised": around("halfway", "*", "*"),
    "curly": replaced(("council's", "council\u2019s")),
    "folded-away": around(TUG, "<details open><summary></summary>", "</details>"),
    "fields-in-another-order": replaced(
        ("Partner: harbor-wire\n", ""), ("Category:", "Partner: harbor-wire\nCategory:")
    ),
}


class Told(NamedTuple):
    """What the check of the archive came to, and the faults of each of its stories."""

    report: Report
    faults: dict[str, list[Fault]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    archive = imported(tmp_path_factory.mktemp("edited"), [*ROWS, *HARMLESS])
    for name, row in ROWS.items():
        row.change(archive, name)
    for name, change in HARMLESS.items():
        change(archive, name)
    report = archive.checked()
    assert report is not None
    faults: dict[str, list[Fault]] = {}
    for fault in report.faults:
        name = fault.path.rpartition("/swing-bridge-stuck-")[2].removesuffix(".md")
        faults.setdefault(name, []).append(fault)
    return Told(report, faults)


@pytest.mark.parametrize("name", ROWS)
def test_each_edit_is_caught(told: Told, name: str) -> None:
    row, faults = ROWS[name], told.faults.get(name, [])
    assert [one for one in faults if one.code == row.code and row.said in one.message], faults


@pytest.mark.parametrize("name", HARMLESS)
def test_what_changes_nothing_passes(told: Told, name: str) -> None:
    assert told.faults.get(name, []) == []


def test_each_fault_names_the_line_that_was_edited(told: Told) -> None:
    lines = {
        "date-altered": 2,
        "made-a-draft": 4,
        "datetime-without-a-time": 22,
        "link-added": 24,
        "story-skipped": 4,
        "original-altered": 10,
    }
    assert {name: told.faults[name][0].line for name in lines} == lines


def test_there_are_no_other_faults(told: Told) -> None:
    assert told.faults.keys() == ROWS.keys()
    assert len(ROWS) >= 50
