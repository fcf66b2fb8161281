"""The documentation holds what the code has, and what it prints is what happens."""

from __future__ import annotations

import ast
import re
from argparse import ArgumentParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from invoke import Collection

import tasks
from backfile.cli.commands import COMMANDS, Command
from backfile.config.read_settings import DEFAULTS
from backfile.fidelity.compare import DifferenceKind
from backfile.importers.markdown import escape_paragraph
from backfile.outputs.fidelity_report.recorded_facts import FactKind
from backfile.publish.gates import codes as gates
from backfile.reading.codes import MEANINGS
from backfile.reading.dateline import limits
from backfile.reading.severities import SEVERITIES
from backfile.story.chronology import order_updates
from backfile.story.dates import parse_date
from backfile.story.model import Dateline, Section
from backfile.story.opening import parse_opening
from tests import in_process
from tests.test_architecture import LEANS_ON

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SOURCES = sorted((ROOT / "plugins" / "backfile").rglob("*.py"))
# What makes the faults that docs/fidelity.md explains.
VERIFYING = [
    ROOT / "plugins" / "backfile" / "outputs" / "fidelity_report" / "unclaimed_originals.py",
    ROOT / "plugins" / "backfile" / "outputs" / "fidelity_report" / "verify.py",
    ROOT / "plugins" / "backfile" / "fidelity" / "kept_originals.py",
]
# What makes the findings in a built site, which docs/gates.md explains.
GATES = [one for one in SOURCES if one.parent.name == "gates"]
PAGES = [*ROOT.glob("*.md"), *sorted(DOCS.rglob("*.md"))]
# The pages that name modules of the plugin.
FOR_CONTRIBUTORS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "docs/architecture.md")),
    *sorted((DOCS / "decisions").glob("*.md")),
]

FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
# A path with a folder, to a file of the source or to a folder.
PATH = re.compile(r"`((?:[\w.-]+/)+(?:[\w.-]+\.(?:css|js|md|py|sql))?)`")
# A folder of the built site, and the output that docs/architecture.md adds as an example.
NO_SOURCES = {"data/", "outputs/counts/", "outputs/counts/output.py"}
CODE_SPAN = re.compile(r"(?<!`)(?P<fence>`+)(?!`) ?(?P<code>.+?) ?(?<!`)(?P=fence)(?!`)")
# Where a call has the code of the fault that it makes.
CODE_ARGUMENT = {
    "KeptError": 0,
    "_story_fault": 1,
    "Fault": 2,
    "Finding": 2,
    "Flaw": 1,
    "MetadataError": 1,
    "Trouble": 1,
    "_add": 1,
    "trouble": 1,
    "_fault": 1,
    "_remark": 1,
    "field_fault": 2,
    "Wrong": 1,
    "_warning": 2,
}


def headings(path: Path) -> list[str]:
    return HEADING.findall(FENCED.sub("", path.read_text("utf-8")))


def anchors(path: Path) -> set[str]:
    """Return the addresses that GitHub gives to the headings of a page."""
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings(path))
    return {heading.replace(" ", "-") for heading in plain}


def code_spans(cell: str) -> list[str]:
    return [found["code"] for found in CODE_SPAN.finditer(cell)]


def test_every_setting_has_its_heading():
    assert {"TIMEZONE", *DEFAULTS} <= set(headings(DOCS / "settings.md"))


@pytest.mark.parametrize(
    "conf",
    ["pelicanconf.py", "plugins/backfile/defaults.py", "plugins/backfile/production.py"],
)
def test_every_choice_of_our_configuration_is_explained(conf):
    chosen = re.findall(r"^([A-Z_]+) = ", (ROOT / conf).read_text("utf-8"), re.MULTILINE)
    explained = set(re.findall(r"[A-Z][A-Z_]+", (DOCS / "settings.md").read_text("utf-8")))

    assert chosen
    assert set(chosen) <= explained


def fault_codes(sources: list[Path]) -> set[str]:
    """Return the codes that *sources* give to faults, wherever they make one."""
    codes = set()
    for path in sources:
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            code = call.args[CODE_ARGUMENT[name] :][:1] if name in CODE_ARGUMENT else []
            codes |= {one.value for one in code if isinstance(one, ast.Constant)}
    return codes


CHECKED = (
    fault_codes([one for one in SOURCES if one not in (*VERIFYING, *GATES)]) | SEVERITIES.keys()
)
VERIFIED = fault_codes(VERIFYING) | set(DifferenceKind) | set(FactKind)


@pytest.mark.parametrize(
    ("page", "codes", "some"),
    [
        ("check.md", CHECKED, {"bad-date", "bad-original", "bad-stamp", "unknown-partner"}),
        ("gates.md", fault_codes(GATES), {"bad-nesting", "dead-anchor", "file-differs"}),
        ("fidelity.md", VERIFIED, {"original-changed", "no-page", "words-lost"}),
    ],
)
def test_every_code_has_its_heading_and_an_example(page, codes, some):
    assert codes >= some

    sections = re.split(r"^### (.+)$", (DOCS / page).read_text("utf-8"), flags=re.MULTILINE)[1:]
    explained = dict(zip(sections[::2], sections[1::2], strict=True))
    assert explained.keys() == codes
    for code, text in explained.items():
        assert f" [{code}]\n" in text


def test_every_code_has_a_phrase_in_the_summary_of_check():
    assert MEANINGS.keys() == CHECKED
    assert gates.MEANINGS.keys() == fault_codes(GATES)


def test_every_option_of_check_is_explained():
    page = (DOCS / "check.md").read_text("utf-8")
    options = [f"--{argument.name}".replace("_", "-") for argument in tasks.check.get_arguments()]

    assert [option for option in options if f"`{option}" not in page] == []


def test_every_command_is_named():
    said = "\n".join(page.read_text("utf-8") for page in PAGES)
    unnamed = [
        name
        for name in Collection.from_module(tasks).task_names
        if not re.search(rf"\b(make|invoke) {name}\b", said)
    ]

    assert not unnamed


def test_every_command_of_the_package_and_its_options_are_explained():
    page = (DOCS / "commands.md").read_text("utf-8")
    for command in COMMANDS:
        assert f"| `backfile {command.name}" in page
        options = set(re.findall(r"^  (--[a-z-]+)", help_of(command), re.MULTILINE))
        where = DOCS / ("importing.md" if command.name == "import" else "commands.md")
        explained = set(re.findall(r"`(--[a-z-]+)", where.read_text("utf-8")))
        assert options - explained == set()


def help_of(command: Command) -> str:
    one = ArgumentParser(add_help=False)
    command.add_arguments(one)
    return one.format_help()


def test_every_option_of_an_import_is_explained():
    page = (DOCS / "importing.md").read_text("utf-8")
    options = {
        f"--{argument.name}".replace("_", "-")
        for argument in tasks.import_.get_arguments()
        if argument.name != "source"
    }

    assert [option for option in sorted(options) if f"| `{option}` |" not in page] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page):
    for link in LINK.findall(FENCED.sub("", page.read_text("utf-8"))):
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name) if name else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", FOR_CONTRIBUTORS, ids=lambda page: page.name)
def test_every_path_that_contributors_are_told_is_there(page):
    told = PATH.findall(FENCED.sub("", page.read_text("utf-8")))
    folders = (ROOT, ROOT / "plugins" / "backfile")

    lost = {path for path in told if not any((folder / path).exists() for folder in folders)}

    assert lost <= NO_SOURCES


def test_every_name_is_in_the_module_that_contributors_are_told():
    page = (DOCS / "architecture.md").read_text("utf-8")
    told = re.findall(r"`(?:\w+\.)?(\w+)`\s+in\s+`([\w/]+\.py)`", page)

    assert len(told) > 10
    for name, module in told:
        source = (ROOT / "plugins" / "backfile" / module).read_text("utf-8")
        assert re.search(rf"^ *(def |class )?{name}\b", source, re.MULTILINE), f"{module}: {name}"


def test_what_the_source_says_of_the_documentation_is_there():
    for path in SOURCES:
        for page, heading in re.findall(r'docs/([\w/-]+\.md), "([^"]+)"', path.read_text("utf-8")):
            assert heading in headings(DOCS / page), f"{path.name}: {page}, {heading}"


def table(page: str, header: str) -> list[list[str]]:
    """Return the rows of the table in *page* whose first line begins with *header*."""
    lines = (DOCS / page).read_text("utf-8").splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith(header)) + 2
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        cells = re.split(r"(?<!\\)\|", line)[1:-1]
        rows.append([cell.strip().replace("\\|", "|") for cell in cells])
    return rows


TYPES = [
    (code_spans(name)[0], code_spans(module)[0])
    for name, _, module in table("architecture.md", "| Type |")
]


@pytest.mark.parametrize(("name", "module"), TYPES)
def test_every_type_is_where_the_architecture_says(name, module):
    source = ast.parse((ROOT / "plugins" / "backfile" / module).read_text("utf-8"))
    classes = {one.name for one in source.body if isinstance(one, ast.ClassDef)}

    assert name in classes


FOLDERS = [
    code_spans(folder)[0].rstrip("/") for folder, _ in table("architecture.md", "| Folder |")
]


def test_the_architecture_names_the_folders_in_their_order():
    assert sorted(FOLDERS) == sorted(LEANS_ON)
    below: set[str] = set()
    for folder in FOLDERS:
        assert LEANS_ON[folder] <= below
        below.add(folder)


SHAPES = [shape for _, shapes in table("stories.md", "| Part |") for shape in code_spans(shapes)]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_a_stamp_is_read_whole(shape):
    opening = parse_opening(shape)

    assert opening is not None
    assert opening.stamp is not None
    assert opening.rest == ""


def told(date: str, source: list[str], modified: str = "") -> str:
    """Return the updates from oldest to newest as the table in stories.md writes them."""
    moment, has_time = parse_date(date)
    zone = ZoneInfo("America/New_York")
    dateline = Dateline(
        zone=zone,
        day=moment.date(),
        clock=moment.time() if has_time else None,
        limits=limits({"modified": modified}, zone),
    )
    openings = [parse_opening(text) for text in source]
    story = order_updates(
        [Section(one, line) for line, one in enumerate(openings, start=1)], dateline
    )
    assert not story.troubles
    words = []
    for update in story.updates:
        when = update.instant
        said = f"{when.day} {when:%B} {when:%H:%M}" if when else update.printed
        words.append(" ".join([said, *(f"`{flag}`" for flag in update.flags)]))
    return " · ".join(words)


@pytest.mark.parametrize(("date", "source", "result"), table("stories.md", "| `Date` | The file"))
def test_every_row_of_the_chronology_is_what_happens(date, source, result):
    stated, *modified = code_spans(date)
    limit = modified[0].removeprefix("Modified: ") if modified else ""
    assert told(stated, code_spans(source), limit) == result


ESCAPES = [
    pair
    for received, _, written in table("stories.md", "| Received |")
    for pair in zip(code_spans(received), code_spans(written), strict=True)
]


@pytest.mark.parametrize(("received", "written"), ESCAPES)
def test_every_sign_that_markdown_would_eat_is_written_so(received, written):
    assert escape_paragraph(received) == written


def test_the_import_that_is_shown_is_what_happens(tmp_path):
    page = (DOCS / "importing.md").read_text("utf-8")
    received = re.search(r"^```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    shown = re.search(r"^```markdown\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    named = re.search(r"^A file `dump/(.+)`", page, re.MULTILINE)
    assert received
    assert shown
    assert named
    source = tmp_path / named[1]
    source.write_text(received[1], "utf-8")
    content = tmp_path / "content"
    content.mkdir()
    command = ["import", str(source), "--timezone", "America/Halifax", "--content", str(content)]

    in_process.call("invoke", command, ROOT).check_returncode()

    stories = list((content / "stories").rglob("*.md"))
    assert [path.read_text("utf-8") for path in stories] == [shown[1]]
    place = stories[0].relative_to(content).as_posix()
    assert f"It becomes `content/{place}`:" in page
