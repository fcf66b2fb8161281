"""The check of the words on built sites: what it catches, and what it lets pass."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from backfile.config.site_settings import site_settings
from backfile.importers.markdown import escape_paragraph
from backfile.outputs.fidelity_report.output import MOST_FAULTS, UnfaithfulError
from backfile.pipeline.build import build
from backfile.text.html_text import parse, visible_text
from backfile.text.words import words
from tests.fidelity.received_story import FERRY, FERRY_BODY, Received, received
from tests.in_process import no_receivers

from .sites import CONF, ROOT, WIRE, MiniSite

if TYPE_CHECKING:
    from backfile.outputs.fidelity_report.verify import Proof, Report

VERIFIED: dict[str, Any] = {
    "BACKFILE_VERIFY": True,
    "THEME": str(ROOT / "theme"),
    "TYPOGRIFY": True,
    "TYPOGRIFY_OMIT_FILTERS": ["caps"],
    "SLUGIFY_SOURCE": "basename",
}
HEAD = "Title: {title}\nDate: 2014-06-16 14:00\nPartner: the-wire\n{fields}"


def ferry(body: str, kept: Received = FERRY, title: str = "Ferry radios for help") -> str:
    return HEAD.format(title=title, fields=kept.fields) + "\n" + body


def checked(folder: Path, stories: dict[str, str], **settings: object) -> Report | None:
    """Build a site of *stories* below *folder*; return the report where its check ends it."""
    files = {f"{name}.md": text for name, text in stories.items()}
    MiniSite(folder).write({"partners/the-wire.md": WIRE, **files})
    lines = [f"{name} = {value!r}" for name, value in {**VERIFIED, **settings}.items()]
    conf = folder / "pelicanconf.py"
    conf.write_text(CONF + "\n".join(lines) + "\n", "utf-8")
    here = Path.cwd()
    os.chdir(folder)
    try:
        build(site_settings("pelicanconf.py"))
    except UnfaithfulError as error:
        return error.report
    finally:
        os.chdir(here)
    return None


def proofs(report: Report | None) -> dict[str, Proof]:
    """Return the proofs that do not hold, by the names of their stories."""
    found = report.faulty if report else ()
    return {one.claim.source.rpartition("/")[2].removesuffix(".md"): one for one in found}


def codes(proof: Proof) -> list[str]:
    return [fault.code for fault in proof.faults]


# Lines that Markdown reads as something else, and what becomes of them.
EATEN = {
    "number": ("1986. That was a hard year.", "words-lost"),
    "tag": ("He said <REDACTED> twice.", "words-lost"),
    "definition": ("[Correction]: late", "words-lost"),
    "abbreviation": ("*[AP]: a wire of news", "words-lost"),
    "heading": ("#1 in the nation", "words-altered"),
    "plus": ("+ three boats went out", "words-lost"),
    "emphasis": ("His name is _known_ here.", "words-altered"),
    "strong": ("The word *mayday* was heard.", "words-altered"),
    "reference": ("Printed as &copy; and no other.", "words-altered"),
    "less": ("Between <b and c> the words are gone.", "words-lost"),
    "backslash": (r"The path was C:\*boats.", "words-altered"),
    "attributes": ("It ended so.\n{: .quietly }", "words-lost"),
    "footnote": ("The mark [^1] led nowhere.\n\n[^1]: and yet it was printed", "words-lost"),
    "code": ("He wrote `mayday` on the wall.", "words-altered"),
    "quotation": ("> was the sign he drew", "words-lost"),
}


@pytest.fixture(scope="module")
def eaten(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Proof]:
    """One site in which each of those lines stands twice: as it was received, and escaped."""
    folder = tmp_path_factory.mktemp("eaten")
    stories = {}
    for name, (line, _) in EATEN.items():
        kept = received(("lead", f"{name}, before it."), ("lead", line), ("lead", "And after it."))
        kept.keep(folder / "content")
        for story, middle in ((name, line), (f"{name}-escaped", escaped(line))):
            body = f"{name}, before it.\n\n{middle}\n\nAnd after it.\n"
            stories[story] = ferry(body, kept, title=story)
    moored = received(("lead", "Moored: at noon."), ("lead", "And after it."))
    moored.keep(folder / "content")
    body = "Moored: at noon.\n\nAnd after it.\n"
    stories["metadata"] = ferry(body, moored, title="metadata").replace("\n\n", "\n", 1)
    stories["metadata-apart"] = ferry(body, moored, title="metadata")
    return proofs(checked(folder, stories))


def escaped(text: str) -> str:
    return "\n\n".join(map(escape_paragraph, text.split("\n\n")))


@pytest.mark.parametrize("name", EATEN)
def test_what_markdown_eats_is_caught(eaten: dict[str, Proof], name: str) -> None:
    assert EATEN[name][1] in codes(eaten[name])


@pytest.mark.parametrize("name", EATEN)
def test_what_is_escaped_passes(eaten: dict[str, Proof], name: str) -> None:
    assert f"{name}-escaped" not in eaten, eaten[f"{name}-escaped"].faults


def test_a_first_line_that_is_read_as_metadata_is_caught(eaten: dict[str, Proof]) -> None:
    assert codes(eaten["metadata"]) == ["words-lost"]
    assert "metadata-apart" not in eaten


# What an editor's slip, a theme or a plugin may do to a story, and what is said of it.
SWAPPED = FERRY_BODY.replace(
    "The ferry is silent, and so is her owner. Two boats went out to look for her.",
    "Two boats went out to look for her. The ferry is silent, and so is her owner.",
)
MOVED = FERRY_BODY.replace(" Two boats went out to look for her.", "").replace(
    "at nine tonight.", "at nine tonight.\n\nTwo boats went out to look for her."
)
POST = "\n## Original Post\n\nA call came at half past two.\n"
NOTED = FERRY_BODY.replace("at noon.", "at noon.[^1]") + "\n[^1]: By her own log.\n"
BROKEN = {
    "paragraph-dropped": (
        FERRY_BODY.replace("A call came at half past two.", ""),
        ['17: "Original Post", word 1: [-A call came at half past two.-] [words-lost]'],
    ),
    "word-altered": (
        FERRY_BODY.replace("hurt, they", "hurt, we"),
        [
            (
                '9: "Update, 6:20 p.m.", word 7: hands counted. Nobody was hurt, [-they-] {+we+} '
                "say. The tow begins at [words-altered]"
            )
        ],
    ),
    "sentences-swapped": (
        SWAPPED,
        [
            (
                '13: "3:31 p.m.", word 1: {+Two boats went out to look for her.+} '
                "The ferry is silent, and [words-moved]"
            ),
            (
                '13: "3:31 p.m.", word 10: and so is her owner. '
                "[-Two boats went out to look for her.-] [words-moved]"
            ),
        ],
    ),
    "sentence-moved": (
        MOVED,
        [
            (
                '9: "Update, 6:20 p.m.", word 15: tow begins at nine tonight. '
                "{+Two boats went out to look for her.+} [words-moved]"
            ),
            (
                '15: "3:31 p.m.", word 10: and so is her owner. '
                "[-Two boats went out to look for her.-] [words-moved]"
            ),
        ],
    ),
    "update-doubled": (
        FERRY_BODY + POST,
        [
            (
                '21: "Original Post", word 1: '
                "{+Original Post A call came at half past two.+} [words-doubled]"
            )
        ],
    ),
    "update-lost": (
        FERRY_BODY.replace(POST, ""),
        [
            "1: the opening of update 3 of the original, word 1: [-Original Post-] [words-lost]",
            "1: update 3 of the original, word 1: [-A call came at half past two.-] [words-lost]",
        ],
    ),
    "stamp-altered": (
        FERRY_BODY.replace("## 3:31", "## 3:13"),
        ['13: the opening of "3:13 p.m.", word 1: [-3:31 p.m.-] {+3:13 p.m.+} [words-altered]'],
    ),
    "note-added": (
        NOTED,
        ["7: lead, word 8: was towed in at noon. {+By her own log.+} [words-added]"],
    ),
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Proof]:
    folder = tmp_path_factory.mktemp("broken")
    FERRY.keep(folder / "content")
    return proofs(checked(folder, {name: ferry(body) for name, (body, _) in BROKEN.items()}))


@pytest.mark.parametrize("name", BROKEN)
def test_what_differs_is_told_with_its_place_and_what_stands_around_it(
    broken: dict[str, Proof], name: str
) -> None:
    said = [f"{one.line}: {one.message} [{one.code}]" for one in broken[name].faults]
    assert said == BROKEN[name][1]


QUOTED = received(
    ("title", "\"Fog -- and 'then' some\""),
    ("summary", "It's said that the '90s had ... none."),
    ("lead", 'She said: "It\'s -- as they say -- over . . ." And so it was...\n\n...but not yet.'),
    ("lead", "``Never,'' he said\u2026 at\u00a06\u202fp.m. in the cafe\u0301 & the bar."),
    ("lead", "Two -- three --- four - five\u2013six."),
)
QUOTED_BODY = """\
She said: "It's -- as they say -- over . . ." And so it was...

...but not yet.

``Never,'' he said\u2026 at 6 p.m. in the caf\u00e9 & the bar.

Two -- three --- four - five\u2013six.
"""
CORRECTED = received(
    ("title", "Ferry radios for help"),
    ("stamp 1", "[CORRECTION, 9:05 p.m.]"),
    ("section 1", "It was two boats, and not three."),
    ("stamp 2", "UPDATED: 6:20 p.m. --"),
    ("section 2", "GOOD NEWS"),
    ("section 2", "All hands counted."),
    ("stamp 3", "Editor's note"),
    ("section 3", "The owner's name was withheld."),
    ("stamp 4", "Posted at 3:31 p.m."),
    ("section 4", "The ferry is silent."),
    ("stamp 5", "Original Story:"),
    ("section 5", "A call at noon"),
    ("section 5", "It came from the ferry."),
)
CORRECTED_BODY = """\
## [CORRECTION, 9:05 p.m.] {: corrects="6:20 p.m." }

It was two boats, and *not* three.

## UPDATED: 6:20 p.m.: GOOD NEWS

All hands counted.

## Editor's note

The owner's name was withheld.

## Posted at 3:31 p.m. {: datetime=2014-06-16T15:31:00-04:00 }

The ferry is silent.

## Original Story: A call at noon

It came from the ferry.
"""
TABLED = received(
    ("lead", "Two boats"),
    ("lead", "Boat Hands"),
    ("lead", "Ada 4"),
    ("lead", "The Ada at sea. Photograph: A. Writer"),
    ("lead", "So it was said. The harbour office"),
)
TABLED_BODY = """\
## Two boats

| Boat | Hands |
|------|------:|
| Ada  | 4     |

![The Ada]({static}/images/none.jpg)
The Ada at sea.
*Photograph: A. Writer*

> So it was said.
>
> [The harbour office](https://harbour.example/)
"""
FAITHFUL = {
    "as-it-was": (FERRY, FERRY_BODY),
    "another": (FERRY, FERRY_BODY),
    "oldest-first": (FERRY, f"Order: oldest-first\n\n{FERRY_BODY}"),
    "draft": (FERRY, f"Status: draft\n\n{FERRY_BODY}"),
    "hidden": (FERRY, f"Status: hidden\n\n{FERRY_BODY}"),
    "as-it-was.es": (FERRY, f"Slug: as-it-was\nLang: es\n\n{FERRY_BODY}"),
    "quoted": (QUOTED, f"Summary: {QUOTED.parts[1][1]}\n\n{QUOTED_BODY}"),
    "corrected": (CORRECTED, CORRECTED_BODY),
    "tabled": (TABLED, TABLED_BODY),
}


def faithful(folder: Path) -> dict[str, str]:
    (folder / "content" / "images").mkdir(parents=True)
    (folder / "content" / "images" / "none.jpg").write_bytes(b"no picture")
    stories = {}
    for name, (kept, body) in FAITHFUL.items():
        kept.keep(folder / "content")
        title = dict(kept.parts).get("title", name)
        head = HEAD.format(title=title, fields=kept.fields)
        stories[name] = f"{head}{body}" if body.split(" ")[0].endswith(":") else f"{head}\n{body}"
    return stories


def test_what_changes_no_word_passes(tmp_path: Path) -> None:
    report = checked(tmp_path, faithful(tmp_path))
    assert {name: [*map(str, one.faults)] for name, one in proofs(report).items()} == {}
    data = json.loads((tmp_path / "output" / "fidelity.json").read_text("utf-8"))
    assert data["proved"] == len(FAITHFUL)
    told = {one["story"]: one for one in data["stories"]}
    assert told["as-it-was.md"] == {
        "story": "as-it-was.md",
        "url": "as-it-was.html",
        "original": FERRY.file,
        "sha256": FERRY.sha256,
        "words": 57,
        "order": [1, 2, 3],
        "left_out": {"credit line": 11, "share links": 2},
        "edits": [],
    }
    assert told["oldest-first.md"]["order"] == [3, 2, 1]
    assert told["corrected.md"]["order"] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("field", "now"), [("", ""), ("Partner: the-post\n", " {+Post+}")], ids=["none", "another"]
)
def test_the_partner_is_the_one_that_the_original_credits(
    tmp_path: Path, field: str, now: str
) -> None:
    FERRY.keep(tmp_path / "content")
    (tmp_path / "content" / "partners").mkdir()
    (tmp_path / "content" / "partners" / "the-post.md").write_text("Title: The Post\n", "utf-8")
    story = ferry(FERRY_BODY).replace("Partner: the-wire\n", field)
    found = proofs(checked(tmp_path, {"ferry": story}))
    before = "[-Wire-]" if now else "[-The Wire-]"
    around = "The " if now else ""
    (fault,) = found["ferry"].faults
    assert fault.message == (
        f"its partner is not the one that its original credits: {around}{before}{now}; "
        "restore it, or accept the change"
    )


def test_a_time_that_contradicts_the_printed_one_is_caught_without_a_record(tmp_path: Path) -> None:
    FERRY.keep(tmp_path / "content")
    stories = {
        "right": FERRY_BODY.replace(
            "## 3:31 p.m.", "## 3:31 p.m. {: datetime=2014-06-17T15:31:00-04:00 }"
        ),
        "wrong": FERRY_BODY.replace(
            "## 3:31 p.m.", "## 3:31 p.m. {: datetime=2014-06-16T03:00:00-04:00 }"
        ),
    }
    found = proofs(checked(tmp_path, {name: ferry(body) for name, body in stories.items()}))
    assert {name: codes(proof) for name, proof in found.items()} == {"wrong": ["time-changed"]}


def test_imported_pages_are_checked_as_well(tmp_path: Path) -> None:
    kept = received(("title", "About us"), ("lead", "We print what we hear."))
    kept.keep(tmp_path / "content")
    page = f"Title: About us\n{kept.fields}\nWe print what we hear.\n"
    assert checked(tmp_path, {"pages/about": page}) is None
    assert checked(tmp_path, {"pages/about": page.replace("hear", "see")}) is not None
    pages = {"about": page, "hidden": f"Status: hidden\n{page}", "draft": f"Status: draft\n{page}"}
    pages["about.es"] = f"Slug: about\nLang: es\n{page}"
    told = {f"pages/{name}": text.replace("hear", "see") for name, text in pages.items()}
    assert proofs(checked(tmp_path, told)).keys() == pages.keys()


SPOILING = """\
from pathlib import Path
from pelican import signals

def spoil(path, context):
    name, file = Path(path).stem, Path(path)
    html = file.read_text("utf-8")
    first = html.find('<section class="update"')
    second = html.find('<section class="update"', first + 1)
    update, end = html[first:second], "<!-- /story -->"
    if name == "smart":
        html = html.replace("(c)", "\u00a9").replace("1/2", "\u00bd")
    if name == "ligature":
        html = html.replace("fi", "\ufb01")
    if name == "twice":
        html = html.replace(update, update * 2)
    if name == "misplaced":
        html = html.replace(update, "").replace(end, update + end)
    if name == "lost":
        html = html.replace(update, "")
    if name == "stamp-dropped":
        html = html.replace("3:31 p.m.", "")
    if name == "advertised":
        html = html.replace(end, "<p>Buy a boat today.</p>" + end)
    if name == "credited":
        html = html.replace("the archive of our partner", "the vault of our friend")
    if name == "bare":
        html = html.replace("story", "post")
    if name == "unmade":
        file.unlink()
    else:
        file.write_text(html, "utf-8")

def register():
    signals.content_written.connect(spoil)
"""
SMART = received(("lead", "(c) 1912: 1/2 of the first office."))
SPOILT = {
    "smart": ["words-altered", "words-altered"],
    "ligature": ["words-altered"],
    "twice": ["words-doubled"],
    "misplaced": ["updates-misplaced"],
    "lost": ["words-lost", "words-lost"],
    "stamp-dropped": ["words-lost"],
    "advertised": ["words-added"],
    "credited": ["words-added", "words-added"],
    "bare": ["no-page"],
    "unmade": ["no-page"],
    "untouched": None,
}


def test_what_a_plugin_spoils_is_caught(tmp_path: Path) -> None:
    (tmp_path / "spoiling.py").write_text(SPOILING, "utf-8")
    FERRY.keep(tmp_path / "content")
    SMART.keep(tmp_path / "content")
    stories = {name: ferry(FERRY_BODY) for name in SPOILT}
    for name in ("smart", "ligature"):
        stories[name] = ferry("(c) 1912: 1/2 of the first office.\n", SMART)
    plugins = {
        "PLUGIN_PATHS": [str(ROOT / "plugins"), str(tmp_path)],
        "PLUGINS": ["backfile", "spoiling"],
    }
    with no_receivers():  # that of the plugin would see the files of later tests
        found = proofs(checked(tmp_path, stories, **plugins))
    assert {name: codes(found[name]) if name in found else None for name in SPOILT} == SPOILT


# What may have become of an original or its ledger, and what is said of it.
KEPT = {
    "changed": ("original-changed", "was changed: its SHA-256 is"),
    "missing": ("original-missing", "is not there; restore it"),
    "outside": ("original-missing", "is not in the folder originals; keep it there"),
    "unnamed": ("original-missing", "it states Original_SHA256 and no Original_File"),
    "no-ledger": ("bad-ledger", "is not there; restore it, or import the original again"),
    "no-json": ("bad-ledger", "is no JSON; restore it, or import the original again"),
    "no-object": ("bad-ledger", "is no ledger; restore it"),
    "of-another": ("bad-ledger", "is of another original; restore it"),
    "of-no-format": ("bad-ledger", "names no format that is known"),
    "of-no-encoding": ("bad-ledger", "does not say how to read the original"),
    "account-damaged": ("bad-ledger", "its account is damaged; import the original again"),
    "account-too-short": ("bad-ledger", "does not cover the original; import the original again"),
    "account-with-a-place-of-its-own": ("bad-ledger", "its account is damaged"),
    "edit-damaged": ("bad-ledger", "is damaged; restore it"),
    "edit-elsewhere": ("bad-ledger", 'the change that it accepts in lead does not fit ("she")'),
    "edit-nowhere": ("bad-ledger", "accepts a change in section 7, which the story does not have"),
}
EDIT = {"place": "lead", "at": 0, "before": "It", "after": "She", "why": "a slip"}


def spoil(folder: Path, name: str) -> str:
    """Keep an original of its own, spoil it as *name* says, and return its story."""
    kept = received(("lead", f"It is {name}."), ("lead", "And so on."))
    account = kept.account
    changes: dict[str, dict[str, Any]] = {
        "of-another": {"original": {"sha256": "0" * 64}},
        "of-no-format": {"how": {"format": "papyrus"}},
        "of-no-encoding": {"how": {"format": "text"}},
        "account-damaged": {"account": [["7", "lead"]]},
        "account-too-short": {"account": account[:1]},
        "account-with-a-place-of-its-own": {"account": [[one, "nowhere"] for one, _ in account]},
        "edit-damaged": {"accepted": [{"place": "lead"}]},
        "edit-elsewhere": {"accepted": [{**EDIT, "before": "she"}]},
        "edit-nowhere": {"accepted": [{**EDIT, "place": "section 7"}]},
    }
    path = folder / "content" / kept.keep(folder / "content", **changes.get(name, {})).file
    story = ferry(f"It is {name}.\n\nAnd so on.\n", kept)
    if name == "changed":
        path.write_bytes(path.read_bytes() + b"\n")
    if name == "missing":
        path.unlink()
    if name == "outside":
        (folder / "content" / "elsewhere.txt").write_bytes(path.read_bytes())
        story = story.replace(kept.file, "originals/../elsewhere.txt")
    if name == "unnamed":
        story = story.replace(f"Original_File: {kept.file}\n", "")
    if name == "no-ledger":
        path.with_suffix(".json").unlink()
    if name in ("no-json", "no-object"):
        path.with_suffix(".json").write_text("[" if name == "no-json" else "[]")
    return story


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Proof]:
    folder = tmp_path_factory.mktemp("spoilt")
    return proofs(checked(folder, {name: spoil(folder, name) for name in KEPT}))


@pytest.mark.parametrize("name", KEPT)
def test_an_original_that_is_not_as_it_was_kept_is_caught(
    spoilt: dict[str, Proof], name: str
) -> None:
    code, message = KEPT[name]
    assert codes(spoilt[name]) == [code]
    assert message in spoilt[name].faults[0].message


def test_stories_without_an_account_are_counted_apart(tmp_path: Path) -> None:
    FERRY.keep(tmp_path / "content")
    old = received(("lead", "It was imported long ago."))
    old.keep(tmp_path / "content")
    ledger = (tmp_path / "content" / old.file).with_suffix(".json")
    ledger.write_text(json.dumps({"original": {"sha256": old.sha256}}), "utf-8")
    stories = {
        "ferry": ferry(FERRY_BODY),
        "old": ferry("It was imported long ago, and edited since.\n", old),
        "own": "Title: Our own\nDate: 2014-06-16\n\nIt was written here.\n",
    }
    about = tmp_path / "content" / "pages" / "about.md"
    about.parent.mkdir()
    about.write_text("Title: About\n\nNobody has an original of this page.\n", "utf-8")
    assert checked(tmp_path, stories) is None
    data = json.loads((tmp_path / "output" / "fidelity.json").read_text("utf-8"))
    assert (data["proved"], data["unaccounted"], data["written_here"]) == (1, 1, 1)


def test_the_page_tells_what_came_of_it(tmp_path: Path) -> None:
    kept = received(("lead", "It's 3 hours ago."), ("dropped: page furniture", "Home | About us"))
    account = [[4, "lead"], [10, "lead", "relative-time", "at 6:20 p.m."], *kept.account[1:]]
    edits = [{"place": "lead", "at": 2, "before": "6:20", "after": "6:30", "why": "so says <he>"}]
    kept.keep(tmp_path / "content", account=account, accepted=edits)
    FERRY.keep(tmp_path / "content")
    stories = {
        "ferry": ferry(FERRY_BODY),
        "ago": ferry("It's at 6:30 p.m.\n", kept, "Ago & <b>so</b>"),
    }
    assert checked(tmp_path, stories) is None
    page = (tmp_path / "output" / "fidelity" / "index.html").read_text("utf-8")
    rows = [words(visible_text(row)) for row in parse(page).css("tr")]
    assert [" ".join(row) for row in rows] == [
        "Stories with every word accounted for 2",
        "Words compared 61",
        "Stories of which only the words were compared 2",
        "Reason Words Stories",
        "credit line 11 1",
        "page furniture 4 1",
        "share links 2 1",
        "Reason Count Original On the page",
        "relative time 1 3 hours ago. at 6:20 p.m.",
        "Story Reason Original On the page",
        "Ago & so so says <he> 6:20 6:30",
        "Partner Stories Words",
        "The Wire 2 61",
    ]
    for name in ("ferry.html", "index.html", "fidelity/index.html"):
        link = parse((tmp_path / "output" / name).read_text("utf-8")).css_first(".colophon a")
        assert link.attributes["href"] == "/fidelity/"


def test_an_archive_without_originals_has_no_such_page(tmp_path: Path) -> None:
    own = "Title: Our own\nDate: 2014-06-16\n\nIt was written here.\n"
    assert checked(tmp_path, {"own": own}) is None
    assert json.loads((tmp_path / "output" / "fidelity.json").read_text("utf-8"))["proved"] == 0
    assert not (tmp_path / "output" / "fidelity").exists()
    assert "fidelity" not in (tmp_path / "output" / "own.html").read_text("utf-8")


def test_a_build_that_is_not_asked_checks_nothing(tmp_path: Path) -> None:
    stories = {"ferry": ferry(FERRY_BODY)}
    assert checked(tmp_path, stories, BACKFILE_VERIFY=False) is None
    assert not (tmp_path / "output" / "fidelity.json").exists()
    assert "fidelity" not in (tmp_path / "output" / "ferry.html").read_text("utf-8")


def test_a_site_that_fails_stays_as_it_was(tmp_path: Path) -> None:
    FERRY.keep(tmp_path / "content")
    assert checked(tmp_path, {"ferry": ferry(FERRY_BODY)}) is None
    before = (tmp_path / "output" / "ferry.html").read_bytes()
    assert checked(tmp_path, {"ferry": ferry(FERRY_BODY.replace("silent", "still"))})
    assert (tmp_path / "output" / "ferry.html").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_pelican_itself_ends_with_the_faults_and_not_too_many_of_a_story(tmp_path: Path) -> None:
    FERRY.keep(tmp_path / "content")
    many = FERRY_BODY.replace(" ", " and ")
    site = MiniSite(tmp_path).write({"partners/the-wire.md": WIRE, "ferry.md": ferry(many)})
    ended = site.build(**VERIFIED)
    told = [line for line in ended.said.splitlines() if "content/ferry.md" in line]
    assert ended.status == 1
    assert "Traceback" not in ended.said
    assert len(told) == MOST_FAULTS + 1
    assert told[0].endswith(" [words-added]")
    assert re.fullmatch(r"content/ferry\.md: and \d+ more", told[-1])
