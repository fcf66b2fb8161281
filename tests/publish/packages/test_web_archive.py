"""A web archive holds each address of the site, and its index finds it."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from backfile.publish.packages.capture_index import sort_key
from backfile.publish.packages.media_types import content_type
from tests.publish.packages.archives import ADDRESS, NAME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.publish.packages.archives import Archive

STORY = f"{ADDRESS}/2000/11/florida/"


@dataclass(frozen=True)
class Packed:
    """A WACZ file, and what is in it."""

    file: Path
    entries: dict[str, bytes]

    def lines(self, name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.entries[name].decode().splitlines()]

    @property
    def index(self) -> list[tuple[str, str, dict[str, str]]]:
        lines = gzip.decompress(self.entries["indexes/index.cdx.gz"]).decode().splitlines()
        parts = (line.split(" ", 2) for line in lines)
        return [(key, time, json.loads(told)) for key, time, told in parts]


@pytest.fixture(scope="module")
def packed(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Packed:
    file = archive.pack("wacz", tmp_path_factory.mktemp("packages") / "archive.wacz")
    with zipfile.ZipFile(file) as whole:
        return Packed(file, {name: whole.read(name) for name in whole.namelist()})


def records(packed: Packed) -> Iterator[Any]:
    warc = BytesIO(packed.entries["archive/data.warc.gz"])
    yield from ArchiveIterator(warc, check_digests="raise")


def test_py_wacz_finds_it_valid(packed: Packed) -> None:
    program = "import sys; from wacz.main import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "validate", "-f", str(packed.file)]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert "the passed WACZ is valid" in done.stdout
    assert done.returncode == 0


def test_every_address_answers_with_the_bytes_of_its_file(packed: Packed, archive: Archive) -> None:
    captured = {}
    for record in records(packed):
        if record.rec_type == "response":
            assert record.http_headers.get_statuscode() == "200"
            captured[record.rec_headers.get_header("WARC-Target-URI")] = (
                record.http_headers.get_header("Content-Type"),
                record.content_stream().read(),
            )

    expected = {}
    for file in archive.folder.rglob("*"):
        path = file.relative_to(archive.folder).as_posix()
        if file.is_file() and path not in {"_redirects", "redirects.nginx.conf", "404.html"}:
            address = f"{ADDRESS}/{path}".removesuffix("index.html")
            expected[address] = content_type(path), file.read_bytes()
    assert captured == expected
    assert f"{ADDRESS}/" in captured
    assert captured[STORY][0] == "text/html; charset=utf-8"


def test_the_index_leads_to_each_record(packed: Packed) -> None:
    warc = packed.entries["archive/data.warc.gz"]
    assert [key for key, _, _ in packed.index] == sorted(key for key, _, _ in packed.index)
    for key, time, told in packed.index:
        start = int(told["offset"])
        part = BytesIO(warc[start : start + int(told["length"])])
        record = next(iter(ArchiveIterator(part)))
        assert record.rec_headers.get_header("WARC-Target-URI") == told["url"]
        body = record.content_stream().read()
        assert told["digest"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
        assert (key, time) == (sort_key(told["url"]), "20200803000000")


def test_the_list_of_blocks_leads_to_each_block(packed: Packed) -> None:
    blocks = packed.entries["indexes/index.cdx.gz"]
    head, *lines = packed.entries["indexes/index.idx"].decode().splitlines()
    assert head == '!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}'
    read = b""
    for line in lines:
        key, time, told = line.split(" ", 2)
        place = json.loads(told)
        block = blocks[place["offset"] : place["offset"] + place["length"]]
        assert place["digest"] == f"sha256:{hashlib.sha256(block).hexdigest()}"
        text = gzip.decompress(block)
        assert text.startswith(f"{key} {time} ".encode())
        read += text
    assert read == gzip.decompress(blocks)


def test_stories_and_pages_are_listed_with_their_text(packed: Packed) -> None:
    head, *pages = packed.lines("pages/pages.jsonl")
    assert head["hasText"] is True
    by_address = {page["url"]: page for page in pages}
    story = by_address[STORY]
    assert story["title"] == f"Florida is called twice and taken back twice · {NAME}"
    assert story["ts"] == "2020-08-03T00:00:00Z"
    assert "Mr. Gore’s motorcade is on its way to the War Memorial in Nashville." in story["text"]
    assert {
        f"{ADDRESS}/",
        f"{ADDRESS}/about/",
        f"{ADDRESS}/es/2010/10/los-33/",
    } <= by_address.keys()


def test_lists_are_listed_apart_and_pages_that_redirect_nowhere(packed: Packed) -> None:
    _, *pages = packed.lines("pages/pages.jsonl")
    _, *lists = packed.lines("pages/extraPages.jsonl")
    listed = {page["url"] for page in lists}
    assert {f"{ADDRESS}/2000/", f"{ADDRESS}/topics/rescue/"} <= listed
    addresses = {page["url"] for page in pages} | listed
    assert f"{ADDRESS}/2000/11/07/florida/" not in addresses
    assert len(addresses) == len(pages) + len(lists)
    assert addresses <= {told["url"] for _, _, told in packed.index}


def test_the_package_is_described_with_a_digest(packed: Packed) -> None:
    package = json.loads(packed.entries["datapackage.json"])
    assert package["title"] == NAME
    assert package["mainPageUrl"] == f"{ADDRESS}/"
    assert package["created"] == "2020-08-03T00:00:00Z"
    described = {one["path"]: (one["hash"], one["bytes"]) for one in package["resources"]}
    assert described == {
        path: (f"sha256:{hashlib.sha256(data).hexdigest()}", len(data))
        for path, data in packed.entries.items()
        if not path.startswith("datapackage")
    }


def test_what_readers_fetch_in_parts_is_not_compressed_twice(packed: Packed) -> None:
    with zipfile.ZipFile(packed.file) as whole:
        stored = {one.filename for one in whole.infolist() if not one.compress_type}
    assert stored == {"archive/data.warc.gz", "indexes/index.cdx.gz", "indexes/index.idx"}


def test_a_site_without_an_address_is_refused(archive: Archive, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("<title>Home</title>", "utf-8")
    env = {"BACKFILE_SITEURL": "", "SOURCE_DATE_EPOCH": "0"}

    done = archive.run(
        "package", "wacz", "--site", str(site), "--output", str(tmp_path / "x.wacz"), **env
    )

    assert done.returncode == 1
    assert "a web archive needs the address of the site" in done.stderr
    assert list(tmp_path.iterdir()) == [site]


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://archive.example.org/", "org,example,archive)/"),
        ("https://archive.example.org/2011/Ferry/", "org,example,archive)/2011/ferry/"),
        ("https://www.example.org/a", "org,example)/a"),
        ("http://localhost:8000/a/index.md", "localhost:8000)/a/index.md"),
        ("https://example.org/%C3%A9/", "org,example)/%c3%a9/"),
        ("https://example.org/a?b=C", "org,example)/a?b=c"),
    ],
)
def test_the_key_of_an_address(address: str, key: str) -> None:
    assert sort_key(address) == key


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("a/index.md", "text/markdown; charset=utf-8"),
        ("data/stories-2011.csv", "text/csv; charset=utf-8"),
        ("feeds/all.atom.xml", "application/atom+xml"),
        ("sitemap.xml", "application/xml"),
        ("images/A.JPG", "image/jpeg"),
        ("manifest/2011.sha256", "text/plain; charset=utf-8"),
        ("LICENSE", "application/octet-stream"),
    ],
)
def test_the_type_that_a_server_states(path: str, expected: str) -> None:
    assert content_type(path) == expected
