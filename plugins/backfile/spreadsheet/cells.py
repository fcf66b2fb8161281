"""Cells that spreadsheets leave as they are, and the marks of those that one has damaged.

A spreadsheet takes `=1+1` in a CSV file for a formula, `0815` for a number and `2014-06-16` for a
date, and saves what it made of them. An apostrophe before a text keeps it a text. See also
https://owasp.org/www-community/attacks/CSV_Injection.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXT = "'"
_FORMULA = re.compile(r"[=+\-@\t\r']")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_SIGNS = r"[\s\d.,:/+\-e%$€£()]"
_REWRITTEN = re.compile(
    rf"(?i){_SIGNS}*\d{_SIGNS}*(?:[ap]m)?(?:[zt][\d:.+\-]*)?z?"
    r"|true|false"
    rf"|(?:\d{{1,4}}[\s/.\-]*)?(?:{_MONTHS})[a-z]*[\s/.,\-]*(?:\d[\d\s,:.]*)?(?:[ap]m)?"
)
_ERROR = re.compile(r"#(?:N/A|NAME\?|REF!|VALUE!|DIV/0!|NUM!|NULL!|#+)|Err:\d+")
_SCIENTIFIC = re.compile(r"(?i)[+\-]?\d(?:[.,]\d+)?e[+\-]\d+")
_OTHER_DATE = re.compile(
    rf"(?i)\d{{1,2}}[/.\-]\d{{1,2}}[/.\-]\d{{2,4}}(?:\s.*)?|\d{{1,2}}-(?:{_MONTHS})(?:-\d+)?"
)
_SERIAL_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d+)?")  # days since 1900, as spreadsheets count them
_LONGEST = 32_767  # characters that a cell of Excel holds
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u0085\u2028\u2029]")
DATES = frozenset({"date", "modified", "captured"})


def written_cell(value: str) -> str:
    """Return *value* as a cell that spreadsheets take for text, and save as it is."""
    is_at_risk = _FORMULA.match(value) or _REWRITTEN.fullmatch(value)
    return f"{_TEXT}{value}" if is_at_risk else value


def read_cell(cell: str) -> str:
    r"""Return the value of a *cell*: without the apostrophe that keeps it a text; lines end in \n.

    It undoes `written_cell`, and takes what a person typed as it is.
    """
    lines = cell.replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.strip() for line in lines.removeprefix(_TEXT).strip().split("\n"))


def _lost_letters(before: str, value: str) -> Iterator[str]:
    """Say that a table was read or saved in an encoding that is not that of its letters."""
    if "\N{REPLACEMENT CHARACTER}" in value:
        yield "it has characters that were lost; save the table as UTF-8"
    if word := next(_with_lost_letters(before, value), ""):
        yield f'it has "{word}" with question marks for letters; save the table as UTF-8'
    if not value.isascii() and _read_as_windows(before) == value:
        yield "its letters were read in another encoding; open the table as UTF-8, and save it so"


def _with_lost_letters(before: str, value: str) -> Iterator[str]:
    """Go through the words of *value* that *before* has with letters in the place of its `?`.

    Programs write one for each letter that their encoding lacks, or for each half of it in UTF-16.
    """
    words = set(value.split()) - set(before.split())
    lost = [one for one in words if "?" in one]
    for one in (whole for whole in before.split() if lost and not whole.isascii()):
        letters = (re.escape(x) if x.isascii() else rf"(?:{re.escape(x)}|\?\??)" for x in one)
        pattern = re.compile("".join(letters))
        yield from sorted(word for word in lost if pattern.fullmatch(word))


def _read_as_windows(text: str) -> str:
    """Return *text* in UTF-8 as a program shows it that takes it for Windows-1252."""
    try:
        return text.encode().decode("windows-1252")
    except UnicodeDecodeError:
        return ""


def damage(field: str, before: str, cell: str) -> str:
    """Return what a spreadsheet did to a *cell* that held *before*; empty where nothing shows.

    *field* is the name of the column in lower case. The sentence says what to do.
    """
    value = read_cell(cell)
    if value == before:
        return ""
    return next(_damages(field, before, cell, value), "")


def _damages(field: str, before: str, cell: str, value: str) -> Iterator[str]:
    if _ERROR.fullmatch(value):
        yield f'"{value}" is an error of the spreadsheet; restore the cell'
    if cell.startswith("="):
        yield f'"{value}" is a formula; write its result, or an apostrophe before it if it is text'
    yield from _lost_letters(before, value)
    if _SCIENTIFIC.fullmatch(value) or (value and value == before.lstrip("0")):
        yield f'the spreadsheet took it for a number, "{value}"; write an apostrophe before it'
    if len(value) >= _LONGEST and before.startswith(value):
        yield f"the spreadsheet cut it off after {_LONGEST:,} characters; leave the column out"
    if field in DATES and (_OTHER_DATE.fullmatch(value) or _SERIAL_NUMBER.fullmatch(value)):
        yield f'the spreadsheet rewrote this date, "{value}"; write it as \'2014-06-16 18:20'
    if _CONTROLS.search(value):
        yield "it has a control character; remove it"
    if any(not line.strip() for line in value.split("\n")[1:]):
        yield "it has an empty line, with which the fields of a story end; remove the line"
