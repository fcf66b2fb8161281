"""A table is read as each spreadsheet saves it."""

from __future__ import annotations

import csv
import io

import pytest

from backfile.spreadsheet.csv_table import TableError, read_table, written_table

ROWS = [
    ["stories/a.md", "sha256:0a", 'Ferry "Ü", adrift'],
    ["stories/b.md", "sha256:1b", "Two\nlines"],
]
COLUMNS = ("File", "Digest", "Title")
TEXT = written_table(COLUMNS, ROWS).decode("utf-8-sig")


def with_delimiter(delimiter: str) -> str:
    return written_table(COLUMNS, ROWS, delimiter).decode("utf-8-sig")


def test_a_table_has_the_mark_by_which_excel_knows_utf_8_and_the_line_ends_of_rfc_4180():
    data = written_table(COLUMNS, ROWS)

    assert data.startswith(b"\xef\xbb\xbfFile,Digest,Title\r\n")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1:] == ROWS


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TEXT.encode("utf-8-sig"), id="as written"),
        pytest.param(TEXT.encode(), id="without the mark"),
        pytest.param(TEXT.replace("\r\n", "\n").encode(), id="line feeds"),
        pytest.param(with_delimiter(";").encode("utf-8-sig"), id="semicolons"),
        pytest.param(with_delimiter("\t").encode("utf-16"), id="Unicode text of Excel"),
        pytest.param(f"{TEXT},,\r\n".encode(), id="an empty row"),
        pytest.param(TEXT.replace("File", '"File"').encode(), id="quoted names"),
    ],
)
def test_a_table_comes_back_from_any_spreadsheet(data):
    table = read_table(data)

    assert table.columns == COLUMNS
    assert [list(row.cells) for row in table.rows] == ROWS
    assert [row.line for row in table.rows] == [2, 3]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the table is empty"),
        (b"Title,Digest\r\nFerry,sha256:0a\r\n", 'it has no column "File"'),
        (b"File,Title\r\na.md,Ferry\r\n", 'it has no column "Digest"'),
        (b'File,Digest\r\n"a.md,x\r\n', "line 2: it is no CSV"),
        ("File,Digest,Title\r\na.md,x,Fähre\r\n".encode("cp1252"), "line 2: it is not in UTF-8"),
    ],
)
def test_what_is_no_table_is_refused(data, said):
    with pytest.raises(TableError, match=said):
        read_table(data)
