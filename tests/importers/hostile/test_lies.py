"""Dumps that say of themselves what is not so: encodings, lengths, checksums."""

from __future__ import annotations

import gzip
import re

import pytest

from .dumps import page, record
from .import_calls import MOST_MEMORY, run_import, stories

pytestmark = pytest.mark.slow

# Encodings that lie

LIES = {
    "utf-7": b"<meta charset=utf-7>+ADw-script+AD4-pwned=1+ADw-/script+AD4-",
    "utf-16": b"<meta charset=utf-16><p>words",
    "utf-32": b"<meta charset=utf-32><p>words",
    "rot13": b"<meta charset=rot13><p>words",
    "zlib": b"<meta charset=zlib><p>words",
    "hex": b"<meta charset=hex><p>words",
    "unicode_escape": b"<meta charset=unicode_escape><p>\\u003cscript\\u003epwned=1",
    "punycode": b"<meta charset=punycode><p>words-bcher-kva",
    "idna": b"<meta charset=idna><p>words",
    "cp037": b"<meta charset=cp037><p>words",
    "mbcs": b"<meta charset=mbcs><p>words",
    "iso-2022-jp": b"<meta charset=iso-2022-jp><p>\x1b$B<img src=x onerror=pwned=1>\x1b(B",
    "hz-gb-2312": b"<meta charset=hz-gb-2312><p>~{<img src=x onerror=pwned=1>~}",
    "no encoding": b"<meta charset='../../etc/passwd'><p>words",
    "a very long one": b"<meta charset=" + b"x" * 100_000 + b"><p>words",
    "overlong": b"<meta charset=utf-8>\xc0\xbcscript\xc0\xbepwned=1\xc0\xbc/script\xc0\xbe",
    "a mark of utf-16": b"\xff\xfe<p>words",
    "a mark of utf-32": b"\xff\xfe\0\0<\0\0\0p\0\0\0>\0\0\0",
    "ends in the middle of a sign": b"<meta charset=utf-8><p>words \xe2\x82",
    "shift_jis that eats a sign": (
        b'<meta charset=shift_jis><img alt="\x82" title=" onerror=pwned=1 ">'
    ),
}


def test_an_encoding_that_lies_is_refused_or_read_as_what_it_is(project):
    answers = []
    for number, (name, head) in enumerate(LIES.items()):
        told = page(name, "").partition("<title>")[2]
        body = f"<title>{told}".encode()
        project.write(f"pages/{number}.html", b"<!DOCTYPE html>" * (head[:1] == b"<") + head + body)
        kind = head.partition(b"charset=")[2].partition(b">")[0].decode()
        address = f"https://wire.example/2011/03/04/{number}"
        answers.append(record(address, head + body, f"Content-Type: text/html; charset={kind}"))
    project.write("crawl.warc", b"".join(answers))

    for name in ("pages", "crawl.warc"):
        ended = run_import(project, name)
        assert "please report" not in ended.said
        items, made = re.findall(r"(\d+) items, (\d+) stories", ended.said)[0]
        assert (int(items), int(made) > len(LIES) // 2) == (len(LIES), True)
    for name, text in project.files("content/stories").items():
        assert b"<script" not in text, name
        assert not re.search(rb"(?<!&lt;)\bimg src=x", text.replace(b"\\", b"")), name


# Records of a crawl

OTHER = "https://wire.example/2011/03/04/other"
REST = record(OTHER, page("Other", "<p>words</p>").encode())
PACKED = gzip.compress(REST)
# What follows a record that is whole and not packed.
DAMAGED = {
    "cut off": PACKED[:-40],
    "garbage": b"\x1f\x8b\x08garbage" * 10,
    "a checksum that lies": PACKED[:-8] + bytes(8),
    "a length far too large": record(OTHER, b"x", length=10**18),
    "a length below nothing": record(OTHER, b"x", length=-1),
    "a length that is too small": record(OTHER, b"x" * 999, length=3),
    "no length": REST.replace(b"Content-Length", b"X"),
    "a head without end": b"WARC/1.0\r\n" + b"X: y\r\n" * 500_000,
    "chunks that lie": record(OTHER, b"ffffffff\r\nx", "Transfer-Encoding: chunked"),
}


@pytest.mark.parametrize("is_packed", [False, True], ids=["plain", "packed"])
def test_a_damaged_crawl_keeps_its_good_pages(project, is_packed):
    names = []
    for name, damaged in DAMAGED.items():
        names.append(name.replace(" ", "-"))
        html = page(name, "<p>words</p>").encode()
        good = record(f"https://wire.example/2011/03/04/{names[-1]}", html)
        data = (gzip.compress(good) if is_packed else good) + damaged
        project.write(f"dump/{names[-1]}.warc", data)

    ended = run_import(project, "dump")

    assert ended.status == 1
    assert "please report" not in ended.said
    assert {f"{name}.md" for name in names} <= set(stories(project))
    assert ended.peak < MOST_MEMORY
