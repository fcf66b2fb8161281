"""Received bytes become text, or a clear refusal; never text with something lost on the way."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from backfile.text.decoding import DecodeError, decode

unhurried = settings(deadline=None)  # machines of all speeds run the tests
BOM = b"\xef\xbb\xbf"

READ = {
    "ascii": (b"Ice in the harbour\n", "Ice in the harbour\n", "UTF-8"),
    "utf-8": ("“Café” — naïve\n".encode(), "“Café” — naïve\n", "UTF-8"),
    "utf-8 with a byte-order mark": (
        BOM + "Café\n".encode(),
        "Café\n",
        "UTF-8 with a byte-order mark",
    ),
    "utf-16, little end first": ("\ufeffCafé\n".encode("utf-16-le"), "Café\n", "UTF-16"),
    "utf-16, big end first": ("\ufeffCafé\n".encode("utf-16-be"), "Café\n", "UTF-16"),
    "latin-1": (b"Caf\xe9 \xa35\n", "Café £5\n", "Latin-1"),
    "windows-1252 quotes": (
        b"\x93Caf\xe9\x94, the crew\x92s\n",
        "“Café”, the crew’s\n",
        "Windows-1252",
    ),
    "windows-1252 euro and dash": (b"\x80 5 \x96 \x80 9\n", "€ 5 – € 9\n", "Windows-1252"),
    "crlf": (b"one\r\ntwo\r\n", "one\ntwo\n", "UTF-8"),
    "cr alone": (b"one\rtwo\r", "one\ntwo\n", "UTF-8"),
    "crlf in utf-16": ("\ufeffone\r\ntwo".encode("utf-16-le"), "one\ntwo", "UTF-16"),
    "no final newline": (b"one\ntwo", "one\ntwo", "UTF-8"),
    "a form feed ends a paragraph": (b"one\x0ctwo", "one\n\ntwo", "UTF-8"),
    "tabs stay": (b"one\ttwo", "one\ttwo", "UTF-8"),
    "no-break spaces stay": (
        "6:20\u00a0p.m.:\u00a0Ice".encode(),
        "6:20\u00a0p.m.:\u00a0Ice",
        "UTF-8",
    ),
}


@pytest.mark.parametrize(("data", "text", "encoding"), READ.values(), ids=READ.keys())
def test_reads(data, text, encoding):
    decoded = decode(data)
    assert (decoded.text, decoded.encoding) == (text, encoding)


REFUSED = {
    "empty": (b"", "the file is empty"),
    "white space alone": (b" \r\n\t\n", "the file is empty"),
    "nul bytes": (b"Ice\nin\x00the harbour\n", "line 2 holds the control character U+0000"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "this is no text"),
    "a zip": (b"PK\x03\x04\x14\x00\x06\x00", "this is no text"),
    "utf-16 without its mark": ("Ice".encode("utf-16-le"), "U+0000"),
    "an escape sequence": (b"\x1b[1mIce\x1b[0m", "U+001B"),
    "undefined in windows-1252": (b"Ice \x81 here", "byte 5 is neither UTF-8, Windows-1252"),
    "half a utf-16 letter": (
        b"\xff\xfeI\x00c",
        "byte 5 is not UTF-16, as the file begins",
    ),
    "a byte-order mark and then no utf-8": (BOM + b"Caf\xe9 au lait", "is not UTF-8"),
}


@pytest.mark.parametrize(("data", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_refuses(data, reason):
    with pytest.raises(DecodeError) as refusal:
        decode(data)
    assert reason in str(refusal.value)


def test_a_refusal_says_what_to_do():
    with pytest.raises(DecodeError, match="--encoding"):
        decode(b"Ice \x81 here")


def test_a_named_encoding_is_used_and_not_the_guess():
    assert decode("Лёд".encode("cp1251"), "cp1251").text == "Лёд"
    assert decode("Лёд".encode("koi8-r"), "KOI8-R").text == "Лёд"


def test_a_named_encoding_must_fit():
    with pytest.raises(DecodeError, match="byte 4 is not ascii"):
        decode(b"Caf\xe9", "ascii")


def test_an_unknown_encoding_is_named():
    with pytest.raises(DecodeError, match='unknown encoding "windoze"'):
        decode(b"Ice", "windoze")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_named_encoding_drops_the_byte_order_mark(encoding):
    assert decode("\ufeffIce".encode(encoding), encoding).text == "Ice"


@pytest.mark.parametrize("encoding", ["undefined", "punycode"])
def test_any_encoding_that_does_not_fit_is_refused(encoding):
    with pytest.raises(DecodeError):
        decode(b"Ice in the harbour\n", encoding)


def test_a_damaged_utf_8_file_is_not_taken_for_another_encoding():
    """A file cut off in the middle of a letter: “It’s” must not become “Itâ€™s”."""
    with pytest.raises(DecodeError):
        decode("It’s a naïve café’s tale, cut off he".encode() + b"\xe2\x80")


def test_a_refusal_counts_the_bytes_of_the_file():
    with pytest.raises(DecodeError, match="byte 7 "):
        decode(BOM + b"Caf\xe9 au lait")


CODECS = {
    "UTF-8": "utf-8",
    "UTF-8 with a byte-order mark": "utf-8-sig",
    "Latin-1": "latin-1",
    "Windows-1252": "cp1252",
    "UTF-16": "utf-16",
}


@unhurried
@given(st.binary() | st.binary().map(lambda data: BOM + data))
@example(BOM + BOM + b"!")
def test_any_bytes_are_read_whole_or_refused(data):
    assume(not data.startswith(b"\xfe\xff"))  # the codec called utf-16 writes the little end first
    try:
        decoded = decode(data)
    except DecodeError:
        return
    again = (decoded.text + decoded.end_mark).encode(CODECS[decoded.encoding])
    assert _lines(again) == _lines(data.replace(b"\x0c", b"\n\n"))


@unhurried
@given(
    st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufeff"), min_size=1)
)
def test_any_text_in_utf_8_comes_back(text):
    assume(text.strip())
    assert decode(text.encode()).text == text


@unhurried
@given(st.lists(st.sampled_from(["a", " ", *(f"{sign}z" for sign in "“”‘’–—€…™éü£")]), min_size=1))
def test_any_western_text_comes_back_from_windows_1252(signs):
    text = "".join(["Ice", *signs])  # a letter after each sign, so that no two make UTF-8
    assert decode(text.encode("cp1252")).text == text


def _lines(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
