"""The files of a site are compared with its manifest, in a folder and on the Web."""

from __future__ import annotations

import gzip
import hashlib
import threading
from typing import TYPE_CHECKING

import pytest

from backfile.errors import BackfileError, UsageError
from backfile.outputs.hosts.server_files import SERVER_FILES
from backfile.outputs.site_manifest.format import (
    INDEX,
    ManifestError,
    SiteManifest,
    written_index,
    written_list,
)
from backfile.publish.gates import site_source
from backfile.publish.gates.site_source import (
    AbsentError,
    FolderSource,
    ManifestSource,
    SourceError,
    WebSource,
    open_source,
)
from backfile.publish.gates.verify_site import compare_site, expected_files, manifest_files
from benchmarks.pages import serving
from tests.publish.gates.web_server import Answer, answering

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "index.html": b"<p>first</p>",
    "2014/06/ice/index.html": b"<p>ice</p>",
    "404.html": b"<p>none</p>",
    "images/a b.png": b"\x89PNG\0",
    "_redirects": b"/a /b 301\n",
}


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    data = written_list({path: digest(one) for path, one in FILES.items()})
    index = written_index(SiteManifest({}, {"manifest/all.sha256": digest(data)}))
    for path, one in {**FILES, "manifest/all.sha256": data, INDEX: index}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(one)
    return root


def compared(where: str, against: str = "") -> tuple[list[tuple[str, str]], int, tuple[str, ...]]:
    source = open_source(where)
    expected = expected_files(open_source(against)) if against else manifest_files(source)
    found = compare_site(source, expected, where)
    told = [(one.code, one.path.removeprefix(f"{where}/")) for one in found.findings]
    return told, found.compared, found.unserved


class TestFolder:
    def test_that_is_as_its_manifest_says(self, site: Path) -> None:
        assert compared(str(site)) == ([], 5, ())

    def test_with_a_file_of_each_fault(self, site: Path) -> None:
        (site / "index.html").write_bytes(b"<p>second</p>")
        (site / "404.html").unlink()
        (site / "images/c.png").write_bytes(b"")

        assert compared(str(site))[0] == [
            ("missing-file", "404.html"),
            ("extra-file", "images/c.png"),
            ("file-differs", "index.html"),
        ]

    def test_against_another(self, site: Path, tmp_path: Path) -> None:
        rebuilt = tmp_path / "rebuilt"
        rebuilt.mkdir()
        for name in ("a.txt", "b.txt"):
            (rebuilt / name).write_text(name, "utf-8")
        (site / "a.txt").write_text("a.txt", "utf-8")

        found, number, _ = compared(str(site), str(rebuilt))

        assert found[:1] == [("extra-file", "2014/06/ice/index.html")]
        assert ("missing-file", "b.txt") in found
        assert ("extra-file", "a.txt") not in found
        assert number == 2

    def test_against_itself(self, site: Path) -> None:
        assert compared(str(site), str(site)) == ([], 7, ())

    def test_against_a_manifest_that_was_kept(self, site: Path, tmp_path: Path) -> None:
        (site / "manifest").rename(tmp_path / "kept")
        (site / "index.html").write_bytes(b"<p>second</p>")

        assert compared(str(site), str(tmp_path / "kept"))[0] == [("file-differs", "index.html")]

    def test_without_a_manifest_is_refused(self, site: Path) -> None:
        (site / INDEX).unlink()
        with pytest.raises(ManifestError, match="no manifest, or not all of it; compare the site"):
            compared(str(site))

    def test_with_a_list_that_was_changed_is_refused(self, site: Path) -> None:
        (site / "manifest/all.sha256").write_bytes(b"")
        with pytest.raises(ManifestError, match="not the list"):
            compared(str(site))

    def test_a_manifest_alone_is_no_site(self, site: Path) -> None:
        with pytest.raises(ManifestError, match="a manifest without its site"):
            compared(str(site / "manifest"))

    @pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "a/../../b", "c:/b", "a//b", ""])
    def test_no_manifest_leads_out_of_it(self, site: Path, path: str) -> None:
        for source in (FolderSource(site), ManifestSource(site), WebSource("http://a.example")):
            with pytest.raises(SourceError, match="leads out of the site"):
                source.read(path)
            with pytest.raises(SourceError, match="leads out of the site"):
                source.sha256(path)


class TestWeb:
    def test_site_that_is_as_its_manifest_says(self, site: Path) -> None:
        (site / "_redirects").unlink()
        with serving(site) as address:
            assert compared(address) == ([], 4, ("_redirects",))

    def test_site_with_a_file_of_each_fault(self, site: Path) -> None:
        (site / "index.html").write_bytes(b"<p>second</p>")
        (site / "images/a b.png").unlink()
        (site / "extra.html").write_bytes(b"nobody can know")
        with serving(site) as address:
            assert compared(address)[0] == [
                ("missing-file", "images/a b.png"),
                ("file-differs", "index.html"),
            ]

    def test_site_against_a_folder(self, site: Path, tmp_path: Path) -> None:
        with serving(site) as address:
            assert compared(address, str(site)) == ([], 7, ())
            (site / "404.html").write_bytes(b"")
            assert compared(address, str(site))[0] == []
        rebuilt = tmp_path / "rebuilt"
        rebuilt.mkdir()
        (rebuilt / "404.html").write_bytes(b"another")
        with serving(site) as address:
            assert compared(address, str(rebuilt))[0] == [("file-differs", "404.html")]

    def test_pages_are_asked_for_by_their_addresses_and_few_at_a_time(self) -> None:
        first_four = threading.Barrier(4)
        with answering(lambda _path: (first_four.wait(10), Answer(body=b"a"))[1]) as (
            address,
            asked,
        ):
            expected = {f"{name}/index.html": digest(b"a") for name in "abcdefgh"}
            found = compare_site(WebSource(f"{address}/news"), expected, address)

        assert found.findings == []
        assert sorted(asked.paths) == [f"/news/{name}/" for name in "abcdefgh"]
        assert asked.at_once == 4
        assert all(agent.startswith("backfile/") for agent in asked.agents)

    def test_a_busy_server_is_given_the_time_that_it_asks_for(self) -> None:
        answers = iter(
            [
                Answer(429, headers={"Retry-After": "7"}),
                Answer(503, headers={"Retry-After": "900"}),
                Answer(503),
                Answer(body=b"a"),
            ]
        )
        waited: list[float] = []
        with answering(lambda _path: next(answers)) as (address, _):
            source = WebSource(address, wait=waited.append)
            assert source.sha256("a.txt") == digest(b"a")

        assert waited == [7, 60, 8]

    def test_a_server_that_stays_busy_is_given_up(self) -> None:
        with answering(lambda _path: Answer(503)) as (address, asked):
            source = WebSource(address, wait=lambda _seconds: None)
            with pytest.raises(SourceError, match="answers 503"):
                source.read("a.txt")

        assert len(asked.paths) == 4

    @pytest.mark.parametrize(
        ("answer", "error", "message"),
        [
            (Answer(404), AbsentError, "no such file"),
            (Answer(410), AbsentError, "no such file"),
            (Answer(403), SourceError, "answers 403"),
            (Answer(500), SourceError, "answers 500"),
            (
                Answer(302, headers={"Location": "http://other.invalid/"}),
                SourceError,
                "it leads to http://other.invalid/",
            ),
            (
                Answer(body=b"ab", headers={"Content-Length": "9"}),
                SourceError,
                "before the file did",
            ),
        ],
    )
    def test_what_a_server_refuses_is_told(
        self, answer: Answer, error: type[BackfileError], message: str
    ) -> None:
        with answering(lambda _path: answer) as (address, _), pytest.raises(error, match=message):
            WebSource(address).read("a.txt")

    def test_a_redirect_of_the_same_host_is_followed(self) -> None:
        def answer(path: str) -> Answer:
            moved = Answer(308, headers={"Location": "/404"})
            return moved if path == "/404.html" else Answer(body=b"none")

        with answering(answer) as (address, _):
            assert WebSource(address).read("404.html") == b"none"

    @pytest.mark.parametrize("name", sorted({*SERVER_FILES, ".nojekyll"}))
    def test_what_a_server_reads_itself_is_not_missed(self, name: str) -> None:
        with answering(lambda _path: Answer(404)) as (address, _):
            found = compare_site(WebSource(address), {name: "0" * 64}, address)
        assert (found.findings, found.unserved) == ([], (name,))

    def test_a_file_without_an_end_is_not_read_to_it(self, monkeypatch) -> None:
        monkeypatch.setattr(site_source, "MOST_READ", 1024)
        with (
            answering(lambda _path: Answer(body=b"a" * 4096)) as (address, _),
            pytest.raises(SourceError, match="it has more than"),
        ):
            WebSource(address).read("a.txt")

    @pytest.mark.parametrize("size", [0, 1, 3_000_000])
    def test_a_file_that_comes_packed_is_unpacked(self, size: int) -> None:
        packed = Answer(
            body=gzip.compress(b"a" * size, mtime=0), headers={"Content-Encoding": "gzip"}
        )
        with answering(lambda _path: packed) as (address, _):
            assert WebSource(address).read("a.txt") == b"a" * size

    @pytest.mark.parametrize(
        ("encoding", "body", "message"),
        [
            ("gzip", gzip.compress(b"abc", mtime=0)[:-9], "before the file did"),
            ("gzip", b"abc", "no answer that can be read"),
            ("br", b"abc", "packed as br"),
        ],
    )
    def test_a_file_that_is_packed_wrongly_is_told(
        self, encoding: str, body: bytes, message: str
    ) -> None:
        answer = Answer(body=body, headers={"Content-Encoding": encoding})
        with (
            answering(lambda _path: answer) as (address, _),
            pytest.raises(SourceError, match=message),
        ):
            WebSource(address).read("a.txt")

    def test_a_server_that_is_gone_ends_the_comparison(self) -> None:
        expected = dict.fromkeys(map(str, range(200)), "a")
        with answering(lambda _path: Answer(500)) as (address, asked):
            with pytest.raises(SourceError, match="11 files in a row failed"):
                compare_site(WebSource(address), expected, address)
            assert len(asked.paths) <= 64

    def test_no_server_is_told(self) -> None:
        with pytest.raises(SourceError, match="no answer that can be read"):
            manifest_files(WebSource("http://127.0.0.1:9"))


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("ftp://news.example", "write the address of a site"),
        ("https://", "write the address of a site"),
        ("https://me:secret@news.example", "write the address of a site"),
        ("nowhere", "there is no such folder"),
    ],
)
def test_what_is_no_site_is_refused(where: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        open_source(where)
