"""Dumps of other systems are named for what they are, with the way to convert them."""

from __future__ import annotations

import io
import re
import zipfile
from zoneinfo import ZoneInfo

import pytest

from backfile.errors import RefusedError
from backfile.importers.detection import recognise
from backfile.importers.dump_items import Item
from backfile.importers.foreign import KINDS, foreign
from backfile.importers.formats import other, text
from backfile.importers.options import Call
from backfile.importers.recipe import Recipe
from backfile.story.model import Order

CALL = Call(ZoneInfo("America/Halifax"), Recipe(), Order.NEWEST_FIRST)


def zipped(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "words")
    return data.getvalue()


SQL = "-- Some tool\n--\n/*!40101 SET NAMES utf8 */;\n\nDROP TABLE IF EXISTS `x`;\n"
NAMED = {
    "Ghost": '{"db":[{"meta":{"exported_on":1},"data":{"posts":[]}}]}',
    "Ghost, newer": '{\n "meta": {"exported_on": 1}, "data": {"posts": []}}',
    "JSON Feed": '{"version": "https://jsonfeed.org/version/1.1", "items": []}',
    "sitemap": '<?xml version="1.0"?>\n<!-- x -->\n<urlset xmlns="x"><url/></urlset>',
    "news in XML": '<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf.dtd"><nitf><body/></nitf>',
    "Substack": zipped("posts.csv", "posts/12.bridge.html"),
    "Medium": zipped("README.html", "posts/2014-06-16_Bridge-1a2b.html", "profile/profile.html"),
    "Tumblr": zipped("posts/html/12345.html", "posts/style.css"),
    "Tumblr, XML": '<?xml version="1.0"?>\n<tumblr version="1.0"><posts/></tumblr>',
    "Movable Type": "AUTHOR: A\nTITLE: Ice\nDATE: 03/04/2011 10:00:00 AM\n-----\nBODY:\nIce.\n",
    "LiveJournal": "<?xml version='1.0'?>\n<livejournal><entry><itemid>1</itemid></entry>",
    "Drupal": SQL + "CREATE TABLE `node_revision` (id int);",
    "Joomla": SQL + "CREATE TABLE `jos_content` (`introtext` mediumtext);",
    "database dump of WordPress": SQL + "CREATE TABLE `wp_2_posts` (id int);",
    "database dump (SQL)": "CREATE TABLE stories (id int);\n",
    "(SQL), MySQL": "-- MySQL dump 10.13\n--\nSET x=1;",
    "(SQL), SQLite": "SQLite format 3\0....",
    "mailbox": "From a@b.example Fri Mar  4 18:05:00 2011\nSubject: Ice\n\nIt froze.\n",
    "e-mail": "Return-Path: <a@b.example>\nReceived: from c\n  by d\nSubject: Ice\n\nIt froze.\n",
    "MHTML": "From: <Saved by B>\nSubject: Ice\nContent-Type: multipart/related;\n",
    "Word document": zipped("[Content_Types].xml", "word/document.xml"),
    "Excel": zipped("[Content_Types].xml", "xl/workbook.xml"),
    "OpenDocument": zipped("mimetype", "content.xml"),
    "EPUB": zipped("mimetype", "META-INF/container.xml"),
    "PDF": "%PDF-1.4\n",
    "RTF": r"{\rtf1 words}",
    "Office file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100,
    ".wpress": b"package.json" + b"\0" * 243,
    "Zstandard": b"\x28\xb5\x2f\xfd....",
    "7-Zip": b"7z\xbc\xaf\x27\x1c",
    "RAR": b"Rar!\x1a\x07\x00",
    "front matter": "---\nlayout: post\ntitle: Ice\n---\nIt froze.\n",
}


@pytest.mark.parametrize("suffix", ["", ".txt", ".xml"])
@pytest.mark.parametrize(("name", "data"), NAMED.items(), ids=NAMED)
def test_each_is_named_whatever_it_is_called(tmp_path, name, data, suffix):
    path = tmp_path / f"dump{suffix}"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    assert recognise(path) == "other"
    (held,) = other.items(path, CALL)
    assert name.partition(",")[0] in held.why
    assert "which is not imported; " in held.why


WORDS = [
    "Ferry sails\n\nFrom: here to there\nDate: none\n",
    "From here to there by 10:30\n\nWords.\n",
    "TITLE: The bridge\n\nWords.\n",
    "-- \n\nA poem, which has no tables.\n",
    "Drop table talk at the pier\n\nWords about wp_posts and introtext.\n",
    "Date: 4 March 2011\nSubject to change\n\nWords.\n",
    "---\n\nWords below a line.\n",
    "{ a brace }\n",
]


@pytest.mark.parametrize("words", WORDS)
def test_texts_are_no_dumps(words):
    assert foreign(words.encode()) is None


@pytest.mark.parametrize("kind", KINDS, ids=range(len(KINDS)))
def test_no_file_is_searched_for_long(kind):
    tries = (b" ", b"-- ", b"/* */", b"A: b\n", b"---\n", b"<?xml ", b"{", b"From x ", b"-- x\n")
    for one in tries:
        data = one * (65536 // len(one)) + b"introtext"
        found = kind.begins and re.fullmatch(kind.begins, data, re.DOTALL | re.MULTILINE)
        assert not found


def test_a_text_file_says_it_as_well():
    data = NAMED["Movable Type"].encode()
    with pytest.raises(RefusedError, match="this is an export of Movable Type"):
        text.facts(Item("a.txt", "", "text", ".txt", data, "2011-03-04-a.txt"), CALL)
