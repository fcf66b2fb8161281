"""Citations in three formats, as programs other than ours read them."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import bibtexparser
import pytest
import rispy
from citeproc import Citation as CitedInText
from citeproc import (
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from hypothesis import example, given
from hypothesis import strategies as st
from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

from backfile.outputs.citations.bibtex import bibtex
from backfile.outputs.citations.citation import (
    Citation,
    CitedSite,
    Subject,
    citations_of,
    story_key,
)
from backfile.outputs.citations.csl_json import csl_item, csl_json
from backfile.outputs.citations.output import citation_files_of
from backfile.outputs.citations.ris import ris
from backfile.outputs.citations.text_digest import growing_digests, text_digest
from backfile.outputs.citations.words import CitationWords
from backfile.packaged import theme_folder
from backfile.partners.original import Original, OriginalStatus
from backfile.render.language import FOLDER, Languages
from backfile.story.model import Precision
from backfile.story.opening import Kind
from backfile.text.identifiers import read_identifiers
from tests.outputs.records import BARE, BRIDGE, ORIGINAL_POST, UPDATE

if TYPE_CHECKING:
    from backfile.reading.record import StoryRecord

SITE = CitedSite("Harbour Archive", "https://archive.example")
PAGE = "https://archive.example/2011/03/swing-bridge/"
KEY = "2011:03:swing-bridge"
AN_HOUR_LATER = replace(
    UPDATE,
    anchor="update-2011-03-05-0120",
    printed="1:20 a.m.",
    stamp="1:20 a.m.",
    time="2011-03-05T01:20:00-04:00",
    headline="",
    text="The lamps are lit.",
    authors=("B. Second", "C. Third"),
)
A_NOTE = replace(
    UPDATE,
    anchor="update-1",
    kind=Kind.NOTE,
    printed="Editor’s note",
    stamp="",
    time="",
    precision=Precision.ORDER,
    headline="",
    text="We have since moved.",
    follows=True,
)
GROWN = replace(
    BRIDGE,
    updates=(ORIGINAL_POST, UPDATE, A_NOTE, AN_HOUR_LATER),
    identifiers=read_identifiers("HA-812 doi:10.12345/Ferry.1 ark:/12345/x6np1wh8k"),
    original=Original("http://wire.example/812?a=1&b=2", OriginalStatus.DEAD),
)
LANGUAGES = Languages("en", theme_folder() / FOLDER)


def cited(record: StoryRecord, site: CitedSite = SITE) -> dict[str, Citation]:
    words = CitationWords(LANGUAGES, record.lang, record.timezone)
    made = citations_of(record, site, words)
    keys = [one.key for one in made]
    assert len(keys) == len(set(keys))
    return {one.key: one for one in made}


def read_bibtex(citations: list[Citation]) -> dict[str, dict[str, str]]:
    library = bibtexparser.parse_string(bibtex(citations))
    assert library.failed_blocks == []
    assert len(library.blocks) == len(citations)
    return {
        entry.key: {field.key: field.value for field in entry.fields} for entry in library.entries
    }


def read_ris(citations: list[Citation]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rispy.loads(ris(citations))
    return found


def digest_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


# What is cited


def test_a_story_its_updates_and_its_states_are_cited_oldest_first() -> None:
    assert [(one.subject, key) for key, one in cited(GROWN).items()] == [
        (Subject.STORY, KEY),
        (Subject.UPDATE, f"{KEY}.original-post"),
        (Subject.UPDATE, f"{KEY}.update-2011-03-05-0020"),
        (Subject.UPDATE, f"{KEY}.update-1"),
        (Subject.UPDATE, f"{KEY}.update-2011-03-05-0120"),
        (Subject.STATE, f"{KEY}.as-of-original-post"),
        (Subject.STATE, f"{KEY}.as-of-update-2011-03-05-0020"),
        (Subject.STATE, f"{KEY}.as-of-update-2011-03-05-0120"),
    ]


@pytest.mark.parametrize("updates", [(), (UPDATE,)], ids=["none", "one"])
def test_a_story_that_never_changed_has_no_states(updates: tuple[Any, ...]) -> None:
    found = cited(replace(BRIDGE, updates=updates)).values()
    assert len(found) == 1 + len(updates)
    assert Subject.STATE not in {one.subject for one in found}


def test_the_partner_published_it_and_the_archive_holds_it() -> None:
    assert (cited(BRIDGE)[KEY].published_by, cited(BRIDGE)[KEY].archive) == ("The Wire", SITE.name)
    assert cited(BARE)[KEY].published_by == SITE.name


def test_an_update_is_by_its_own_authors() -> None:
    found = cited(GROWN)
    assert found[f"{KEY}.update-2011-03-05-0120"].authors == ("B. Second", "C. Third")
    assert found[f"{KEY}.update-2011-03-05-0020"].authors == ("A. Writer",)
    assert found[f"{KEY}.as-of-update-2011-03-05-0120"].authors == ("A. Writer",)


def test_an_update_is_called_by_its_headline_else_by_its_opening() -> None:
    found = cited(GROWN)
    assert found[f"{KEY}.update-2011-03-05-0020"].title == "Swing bridge stuck open: Lights out"
    assert found[f"{KEY}.update-2011-03-05-0120"].title == "Swing bridge stuck open: 1:20 a.m."
    assert found[f"{KEY}.as-of-update-2011-03-05-0020"].title == "Swing bridge stuck open"


def test_dates_are_as_precise_as_they_are_known() -> None:
    found = {key: (one.published, one.day) for key, one in cited(GROWN).items()}
    assert found[KEY] == ("2011-03-04", "2011-03-04")
    assert found[f"{KEY}.original-post"] == ("2011-03-04", "2011-03-04")
    minute = "2011-03-05T00:20:00-04:00", "2011-03-05"
    assert found[f"{KEY}.update-2011-03-05-0020"] == minute
    assert found[f"{KEY}.as-of-update-2011-03-05-0020"] == minute
    assert found[f"{KEY}.update-1"] == ("", "")


def test_the_day_is_that_of_the_storys_own_zone() -> None:
    # Local mean time is told in UTC, where it is another day.
    told = replace(BRIDGE, published="1901-01-01T03:50:00+00:00", timezone="America/Halifax")
    assert cited(told)[KEY].day == "1900-12-31"


def test_each_leads_to_its_place() -> None:
    found = {key: one.url for key, one in cited(replace(GROWN, identifiers=())).items()}
    assert found[KEY] == PAGE
    assert found[f"{KEY}.update-2011-03-05-0020"] == f"{PAGE}#update-2011-03-05-0020"
    assert found[f"{KEY}.as-of-update-2011-03-05-0020"] == (
        f"{PAGE}?as-of=update-2011-03-05-0020#update-2011-03-05-0020"
    )


@pytest.mark.parametrize("address", ["", "/archive", "../.."])
def test_a_site_without_an_address_gives_none(address: str) -> None:
    assert {one.url for one in cited(BRIDGE, CitedSite("Archive", address)).values()} == {""}


def test_a_doi_is_that_of_the_story_alone() -> None:
    found = cited(GROWN)
    assert found[KEY].doi == "10.12345/Ferry.1"
    assert found[KEY].url == "https://doi.org/10.12345/Ferry.1"
    assert found[KEY].identifiers == ("HA-812", "ark:/12345/x6np1wh8k")
    for one in list(found.values())[1:]:
        assert one.doi == ""
        assert "doi:10.12345/Ferry.1" in one.identifiers
        assert "doi:10.12345/Ferry.1" in one.note
        assert one.url.startswith(PAGE)


def test_an_address_that_others_have_taken_over_is_not_named() -> None:
    assert BRIDGE.original is not None
    assert BRIDGE.original.status is OriginalStatus.HIJACKED
    assert all("wire.example" not in one.note for one in cited(BRIDGE).values())
    assert all("http://wire.example/812?a=1&b=2" in one.note for one in cited(GROWN).values())


def test_a_state_says_so_in_the_words_of_the_story() -> None:
    key = f"{KEY}.as-of-update-2011-03-05-0020"
    assert cited(GROWN)[key].note.startswith(
        "As it stood on Saturday, March 5, 2011, 12:20\xa0AM, Halifax time. "
    )
    assert cited(replace(GROWN, lang="es"))[key].note.startswith("Tal como estaba el sábado")
    day = replace(UPDATE, anchor="update-2", time="2011-03-06", precision=Precision.DAY)
    on_a_day = cited(replace(GROWN, updates=(ORIGINAL_POST, day)))[f"{KEY}.as-of-update-2"]
    assert on_a_day.note.startswith("As it stood on Sunday, March 6, 2011. ")


def test_a_state_without_a_time_is_named_by_the_opening_of_its_update() -> None:
    untimed = replace(UPDATE, anchor="update-2", printed="Later", time="", headline="It moves")
    found = cited(replace(GROWN, updates=(ORIGINAL_POST, untimed)))[f"{KEY}.as-of-update-2"]
    assert (found.published, found.stands_at) == ("", "Later It moves")
    assert found.note.startswith("As it stood with “Later”. ")


# Keys


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("2011/03/swing-bridge/", "2011:03:swing-bridge"),
        ("es/2011/03/swing-bridge/", "es:2011:03:swing-bridge"),
        ("2011/ferry.html", "2011:ferry.html"),
    ],
)
def test_a_key_is_the_address(url: str, key: str) -> None:
    assert story_key(url) == key


def test_addresses_in_other_scripts_keep_apart() -> None:
    urls = [
        "2011/港の橋/",
        "2011/東の橋/",
        "2011/%E6%B8%AF%E3%81%AE%E6%A9%8B/",
        "2011/a b/",
        "2011/a-b/",
    ]
    keys = list(map(story_key, urls))
    assert keys[0] == keys[2]
    assert len(set(keys)) == len(urls) - 1
    assert all(re.fullmatch(r"2011[-A-Za-z0-9:._]*", key) for key in keys)


@given(st.text(min_size=1))
def test_a_key_is_fit_for_every_format(url: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9:._-]+", story_key(f"2011/{url}/"))


# The digest


def test_the_digest_is_that_of_the_words() -> None:
    found = cited(GROWN)
    original = "Original Post The bridge has not closed."
    update = "12:20 a.m. Lights out The engineers have gone home. So have we."
    later = "1:20 a.m. The lamps are lit."
    note = "Editor’s note We have since moved."
    assert found[f"{KEY}.update-2011-03-05-0020"].digest == digest_of(update)
    assert found[f"{KEY}.as-of-original-post"].digest == digest_of(original)
    state = f"{original} {update}"
    assert found[f"{KEY}.as-of-update-2011-03-05-0020"].digest == digest_of(state)
    # The note has no place in time, so that it is part of no state.
    assert found[f"{KEY}.as-of-update-2011-03-05-0120"].digest == digest_of(f"{state} {later}")
    whole = f"It was closed at ten. {state} {note} {later}"
    assert found[KEY].digest == digest_of(whole)
    assert all(one.digest in one.note for one in found.values())


@pytest.mark.parametrize(
    "text", ["Señales en  el\n\nmar", "Sen\u0303ales en el\u00a0mar", " Señales en\tel mar "]
)
def test_neither_spaces_nor_how_accents_are_encoded_count(text: str) -> None:
    assert text_digest([text]) == digest_of("Señales en el mar")


@pytest.mark.parametrize("text", ["Señales en el Mar", "Senales en el mar", "Señales en el mar."])
def test_each_letter_and_mark_counts(text: str) -> None:
    assert text_digest([text]) != digest_of("Señales en el mar")


@given(st.lists(st.lists(st.text(), max_size=3), max_size=6))
@example([["", ""], ["a"], [], ["b", "\u0301c"]])
def test_growing_digests_are_those_of_all_before(parts: list[list[str]]) -> None:
    texts: list[str] = []
    expected = []
    for part in parts:
        texts += part
        expected.append(text_digest(texts))
    assert list(growing_digests(parts)) == expected


# The formats

TITLES = [
    '50% of {all} ferries & #1 – a_b \\ ~ ^ $5 <now> | "then"',
    "An open { brace",
    "Two } closed } ones",
    "السفينة تغرق: 705 ناجين",
    "港の橋が閉鎖される",
    "A title\nin two lines",
]


@pytest.mark.parametrize("title", TITLES)
def test_bibtex_brings_titles_through(title: str) -> None:
    found = read_bibtex([replace(cited(BRIDGE)[KEY], title=title)])[KEY]
    assert found["title"].startswith("{")
    assert found["title"].endswith("}")
    assert decoded(found["title"]) == " ".join(title.split())


# Symbols of LaTeX that pylatexenc lacks (LaTeX2e, "The Comprehensive LaTeX Symbol List", table 2).
SYMBOLS = {
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciicircum": "^",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
}


def decoded(value: str) -> str:
    """Return what LaTeX prints for *value*, as pylatexenc knows it."""
    known = get_default_latex_context_db()
    known.add_context_category(
        "symbols", prepend=True, macros=[MacroTextSpec(*one) for one in SYMBOLS.items()]
    )
    return str(LatexNodes2Text(latex_context=known).latex_to_text(value))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
@example("{\\}")
@example("}{")
def test_no_text_breaks_bibtex(text: str) -> None:
    one = replace(cited(BRIDGE)[KEY], title=f"a{text}", authors=(text, "B"), note=f"{text}.")
    fields = read_bibtex([one, replace(one, key="next")])
    assert fields.keys() == {KEY, "next"}
    assert fields[KEY].keys() == fields["next"].keys()


def test_bibtex_has_the_fields_of_a_newspaper_article() -> None:
    found = read_bibtex(list(cited(GROWN).values()))
    story = found[KEY]
    assert story["author"] == "{A. Writer}"
    assert (story["journal"], story["entrysubtype"]) == ("The Wire", "newspaper")
    assert (story["date"], story["year"], story["month"]) == ("2011-03-04", "2011", "mar")
    assert (story["doi"], story["url"]) == ("10.12345/Ferry.1", "https://doi.org/10.12345/Ferry.1")
    assert story["library"] == "Harbour Archive"
    assert "version" not in story
    assert "http://wire.example/812?a=1\\&b=2" in story["note"]
    state = found[f"{KEY}.as-of-update-2011-03-05-0020"]
    assert state["version"] == state["date"] == "2011-03-05T00:20:00-04:00"
    note = found[f"{KEY}.update-1"]
    assert not {"date", "year", "month"} & note.keys()


def test_bibtex_does_not_take_names_apart() -> None:
    one = replace(cited(BRIDGE)[KEY], authors=("The Press and Radio Desk", "Ann de Vries, Jr."))
    (found,) = read_bibtex([one]).values()
    assert found["author"] == "{The Press and Radio Desk} and {Ann de Vries, Jr.}"


def test_ris_has_the_fields_of_a_newspaper_article() -> None:
    found = {one["id"]: one for one in read_ris(list(cited(GROWN).values()))}
    assert list(found) == list(cited(GROWN))
    story = found[KEY]
    assert story["type_of_reference"] == "NEWS"
    assert (story["title"], story["secondary_title"]) == (BRIDGE.title, "The Wire")
    assert (story["authors"], story["language"]) == (["A. Writer"], "en")
    assert (story["year"], story["date"]) == ("2011", "2011/03/04/")
    assert (story["doi"], story["urls"]) == (
        "10.12345/Ferry.1",
        ["https://doi.org/10.12345/Ferry.1"],
    )
    assert story["database_provider"] == "Harbour Archive"
    assert found[f"{KEY}.as-of-update-2011-03-05-0020"]["edition"] == "2011-03-05T00:20:00-04:00"
    assert "date" not in found[f"{KEY}.update-1"]


LINE = re.compile(r"(?:TY  - NEWS|[A-Z][A-Z0-9]  - \S.*|ER  - |)")


@given(st.text(), st.text())
@example("a\r\nER  - \r\nTY  - BOOK", "\u2028TI  - b")
def test_ris_is_lines_of_a_tag_and_a_value(title: str, name: str) -> None:
    one = replace(cited(BRIDGE)[KEY], title=title, authors=(name,))
    text = ris([one, one])
    assert text.endswith("ER  - \r\n\r\n")
    lines = text.split("\r\n")
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert (lines.count("TY  - NEWS"), lines.count("ER  - ")) == (2, 2)


def test_csl_json_says_what_the_citation_says() -> None:
    citations = list(cited(GROWN).values())
    text = csl_json(citations)
    items = json.loads(text)
    assert items == [csl_item(one) for one in citations]
    assert text.count("\n") == len(items) + 2
    by_key = {one["id"]: one for one in items}
    assert by_key[KEY] == {
        "id": KEY,
        "type": "article-newspaper",
        "title": "Swing bridge stuck open",
        "author": [{"literal": "A. Writer"}],
        "container-title": "The Wire",
        "issued": {"date-parts": [[2011, 3, 4]]},
        "DOI": "10.12345/Ferry.1",
        "URL": "https://doi.org/10.12345/Ferry.1",
        "archive": "Harbour Archive",
        "archive_location": "HA-812, ark:/12345/x6np1wh8k",
        "language": "en",
        "note": cited(GROWN)[KEY].note,
        "custom": {
            "cites": "story",
            "issued": "2011-03-04",
            "original": "http://wire.example/812?a=1&b=2",
            "sha256": cited(GROWN)[KEY].digest,
        },
    }
    state = by_key[f"{KEY}.as-of-update-2011-03-05-0020"]
    assert state["version"] == state["custom"]["issued"] == "2011-03-05T00:20:00-04:00"
    assert state["issued"] == {"date-parts": [[2011, 3, 5]]}
    assert "issued" not in by_key[f"{KEY}.update-1"]


@pytest.mark.filterwarnings("ignore:The following arguments for Reference are unsupported")
def test_a_citation_processor_prints_them() -> None:
    items = [csl_item(one) for one in cited(GROWN).values()]
    # Programs without `custom`, which came with CSL 1.0.2, pass over it.
    source = CiteProcJSON([{k: v for k, v in one.items() if k != "custom"} for one in items])
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    bibliography.register(CitedInText([CitationItem(one["id"]) for one in items]))
    printed = [str(one) for one in bibliography.bibliography()]
    assert len(printed) == len(items)
    for one in printed:
        assert "Swing bridge stuck open" in one
        assert "The Wire" in one
    assert any(one.startswith("A. Writer (2011)") for one in printed)


# The files


@pytest.mark.parametrize(
    ("page", "files"),
    [
        (
            "2011/03/ferry/index.html",
            [f"2011/03/ferry/citations{one}" for one in (".bib", ".ris", ".csl.json")],
        ),
        ("2011/ferry.html", ["2011/ferry.bib", "2011/ferry.ris", "2011/ferry.csl.json"]),
        ("ferry", ["ferry.bib", "ferry.ris", "ferry.csl.json"]),
    ],
)
def test_the_files_lie_beside_the_page(page: str, files: list[str]) -> None:
    assert [one.path for one in citation_files_of(replace(BRIDGE, save_as=page))] == files
