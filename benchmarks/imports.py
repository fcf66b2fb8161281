"""`invoke bench import`: stories a second and memory, for each kind of dump, and beside Pelican."""

from __future__ import annotations

import io
import random
import shutil
import sys
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from backfile.errors import BackfileError
from benchmarks.processes import run
from benchmarks.words import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
# More would take pelican-import hours: it reads an export whole and starts pandoc for each post.
PELICAN_POSTS = 1000


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: how many stories, in how many seconds, with how many bytes of memory at most.

    The memory is that of all its processes together, what they share counted once.
    """

    stories: int
    seconds: float
    memory: int

    def __str__(self) -> str:
        rate = self.stories / self.seconds
        return (
            f"{self.stories:9,} stories {self.seconds:8.1f} s {rate:8.1f}/s "
            f"{self.memory / 2**20:7.0f} MB"
        )


def imports(folder: Path, *, stories: int) -> None:
    """Print the rate and the memory of imports of *stories* stories and of a tenth of them.

    Of posts of a WordPress export there are twenty times as many.
    """
    _make_archive(folder)
    for name, write in (("text", _texts), ("html", _pages), ("warc", _warc), ("wxr", _wxr)):
        most = stories * 20 if name == "wxr" else stories
        for count in (max(1, most // 10), most):
            dump = folder / f"dump-{name}-{count}"
            write(dump, count)
            measured = _measure(folder, dump, count)
            print(f"{name:14} {_size(dump) / 2**20:7.0f} MB {measured}", flush=True)
            shutil.rmtree(dump) if dump.is_dir() else dump.unlink()
    few = folder / "dump-few.xml"
    _wxr(few, PELICAN_POSTS)
    ours = _measure(folder, few, PELICAN_POSTS)
    print(f"{'wxr, few':14} {_size(few) / 2**20:7.0f} MB {ours}", flush=True)
    if not shutil.which("pandoc"):
        print("pelican-import is not compared: it needs pandoc, which is not installed")
        return
    theirs = _pelican(folder, few)
    print(f"{'pelican-import':14} {_size(few) / 2**20:7.0f} MB {theirs}")
    print(f"{theirs.seconds / ours.seconds:.1f} times the rate of pelican-import")


def _make_archive(folder: Path) -> None:
    """Put an empty archive into *folder*, with this project's settings and plugin."""
    for name in ("pelicanconf.py", "tasks.py"):
        shutil.copy(ROOT / name, folder)
    for name in ("plugins", "theme"):
        (folder / name).symlink_to(ROOT / name)


def _measure(folder: Path, dump: Path, count: int) -> Measured:
    """Import *dump* into an empty archive. Raises BackfileError where a story is missing."""
    for name in ("content", "cache"):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / "content" / "stories").mkdir(parents=True)
    used = run([sys.executable, "-m", "invoke", "import", str(dump)], folder)
    made = sum(1 for _ in (folder / "content" / "stories").rglob("*.md"))
    if made != count:
        raise BackfileError(f"{made} of {count} stories were imported; the figures are meaningless")
    return Measured(count, used.wall, used.memory)


def _pelican(folder: Path, dump: Path) -> Measured:
    """Import *dump* as Pelican does."""
    output = folder / "by-pelican"
    output.mkdir()
    program = Path(sys.executable).with_name("pelican-import")
    command = [str(program), "--wpfile", "-m", "markdown", "-o", str(output), str(dump)]
    used = run(command, folder)
    return Measured(sum(1 for _ in output.rglob("*.md")), used.wall, used.memory)


def _size(dump: Path) -> int:
    files = dump.rglob("*") if dump.is_dir() else [dump]
    return sum(file.stat().st_size for file in files if file.is_file())


@dataclass(frozen=True, slots=True)
class _Post:
    """One story of a dump: about 600 words and four updates, with the signs that HTML has."""

    number: int
    title: str
    moment: str
    body: str
    address: str


def _posts(count: int) -> Iterator[_Post]:
    chance = random.Random(1912)  # noqa: S311 (the same words in every run, not a secret)
    for number in range(count):
        year, month, day = 1990 + number % 30, 1 + number % 12, 1 + number % 28
        slug = f"story-{number}"
        parts = [f"<p>{one}</p>" for one in paragraphs(chance, 2)]
        for stamp in ("9:{} p.m.", "6:{} p.m.: Towed", "3:{} p.m.", "10:{} a.m."):
            parts.append(f"<h2>{stamp.format(chance.randrange(10, 60))}</h2>")
            parts += [f"<p>{one}</p>" for one in paragraphs(chance, 3)]
        other = f"https://wire.example/{1990 + (number + 1) % 30}/story-{(number + 1) % count}/"
        parts.append(f'<p>See <a href="{other}">what came next</a>, and <em>not</em> before.</p>')
        parts += ["<h2>Original Post</h2>", *(f"<p>{one}</p>" for one in paragraphs(chance, 2))]
        yield _Post(
            number,
            f"Story {number}",
            f"{year}-{month:02}-{day:02}T09:00:00",
            "\n".join(parts),
            f"https://wire.example/{year}/{slug}/",
        )


def _texts(folder: Path, count: int) -> None:
    folder.mkdir()
    chance = random.Random(1912)  # noqa: S311
    for number in range(count):
        parts = [f"Story {number}", *paragraphs(chance, 2)]
        for stamp in ("9:{} p.m.", "6:{} p.m.", "3:{} p.m.", "10:{} a.m."):
            first, second = paragraphs(chance, 2)
            parts += [f"{stamp.format(chance.randrange(10, 60))}: {first}", second]
        parts += ["Original Post", *paragraphs(chance, 2)]
        name = f"{1990 + number % 30}-{1 + number % 12:02}-{1 + number % 28:02}-{number}.txt"
        (folder / name).write_text("\n\n".join(parts), "utf-8")


def _page(post: _Post) -> str:
    """Return a page as a news site serves it, with as much around its story."""
    links = "".join(f'<li><a href="/topic/{n}/">Topic number {n}</a></li>' for n in range(40))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{post.title}</title>'
        f'<link rel="canonical" href="{post.address}"><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{post.moment}-04:00">'
        f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{post.title}",'
        f'"datePublished":"{post.moment}-04:00"}}</script></head><body>'
        f"<header><nav><ul>{links}</ul></nav></header><main><article><h1>{post.title}</h1>"
        f'<div class="entry">{post.body}</div></article></main>'
        f"<footer><ul>{links}</ul></footer></body></html>"
    )


def _pages(folder: Path, count: int) -> None:
    folder.mkdir()
    for post in _posts(count):
        (folder / f"story-{post.number}.html").write_text(_page(post), "utf-8")


def _warc(path: Path, count: int) -> None:
    with path.with_suffix(".warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for post in _posts(count):
            headers = StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
            )
            payload = io.BytesIO(_page(post).encode())
            record = writer.create_warc_record(
                post.address, "response", payload=payload, http_headers=headers
            )
            writer.write_record(record)
    path.with_suffix(".warc.gz").rename(path)


_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>The Wire</title><link>https://wire.example</link><language>en</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://wire.example</wp:base_site_url>
<wp:base_blog_url>https://wire.example</wp:base_blog_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login>writer</wp:author_login>
<wp:author_display_name><![CDATA[A. Writer]]></wp:author_display_name></wp:author>
"""


def _wxr(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(_HEAD)
        for post in _posts(count):
            moment = post.moment.replace("T", " ")
            file.write(
                f"<item><title>{escape(post.title)}</title><link>{post.address}</link>"
                f"<pubDate>Thu, 01 Jan 2015 00:00:00 +0000</pubDate>"
                f"<dc:creator><![CDATA[writer]]></dc:creator>"
                f'<guid isPermaLink="false">https://wire.example/?p={post.number + 1}</guid>'
                f"<description></description>"
                f"<content:encoded><![CDATA[{post.body}]]></content:encoded>"
                f"<excerpt:encoded><![CDATA[]]></excerpt:encoded>"
                f"<wp:post_id>{post.number + 1}</wp:post_id>"
                f"<wp:post_date><![CDATA[{moment}]]></wp:post_date>"
                f"<wp:post_date_gmt><![CDATA[{moment}]]></wp:post_date_gmt>"
                f"<wp:comment_status>closed</wp:comment_status>"
                f"<wp:post_name><![CDATA[story-{post.number}]]></wp:post_name>"
                f"<wp:status><![CDATA[publish]]></wp:status><wp:post_parent>0</wp:post_parent>"
                f"<wp:post_type><![CDATA[post]]></wp:post_type>"
                f"<wp:post_password></wp:post_password>"
                f'<category domain="category" nicename="world"><![CDATA[World]]></category>'
                f'<category domain="post_tag" nicename="t"><![CDATA[Tag]]></category></item>\n'
            )
        file.write("</channel></rss>\n")
