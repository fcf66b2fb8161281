"""ARC files, in which crawls were kept before WARC, are read as WARC files are."""

from __future__ import annotations

import gzip
import json
from zoneinfo import ZoneInfo

import pytest
from warcio.archiveiterator import ArchiveIterator

from backfile.fidelity.account import signs
from backfile.importers.detection import recognise, sources
from backfile.importers.dump_items import Item, LeftOutItem, Quarantined
from backfile.importers.formats import warc
from backfile.importers.options import Call, LinkResolver
from backfile.importers.recipe import Recipe
from backfile.story.model import Order
from backfile.text.web_addresses import safe_link
from tests.importers.crawls import page

CALL = Call(ZoneInfo("America/Halifax"), Recipe(), Order.NEWEST_FIRST)
GROUND = LinkResolver(safe_link, lambda _src: None)
ABOUT = b"1 0 Internet Archive\nURL IP-address Archive-date Content-type Archive-length\n"
NOTES = b"<arcmetadata/>\n"


def record(
    address: str, body: bytes, kind: str = "text/html", date: str = "20040302114000"
) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: %b; charset=utf-8\r\n\r\n" % kind.encode()
    whole = http + body if address.startswith("http") else body
    return f"{address} 192.0.2.1 {date} {kind} {len(whole)}\n".encode() + whole + b"\n"


FIRST = (
    f"filedesc://a.arc 0.0.0.0 20040302114000 text/plain {len(ABOUT + NOTES)}\n".encode()
    + ABOUT
    + NOTES
    + b"\n"
)
BRIDGE = record("http://packet.example/bridge", page())
RECORDS = (
    FIRST,
    record("dns:packet.example", b"20040302114000\n", "text/dns"),
    record("http://packet.example/a b.png", b"\x89PNG", "image/png"),
    BRIDGE,
)


def write(path, *records: bytes, packed: bool = False):
    made = [gzip.compress(one, mtime=0) if packed else one for one in records]
    path.write_bytes(b"".join(made))
    return path


@pytest.mark.parametrize("packed", [False, True])
def test_the_pages_of_an_arc_file_are_stories(tmp_path, packed):
    suffix = ".arc.gz" if packed else ".arc"
    path = write(tmp_path / f"a{suffix}", *RECORDS, packed=packed)
    found = list(warc.items(path, CALL))
    assert recognise(path) == "warc"
    assert [type(one) for one in found] == [LeftOutItem, LeftOutItem, LeftOutItem, Item]
    assert [one.kind for one in found if isinstance(one, LeftOutItem)] == [
        "filedesc",
        "dns",
        "file",
    ]
    item = found[-1]
    unpacked = gzip.decompress(item.data) if packed else item.data
    assert unpacked == BRIDGE[: len(unpacked)]
    assert (item.suffix, item.extra["address"]) == (suffix, "http://packet.example/bridge")
    assert warc.facts(item, CALL).title == "The bridge is stuck"
    draft = warc.draft(item, CALL, GROUND)
    assert "capture: 2004-03-02T11:40:00Z, status 200" in draft.notes.recognised
    told = warc.text_of(item.data, json.loads(json.dumps(draft.how)))
    assert sum(span.count for span in draft.body.spans) == signs(told)
    # The original that is kept is itself a crawl, of one record.
    (again,) = warc.items(write(tmp_path / f"kept{suffix}", item.data), CALL)
    assert again.data == item.data


@pytest.mark.parametrize("packed", [False, True])
def test_it_is_read_as_its_own_library_reads_it(tmp_path, packed):
    path = write(tmp_path / "a.arc.gz", *RECORDS, packed=packed)
    with path.open("rb") as file:
        theirs = [
            (one.rec_headers.get_header("WARC-Target-URI"), one.content_stream().read())
            for one in ArchiveIterator(file, arc2warc=True)
            if one.rec_type == "response"
        ]
    ours = [one for one in warc.items(path, CALL) if isinstance(one, Item)]
    assert ("http://packet.example/bridge", page()) in theirs
    assert [one.extra["address"] for one in ours] == ["http://packet.example/bridge"]


@pytest.mark.parametrize("moved", ["-", "http://packet.example/a-bridge"])
def test_a_record_of_version_2_has_ten_fields(tmp_path, moved):
    line, body = BRIDGE.split(b"\n", 1)
    before, length = line.rsplit(b" ", 1)
    ten = b" ".join((before, b"200", b"sha1:2B", moved.encode(), b"1187", b"a.arc", length))
    about = ABOUT.replace(b"1 0", b"2 0")
    first = FIRST.replace(ABOUT, about)
    found = list(warc.items(write(tmp_path / "a.arc", first, ten + b"\n" + body), CALL))
    assert [type(one) for one in found] == [LeftOutItem, Item]
    assert found[-1].extra["address"] == "http://packet.example/bridge"
    assert warc.facts(found[-1], CALL).title == "The bridge is stuck"
    draft = warc.draft(found[-1], CALL, GROUND)
    assert "capture: 2004-03-02T11:40:00Z, status 200" in draft.notes.recognised


def test_damage_is_told_and_the_next_record_found(tmp_path):
    parts = [gzip.compress(one, mtime=0) for one in (FIRST, BRIDGE, BRIDGE)]
    parts[1] = parts[1][:50] + b"\xff" * 50 + parts[1][100:]
    path = tmp_path / "a.arc.gz"
    path.write_bytes(b"".join(parts))
    found = list(warc.items(path, CALL))
    assert [type(one) for one in found] == [Quarantined, LeftOutItem, Item]
    assert found[-1].data == parts[2]


def test_words_between_records_are_told(tmp_path):
    path = write(tmp_path / "a.arc", FIRST, b"some words\nhttp words\n", BRIDGE)
    found = list(warc.items(path, CALL))
    assert [type(one) for one in found] == [Quarantined, LeftOutItem, Item]


def test_a_folder_of_them_is_a_crawl(tmp_path):
    write(tmp_path / "a.arc", *RECORDS)
    assert list(sources(tmp_path)) == [("warc", tmp_path)]
