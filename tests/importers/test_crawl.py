"""Crawls are read record by record; what is damaged is told, and what is whole is found."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.errors import RefusedError
from backfile.importers.crawl import records as walking
from backfile.importers.crawl.bodies import body_of, payload, unpacked
from backfile.importers.crawl.files import crawl_files, members, opened
from backfile.importers.crawl.records import HEAD, Broken, Record, records
from backfile.importers.dump_items import Locator
from tests.importers.crawls import crawl, page, record, wacz

unhurried = settings(deadline=None)  # machines of all speeds run the tests
PAGES = ["/bridge/", "/pier/", "/ferry/"]
PACKED = [record(one, page(one)) for one in PAGES]
PLAIN = [record(one, page(one), gzip=False) for one in PAGES]


def walked(data: bytes) -> list[Record | Broken]:
    return list(records(io.BytesIO(data)))


def whole(data: bytes) -> list[str]:
    return [one.head.target for one in walked(data) if isinstance(one, Record)]


def broken(data: bytes) -> list[str]:
    return [one.why for one in walked(data) if isinstance(one, Broken)]


def targets(*paths: str) -> list[str]:
    return [f"https://packet.example{one}" for one in paths]


@pytest.mark.parametrize("made", [PACKED, PLAIN], ids=["packed", "plain"])
def test_all_records_are_found_where_they_stand(made):
    data = b"".join(made)

    found = walked(data)

    assert whole(data) == targets(*PAGES)
    for one, path in zip(found, PAGES, strict=True):
        head, body = body_of(unpacked(data[one.offset : one.offset + one.length]))
        assert body == page(path)
        assert (head.status, head.mime, head.type) == (200, "text/html", "response")


@pytest.mark.parametrize("data", [b"", b"\0" * 9, b"\r\n\r\n"])
def test_a_file_without_records_has_none(data):
    assert whole(data) == []


def damaged(data: bytes, at: int) -> bytes:
    return data[:at] + bytes(30) + data[at + 30 :]


FIRST, SECOND, THIRD = PACKED
PLAIN_FIRST, PLAIN_SECOND, PLAIN_THIRD = PLAIN
LONG = record("/long/", b"x", warc={"X-Note": "x" * HEAD})
UNSAID = PLAIN_SECOND.replace(b"Content-Length", b"Content-Width", 1)
LENGTH = re.search(rb"Content-Length: (\d+)", PLAIN_SECOND)
TOO_SHORT = PLAIN_SECOND.replace(LENGTH[0], b"Content-Length: %d" % (int(LENGTH[1]) - 99), 1)
DAMAGE = {
    "cut off": (FIRST + SECOND[:-20], ["/bridge/"], "cut off"),
    "cut off within": (FIRST + SECOND[:-90] + THIRD, ["/bridge/", "/ferry/"], "damaged"),
    "damaged": (FIRST + damaged(SECOND, 300) + THIRD, ["/bridge/", "/ferry/"], "damaged"),
    "something between": (FIRST + b"<html>" + THIRD, ["/bridge/", "/ferry/"], "damaged"),
    "something else packed": (FIRST + gzip.compress(b"x") + THIRD, ["/bridge/", "/ferry/"], "no W"),
    "packed at once": (gzip.compress(b"".join(PLAIN)), [], "gunzip"),
    "headers without end": (FIRST + LONG + THIRD, ["/bridge/", "/ferry/"], "longer than 64 KB"),
    "padded": (FIRST + SECOND + bytes(700) + THIRD, PAGES, None),
    "plain, cut off": (PLAIN_FIRST + PLAIN_SECOND[:-20], ["/bridge/"], "cut off"),
    "plain, cut off within": (
        PLAIN_FIRST + PLAIN_SECOND[:-90] + b"\r\n" + PLAIN_THIRD,
        ["/bridge/"],
        "no WARC record",
    ),
    "plain, no length": (PLAIN_FIRST + UNSAID + PLAIN_THIRD, ["/bridge/", "/ferry/"], "its length"),
    "plain, too short": (PLAIN_FIRST + TOO_SHORT + PLAIN_THIRD, PAGES, "no WARC record"),
    "plain, too many lines between": (PLAIN_FIRST + b"\r\n\n" * 9 + PLAIN_THIRD, PAGES[::2], None),
    "no crawl": (b"<!DOCTYPE html><p>WARC/1.0", [], "no WARC record"),
}


@pytest.mark.parametrize(("data", "found", "why"), DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_is_told_and_the_next_record_found(data, found, why):
    assert set(targets(*found)) <= set(whole(data))
    assert [why in one for one in broken(data)] == ([True] if why else [])


def test_a_record_that_is_cut_off_does_not_take_the_next_one_for_its_own():
    # Stored, not compressed: whatever follows could be the bytes that are missing.
    stored = gzip.compress(PLAIN_SECOND + b"x" * 5000, 0)[: len(PLAIN_SECOND)]
    assert targets("/bridge/", "/ferry/")[-1] in whole(FIRST + stored + THIRD)


@unhurried
@given(st.sampled_from([PACKED, PLAIN]), st.integers(0, 2000))
def test_a_crawl_that_was_cut_off_has_the_records_before(made, at):
    data = b"".join(made)[:at]
    ends = [sum(map(len, made[: count + 1])) for count in range(len(made))]
    assert (
        whole(data)[: sum(end <= at for end in ends)]
        == targets(*PAGES)[: sum(end <= at for end in ends)]
    )


@unhurried
@given(st.sampled_from([PACKED, PLAIN]), st.binary(max_size=80), st.integers(0, 3000))
def test_a_crawl_with_any_damage_is_walked_to_its_end(made, put, at):
    data = b"".join(made)
    data = data[:at] + put + data[at + len(put) :]
    places = [(one.offset, one.offset + one.length) for one in walked(data)]
    assert places == sorted(places)
    assert all(start < end <= len(data) for start, end in places)


@unhurried
@given(st.binary(max_size=300))
def test_any_bytes_are_walked(data):
    walked(data)
    walked(b"\x1f\x8b\x08" + data)
    walked(b"WARC/1.0\r\n" + data)


def test_a_bomb_is_left_in_bounded_time(monkeypatch):
    monkeypatch.setattr(walking, "_LARGEST_UNPACKED", 1_000_000)
    bomb = record("/bomb/", bytes(20_000_000))

    found = walked(FIRST + bomb + THIRD)

    assert whole(FIRST + bomb + THIRD) == targets("/bridge/", "/ferry/")
    assert [one.why for one in found if isinstance(one, Broken)] == [
        "it is a bomb, which grows without end when it is unpacked"
    ]


WORDS = b"The bridge is stuck. " * 9
RAW = zlib.compressobj(wbits=-15)
RAW_WORDS = RAW.compress(WORDS) + RAW.flush()
CHUNKS = b"5\r\n" + WORDS[:5] + b"\r\nB8;x=1\r\n" + WORDS[5:] + b"\r\n0\r\n\r\n"
CHUNKED = {"Transfer-Encoding": "chunked"}
SENT = {
    "as it is": (WORDS, {}),
    "gzip": (gzip.compress(WORDS), {"Content-Encoding": "gzip"}),
    "gzip in two": (
        gzip.compress(WORDS[:9]) + gzip.compress(WORDS[9:]),
        {"Content-Encoding": "GZIP"},
    ),
    "deflate": (zlib.compress(WORDS), {"Content-Encoding": "deflate"}),
    "deflate without its header": (RAW_WORDS, {"Content-Encoding": "deflate"}),
    "brotli": (brotli.compress(WORDS), {"Content-Encoding": "br"}),
    "gzip that the crawler undid": (WORDS, {"Content-Encoding": "gzip"}),
    "nothing named": (WORDS, {"Content-Encoding": "identity"}),
    "chunks": (CHUNKS, CHUNKED),
    "chunks that the crawler undid": (WORDS, CHUNKED),
}


@pytest.mark.parametrize(("body", "http"), SENT.values(), ids=SENT.keys())
def test_what_a_server_sent_is_decoded(body, http):
    made = record("/bridge/", body, http=http)
    assert body_of(unpacked(made))[1] == WORDS


def test_chunks_of_gzip_are_decoded():
    body = gzip.compress(WORDS)
    chunks = b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (20, body[:20], len(body) - 20, body[20:])
    made = record("/bridge/", chunks, http={**CHUNKED, "Content-Encoding": "gzip"})
    assert body_of(unpacked(made))[1] == WORDS


UNREADABLE = {
    "zstd": (b"\x28\xb5\x2f", {"Content-Encoding": "zstd"}, 'compressed as "zstd"'),
    "brotli cut off": (brotli.compress(WORDS)[:-3], {"Content-Encoding": "br"}, "cut off"),
    "brotli damaged": (b"\xff\xff\xff", {"Content-Encoding": "br"}, "damaged"),
    "a bomb of brotli": (
        brotli.compress(bytes(5_000_000)),
        {"Content-Encoding": "br"},
        "larger than 1 MB",
    ),
    "gzip cut off": (gzip.compress(WORDS)[:-9], {"Content-Encoding": "gzip"}, "cut off"),
    "gzip damaged": (
        damaged(gzip.compress(WORDS), 12),
        {"Content-Encoding": "gzip"},
        "damaged|cut off",
    ),
    "chunks cut off": (CHUNKS[:-30], CHUNKED, "chunks"),
    "chunks damaged": (CHUNKS.replace(b"B8", b"C0"), CHUNKED, "chunks"),
    "chunks without end": (b"FFFFFFFF\r\nabc", CHUNKED, "chunks"),
    "a bomb": (gzip.compress(bytes(5_000_000)), {"Content-Encoding": "gzip"}, "larger than 1 MB"),
    "a long one": (bytes(2_000_000), {}, "larger than 1 MB"),
}


@pytest.mark.parametrize(("body", "http", "why"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_decoded_is_refused(body, http, why):
    made = record("/bridge/", body, http=http)
    with pytest.raises(RefusedError, match=why):
        body_of(unpacked(made), 2**20)


def test_a_record_alone_is_read_at_its_place(tmp_path):
    for name, made in (("a.warc", PLAIN), ("a.warc.gz", PACKED)):
        path = crawl(tmp_path / name, *made)
        places = [one.offset for one in walked(b"".join(made))]
        for place, target in zip(places, PAGES, strict=True):
            assert payload(Locator(str(path), "", place), 2**20) == page(target)
        with pytest.raises(RefusedError, match="larger than"):
            payload(Locator(str(path), "", places[1]), 100)
        with pytest.raises(RefusedError):
            payload(Locator(str(path), "", places[1] + 1), 2**20)


def test_a_record_of_a_wacz_is_read_at_its_place(tmp_path):
    inside = {"archive/b.warc.gz": b"".join(PACKED), "archive/a.warc": PLAIN_FIRST}
    path = wacz(
        tmp_path / "a.wacz", {**inside, "pages/pages.jsonl": b"{}", "datapackage.json": b""}
    )

    assert members(path) == ["archive/a.warc", "archive/b.warc.gz"]
    with opened(path, "archive/b.warc.gz") as file:
        found = list(records(file))
    assert [one.head.target for one in found] == targets(*PAGES)
    where = Locator(str(path), "archive/b.warc.gz", found[2].offset)
    assert payload(where, 2**20) == page("/ferry/")


def overlapping(path):
    """A zip whose list names one member twice; as in bombs, both are the same bytes."""
    wacz(path, {"archive/a.warc": b"x" * 900, "archive/b.warc": b""})
    data = path.read_bytes()
    start = data.index(b"PK\x01\x02")
    entry = data[start : data.index(b"PK\x01\x02", start + 4)]
    second = entry.replace(b"a.warc", b"b.warc")
    path.write_bytes(data[:start] + entry + second + data[data.index(b"PK\x05\x06") :])
    return path


ARCHIVES = {
    "compressed": (
        lambda path: wacz(path, {"archive/a.warc": b"x"}, zipfile.ZIP_DEFLATED),
        "unzip",
    ),
    "without a crawl": (lambda path: wacz(path, {"a.warc": b"x"}), "contains no WARC file"),
    "no zip": (lambda path: crawl(path, b"PK\x03\x04, and then no zip"), "no whole WACZ"),
    "empty": (lambda path: crawl(path, b""), "no whole WACZ"),
    "a bomb": (overlapping, "overlap"),
    "not there": (lambda path: path, "cannot be read"),
}


@pytest.mark.parametrize(("made", "why"), ARCHIVES.values(), ids=ARCHIVES.keys())
def test_a_wacz_that_cannot_be_read_is_refused(made, why, tmp_path):
    with pytest.raises(RefusedError, match=why):
        members(made(tmp_path / "a.wacz"))


def test_no_member_of_a_wacz_is_a_path(tmp_path):
    names = ["archive/../../etc/a.warc", "/archive/a.warc", "../archive/a.warc"]
    path = wacz(tmp_path / "a.wacz", dict.fromkeys(names, PLAIN_FIRST))

    assert members(path) == ["archive/../../etc/a.warc"]
    with opened(path, "archive/../../etc/a.warc") as file:
        assert [one.head.target for one in records(file)] == targets("/bridge/")


def test_a_folder_is_all_crawls_in_it(tmp_path):
    (tmp_path / "deep").mkdir()
    for name in ("b.warc.gz", "a.WARC", "deep/c.wacz", "notes.txt"):
        (tmp_path / name).touch()
    assert [one.name for one in crawl_files(tmp_path)] == ["a.WARC", "b.warc.gz", "c.wacz"]
    assert crawl_files(tmp_path / "b.warc.gz") == [tmp_path / "b.warc.gz"]
