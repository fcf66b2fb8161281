"""What an import makes of dumps that try to do harm: stories, and nothing else anywhere."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from html import unescape

import pytest

from backfile.importers.dump_items import LeftOutItem
from backfile.importers.quarantine import Held
from backfile.importers.summary import ImportSummary, write_summary
from backfile.reading.source import parse_source

from .imported_dumps import Imported, import_all

pytestmark = pytest.mark.slow

# What the report of an import is made of.
PARTS = frozenset(
    ("html", "head", "meta", "title", "style", "body", "h1", "h2", "table")
) | frozenset(("tr", "th", "td"))
FIELDS = """
    title date modified captured timezone lang status partner partner_lost authors category tags
    slug original_url redirect_from original_file original_sha256 summary"""


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    return import_all(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def stories(imported: Imported) -> dict[str, str]:
    """The text of each story file by its path."""
    content = imported.project.files("content")
    return {name: text.decode() for name, text in content.items() if name.endswith(".md")}


def test_nothing_outside_the_content_is_touched(imported):
    assert imported.touched == []


def test_nothing_outside_the_dump_is_brought_in(imported):
    secret = (imported.project.folder.parent / "secret.png").read_bytes()
    held = imported.project.files("content")

    assert [name for name, data in held.items() if data == secret or b"a secret" in data] == []


def test_every_file_lies_where_its_kind_belongs(imported):
    shapes = re.compile(
        r"content/(?:stories/(?:\d{4}/\d\d|undated)/[\w-]+\.md"
        r"|partners/[\w-]+\.md"
        r"|originals/[0-9a-f]{2}/[0-9a-f]{64}\.(?:extract\.txt|txt|html|xml|warc\.gz|jsonl|json|csv)"
        r"|originals/imports/[\w.-]+\.(?:html|json)"
        r"|originals/quarantine/[\w./-]+)"
    )

    strange = [name for name in imported.project.files("content") if not shapes.fullmatch(name)]

    assert strange == []


def test_every_original_is_what_its_name_says(imported):
    originals = imported.project.files("content/originals")
    named = {
        name: re.search(r"/([0-9a-f]{64})\.(?!json$|extract\.txt$)", name) for name in originals
    }

    changed = [
        name
        for name, found in named.items()
        if found and sha256(originals[name]).hexdigest() != found[1]
    ]

    assert changed == []
    assert sum(map(bool, named.values())) > 1000


def test_no_link_is_made(imported):
    content = imported.project.folder / "content"
    assert [path for path in content.rglob("*") if path.is_symlink()] == []


@pytest.mark.parametrize(
    "name", ["text", "html", "wxr", "warc", "json-html", "json-markdown", "feed", "csv"]
)
def test_each_try_becomes_a_story_or_is_held_with_a_reason(imported, name):
    said = imported.said[name]

    assert "please report" not in said
    assert imported.statuses[name] in (0, 1)
    items, made = map(int, re.search(r"(\d+) items, (\d+) stories", said).groups())
    left_out = sum(int(count) for count in re.findall(r"^  left out +(\d+)", said, re.MULTILINE))
    held = len(re.findall(r"^  quarantine", said, re.MULTILINE))
    assert items == made + left_out + held
    assert made > items // 2


def test_no_value_states_another_field(stories):
    for name, text in stories.items():
        if name.startswith("content/stories/"):
            source = parse_source(text)
            assert source.fields.keys() <= set(FIELDS.split()), name
            assert source.values().get("status", "draft") == "draft", name
            assert re.fullmatch(r"[\w-]*", source.values().get("slug", "")), name


def test_every_address_that_a_story_states_is_one_of_the_web(stories):
    for name, text in stories.items():
        values = parse_source(text).values()
        stated = f"{values.get('original_url', '')} {values.get('redirect_from', '')}".split()
        assert all(one.startswith(("http://", "https://")) for one in stated), name


def test_a_ledger_is_json_and_holds_what_was_dropped(imported):
    dropped = [
        one["text"]
        for name, data in imported.project.files("content/originals").items()
        if re.search(r"/[0-9a-f]{64}\.json$", name) and b'"account"' in data
        for one in json.loads(data)["dropped"]
    ]
    assert any("pwned=1" in text for text in dropped)


def test_the_report_shows_what_was_tried_as_words(imported):
    reports = imported.project.files("content/originals/imports")
    pages = [data.decode() for name, data in reports.items() if name.endswith(".html")]
    assert pages
    for page in pages:
        tags = set(re.findall(r"<([a-z]\w*)", page))
        assert tags <= PARTS


def test_the_report_of_an_import_shows_hostile_words_as_words(tmp_path):
    words = '"><img src=x onerror=pwned=1>'
    summary = ImportSummary(words, "text", items=1)
    summary.leave_out(LeftOutItem(words, words, words, words))
    summary.held.append(Held(words, words, words, words))
    summary.edited.append(words)
    summary.tally[words] = 1
    page = write_summary(summary, tmp_path).read_text("utf-8")
    assert set(re.findall(r"<([a-z]\w*)", page)) <= PARTS
    assert unescape(page).count(words) >= 8


def test_what_is_imported_again_stays_as_it_is(imported):
    project = imported.project
    before = project.files("content")
    place = project.folder / "dumps" / "texts"
    project.run("import", str(place), "--format", "text", "--date", "2011-03-04")
    assert project.files("content") == before
