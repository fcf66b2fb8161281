"""Dumps of other systems: recognised by their contents, named, with the way to convert them."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Of an archive, so many names of members are looked at.
_MOST_MEMBERS = 2_000

_BY_WORDPRESS = (
    "import it into an empty WordPress (Tools, Import), export that (Tools, Export, All content), "
    "and import the .xml"
)
_BY_TABLE = (
    "load it into its database, query the stories into a CSV file with a header (title, text, "
    "date, author, address), and import that"
)
_BY_TEXT = "save it as a text file, in UTF-8, and import that"
_BY_PAGE = 'save it as a web page ("HTML, filtered") or as a text file, and import that'
_BY_UNPACKING = "unpack it and import the folder"


@dataclass(frozen=True, slots=True)
class Foreign:
    """A kind of file that is not imported: what it is, and what to do instead.

    `begins` is a pattern that is matched against the first bytes of the file, `members` one that is
    searched for in the names of a zip archive's members, one a line. One of the two is empty.
    """

    name: str
    way: str
    begins: bytes = b""
    members: str = ""

    def why(self) -> str:
        """Say what the file is and what to do."""
        return f"this is {self.name}, which is not imported; {self.way}"


def _file(pattern: bytes, name: str, way: str) -> Foreign:
    return Foreign(name, way, begins=pattern)


def _zip(pattern: str, name: str, way: str) -> Foreign:
    return Foreign(name, way, members=pattern)


# What may stand above the first element.
_XML = rb"\s*(?:<\?xml[^<>]{0,500}\?>\s*|<!--.{0,2000}?-->\s*|<!DOCTYPE[^<>]{0,500}>\s*){0,9}+"
_MAIL = rb"(?:Received|Return-Path|Message-ID|MIME-Version|Delivered-To|From|Date|Subject|To)"
# Comments, and the first statement below them.
_COMMENTS = rb"(?>--[^\n]{0,500}\n|/\*.{0,500}?\*/;?|\s){0,500}+"
_SQL = _COMMENTS + rb"(?:CREATE|INSERT|DROP|SET|USE|BEGIN|LOCK|START)\b"

KINDS = (
    _zip(
        r"^posts\.csv\n(?:.*\n)*posts/[^/\n]+\.html$",
        "an export of Substack",
        "unpack it, put each page of posts/ into its row of posts.csv as a column named text, and "
        "import posts.csv",
    ),
    _zip(
        r"^(?:medium-export[^/\n]*/)?posts/\d{4}-\d\d-\d\d_[^/\n]+\.html$",
        "an export of Medium",
        "unpack it and import its folder posts with --format html",
    ),
    _zip(
        r"^(?:[^/\n]+/)?posts/(?:html/\d+\.html|posts\.xml)$",
        "an export of Tumblr",
        "unpack it and import its folder posts/html with --format html",
    ),
    _zip(r"^word/document\.xml$", "a Word document (.docx)", _BY_PAGE),
    _zip(r"^xl/workbook\.xml$", "an Excel workbook (.xlsx)", "save its sheet as CSV in UTF-8"),
    _zip(r"^ppt/presentation\.xml$", "a PowerPoint presentation", _BY_TEXT),
    _zip(r"^META-INF/container\.xml$", "an electronic book (EPUB)", _BY_UNPACKING),
    _zip(
        r"^content\.xml$",
        "an OpenDocument file (.odt, .ods)",
        "save it as a web page or a text file, a spreadsheet as CSV, and import that",
    ),
    _file(
        rb'\s*\{\s*"(?:db"\s*:\s*\[|meta"\s*:\s*\{[^{}]*"exported_on")',
        "an export of Ghost (JSON)",
        "make lines of its posts (jq -c '.db[0].data.posts[]' export.json > posts.jsonl), and "
        'import them with a recipe: [json] title = "title", body = "html", date = "published_at", '
        'slug = "slug", status = "status", identity = "id"',
    ),
    _file(
        rb'\s*\{[^{}]{0,400}"version"\s*:\s*"https?://jsonfeed\.org/',
        "a JSON Feed",
        "make lines of its items (jq -c '.items[]' feed.json > items.jsonl), and import them with "
        'a recipe: [json] title = "title", body = "content_html", date = "date_published", '
        'address = "url", identity = "id"',
    ),
    _file(
        _XML + rb"<(?:urlset|sitemapindex)\b",
        "a sitemap",
        "it has addresses and no text; crawl the site (wget --warc-file), and import that",
    ),
    _file(
        _XML + rb"<(?:nitf|NewsML|newsMessage|newsItem|NewsItem|TEI|article)\b",
        "news in XML (NITF, NewsML and the like)",
        "make one JSON object a line of it, with title, text and date, and import that",
    ),
    _file(
        rb'\s*\{[^{}]{0,400}"(?:tumblelog|blog_name)"\s*:|' + _XML + rb"<tumblr\b",
        "an export of Tumblr",
        "export the blog from its settings instead, unpack that, and import its folder posts/html "
        "with --format html",
    ),
    _file(
        rb"(?=(?:[^\n]*\n){0,40}?(?:TITLE|BASENAME|STATUS|ALLOW COMMENTS): ?[^\n]*\n)"
        rb"\s*(?:AUTHOR|TITLE|BASENAME|STATUS|DATE): ?[^\n]*\r?\n(?:[^\n]*\n){0,60}?-----\r?\n",
        "an export of Movable Type or TypePad",
        _BY_WORDPRESS,
    ),
    _file(
        _XML + rb"(?:<livejournal\b|<\w+>\s*<entry>\s*<itemid>)",
        "an export of LiveJournal",
        _BY_WORDPRESS,
    ),
    _file(
        rb"(?=.*\b(?:node_revisions?|field_data_body|node__body|node_field_data)\b)" + _SQL,
        "a database dump of Drupal",
        _BY_TABLE,
    ),
    _file(
        rb"(?=.*\bintrotext\b)" + _SQL,
        "a database dump of Joomla",
        _BY_TABLE,
    ),
    _file(
        rb"(?=.*\bwp_\w*posts\b)" + _SQL,
        "a database dump of WordPress",
        "load it into a WordPress of its own, export that (Tools, Export, All content), and "
        "import the .xml",
    ),
    _file(
        rb"\s*(?:-- (?:MySQL|MariaDB|phpMyAdmin|PostgreSQL|Adminer) |/\*!\d{5} |PRAGMA \w+=)"
        rb"|SQLite format 3\0|PGDMP"
        rb"|" + _COMMENTS + rb"(?:CREATE TABLE|INSERT INTO|DROP TABLE|BEGIN TRANSACTION)\b",
        "a database dump (SQL)",
        _BY_TABLE,
    ),
    _file(
        rb"From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b[^\n]{0,60}\d\d:\d\d[^\n]{0,30}\n",
        "a mailbox (mbox)",
        "save each message as a text file named after its day (2011-03-04-bridge.txt), and "
        "import these",
    ),
    _file(
        rb"(?=.{0,8000}?^Content-Type: *multipart/related).{0,8000}?^(?:Snapshot-Content-Location"
        rb"|Subject|From: *<Saved by)",
        "a page saved as one file (MHTML)",
        'open it in a browser, save it as "web page, complete", and import that',
    ),
    _file(
        rb"(?=.{0,8000}?^(?:Message-ID|MIME-Version|Received|Return-Path):)"
        rb"(?:"
        + _MAIL
        + rb"|[A-Z][\w-]{1,40}):[^\n]*\n(?:[A-Z][\w-]{1,40}:[^\n]*\n|[ \t][^\n]*\n)",
        "an e-mail message",
        _BY_TEXT,
    ),
    _file(rb"%PDF-\d", "a PDF", "make text of it (pdftotext -layout story.pdf), and import that"),
    _file(rb"\{\\rtf", "a text with formatting (RTF)", _BY_PAGE),
    _file(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office file of before 2007", _BY_PAGE),
    _file(
        rb"package\.json\0",
        "a backup by All-in-One WP Migration (.wpress)",
        "restore it into a WordPress of its own, export that (Tools, Export, All content), and "
        "import the .xml",
    ),
    _file(
        rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18",
        "a file compressed with Zstandard",
        "unpack it (zstd -d) and import what comes out",
    ),
    _file(rb"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _BY_UNPACKING),
    _file(rb"Rar!\x1a\x07", "a RAR archive", _BY_UNPACKING),
    _file(
        rb"bplist00.{0,400}WebMainResource",
        "a page saved by Safari (.webarchive)",
        'open it in Safari, save it as "page source", and import that',
    ),
    _file(
        rb"---[ \t]*\r?\n(?:[^\n]{0,500}\n){0,60}?(?:title|layout)[ \t]*:[^\n]*\n"
        rb"(?:[^\n]{0,500}\n){0,60}?---[ \t]*\r?\n",
        "a Markdown file with front matter (Jekyll, Hugo, Eleventy)",
        "build its site, and import the pages that come out with --format html",
    ),
)


def foreign(head: bytes, path: Path | None = None) -> Foreign | None:
    """Return what a file is that begins with *head*, None for one that may be imported.

    *path* is where a zip archive lies, for the names of its members.
    """
    if path is not None and head.startswith(b"PK"):
        names = "\n".join(_names(path))
        zips = (one for one in KINDS if one.members)
        return next((one for one in zips if re.search(one.members, names, re.MULTILINE)), None)
    start = head.removeprefix(b"\xef\xbb\xbf")
    files = (one for one in KINDS if one.begins)
    return next((one for one in files if _pattern(one.begins).match(start)), None)


@cache
def _pattern(begins: bytes) -> re.Pattern[bytes]:
    """Compile a pattern when a file is first compared with it: most dumps are known before."""
    return re.compile(begins, re.DOTALL | re.MULTILINE)


def _names(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return sorted(archive.namelist()[:_MOST_MEMBERS])
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError):
        return []
