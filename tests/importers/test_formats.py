"""What a received file is, and what a folder holds."""

from __future__ import annotations

import pytest

from backfile.importers.detection import recognise, sources
from backfile.importers.name_lists import listed

PAGE = "<!DOCTYPE html><html><body><p>Ice.</p></body></html>"


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.txt", "Ice\n\n6 p.m.: Shut.\n", "text"),
        ("a.txt", PAGE, "html"),
        ("a.html", "Ice", "html"),
        ("a", PAGE, "html"),
        ("a.jsonl", '{"title": "Ice"}', "json"),
        ("a.xml", '<rss xmlns:wp="http://wordpress.org/export/1.2/">', "wxr"),
        ("a.xml", "<?xml version='1.0'?><rss version='2.0'>", "feed"),
        ("a", "<feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
        ("a.xml", "<feed><entry>wordpress.org/export/1.2/</entry></feed>", "feed"),
        ("a.csv", "Title,Text\n", "csv"),
        ("a.bin", "WARC/1.0\r\n", "warc"),
    ],
)
def test_a_file_is_told_by_its_beginning(tmp_path, name, text, found):
    (tmp_path / name).write_text(text, "utf-8")
    assert recognise(tmp_path / name) == found


# The folders above are nobody's business.
@pytest.mark.parametrize("above", [".", "site_files", ".hidden/dump.files"])
def test_a_folder_is_a_source_for_each_format(tmp_path, above):
    folder = tmp_path / above / "dump"
    for name, text in {
        "a.txt": "Ice",
        "no-suffix": PAGE,
        "pier_files/frame.html": PAGE,
        "x.jsonl": "{}",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    assert list(sources(folder)) == [
        ("text", folder),
        ("html", folder),
        ("json", folder / "x.jsonl"),
    ]


def test_what_was_saved_beside_a_page_is_no_source(tmp_path):
    (tmp_path / "pier_files").mkdir()
    (tmp_path / "pier_files/frame.html").write_text(PAGE, "utf-8")
    assert list(sources(tmp_path)) == []


@pytest.mark.parametrize(
    ("names", "field"),
    [
        (["A. Writer"], "A. Writer"),
        (["A. Writer", "B. Writer"], "A. Writer, B. Writer"),
        (["Writer, A."], "Writer, A.;"),
        (["Writer, A.", "B. Writer"], "Writer, A.; B. Writer"),
        (["Ice; Snow"], "Ice, Snow;"),
        (["Ice", "ice ", " ", "Black\n ice"], "Ice, Black ice"),
        ([], ""),
    ],
)
def test_names_stand_as_pelican_reads_them(names, field):
    assert listed(names) == field
