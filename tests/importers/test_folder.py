"""An import reads nothing outside of the files and folders that it is given."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backfile.importers.folder import files_in, left_out_of
from tests.in_process import call

if TYPE_CHECKING:
    import subprocess

ROOT = Path(__file__).parents[2]
PRIVATE = "The secret of the neighbours.\n\nNobody may read it.\n"
TEXT = "Ice in the harbour\n\nThe pilots stay at home.\n"
PAGE = (
    "<!DOCTYPE html><html><head><title>Thaw</title>"
    "<meta property='article:published_time' content='2011-03-07'></head>"
    f"<body><article><h1>Thaw</h1><p>{'The ice is gone, and ships leave. ' * 20}</p></article>"
)


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """Return a dump with two stories, and everything in it that must not be read."""
    dump = tmp_path / "dump"
    (dump / "sub").mkdir(parents=True)
    (dump / "2014-06-16-ice.txt").write_text(TEXT, "utf-8")
    (dump / "sub/2014-06-17-thaw.txt").write_text(TEXT.replace("Ice", "Thaw"), "utf-8")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "2011-03-04-secret.txt").write_text(PRIVATE, "utf-8")
    (outside / "page.html").write_text(PAGE.replace("Thaw", "Secret page"), "utf-8")
    (outside / "crawl.warc").write_bytes(b"WARC/1.0\r\n")
    (dump / "2011-03-04-x.txt").symlink_to(outside / "2011-03-04-secret.txt")
    (dump / "relative.txt").symlink_to("../outside/2011-03-04-secret.txt")
    (dump / "page.html").symlink_to(outside / "page.html")
    (dump / "crawl.warc").symlink_to(outside / "crawl.warc")
    (dump / "folder").symlink_to(outside)
    (dump / "sub/up").symlink_to("../..")
    (dump / "sub/loop").symlink_to(".")
    (dump / "self.txt").symlink_to("self.txt")
    (dump / "nowhere.txt").symlink_to("nothing-there.txt")
    (dump / "again.txt").symlink_to("2014-06-16-ice.txt")
    os.mkfifo(dump / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        before = Path.cwd()
        os.chdir(dump)  # the name of a socket is short
        server.bind("socket.txt")
        os.chdir(before)
    return dump


LEFT_OUT = {
    "2011-03-04-x.txt": "leads outside of dump/",
    "crawl.warc": "leads outside of dump/",
    "folder": "leads outside of dump/",
    "nowhere.txt": "is a link that leads nowhere",
    "page.html": "leads outside of dump/",
    "pipe.txt": "is no file: it is a pipe, a socket or a device",
    "relative.txt": "leads outside of dump/",
    "self.txt": "is a link that leads back to itself",
    "socket.txt": "is no file: it is a pipe, a socket or a device",
    "sub/loop": "is a link to another folder of the dump, which is read once, under its own name",
    "sub/up": "leads outside of dump/",
}


def test_the_files_of_a_folder_are_those_that_lie_in_it(dump: Path) -> None:
    names = [path.relative_to(dump).as_posix() for path in files_in(dump)]
    assert names == ["2014-06-16-ice.txt", "sub/2014-06-17-thaw.txt"]
    assert {one.kind: one.why for one in left_out_of(dump)} == LEFT_OUT


def test_a_link_within_the_folder_is_read_where_its_name_says_more(tmp_path: Path) -> None:
    (tmp_path / "objects").mkdir()
    (tmp_path / "objects/0a1b2c").write_text(TEXT, "utf-8")
    (tmp_path / "2014-06-16-ice.txt").symlink_to("objects/0a1b2c")
    names = [path.relative_to(tmp_path).as_posix() for path in files_in(tmp_path)]
    assert names == ["2014-06-16-ice.txt", "objects/0a1b2c"]
    assert left_out_of(tmp_path) == []


def imported(folder: Path, *words: str | bytes) -> subprocess.CompletedProcess[str]:
    """Run `invoke import` in *folder*, which becomes an archive. It must not hang or trip."""
    for name in ("tasks.py", "pelicanconf.py", "plugins", "theme"):
        if not (folder / name).exists():
            (folder / name).symlink_to(ROOT / name)
    (folder / "content").mkdir(exist_ok=True)
    done = call("invoke", ["import", *map(os.fsdecode, words)], folder)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def content(folder: Path) -> bytes:
    """Return all that is in the archive."""
    files = [path for path in sorted((folder / "content").rglob("*")) if path.is_file()]
    return b"\n".join(path.read_bytes() for path in files)


@pytest.mark.parametrize("words", [(), ("--format", "text")], ids=["auto", "text"])
def test_an_import_says_what_it_left_out_and_reads_none_of_it(
    dump: Path, words: tuple[str, ...]
) -> None:
    done = imported(dump.parent, "dump", *words)
    assert done.returncode == 0, done.stderr
    assert "(text): 13 items, 2 stories" in done.stdout
    said = [line for line in done.stdout.splitlines() if line.startswith("  left out")]
    assert said == [f"  left out    1 {name}: {why}" for name, why in sorted(LEFT_OUT.items())]
    for secret in (b"secret of the neighbours", b"Secret page"):
        assert secret not in content(dump.parent)


def test_a_folder_of_links_alone_says_why_nothing_is_there(tmp_path: Path) -> None:
    (tmp_path / "dump").mkdir()
    (tmp_path / "secret.txt").write_text(PRIVATE, "utf-8")
    (tmp_path / "dump/x.txt").symlink_to(tmp_path / "secret.txt")
    done = imported(tmp_path, "dump")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "dump: there is nothing in this folder that can be imported",
        "  x.txt: leads outside of dump/",
    ]


@pytest.mark.parametrize("name", ["pipe.txt", "/dev/zero"])
def test_what_is_no_file_cannot_be_named(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    done = imported(tmp_path, name, "--date", "2014-06-16")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"{name}: is neither a file nor a folder, and nothing else can be imported\n"
    )


def test_names_that_are_no_text_are_imported_with_their_bytes_spelt_out(tmp_path: Path) -> None:
    dump = os.fsencode(tmp_path / "dump")
    (tmp_path / "dump" / os.fsdecode(b"\xe9t\xe9")).mkdir(parents=True)
    for name, data in {
        b"2011-03-04-\xff\xfe.txt": TEXT.encode(),
        b"2011-03-05-plain.txt": TEXT.replace("Ice", "Snow").encode(),
        b"\xe9t\xe9/2011-03-06-a.txt": TEXT.replace("Ice", "Rain").encode(),
        b"\xff.html": PAGE.encode(),
        b"\xff.jsonl": b'{"title": "Hail", "body": "Hail fell."}\n',
    }.items():
        with open(dump + b"/" + name, "wb") as file:  # noqa: PTH123 (its name is bytes)
            file.write(data)
    done = imported(tmp_path, "dump", "--workers", "2")
    assert done.returncode == 0, done.stderr + done.stdout
    assert "dump (text): 4 items, 3 stories" in done.stdout
    assert "dump (html): 1 item, 1 story" in done.stdout
    assert r"1 \xff.jsonl: has a name that is not UTF-8; rename it" in done.stdout
    for word in (b"Ice", b"Snow", b"Rain", b"Thaw"):
        assert b"Title: " + word in content(tmp_path)
    assert rb"2011-03-04-\\xff\\xfe.txt" in content(tmp_path)


def test_a_source_whose_own_name_is_no_text(tmp_path: Path) -> None:
    for name, data in ((b"2011-03-04-\xff.txt", TEXT.encode()), (b"\xff.jsonl", b"{}\n")):
        with open(os.fsencode(tmp_path) + b"/" + name, "wb") as file:  # noqa: PTH123 (the same)
            file.write(data)
    text = imported(tmp_path, os.fsdecode(b"2011-03-04-\xff.txt"))
    assert text.returncode == 0, text.stderr
    assert text.stdout.startswith(r"2011-03-04-\xff.txt -> content/stories/2011/03/ice")
    lines = imported(tmp_path, os.fsdecode(b"\xff.jsonl"))
    assert (lines.returncode, lines.stderr) == (
        2,
        "\\xff.jsonl: has a name that is not UTF-8; rename it\n",
    )
