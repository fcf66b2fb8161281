"""An export is cut into its items, whatever is wrong with one of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.errors import RefusedError
from backfile.importers.wordpress.export import Slice, open_export

unhurried = settings(deadline=None)  # machines of all speeds run the tests


def cut(tmp_path, data: bytes) -> list[tuple[bytes, str]]:
    path = tmp_path / "export.xml"
    path.write_bytes(data)
    with open_export(path) as export:
        return [(export.read(part), part.fault) for part in export.items()]


A, B = b"<item><title>a</title></item>", b"<item><title>b</title></item>"
NO_END = "it has no end"
ENDS = "the file ends within it"
OPEN_CDATA = "a CDATA section in it is not closed"

CUT = {
    "two items": (b"<rss>" + A + b"\n" + B + b"</rss>", [(A, ""), (B, "")]),
    "no items": (b"<rss><channel></channel></rss>", []),
    "an item in a comment": (b"<!-- <item>x</item> -->" + A, [(A, "")]),
    "an item in a CDATA section": (
        b"<item><![CDATA[<item>x</item>]]></item>" + B,
        [(b"<item><![CDATA[<item>x</item>]]></item>", ""), (B, "")],
    ),
    "several items in a CDATA section": (
        b"<item><![CDATA[<item>x</item> <item>y</item>]]></item>" + B,
        [(b"<item><![CDATA[<item>x</item> <item>y</item>]]></item>", ""), (B, "")],
    ),
    "a CDATA section in two, around its own end": (
        b"<item><![CDATA[a ]]]]><![CDATA[> b]]></item>",
        [(b"<item><![CDATA[a ]]]]><![CDATA[> b]]></item>", "")],
    ),
    "an item with attributes and space in its end": (
        b'<item rdf:about="x">a</item >' + B,
        [(b'<item rdf:about="x">a</item >', ""), (B, "")],
    ),
    "other elements of like names": (b"<items/><itemize>" + A, [(A, "")]),
    "an end without a beginning": (b"</item>" + A, [(A, "")]),
    "an item without an end": (b"<item><title>x" + B, [(b"<item><title>x", NO_END), (B, "")]),
    "a file that ends within an item": (
        A + b"<item><title>x",
        [(A, ""), (b"<item><title>x", ENDS)],
    ),
    "a file that ends within a CDATA section": (
        A + b"<item><![CDATA[x</item>",
        [(A, ""), (b"<item><![CDATA[x</item>", ENDS)],
    ),
    "a CDATA section that is not closed": (
        b"<item><![CDATA[x</item>\n<item><title><![CDATA[y]]></title></item>" + B,
        [
            (b"<item><![CDATA[x</item>", OPEN_CDATA),
            (b"<item><title><![CDATA[y]]></title></item>", ""),
            (B, ""),
        ],
    ),
    "bytes that are no UTF-8": (
        b"<item>\xff\x00</item>" + B,
        [(b"<item>\xff\x00</item>", ""), (B, "")],
    ),
    "a document type within an item": (
        b"<item><!DOCTYPE x></item>",
        [(b"<item><!DOCTYPE x></item>", "")],
    ),
}


@pytest.mark.parametrize(("data", "expected"), CUT.values(), ids=CUT.keys())
def test_cuts(tmp_path, data, expected):
    assert cut(tmp_path, data) == expected


def test_says_where_an_item_stands(tmp_path):
    path = tmp_path / "export.xml"
    path.write_bytes(b"<rss>" + A + b"\n" + B)
    with open_export(path) as export:
        parts = list(export.items())
        assert export.head() == Slice(0, 0, 5)
    assert [part.place for part in parts] == ["item 1, byte 5", f"item 2, byte {6 + len(A)}"]


REFUSED = {
    "empty": (b"", "the file is empty"),
    "utf-16": ("<rss>".encode("utf-16"), "it is UTF-16"),
    "compressed": (b"\x1f\x8b\x08", "it is compressed; unpack it"),
    "a document type": (b'<!DOCTYPE x [<!ENTITY a "b">]><rss>' + A, "declares a document type"),
    "an entity between items": (A + b"<!ENTITY a 'b'>" + B, "declares a document type"),
}


@pytest.mark.parametrize(("data", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_refuses(tmp_path, data, reason):
    with pytest.raises(RefusedError, match=reason):
        cut(tmp_path, data)


def test_refuses_a_file_that_is_not_there(tmp_path):
    with pytest.raises(RefusedError, match="cannot be read"), open_export(tmp_path / "none.xml"):
        pass


inside = st.lists(
    st.sampled_from(
        [
            b"<![CDATA[ </item> ]]>",
            b"<![CDATA[<item>]]>",
            b"<!-- <item> </item> -->",
            b"<a>text</a>",
            b"\xff\x00\n",
            b"]]>",
            b"-->",
            b"<",
        ]
    )
).map(b"".join)


@unhurried
@given(parts=st.lists(inside), between=st.sampled_from([b"", b"\n", b"<x/>", b"]]> -->"]))
def test_whole_items_come_out_as_they_stand(tmp_path_factory, parts, between):
    items = [b"<item>" + part + b"</item>" for part in parts]
    found = cut(tmp_path_factory.mktemp("export"), b"<rss>" + between.join(items) + b"</rss>")
    assert found == [(item, "") for item in items]


@unhurried
@given(parts=st.lists(inside, min_size=1), data=st.data())
def test_of_a_file_that_is_cut_off_only_the_last_item_is_lost(tmp_path_factory, parts, data):
    items = [b"<item>" + part + b"</item>" for part in parts]
    whole = b"<rss>" + b"\n".join(items)
    end = data.draw(st.integers(min_value=5, max_value=len(whole)))
    found = cut(tmp_path_factory.mktemp("export"), whole[:end])
    kept = [item for item, fault in found if not fault]
    assert kept == items[: len(kept)]
    assert all(fault == ENDS for _, fault in found[len(kept) :])
    assert len(found) - len(kept) <= 1
