"""An item is read as XML, and what exports get wrong is mended on record."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.errors import RefusedError
from backfile.fidelity.ledger import Repair
from backfile.importers.wordpress.xml import read_element


def title(data: bytes, encoding: str = "utf-8") -> str:
    return read_element(data, encoding)[0].get("title")


READ = {
    "text": (b"<item><title>Ice &amp; fog</title></item>", "Ice & fog"),
    "CDATA": (b"<item><title><![CDATA[Ice & <b>fog</b>]]></title></item>", "Ice & <b>fog</b>"),
    "CDATA in two": (b"<item><title><![CDATA[a ]]]]><![CDATA[> b]]></title></item>", "a ]]> b"),
    "both": (b"<item><title>a <![CDATA[b]]> c</title></item>", "a b c"),
    "a prefix that nobody declared": (b"<item><x:y>z</x:y><title>a</title></item>", "a"),
    "letters": ("<item><title>Café</title></item>".encode(), "Café"),
    "nothing": (b"<item><title/></item>", ""),
    "none": (b"<item></item>", ""),
    "a control character": (b"<item><title>Ic\x08e</title></item>", "Ice"),
    "a control character in CDATA": (b"<item><title><![CDATA[Ic\x00e]]></title></item>", "Ice"),
    "a line break of word processors": (b"<item><title>Ice\x0bfog</title></item>", "Ice\nfog"),
    "a name that only HTML knows": (b"<item><title>Ice&mdash;fog</title></item>", "Ice—fog"),
    "an & that is only a sign": (b"<item><title>AT&T & R&D</title></item>", "AT&T & R&D"),
    "a name that nobody knows": (b"<item><title>a &zzz; b</title></item>", "a &zzz; b"),
    "a number of no character": (b"<item><title>a&#8;b&#x0;c</title></item>", "abc"),
    "an & beside CDATA that has one": (
        b"<item><title>A & B <![CDATA[C &mdash; D]]></title></item>",
        "A & B C &mdash; D",
    ),
}


@pytest.mark.parametrize(("data", "expected"), READ.values(), ids=READ.keys())
def test_reads(data, expected):
    assert title(data) == expected


def test_reads_another_encoding():
    assert title("<item><title>Café</title></item>".encode("cp1252"), "cp1252") == "Café"


REPAIRED = {
    "nothing": (b"<item>Ice</item>", ()),
    "a control character": (
        b"<item>Ic\x08e</item>",
        (Repair("control-character", "<item>IcU+0008e</item>", "<item>Ice</item>"),),
    ),
    "a reference": (
        b"<item>Ice&mdash;fog</item>",
        (Repair("reference", "<item>Ice&mdash;fog</item>", "<item>Ice&#8212;fog</item>"),),
    ),
}


@pytest.mark.parametrize(("data", "repairs"), REPAIRED.values(), ids=REPAIRED.keys())
def test_records_repairs(data, repairs):
    assert read_element(data)[1] == repairs


REFUSED = {
    "broken UTF-8": (b"<item>\xff</item>", "its byte 7 is not utf-8"),
    "an element that is not closed": (b"<item><title></item>", "no XML .mismatched tag"),
    "nothing": (b"", "no XML .no element found"),
    "a document type within": (b"<item><!DOCTYPE x></item>", "no XML"),
    "an entity of its own": (b'<item><!ENTITY a "b">&a;</item>', "no XML"),
    "deep nesting": (b"<item>" + b"<a>" * 100_000, "nested deeper than 20"),
    "a picture": (b"<item>" + b"\x00" * 5000 + b"</item>", "full of control characters"),
    "references without end": (b"<item>" + b"&" * 5000 + b"</item>", "full of references"),
}


@pytest.mark.parametrize(("data", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_refuses(data, reason):
    with pytest.raises(RefusedError, match=reason):
        read_element(data)


def test_refuses_an_encoding_that_nobody_knows():
    with pytest.raises(RefusedError, match='unknown encoding "klingon"'):
        read_element(b"<item/>", "klingon")


@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"]), max_size=50))
def test_any_text_in_cdata_comes_out_whole(text):
    written = text.replace("]]>", "]]]]><![CDATA[>")
    element, repairs = read_element(f"<item><![CDATA[{written}]]></item>".encode())
    assert element.text == text
    assert not repairs


@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    with suppress(RefusedError):
        assert read_element(b"<item>" + data + b"</item>")[0].name == "item"
