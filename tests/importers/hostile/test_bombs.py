"""Dumps that are small or plain to look at, and would eat all memory."""

from __future__ import annotations

import gzip
import io
import os
import re
import struct
import zipfile
import zlib
from functools import cache
from typing import TYPE_CHECKING

import pytest

from .dumps import DAY, page, record
from .import_calls import GOOD, MB, MOST_MEMORY, POST, WXR, run_import, stories

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow

# XML

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DECLARATIONS = [
    f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>',
    '<!DOCTYPE rss [<!ENTITY l9 SYSTEM "file:///etc/hostname">]>',
    '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">',
    '<!DOCTYPE rss [<!ENTITY % l9 "x"> %l9;]>',
]


def test_exports_with_entities_of_their_own_are_refused(project):
    for number, declaration in enumerate(DECLARATIONS):
        export = WXR.format(declaration, GOOD + POST.format(2, "&l9;"))
        project.write(f"dump/{number}.xml", export)

    ended = run_import(project, "dump")

    assert ended.status == 1
    assert ended.said.count("it declares a document type or entities") == len(DECLARATIONS)
    assert stories(project) == []
    assert ended.peak < MOST_MEMORY


NO_XML = {
    "elements in elements": ("<a>" * 100_000, "nested deeper than"),
    "a CDATA section without end": ("<a><![CDATA[" + "x" * 1000, "within it"),
    "a comment without end": ("<!-- " + "-" * 100_000, "within it"),
    "a tag without end": (f"<a {'b' * 100_000}", "no XML"),
    "ampersands": ("&" * 100_000, "full of references"),
    "control characters": ("\x01" * 100_000, "full of control characters"),
}


def test_a_post_that_is_no_xml_costs_no_other(project):
    for number, (bad, _) in enumerate(NO_XML.values(), start=10):
        export = WXR.format("", POST.format(number, "The first post.") + POST.format(99, bad))
        project.write(f"dump/{number}.xml", export)

    ended = run_import(project, "dump")

    assert ended.status == 1
    assert sorted(stories(project)) == [f"{number}.md" for number in range(10, 16)]
    assert [why for _, why in NO_XML.values() if why not in ended.said] == []
    assert ended.peak < MOST_MEMORY


# Length


def long_line(path: Path, before: bytes, after: bytes = b"", size: int = 200 * MB) -> None:
    """Write a file with *size* bytes and no line end between *before* and *after*."""
    block = b"words and words " * (MB // 16)
    with path.open("wb") as file:
        file.write(before)
        for _ in range(size // len(block)):
            file.write(block)
        file.write(after)


LONG: list[tuple[str, bytes, bytes]] = [
    (f"{DAY}-long.txt", b"Title\n\n", b""),
    ("long.html", b"<!DOCTYPE html><title>Long</title><article><p>", b"</article>"),
    (
        "long.xml",
        WXR.partition("</channel>")[0].format("", GOOD).encode() + b"<item><title>",
        b"</title></item></channel></rss>",
    ),
    (
        "long.atom",
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Long</title><content>',
        b"</content></entry></feed>",
    ),
    ("long.csv", b'title,body\nGood row,x\nLong,"', b'"\n'),
    ("long.jsonl", b'{"title": "Long", "body": "', b'"}\n{"title": "Good", "body": "x"}\n'),
    ("long.warc", record("https://wire.example/x", b"", length=200 * MB)[:-4], b""),
]


def test_lines_of_200_mb_are_refused_in_bounded_memory(project):
    (project.folder / "dump").mkdir()
    for name, before, after in LONG:
        long_line(project.folder / "dump" / name, before, after)

    ended = run_import(project, "dump")

    assert ended.status == 1
    assert len(re.findall(r"no story has|ends within it|cut off", ended.said)) == len(LONG)
    assert sorted(stories(project)) == ["1.md", "good-row.md", "good.md"]
    assert ended.peak < MOST_MEMORY
    # What could not become a story is kept all the same, to the byte.
    held = (project.folder / "content" / "originals" / "quarantine").rglob("*")
    assert sum(path.stat().st_size >= 200 * MB for path in held) == len(LONG)


# Compression


# More than an import may need.
BIG = 600 * MB


@cache
def packed(head: bytes) -> bytes:
    """Return *head* and very many zeros, packed with gzip."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = (packer.compress(bytes(MB)) for _ in range(BIG // MB))
    return b"".join([packer.compress(head), *zeros, packer.flush()])


def packed_answer(kind: str) -> bytes:
    """Return a record whose answer is small only as long as it is packed as *kind*."""
    encoding = f"Content-Encoding: {kind}"
    html = packed(page("Bomb", "<p>").encode())
    return record(f"https://wire.example/2011/{kind}", html, "Content-Type: text/html", encoding)


def packed_record() -> bytes:
    """Return a record that is small only as long as it is packed itself."""
    return packed(record("https://wire.example/2011/bomb", b"", length=BIG)[:-4])


def wacz(name: str, data: bytes, times: int = 1, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of a crawl whose file *name* holds *data*, *times* over."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        archive.writestr("datapackage.json", "{}")
        with archive.open(name, "w", force_zip64=True) as file:
            for _ in range(times):
                file.write(data)
    return made.getvalue()


def way_out() -> bytes:
    """Return a crawl's archive with a good page in a file that leads out of its folder."""
    html = page("Escaped", "<p>words</p>").encode()
    crawl = record("https://wire.example/2011/03/04/escaped", html)
    return wacz("archive/../../../escaped.warc", crawl, how=zipfile.ZIP_STORED)


def lying_zip() -> bytes:
    """Return a crawl's archive whose directory says that a member is smaller than it is."""
    made = bytearray(wacz("archive/data.warc", bytes(MB), 512))
    at = made.rindex(b"PK\x01\x02")
    struct.pack_into("<I", made, at + 24, 100)
    return bytes(made)


def many_members() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"archive/{number}.warc", b"WARC/1.0\r\n")
    return made.getvalue()


CRAWLS: dict[str, Callable[[], bytes]] = {
    "gzip.warc": lambda: packed_answer("gzip"),
    "deflate.warc": lambda: packed_answer("deflate"),
    "brotli.warc": lambda: packed_answer("br"),
    "twice.warc.gz": lambda: gzip.compress(packed_answer("x-gzip")),
    "record.warc.gz": packed_record,
    "member.wacz": lambda: wacz("archive/data.warc", bytes(MB), BIG // MB),
    "both.wacz": lambda: wacz("archive/data.warc.gz", packed_record()),
    "lying.wacz": lying_zip,
    "many.wacz": many_members,
    "out.wacz": way_out,
    "none.wacz": lambda: b"PK\x03\x04" + bytes(1000),
}


def test_what_is_small_only_while_it_is_packed_is_refused(project):
    for name, make in CRAWLS.items():
        project.write(f"dump/{name}", make())

    ended = run_import(project, "dump")

    assert ended.status == 1
    assert "please report" not in ended.said
    # Nothing is ever unpacked to where a member's name leads, so that its page is as good as any.
    assert [name for name in CRAWLS if name not in ended.said] == ["out.wacz"]
    assert stories(project) == ["escaped.md"]
    assert ended.peak < MOST_MEMORY
    assert not list(project.folder.parent.rglob("escaped.warc"))
    assert max(map(len, project.files("content/originals").values())) <= 65 * MB


# Files


def test_pictures_with_more_points_than_memory_are_not_opened(project):
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0)
    lines = zlib.compress(bytes(60_000 * 4 + 1) * 200)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")
    project.write("pages/bomb.png", png)
    project.write("pages/shown.html", page("Shown", '<img src="bomb.png" alt="a bomb">'))

    ended = run_import(project, "pages")

    assert ended.status == 0
    assert stories(project) == ["shown.md"]
    assert not list((project.folder / "content").rglob("*.png"))
    assert ended.peak < MOST_MEMORY


def test_files_that_never_end_and_folders_in_circles_are_passed_over(project):
    folder = project.folder / "pages"
    project.write("pages/good.html", page("Good", "<p>words</p>"))
    os.mkfifo(folder / "pipe.html")
    os.mkfifo(folder / f"{DAY}-pipe.txt")
    (folder / "zero.html").symlink_to("/dev/zero")
    (folder / "circle").symlink_to(folder)
    (folder / "itself.html").symlink_to(folder / "itself.html")

    ended = run_import(project, "pages")

    assert ended.status in (0, 1)
    assert stories(project) == ["good.md"]
