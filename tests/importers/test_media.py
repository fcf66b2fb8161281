"""The files that stories show are found where they are, and nothing else is."""

from __future__ import annotations

import io
import os
import re
import struct
import warnings
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from backfile.errors import RefusedError
from backfile.importers.dump_items import Locator
from backfile.importers.file_types import LONGEST_NAME, checked_name, safe_name, unique
from backfile.importers.media import MediaLocator, MediaStore, fetch, file_name, is_media

unhurried = settings(deadline=None)  # machines of all speeds run the tests
PAGE = "https://packet.example/2011/03/bridge/"


def picture(kind: str = "PNG", size: tuple[int, int] = (4, 3)) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", size, "teal").save(data, kind)
    return data.getvalue()


@pytest.fixture
def dump(tmp_path):
    """A folder of saved pages, with something beside it that is none of their business."""
    for name in (
        "dump/2011/bridge_files/pier.png",
        "dump/2011/a b.png",
        "dump/2011/map.png",
        "dump/img/logo.png",
        "secret.png",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(picture())
    (tmp_path / "dump/2011/link.png").symlink_to(tmp_path / "secret.png")
    (tmp_path / "dump/2011/near.png").symlink_to(tmp_path / "dump/img/logo.png")
    return tmp_path / "dump"


def nothing(_key: str) -> None:
    return None


BESIDE = {
    "in its own folder": ("bridge_files/pier.png", "2011/bridge_files/pier.png"),
    "with a dot": ("./map.png", "2011/map.png"),
    "in percent": ("a%20b.png", "2011/a b.png"),
    "as it is": ("a b.png", "2011/a b.png"),
    "with a query": ("map.png?ver=2#top", "2011/map.png"),
    "by backslashes": (r"bridge_files\pier.png", "2011/bridge_files/pier.png"),
    "above the page": ("../img/logo.png", "img/logo.png"),
    "from the root": ("/img/logo.png", "img/logo.png"),
    "a link within the dump": ("near.png", "img/logo.png"),
    "a smaller version": ("map-300x200.png", "2011/map.png"),
    "a smaller version in percent": ("a%20b-300x200.png", "2011/a b.png"),
}


@pytest.mark.parametrize(("src", "file"), BESIDE.values(), ids=BESIDE.keys())
def test_a_file_beside_a_saved_page_is_found(src, file, dump):
    found = MediaLocator(nothing, dump).find(src, PAGE, str(dump / "2011"))
    assert found == Locator(os.path.realpath(dump / file))


@pytest.mark.parametrize(
    "src",
    [
        "none.png",
        "../../secret.png",
        "..%2f..%2fsecret.png",
        r"..\..\secret.png",
        "bridge_files/../../../secret.png",
        "/../secret.png",
        "/etc/passwd",
        "//etc/passwd",
        "file:///etc/passwd",
        "link.png",
        "bridge_files",
        "",
        ".",
        "%00",
        "a" * 5000,
        "a/" * 5000,
        "data:image/png;base64,AAAA",
    ],
)
def test_nothing_else_is_found(src, dump):
    folder = str(dump / "2011")
    finder = MediaLocator(nothing, dump, (dump / "img",))
    assert finder.find(src, PAGE, folder) is None
    assert finder.find(src, "", folder) is None
    assert finder.find(src) is None


def test_a_page_imported_alone_has_what_lies_beside_it(dump):
    finder = MediaLocator(nothing)
    beside = str(dump / "2011")
    assert finder.find("map.png", "", beside) == Locator(os.path.realpath(dump / "2011/map.png"))
    assert finder.find("../img/logo.png", "", beside) is None


TABLE = {
    "packet.example/up/pier.jpg": Locator("crawl.warc", "", 10),
    "packet.example/up/pier-300x200.jpg": Locator("crawl.warc", "", 20),
    "packet.example/up/wide-scaled.jpg": Locator("crawl.warc", "", 30),
    "packet.example/image.php?id=3": Locator("crawl.warc", "", 40),
}


@pytest.mark.parametrize(
    ("src", "offset"),
    [
        ("https://packet.example/up/pier.jpg", 10),
        ("http://www.packet.example/up/pier.jpg#x", 10),
        ("/up/pier.jpg", 10),
        ("../../../up/pier.jpg", 10),
        ("//packet.example/up/pier.jpg", 10),
        ("/up/pier.jpg?w=640", 10),
        ("/up/pier-300x200.jpg", 20),
        ("/up/pier-1024x683.jpg", 10),
        ("/up/pier-1024x683.jpg?ssl=1", 10),
        ("/up/wide-1024x683.jpg", 30),
        ("https://i2.wp.com/packet.example/up/pier.jpg?resize=300", 10),
        ("/image.php?id=3", 40),
    ],
)
def test_a_file_of_the_dump_is_found_by_its_address(src, offset):
    found = MediaLocator(TABLE.get).find(src, PAGE)
    assert found
    assert found.offset == offset


@pytest.mark.parametrize("src", ["/up/none.jpg", "/image.php?id=4", "https://other.example/up/"])
def test_no_other_is(src):
    assert MediaLocator(TABLE.get).find(src, PAGE) is None


@pytest.fixture
def uploads(tmp_path):
    for name in ("2011/03/pier.jpg", "pier.jpg", "packet.example/up/map.jpg", "café 1.jpg"):
        file = tmp_path / "uploads" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")
    (tmp_path / "outside.jpg").write_bytes(b"x")
    return tmp_path / "uploads"


@pytest.mark.parametrize(
    ("src", "file"),
    [
        ("https://packet.example/wp-content/uploads/2011/03/pier.jpg", "2011/03/pier.jpg"),
        ("https://packet.example/uploads/2012/03/pier.jpg", "pier.jpg"),
        ("https://packet.example/up/map.jpg", "packet.example/up/map.jpg"),
        ("https://other.example/2011/03/pier-300x200.jpg", "2011/03/pier.jpg"),
        ("https://packet.example/caf%C3%A9%201.jpg", "café 1.jpg"),
        ("images/pier.jpg", "pier.jpg"),
    ],
)
def test_a_file_of_a_media_folder_is_found_by_the_end_of_its_address(src, file, uploads):
    found = MediaLocator(nothing, None, (uploads,)).find(src, "https://packet.example/a")
    assert found == Locator(os.path.realpath(uploads / file))


@pytest.mark.parametrize(
    "src",
    [
        "https://packet.example/2011",
        "https://packet.example/",
        "https://pier.jpg/",
        "https://packet.example/..%2foutside.jpg",
        "https://packet.example/%2e%2e/outside.jpg",
        "https://packet.example/a%00/pier.png",
    ],
)
def test_a_media_folder_gives_nothing_else(src, uploads):
    assert MediaLocator(nothing, None, (uploads,)).find(src) is None


def test_without_a_page_s_address_a_media_folder_serves_as_well(uploads):
    found = MediaLocator(nothing, None, (uploads,)).find("/wp-content/2011/03/pier.jpg")
    assert found == Locator(os.path.realpath(uploads / "2011/03/pier.jpg"))


def test_a_file_is_read_up_to_a_limit(tmp_path):
    file = tmp_path / "pier.jpg"
    file.write_bytes(b"12345")

    assert fetch(Locator(str(file)), 5) == b"12345"
    with pytest.raises(RefusedError, match="larger than"):
        fetch(Locator(str(file)), 4)
    with pytest.raises(RefusedError, match="cannot be read"):
        fetch(Locator(str(tmp_path / "none.jpg")))


FILES = {
    "jpeg": (picture("JPEG"), "pier.jpg"),
    "png": (picture("PNG"), "pier.png"),
    "gif": (picture("GIF"), "pier.gif"),
    "webp": (picture("WEBP"), "pier.webp"),
    "avif": (picture("AVIF"), "pier.avif"),
    "pdf": (b"%PDF-1.4\n", "pier.pdf"),
    "ogg": (b"OggS\0\x02", "pier.ogg"),
    "mp3 with its title": (b"ID3\x03\0\0", "pier.mp3"),
    "mp3": (b"\xff\xfb\x90\x64", "pier.mp3"),
    "mp4": (b"\0\0\0\x18ftypmp42", "pier.mp4"),
    "m4a": (b"\0\0\0\x18ftypM4A ", "pier.m4a"),
}


@pytest.mark.parametrize(("data", "name"), FILES.values(), ids=FILES.keys())
@pytest.mark.parametrize("said", ["pier", "pier.jpg", "Pier.SVG"])
def test_the_bytes_say_what_a_file_is(data, name, said):
    assert checked_name(data, said) == name


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 60,000 pixels wide and high."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(bytes(100_000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IEND", b"")


REFUSED = {
    "nothing": (b"", "empty"),
    "a drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "SVG"),
    "a drawing with a preface": (b'<?xml version="1.0"?>\n<!-- x --><svg/><svg >', "SVG"),
    "a page": (b"<!DOCTYPE html><p>Not found", "a page and no picture"),
    "a script": (b"alert(1)", "none of JPEG"),
    "a program": (b"\x7fELF", "none of JPEG"),
    "a bitmap": (picture("BMP"), "none of JPEG"),
    "a TIFF": (picture("TIFF"), "none of JPEG"),
    "UTF-16": (b"\xff\xfeI\0c\0e\0", "none of JPEG"),
    "a cut-off PNG": (picture("PNG", (900, 900))[:60], "cannot be read"),
    "a PNG with a wrong checksum": (picture().replace(b"IDATx", b"IDATy"), "cannot be read"),
    "a bomb": (bomb(), "more pixels"),
    "another film": (b"\0\0\0\x18ftypheic", "none of JPEG"),
}


@pytest.mark.parametrize(("data", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_refuses(data, why):
    with pytest.raises(RefusedError, match=why):
        checked_name(data, "pier.png")


@unhurried
@given(st.sampled_from(list(FILES.values())), st.binary(max_size=60), st.integers(0, 80))
def test_any_bytes_are_shown_or_refused(known, put, at):
    data = known[0][:at] + put + known[0][at + len(put) :]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's own, on damaged pictures
        try:
            name = checked_name(data, "x")
        except RefusedError:
            return
    assert name.startswith("x.")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("pier.jpg", "pier.jpg"),
        ("Pier View (2).JPEG", "pier-view-2.jpg"),
        ("café.jpg", "cafe.jpg"),
        ("мост.jpg", "file.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("..", "file.jpg"),
        ("../../etc/passwd", "etc-passwd.jpg"),
        ("shell.php.jpg", "shell-php.jpg"),
        ("shell.php", "shell.jpg"),
        ("a\0b\n.jpg", "a-b.jpg"),
        ("", "file.jpg"),
        ("x" * 200 + ".jpg", "x" * 76 + ".jpg"),
    ],
)
def test_names_are_made_safe(name, safe):
    assert safe_name(name, ".jpg") == safe


@unhurried
@given(st.text(max_size=200))
def test_any_name_is_made_safe(name):
    safe = safe_name(name, ".webp")
    assert re.fullmatch(r"[a-z0-9_-]+\.webp", safe)
    assert len(safe) <= LONGEST_NAME


def test_names_taken_get_a_number():
    taken = {"pier.jpg", "pier-2.jpg"}
    assert unique("map.jpg", taken) == "map.jpg"
    assert unique("pier.jpg", taken) == "pier-3.jpg"
    longest = "x" * 76 + ".jpg"
    assert unique(longest, {longest}) == "x" * 74 + "-2.jpg"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://e.example/a/pier%20view.jpg?w=1#x", "pier view.jpg"),
        (r"a\pier.jpg", "pier.jpg"),
        ("https://e.example/a/", "a"),
        ("/a%2Fb.jpg", "a/b.jpg"),
        ("", ""),
    ],
)
def test_a_file_is_called_as_at_the_end_of_its_address(address, name):
    assert file_name(address) == name


@pytest.mark.parametrize(
    ("href", "tells"),
    [
        ("/up/pier.JPG?w=3", True),
        ("report.pdf", True),
        ("/a/", False),
        ("https://jpg.example", False),
        ("a.svg", False),
    ],
)
def test_a_link_to_a_file_is_told_by_its_name(href, tells):
    assert is_media(href) is tells


def test_an_album_names_its_files_in_order_of_appearance(dump):
    (dump / "2011/words.png").write_text("no picture")
    album = MediaStore(MediaLocator(nothing, dump), "bridge", PAGE, str(dump / "2011"))

    shown = [
        album.show(src)
        for src in ("map.png", "/img/logo.png", "./map.png", "none.png", "words.png", "near.png")
    ]

    assert shown == [
        "{attach}bridge/map.png",
        "{attach}bridge/logo.png",
        "{attach}bridge/map.png",
        None,
        None,
        "{attach}bridge/logo.png",
    ]
    assert list(album.files) == ["map.png", "logo.png"]
    assert list(album.refused) == ["words.png"]


def test_two_files_of_one_name_stay_two(dump):
    (dump / "img/map.png").write_bytes(picture("JPEG"))
    (dump / "img/MAP.JPG").write_bytes(picture("JPEG"))
    album = MediaStore(MediaLocator(nothing, dump), "bridge", PAGE, str(dump / "2011"))

    shown = [album.show(src) for src in ("map.png", "/img/map.png", "/img/MAP.JPG")]

    assert [one and one.rpartition("/")[2] for one in shown] == [
        "map.png",
        "map.jpg",
        "map-2.jpg",
    ]


PARTS = st.sampled_from(["..", ".", "/", "\\", "%2e%2e", "%2f", "secret.png", "link.png", "2011"])


@unhurried
@given(st.lists(PARTS, max_size=12))
def test_no_path_leaves_the_dump(tmp_path_factory, parts):
    top = tmp_path_factory.getbasetemp() / "paths"
    folder = top / "dump/2011"
    if not folder.exists():
        folder.mkdir(parents=True)
        (top / "secret.png").write_bytes(b"x")
        (folder / "link.png").symlink_to(top / "secret.png")
    finder = MediaLocator(nothing, top / "dump", (top / "dump",))
    assert finder.find("".join(parts), "", str(folder)) is None
    assert finder.find("/".join(parts), PAGE, str(folder)) is None
