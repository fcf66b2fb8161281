"""Bytes become the text that they were, whatever the page or its server says they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.errors import RefusedError
from backfile.importers.html.charset import codec_of, decode_again, decode_page

FRENCH = "<p>La traversée a été annulée : « trop de glace », dit le maître de port.</p>"
RUSSIAN = "<p>Паром ждёт помощи у мыса, сказал дежурный. Суда стоят до утра.</p>"
JAPANESE = "<p>水曜日の夜、港は閉鎖されました。フェリーは待っています。</p>"


def stating(label: str, text: str) -> str:
    return f'<html><head><meta charset="{label}"></head><body>{text}</body></html>'


@pytest.mark.parametrize(
    ("data", "declared", "encoding"),
    [
        pytest.param(FRENCH.encode(), "", "utf-8", id="nothing said"),
        pytest.param(FRENCH.encode("utf-8-sig"), "cp1251", "utf-8", id="a mark"),
        pytest.param(FRENCH.encode("utf-16"), "", "utf-16", id="UTF-16 with its mark"),
        pytest.param(stating("windows-1251", RUSSIAN).encode("cp1251"), "", "cp1251", id="stated"),
        pytest.param(RUSSIAN.encode("koi8-r"), "KOI8-R", "koi8-r", id="the server says it"),
        pytest.param(JAPANESE.encode("cp932"), "x-sjis", "cp932", id="an old label"),
        pytest.param(JAPANESE.encode("iso2022_jp"), "iso-2022-jp", "iso2022_jp", id="escapes"),
        pytest.param(FRENCH.encode("cp1252"), "iso-8859-1", "cp1252", id="Latin-1 is Windows-1252"),
        pytest.param(FRENCH.encode("cp1252"), "", "cp1252", id="a guess in the West"),
        pytest.param(RUSSIAN.encode("cp1251"), "", "cp1251", id="a guess by letters"),
        pytest.param(
            f'<html lang="pl">{"Zażółć gęślą jaźń."}'.encode("cp1250"), "", "cp1250", id="by lang"
        ),
    ],
)
def test_reads_a_page_in_its_encoding(data, declared, encoding):
    page = decode_page(data, declared)
    assert page.how == {"encoding": encoding}
    assert page.html == data.decode(encoding).removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("data", "declared", "before", "after"),
    [
        pytest.param(FRENCH.encode(), "iso-8859-1", "iso-8859-1", "utf-8", id="the server lies"),
        pytest.param(stating("gb2312", FRENCH).encode(), "", "gb2312", "utf-8", id="the page lies"),
        pytest.param(
            stating("utf-8", FRENCH).encode("cp1252"), "", "utf-8", "cp1252", id="it is not UTF-8"
        ),
        pytest.param(FRENCH.encode(), "x-klingon", "x-klingon", "utf-8", id="no such encoding"),
    ],
)
def test_overrules_a_charset_that_lies_and_says_so(data, declared, before, after):
    page = decode_page(data, declared)
    assert [(one.kind, one.before, one.after) for one in page.notes.repaired] == [
        ("encoding", before, after)
    ]
    assert "annulée" in page.html


def test_a_wrong_label_on_plain_ascii_is_no_lie():
    assert decode_page(b"<p>Ice.</p>", "iso-8859-1").notes.repaired == ()


def test_shows_where_a_few_bytes_are_broken():
    page = decode_page(FRENCH.encode() * 9 + b"<p>gla\xe7on</p>")
    assert page.how == {"encoding": "utf-8", "errors": "replace"}
    assert "gla\ufffdon" in page.html
    assert page.notes.repaired[0].before == "1 invalid characters of utf-8"


def test_takes_out_control_characters_and_says_so():
    page = decode_page(b"<p>Ice\x02 in the\x1f port</p>")
    assert page.html == "<p>Ice in the port</p>"
    assert [one.kind for one in page.notes.repaired] == ["control-characters"]


@pytest.mark.parametrize(
    ("data", "declared", "named", "why"),
    [
        pytest.param(b"<p>x</p>", "utf-7", "", "no browser reads", id="UTF-7"),
        pytest.param(b'<meta charset="hz-gb-2312"><p>x', "", "", "no browser reads", id="HZ"),
        pytest.param(b"\x89PNG\x00\x01", "", "", "NUL", id="a picture"),
        pytest.param(bytes(range(1, 32)) * 900, "", "", "control characters", id="a program"),
        pytest.param(b" \n ", "", "", "empty", id="nothing"),
        pytest.param(b"caf\xe9", "", "utf-8", "byte 4 is not utf-8", id="named, but it is not"),
        pytest.param(b"cafe", "", "rot13", "no encoding of web pages", id="no encoding at all"),
    ],
)
def test_refuses_what_is_no_text(data, declared, named, why):
    with pytest.raises(RefusedError, match=why):
        decode_page(data, declared, named)


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("UTF-8", "utf-8"),
        (" latin1 ", "cp1252"),
        ("us-ascii", "cp1252"),
        ("ISO-8859-9", "cp1254"),
        ("gb_2312-80", "gb18030"),
        ("ks_c_5601-1987", "cp949"),
        ("Windows-31J", "cp932"),
        ("iso-8859-2", "iso8859-2"),
        ("hex", ""),
        ("idna", ""),
        ("cp037", ""),
        ("\0", ""),
    ],
)
def test_reads_labels_as_browsers_do(label, codec):
    assert codec_of(label) == codec


@given(st.binary(min_size=1), st.sampled_from(["", "utf-8", "iso-8859-1", "shift_jis", "utf-16"]))
def test_whatever_is_read_can_be_read_again(data, declared):
    try:
        page = decode_page(data, declared)
    except RefusedError:
        return
    assert decode_again(data, page.how) == page.html
