"""Rows of a table (CSV) become stories; each bad row is told, and the others go on."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.errors import RefusedError
from backfile.fidelity.account import apportion, signs
from backfile.importers import table as tables
from backfile.importers.dump_items import Item, Quarantined
from backfile.importers.formats import table
from backfile.importers.options import Call, LinkResolver
from backfile.importers.recipe import CsvRecipe, Recipe
from backfile.story.model import Order
from backfile.text.web_addresses import safe_link

CALL = Call(ZoneInfo("America/Halifax"), Recipe(), Order.NEWEST_FIRST)
GROUND = LinkResolver(safe_link, lambda _src: None)
HEADER = "Headline,Text,Date\n"
ROW = "Ice,It froze.,2011-03-04\n"


def read(tmp_path, text: str | bytes, call: Call = CALL) -> list[Item | Quarantined]:
    path = tmp_path / "stories.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(table.items(path, call))


def drafted(tmp_path, text: str | bytes, call: Call = CALL):
    """The one draft of a table, and what each place must show; no character is missing."""
    (one,) = read(tmp_path, text, call)
    assert isinstance(one, Item), one
    draft = table.draft(one, call, GROUND)
    told = table.text_of(one.data, json.loads(json.dumps(draft.how)))
    assert draft.text == told
    assert sum(span.count for span in draft.body.spans) == signs(told)
    return draft, apportion(told, draft.body.spans)


FORMS = {
    "commas": "Title,Text,Date\nIce,It froze.,2011-03-04\n",
    "semicolons": "Title;Text;Date\r\nIce;It froze.;2011-03-04\r\n",
    "semicolons and commas": "Title;Text;Date;a,b\nIce;It froze.;2011-03-04;",
    "tabs": "Title\tText\tDate\nIce\tIt froze.\t2011-03-04\n",
    "quotation marks": '"Title","Text","Date"\n"Ice","It froze.","2011-03-04"\n',
    "a line of Excel's": "sep=;\nTitle;Text;Date\nIce;It froze.;2011-03-04\n",
    "blank rows": "Title,Text,Date\n\n,,\nIce,It froze.,2011-03-04\n,,\n",
    "a byte-order mark": "\ufeffTitle,Text,Date\nIce,It froze.,2011-03-04\n",
    "lone carriage returns": "Title,Text,Date\rIce,It froze.,2011-03-04\r",
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_every_form_of_a_table_is_read(tmp_path, text, encoding):
    mark = "" if encoding == "utf-8" or text.startswith("\ufeff") else "\ufeff"
    draft, places = drafted(tmp_path, (mark + text).encode(encoding))
    assert (draft.title, places["lead"]) == ("Ice", "It froze.")
    assert draft.fields == {"Date": "2011-03-04"}


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_letters_of_old_encodings(tmp_path, encoding):
    draft, _ = drafted(tmp_path, f"{HEADER}Café,Crème brûlée.,2011-03-04\n".encode(encoding))
    assert (draft.title, draft.body.lead.blocks) == ("Café", ("Crème brûlée.",))


def test_a_row_is_kept_with_its_header_byte_for_byte(tmp_path):
    one, two = read(tmp_path, f'{HEADER}{ROW}"Sn""ow","A\r\n\r\nB","2011-03-05"')
    assert one.data == f"{HEADER}{ROW}".encode()
    assert two.data == f'{HEADER}"Sn""ow","A\r\n\r\nB","2011-03-05"'.encode()
    assert (one.place, two.place) == ("row 2", "row 3")


def test_cells_with_lines_quotation_marks_and_updates(tmp_path):
    cell = '"It froze; ""solid"".\r\n\r\n9:40 p.m.: It thaws, < and > & *."'
    draft, places = drafted(tmp_path, f"{HEADER}Ice,{cell},2011-03-04\n")
    assert [part.heading for part in draft.body.updates] == ["9:40 p.m."]
    assert places == {
        "title": "Ice",
        "lead": 'It froze; "solid".',
        "stamp 1": "9:40 p.m.:",
        "section 1": "It thaws, < and > & *.",
    }


def test_html_is_known_by_its_tags(tmp_path):
    draft, _ = drafted(tmp_path, f"{HEADER}Ice,<p>It <b>froze</b> &amp; thawed.,2011-03-04\n")
    assert draft.body.lead.blocks == ("It **froze** & thawed.",)
    for cell in ("A <ice> & b.", "One <b>.\n\nTwo &amp; three.", "AT&T; it said"):
        _, places = drafted(tmp_path, f'{HEADER}1 < 2,"{cell}",2011-03-04\n')
        assert places["lead"] == cell
    _, places = drafted(tmp_path, f"{HEADER}Ice,It froze &amp; <i>thawed</i>.,2011-03-04\n")
    assert places["lead"] == "It froze & thawed."


def test_the_obvious_names(tmp_path):
    text = (
        "ID,Post Title,post_content,Published_At,Last Modified,URL,By,Section,Keywords,Standfirst,"
        "Slug,Language,Status,Desk\n"
        "17,Ice,It froze.,2011-03-04T18:05:00Z,2011-03-05,https://p.example/ice,"
        'A. Writer; B. Writer,"World","ice, snow",Cold.,ice-age,en_CA,draft,night\n'
    )
    (one,) = read(tmp_path, text)
    facts = table.facts(one, CALL)
    assert (facts.identity, facts.slug) == ("csv:17", "ice-age")
    assert (facts.day, facts.clock) == (date(2011, 3, 4), time(14, 5))
    draft, _ = drafted(tmp_path, text)
    assert draft.summary == "Cold."
    assert draft.fields == {
        "Date": "2011-03-04 14:05",
        "Modified": "2011-03-05",
        "Authors": "A. Writer, B. Writer",
        "Category": "World",
        "Tags": "ice, snow",
        "Lang": "en-CA",
        "Status": "draft",
        "Original_URL": "https://p.example/ice",
    }
    assert [(one.kind, one.text) for one in draft.notes.dropped] == [("column Desk", "night")]


def test_a_recipe_names_the_columns(tmp_path):
    recipe = Recipe(csv=CsvRecipe(title="Slagline", body="The copy", date="Ran on", delimiter="|"))
    call = replace(CALL, recipe=recipe)
    draft, _ = drafted(tmp_path, "Slagline|The copy|Ran on\nIce|It froze.|2011-03-04\n", call)
    assert draft.title == "Ice"


@pytest.mark.parametrize(
    ("stated", "day_first", "day"),
    [
        ("2011-03-04", False, "2011-03-04"),
        ("04.03.2011", False, "2011-03-04"),
        ("3/4/2011", False, "2011-03-04"),
        ("4/3/2011", True, "2011-03-04"),
        ("25/3/2011", False, "2011-03-25"),
        ("3/25/2011", True, "2011-03-25"),
        ("4 March 2011", False, "2011-03-04"),
        ("04.03.2011 18:05", False, "2011-03-04 18:05"),
        ("3/4/2011 6:05 PM", False, "2011-03-04 18:05"),
    ],
)
def test_dates(tmp_path, stated, day_first, day):
    call = replace(CALL, day_first=day_first)
    draft, _ = drafted(tmp_path, f"{HEADER}Ice,It froze.,{stated}\n", call)
    assert draft.fields["Date"] == day


@pytest.mark.parametrize(
    ("date", "clock", "told", "others"),
    [
        ("2011-03-04", "18:05", "2011-03-04 18:05", []),
        ("04.03.2011", "6:05 p.m.", "2011-03-04 18:05", []),
        ("2011-03-04 10:00", "18:05", "2011-03-04 10:00", ["18:05"]),
        ("2011-03-04", "5 minutes", "2011-03-04", ["5 minutes"]),
        ("2011-03-04", "", "2011-03-04", []),
    ],
)
def test_a_time_in_a_column_of_its_own(tmp_path, date, clock, told, others):
    draft, _ = drafted(tmp_path, f"Title,Text,Date,Time\nIce,It froze.,{date},{clock}\n")
    assert draft.fields["Date"] == told
    assert [one.text for one in draft.notes.dropped] == others


HELD = {
    "a short row": ("Ice,It froze.\n", "it has 2 cells, and the header 3"),
    "a long row": ("Ice,It froze.,2011-03-04,\n", "it has 4 cells, and the header 3"),
    "words after a quotation mark": ('Ice,"It" froze.,2011-03-04\n', "cannot be told apart"),
    "a byte of another encoding": (
        b"Ice,It \xff froze \xc3\xa9\xc3\xa9.,2011-03-04\n",
        "not utf-8",
    ),
}


@pytest.mark.parametrize(("row", "why"), HELD.values(), ids=HELD)
def test_a_bad_row_costs_no_other(tmp_path, row, why):
    data = row if isinstance(row, bytes) else row.encode()
    call = replace(CALL, encoding="utf-8")
    found = read(tmp_path, (HEADER + ROW).encode() + data + ROW.encode(), call)
    assert [type(one) for one in found] == [Item, Quarantined, Item]
    assert why in found[1].why
    assert (found[1].place, found[1].data) == ("row 3", data)


def test_a_quotation_mark_that_is_not_closed(tmp_path):
    first, second = read(tmp_path, f'{HEADER}{ROW}Ice,"It froze.,2011-03-04\n{ROW}')
    assert isinstance(first, Item)
    assert isinstance(second, Quarantined)


def test_a_row_without_end_is_told_by_its_place_and_never_held(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "LONGEST", 1000)
    long = f'Ice,"{"x" * 5000}",2011-03-04\n'
    first, second, third = read(tmp_path, HEADER + ROW + long + ROW.replace("Ice", "Snow"))
    assert isinstance(first, Item)
    assert isinstance(third, Item)
    assert isinstance(second, Quarantined)
    assert (second.place, second.data) == ("row 3", None)
    assert (second.offset, second.length) == (len(HEADER + ROW), len(long))


REFUSED = {
    "no table": ("Some words\nand more\n", "this is no table"),
    "empty": ("\n", "the file is empty"),
    "no title": (
        "Text,Date\nIt froze.,2011-03-04\n",
        r'no column is called "title".*\[csv\] title',
    ),
    "no text": ("Title,Date\nIce,2011-03-04\n", r"the columns are Title, Date"),
    "no date": ("Title,Text\nIce,It froze.\n", r"\[csv\] date"),
    "two texts": ("Title,Text,Text,Date\nIce,a,b,2011-03-04\n", 'two columns are called "text"'),
    "binary": (b"Title,Text\n\x81\x8d\x81", "neither UTF-8"),
}


@pytest.mark.parametrize(("text", "why"), REFUSED.values(), ids=REFUSED)
def test_refuses_a_whole_table(tmp_path, text, why):
    (one,) = read(tmp_path, text)
    assert isinstance(one, Quarantined)
    assert re.search(why, one.why)


def test_a_column_that_a_recipe_names_must_be_there(tmp_path):
    call = replace(CALL, recipe=Recipe(csv=CsvRecipe(title="Headlin")))
    (one,) = read(tmp_path, HEADER + ROW, call)
    assert one.why == 'there is no column "Headlin"; did you mean "Headline"?'


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",It froze.,2011-03-04\n", r"no title; say in the recipe where it is: \[csv\] title"),
        ("Ice,It froze.,soon\n", 'date is "soon"'),
        ("Ice,It froze.,99/99/2011\n", "which is no date"),
        ("Ice,a\0b,2011-03-04\n", "NUL"),
    ],
)
def test_refuses_a_row(tmp_path, row, why):
    (one,) = read(tmp_path, (HEADER + row).encode(), replace(CALL, encoding="utf-8"))
    with pytest.raises(RefusedError, match=why):
        table.draft(one, CALL, GROUND)


cells = st.lists(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=3, max_size=3
)


@settings(deadline=None)
@given(st.lists(cells, min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_any_table_that_a_program_writes_is_read_back(tmp_path_factory, written, delimiter):
    path = tmp_path_factory.mktemp("table") / "t.csv"
    form = tables.Form("utf-8", delimiter)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(written)
    wanted = [tuple(row) for row in written if any(row)]
    found = list(tables.rows(path, form))
    assert [row.cells for row in found] == wanted
    data = path.read_bytes()
    for row in found:
        lines = form.encoded(row.lines)
        assert data[row.offset : row.offset + len(lines)] == lines
