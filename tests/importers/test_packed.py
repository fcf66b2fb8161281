"""Archives are unpacked safely, and what is in them is imported like a folder."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from backfile.errors import RefusedError
from backfile.importers import packed
from backfile.importers.detection import recognise, sources, sources_of
from backfile.importers.packed import stem, unpacked
from tests.cli.test_commands import Project

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Ice\n\nIt froze over night, and nobody sailed.\n"
PAGE = "<!DOCTYPE html><html><body><p>Ice.</p></body></html>"
MEMBERS = {"texts/2011-03-04-ice.txt": TEXT, "pages/a.html": PAGE, "x.jsonl": "{}", "t.csv": "a,b"}


def zipped(members: dict[str, str | bytes], **options) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return data.getvalue()


def tarred(
    members: dict[str, str | bytes], how: str = "", links: dict[str, str] | None = None
) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=f"w:{how}") as archive:
        for name, text in members.items():
            content = text.encode() if isinstance(text, str) else text
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for name, target in (links or {}).items():
            info = tarfile.TarInfo(name)
            info.type = tarfile.SYMTYPE
            info.linkname = target
            archive.addfile(info)
    return data.getvalue()


FORMS = {
    "a.zip": zipped(MEMBERS),
    "a.tar": tarred(MEMBERS),
    "a.tar.gz": tarred(MEMBERS, "gz"),
    "a.tgz": tarred(MEMBERS, "gz"),
    "a.tar.bz2": tarred(MEMBERS, "bz2"),
    "a.tar.xz": tarred(MEMBERS, "xz"),
}


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(("name", "data"), FORMS.items(), ids=FORMS)
def test_what_is_in_an_archive_is_a_source_for_each_format(tmp_path, name, data):
    path = write(tmp_path, name, data)
    assert recognise(path) == "archive"
    found = []
    for form, one in sources(path):
        found.append((form, one.name))
        assert one.exists()
    assert found == [("text", "a"), ("html", "a"), ("csv", "t.csv"), ("json", "x.jsonl")]
    assert not one.exists()  # what was unpacked for the import is gone with it


GZIPPED = gzip.compress(TEXT.encode(), mtime=0)  # the same in every process


@pytest.mark.parametrize(
    ("name", "data", "form", "inside"),
    [
        (
            "2011-03-04-ice.txt.gz",
            gzip.compress(TEXT.encode(), mtime=0),
            "text",
            "2011-03-04-ice.txt",
        ),
        ("page.html.bz2", bz2.compress(PAGE.encode()), "html", "page.html"),
        ("feed.xml.xz", lzma.compress(b"<feed></feed>"), "feed", "feed.xml"),
    ],
)
def test_one_compressed_file(tmp_path, name, data, form, inside):
    path = write(tmp_path, name, data)
    with unpacked(path) as (folder, refused):
        assert [one.name for one in folder.iterdir()] == [inside]
    assert refused == []
    assert [found for found, _ in sources(path)] == [form]


def test_a_compressed_crawl_is_no_archive(tmp_path):
    path = write(tmp_path, "a.warc.gz", gzip.compress(b"WARC/1.0\r\n"))
    assert recognise(path) == "warc"


def test_a_format_that_is_named_is_looked_for_inside(tmp_path):
    path = write(tmp_path, "a.zip", FORMS["a.zip"])
    assert [name for name, _ in sources_of(path, "html")] == ["html"]
    page = write(tmp_path, "a.html", b"words")
    assert list(sources_of(page, "text")) == [("text", page)]


def test_archives_in_a_folder(tmp_path):
    write(tmp_path, "a.zip", FORMS["a.zip"])
    write(tmp_path, "b.txt", TEXT.encode())
    assert [name for name, _ in sources(tmp_path)] == ["text", "text", "html", "csv", "json"]


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info


HOSTILE = {
    "a name that leads up": (zipped({"../up.txt": TEXT}), "../up.txt", "leads out of"),
    "deeper, and up": (zipped({"a/../../up.txt": TEXT}), "a/../../up.txt", "leads out of"),
    "a name from the root": (tarred({"/etc/up.txt": TEXT}), "/etc/up.txt", "leads out of"),
    "of another system": (zipped({"..\\up.txt": TEXT}), "..\\up.txt", "leads out of"),
    "with a drive": (zipped({"C:\\up.txt": TEXT}), "C:\\up.txt", "leads out of"),
    "a link": (tarred({}, links={"a.txt": "/etc/hostname"}), "a.txt", "a link or a device"),
    "a link in a zip": (zipped({link("a.txt"): "/etc/hostname"}), "a.txt", "it is a link"),
    "a name without end": (zipped({f"{'x' * 300}.txt": TEXT}), "x" * 200, "longer than"),
    "a name twice": (tarred({"a.txt": TEXT, "A.txt": TEXT}), "A.txt", "another member"),
    "an archive": (zipped({"b.zip": zipped({})}), "b.zip", "an archive in an archive"),
    "a compressed tar": (zipped({"b.tar.gz": "x"}), "b.tar.gz", "an archive in an archive"),
}


@pytest.mark.parametrize(("data", "name", "why"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_member_is_refused_by_name(tmp_path, data, name, why):
    below = tmp_path / "deep" / "down"
    below.mkdir(parents=True)
    with unpacked(write(below, "a.zip", data)) as (folder, refused):
        above = {one.relative_to(folder.parent).as_posix() for one in folder.parent.rglob("*")}
    assert [one.place for one in refused] == [name]
    assert why in refused[0].why
    assert above <= {"a", "a/a.txt"}
    assert not list(tmp_path.rglob("up.txt"))


def test_a_member_behind_a_link_stays_inside(tmp_path):
    """Unpacked as it stands, the file would be written where the link leads."""
    data = tarred({"a/b.txt": TEXT}, links={"a": str(tmp_path)})
    with unpacked(write(tmp_path, "a.tar", data)) as (folder, refused):
        assert (folder / "a/b.txt").read_text() == TEXT
    assert [one.place for one in refused] == ["a"]
    assert not (tmp_path / "b.txt").exists()


def test_a_bomb_is_refused_as_a_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(packed, "_LARGEST_UNPACKED", 1_000_000)
    zeros = b"0" * 2_000_000
    for name, data in (
        ("a.zip", zipped({"a.txt": zeros})),
        ("b.zip", zipped({f"{number}.txt": zeros[:200_000] for number in range(8)})),
        ("a.tar.xz", tarred({"a.txt": zeros}, "xz")),
        ("a.txt.gz", gzip.compress(zeros, mtime=0)),
    ):
        path = write(tmp_path, name, data)
        with pytest.raises(RefusedError, match="it is a bomb"), unpacked(path):
            pass
        assert list(sources(path)) == [("archive", path)]


def test_more_members_than_an_archive_has_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(packed, "_MOST_MEMBERS", 3)
    path = write(tmp_path, "a.zip", zipped({f"{number}.txt": "x" for number in range(4)}))
    with pytest.raises(RefusedError, match="more than 3 members"), unpacked(path):
        pass


DAMAGED = {
    "a.zip": FORMS["a.zip"][:-30],
    "b.zip": b"PK\x03\x04" + b"\0" * 100,
    "a.tar.gz": FORMS["a.tar.gz"][:150],
    "b.tar": FORMS["a.tar"][:700],
    "c.gz": b"\x1f\x8b\x08\x00words",
    "d.bz2": b"BZh9words",
    "e.xz": b"\xfd7zXZ\x00words",
}


@pytest.mark.parametrize(("name", "data"), DAMAGED.items(), ids=DAMAGED)
def test_a_damaged_archive_is_refused_with_the_reason(tmp_path, name, data):
    path = write(tmp_path, name, data)
    assert recognise(path) == "archive"
    with pytest.raises(RefusedError, match="cannot be unpacked"), unpacked(path):
        pass


@pytest.mark.parametrize(
    ("name", "without"),
    [("a.zip", "a"), ("a.tar.gz", "a"), ("a.b.TGZ", "a.b"), ("a", "a"), (".zip", "archive")],
)
def test_the_folder_is_called_as_the_archive(name, without):
    assert stem(name) == without


def test_a_name_that_is_not_utf_8_is_spelt_out(tmp_path):
    data = tarred({"caf\udce9.csv": "Title,Text,Date\n"})
    ((form, file),) = sources(write(tmp_path, "a.tar", data))
    assert form == "csv"
    assert file.name == "caf%e9.csv"


def test_notes_of_macos_are_passed_over(tmp_path):
    path = write(tmp_path, "a.zip", zipped({"__MACOSX/._a.txt": "x", ".DS_Store": "x"}))
    with unpacked(path) as (folder, refused):
        assert (list(folder.iterdir()), refused) == ([], [])


@pytest.mark.slow
def test_what_is_in_an_archive_is_called_by_its_place_there(tmp_path):
    project = Project(tmp_path)
    members = {
        "deep/ghost.json": '{"db":[',
        "one.csv": "Title,Text,Date\nIce,It froze.,2011-03-04\n",
    }
    project.write("dump.zip", zipped(members))
    done = project.run("import", "dump.zip")
    assert "dump/deep/ghost.json: this is an export of Ghost" in done.stderr
    assert "one.csv (csv): 1 item, 1 story" in done.stdout
    assert "unpacked" not in done.stdout + done.stderr


@pytest.mark.slow
def test_an_archive_is_imported_again_without_a_change(tmp_path):
    project = Project(tmp_path)
    members = {"2011-03-04-ice.txt": TEXT, "2011-03-05-snow.txt": "Snow\n\nIt fell.\n", "b.zip": ""}
    project.write("dump.zip", zipped(members))
    first = project.run("import", "dump.zip")
    assert "2 written" in first.stdout
    assert "dump.zip, b.zip: it is an archive in an archive" in first.stderr
    assert first.returncode == 1
    content = tmp_path / "content"
    before = {one: one.read_bytes() for one in content.rglob("*") if one.suffix in (".md", ".txt")}
    kept = [one for one in before if "originals" in one.parts]
    assert sorted(before[one] for one in kept) == sorted([TEXT.encode(), b"Snow\n\nIt fell.\n"])
    members["2011-03-05-snow.txt"] = "Snow\n\nIt fell, and lay.\n"
    project.write("dump.zip", zipped(members))
    again = project.run("import", "dump.zip")
    assert "1 written, 1 unchanged" in again.stdout.replace(
        "unchanged, 1 written", "written, 1 unchanged"
    )
