"""The tables of the data: columns, cells, and whose the stories in them are."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.files.writing import writing_whole
from backfile.outputs.data.story_json import as_json, read_schema
from backfile.outputs.data.tables import (
    STORIES,
    UPDATES,
    Table,
    TablePart,
    YearTables,
    columns_of,
    package_description,
    story_row,
    update_rows,
)
from backfile.partners.registry import Partner
from tests.outputs.records import BARE, BRIDGE

if TYPE_CHECKING:
    from pathlib import Path

SITE = "https://archive.example"


class TestColumns:
    """That each column is a property, and each property a column."""

    @staticmethod
    def known(table: str) -> set[str]:
        return set(columns_of(read_schema("datapackage.json"), table))

    def test_of_a_story(self) -> None:
        moment = "2011-03-04T18:15:00-04:00"
        full = replace(BRIDGE, published=moment, modified=moment, began=moment, ended=moment)
        row = story_row(as_json(full, SITE))
        # Began and ended are always known to the minute.
        parts = ("precision", "day", "clock")
        left_out = {f"{name}_{part}" for name in ("began", "ended") for part in parts}
        assert row.keys() == self.known("stories") | left_out | {"$schema", "format"}

    def test_of_an_update(self) -> None:
        for row in update_rows(as_json(BRIDGE, SITE)):
            assert row.keys() == self.known("updates")


BY = "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    ("stated", "licenses"),
    [
        ([BY, BY], [{"path": BY}]),
        ([BY, "https://archive.example/terms/"], []),
        ([BY, ""], []),
        ([BY, None], []),
        (["All rights reserved"], []),
        ([], []),
    ],
)
def test_the_package_states_a_license_only_where_all_stories_have_it(
    stated: list[str | None], licenses: list[dict[str, str]]
) -> None:
    partners = [
        Partner(f"partner-{number}", "A partner", "partner.md", license=one)
        for number, one in enumerate(stated)
        if one is not None
    ]
    own = [""] * stated.count(None)
    slugs = [*own, *(one.slug for one in partners)]
    parts = [
        TablePart(STORIES, 2000 + number, 1, 9, "", (slug,)) for number, slug in enumerate(slugs)
    ]
    made = package_description(read_schema("datapackage.json"), parts, partners, {})
    assert made.get("licenses", []) == licenses


class TestYears:
    """The tables of one year, and what is kept of them."""

    @staticmethod
    def written(year: int) -> tuple[dict[str, bytes], list[TablePart]]:
        files = {STORIES: io.BytesIO(), UPDATES: io.BytesIO()}
        tables = YearTables(year, files, read_schema("datapackage.json"))
        for record in (BRIDGE, BARE):
            tables.add(as_json(record, SITE))
        return {name: file.getvalue() for name, file in files.items()}, tables.parts

    def test_a_part_tells_rows_bytes_and_partners_of_its_file(self) -> None:
        files, parts = self.written(2011)
        assert [(part.path, part.rows) for part in parts] == [
            ("stories-2011.csv", 2),
            ("updates-2011.csv", 2),
        ]
        for part in parts:
            assert part.bytes == len(files[part.table])
            assert part.hash == f"sha256:{hashlib.sha256(files[part.table]).hexdigest()}"
            assert part.partners == ("", "wire")

    def test_what_is_kept_can_be_stored(self) -> None:
        _, parts = self.written(2011)
        stored = json.loads(json.dumps([asdict(part) for part in parts]))
        assert [TablePart.from_json(one) for one in stored] == parts

    def test_a_year_has_four_digits(self) -> None:
        _, parts = self.written(987)
        assert [part.name for part in parts] == ["stories-0987", "updates-0987"]

    def test_the_package_is_made_of_what_is_kept(self) -> None:
        parts = [*self.written(987)[1], *self.written(2011)[1]]
        made = package_description(read_schema("datapackage.json"), parts, [], {})
        assert made["resources"][2] == {
            "name": "stories-2011",
            "type": "table",
            "path": "stories-2011.csv",
            "title": "Stories, 2011",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": "stories.schema.json",
            "bytes": parts[2].bytes,
            "hash": parts[2].hash,
        }


TEXT = st.text(st.characters(codec="utf-8"), max_size=40)


@given(st.lists(st.fixed_dictionaries({"story": TEXT, "text": TEXT}), max_size=5))
def test_any_text_can_stand_in_a_cell(given_rows: list[dict[str, str]]) -> None:
    file = io.BytesIO()
    table = Table(file, ["story", "text"])
    for row in given_rows:
        table.add(row)
    written = io.StringIO(file.getvalue().decode("utf-8"), newline="")
    assert list(csv.DictReader(written)) == [row for row in given_rows if row]
    assert table.rows == len(given_rows)
    assert table.bytes == len(file.getvalue())
    assert table.hash == f"sha256:{hashlib.sha256(file.getvalue()).hexdigest()}"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        ("", ""),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        ([], "[]"),
        (["Été", 'a "b"'], '["Été", "a \\"b\\""]'),
    ],
)
def test_a_value_has_one_way_to_be_written(value: object, cell: str) -> None:
    file = io.BytesIO()
    Table(file, ["story", "value"]).add({"story": "x", "value": value, "other": 1})
    assert list(csv.reader(io.StringIO(file.getvalue().decode()))) == [
        ["story", "value"],
        ["x", cell],
    ]


def test_a_table_that_is_not_finished_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "data" / "stories.csv"
    with writing_whole(path) as file:
        file.write(b"old")
    with contextlib.suppress(ZeroDivisionError), writing_whole(path) as file:
        file.write(b"new")
        raise ZeroDivisionError  # anything may go wrong
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]
