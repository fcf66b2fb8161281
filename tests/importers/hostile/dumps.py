"""Hostile dumps in every format, made of the tries in the files beside this one."""

from __future__ import annotations

import csv
import gzip
import json
from dataclasses import dataclass
from html import escape
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
DAY = "2011-03-04"
# Before and after each try, so that it is seen whether it swallows what is not its own.
BEFORE = "The swing bridge opened at half past five and has not closed since, say the pilots."
AFTER = "The engineers have gone home, and the ferry runs every half hour until the morning."

RECIPE = """\
[html]
body = "article"

[json]
title = "title"
body = "body"
body_format = "{}"
date = "date"
address = "address"
authors = "authors"
tags = "tags"
category = "category"
summary = "summary"
slug = "slug"
identity = "id"
lang = "lang"
status = "status"
"""


@dataclass(frozen=True)
class Try:
    """One attempt: its name (`handlers-3`) and its text."""

    name: str
    text: str


def tries(file: str) -> list[Try]:
    r"""Return the tries in *file*, where `\0`, `\t` and `\n` are written out."""
    found: list[Try] = []
    family, number = Path(file).stem, 0
    for line in (HERE / file).read_text("utf-8").splitlines():
        if line.startswith("# ") and file == "fragments.html":
            family, number = line[2:].partition(":")[0], 0
        elif line and not line.startswith("# "):
            number += 1
            text = line.replace("\\0", "\0").replace("\\t", "\t").replace("\\n", "\n")
            found.append(Try(f"{family}-{number}", text))
    return found


def bodies() -> list[Try]:
    """Return HTML for the body of a story: each fragment, and each address in all its places."""
    return [
        *tries("fragments.html"),
        *(Try(one.name, _places(one.text)) for one in tries("addresses.txt")),
        *(Try(one.name, _quoted(one.text)) for one in tries("words.txt")),
    ]


def _places(address: str) -> str:
    """Return HTML that has *address* wherever an address can stand."""
    value = address.replace('"', "&quot;")
    return (
        f'<p><a href="{value}">words</a> <img src="{value}" srcset="{value} 2x" alt="words">'
        f'<q cite="{value}">words</q></p><blockquote cite="{value}"><p><a href="{value}">words</a>'
        f'</p></blockquote><iframe src="{value}"></iframe><video src="{value}" poster="{value}">'
        f'</video><object data="{value}"></object><embed src="{value}"><form action="{value}">'
        f'<button formaction="{value}">words</button></form><map><area href="{value}"></map>'
        f'<figure><a href="{value}"><img src="{value}"></a><figcaption>words</figcaption></figure>'
    )


def _quoted(words: str) -> str:
    """Return HTML that has *words* wherever words can stand."""
    text, value = escape(words, quote=False), escape(words)
    return (
        f"<p>{text}</p><h2>6:15 p.m.: {text}</h2><p>words<br>{text}</p><ul><li>{text}</li></ul>"
        f'<p><a href="https://wire.example/" title="{value}">{text}</a> <em>{text}</em></p>'
        f'<figure><img src="x.png" alt="{value}"><figcaption>{text}</figcaption></figure>'
        f"<table><tr><th>{text}</th></tr><tr><td>{text}</td></tr></table><pre>{text}</pre>"
        f'<blockquote><p>{text}</p></blockquote><p><abbr title="{value}">{text}</abbr></p>'
        f"<dl><dt>{text}</dt><dd>{text}</dd></dl><p><code>{text}</code></p><h3>{text}</h3>"
    )


def page(title: str, body: str, head: str = "") -> str:
    """Return a saved page with *body* as its story."""
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title>"
        f'<meta property="article:published_time" content="{DAY}T10:00:00Z">{head}</head>'
        f"<body><article><h1>{escape(title)}</h1><p>{BEFORE}</p>{body}<p>{AFTER}</p></article>"
        "</body></html>"
    )


def heads() -> Iterator[Try]:
    """Go through the heads of pages that try something in each thing that is read from them."""
    named = "author keywords description twitter:title section news_keywords parsely-author"
    properties = (
        "og:title og:description og:url og:image og:locale article:author article:section "
        "article:tag article:modified_time article:published_time"
    )
    for one in [*tries("words.txt"), *tries("addresses.txt")]:
        value = one.text.replace('"', "&quot;")
        meta = [f'<meta name="{name}" content="{value}">' for name in named.split()]
        meta += [f'<meta property="{name}" content="{value}">' for name in properties.split()]
        told = {
            "@type": "NewsArticle",
            **dict.fromkeys(("headline", "description", "articleSection", "url"), one.text),
            **dict.fromkeys(("inLanguage", "dateModified", "image", "keywords"), one.text),
            "author": [{"@type": "Person", "name": one.text, "url": one.text}],
            "mainEntityOfPage": {"@id": one.text},
        }
        script = json.dumps(told).replace("</", "<\\/")
        links = f'<link rel="canonical" href="{value}"><link rel="shortlink" href="{value}">'
        linked = f'<script type="application/ld+json">{script}</script>'
        yield Try(f"head-{one.name}", f"{''.join(meta)}{links}{linked}")


# File names


def write_pages(folder: Path) -> Path:
    """Write a folder of saved pages, one for each try, with tricks in its files' names as well."""
    folder.mkdir(parents=True)
    for one in bodies():
        _write(folder / f"{one.name}.html", page(f"Page {one.name}", one.text))
    for one in heads():
        _write(folder / f"{one.name}.html", page(f"Page {one.name}", "", one.text))
    for number, name in enumerate(_NAMES):
        _write(folder / f"{name}.html", page(f"Page with name {number}", f"<p>{number}</p>"))
    _write(folder / "no-markup.html", page("<img src=x onerror=pwned=1>", "<p>words</p>"))
    (folder / "link.html").symlink_to("../../secret.html")
    (folder / "link.png").symlink_to("../../secret.png")
    pictures = ("../../secret.png", "link.png", "%2e%2e/%2e%2e/secret.png", "..\\..\\secret.png")
    shown = "".join(f'<img src="{one}" alt="a way out">' for one in pictures)
    _write(folder / "pictures.html", page("Page with ways out", shown))
    return folder


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", newline="")


_NAMES = (
    '"><img src=x onerror=pwned=1>',
    "words\nStatus: draft",
    "..%2f..%2f..%2fescaped",
    "..\\..\\escaped",
    "{filename}|static|",
    "-rf",
    "~",
    "$(touch escaped)",
    "x" * 240,
    "2011-03-04-\u202elmth.x",
)


# One file for all


def wordpress(folder: Path) -> Path:
    """Write a WordPress export with a post for each try, and return its path."""
    addresses = cycle(one.text for one in tries("addresses.txt"))
    posts = [
        *(_post(one.name, one.text) for one in tries("fragments.html")),
        *(_post(one.name, one.text) for one in _shortcodes()),
        *(_post(f"told-{one.name}", "", one.text, next(addresses)) for one in tries("words.txt")),
    ]
    path = folder / "export.xml"
    head = "".join(
        f"<wp:author><wp:author_login>{_cdata(one.text)}</wp:author_login>"
        f"<wp:author_display_name>{_cdata(one.text)}</wp:author_display_name></wp:author>"
        for one in tries("words.txt")
    )
    _write(path, f"{_WXR_HEAD}{head}{''.join(posts)}</channel></rss>")
    return path


_WXR_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Wire</title><link>https://wire.example</link>
<language>en" onload="pwned=1</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://wire.example</wp:base_site_url>
<wp:base_blog_url>https://wire.example</wp:base_blog_url>
"""


def _post(name: str, content: str, told: str = "", address: str = "") -> str:
    """Return a post that says *told* of itself wherever a post says something."""
    words = _cdata(told)
    link = escape(address or f"https://wire.example/{name}/")
    title = _cdata(told or f"Post {name}")
    taxonomies = "".join(
        f'<category domain="{domain}" nicename="{escape(told)}">{words}</category>'
        for domain in ("category", "post_tag", "post_format")
        if told
    )
    meta = "".join(
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{words}</wp:meta_value>"
        "</wp:postmeta>"
        for key in ("_wp_old_slug", "_thumbnail_id", "_wp_attached_file", told and escape(told))
        if told
    )
    return (
        f"<item><title>{title}</title><link>{link}</link>"
        f"<guid>https://wire.example/?p={crc32(name.encode())}</guid>"
        f"<dc:creator>{words}</dc:creator><content:encoded>"
        f"{_cdata(f'<p>{BEFORE}</p>{content}<p>{AFTER}</p>')}</content:encoded>"
        f"<excerpt:encoded>{words}</excerpt:encoded><wp:post_id>{crc32(name.encode())}</wp:post_id>"
        f"<wp:post_date>{DAY} 10:00:00</wp:post_date>"
        f"<wp:post_date_gmt>{DAY} 10:00:00</wp:post_date_gmt><wp:status>publish</wp:status>"
        f"<wp:post_name>{words}</wp:post_name><wp:post_type>post</wp:post_type>{taxonomies}{meta}"
        "</item>\n"
    )


def _cdata(text: str) -> str:
    parts = text.replace("\0", "").split("]]>")
    return f"<![CDATA[{']]]]><![CDATA[>'.join(parts)}]]>"


def _shortcodes() -> Iterator[Try]:
    for number, one in enumerate([*tries("words.txt"), *tries("addresses.txt")], 1):
        value = one.text.replace('"', "&quot;")
        yield Try(
            f"shortcode-{number}",
            f'[caption id="{value}" align="{value}" width="9"]<img src="{value}"> {one.text}'
            f'[/caption]\n\n[embed]{one.text}[/embed]\n\n[gallery ids="{value}" link="{value}"]'
            f'\n\n[video src="{value}" poster="{value}"]\n\n[audio mp3="{value}"]'
            f'\n\n[youtube {one.text}]\n\n[{value} x="{value}"]words[/{value}]\n\n{one.text}'
            f"\n\n<!-- wp:image {json.dumps({'url': one.text, 'className': one.text})} -->"
            f'<figure class="{value}"><img src="{value}"></figure><!-- /wp:image -->'
            f"\n\n<!-- wp:embed {json.dumps({'url': one.text})} --><figure><div>\n{one.text}\n"
            "</div></figure><!-- /wp:embed -->",
        )


def crawl(folder: Path) -> Path:
    """Write a crawl with a page for each try, and return its path."""
    records = []
    for one in tries("fragments.html"):
        if one.name.startswith("reparsed"):
            html = page(f"Page {one.name}", one.text)
            records.append(record(f"https://wire.example/2011/{one.name}.html", html.encode()))
    for one in [*tries("words.txt"), *tries("addresses.txt")]:
        html = page(f"Page at {one.name}", f"<p>{one.name}</p>")
        of_type = f"https://wire.example/2011/type-{one.name}"
        records.append(record(one.text, html.encode()))
        records.append(record(of_type, html.encode(), f"Content-Type: text/html; {one.text}"))
    drawing = b"<svg onload=pwned=1/>"
    records.append(record("https://wire.example/x.png", drawing, "Content-Type: image/png"))
    path = folder / "crawl.warc.gz"
    path.write_bytes(b"".join(map(gzip.compress, records)))
    return path


def record(address: str, body: bytes, *headers: str, length: int | None = None) -> bytes:
    """Return the record of a crawl in which *address* answered with *body*.

    *headers* are the answer's, text/html if there are none; *length* is the record's own claim.
    """
    said = "".join(f"{one}\r\n" for one in headers or ("Content-Type: text/html",))
    answer = f"HTTP/1.1 200 OK\r\n{said}\r\n".encode() + body
    claimed = len(answer) if length is None else length
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{crc32(answer):x}>\r\n"
        f"WARC-Target-URI: {address}\r\nWARC-Date: {DAY}T10:00:00Z\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {claimed}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


_TOLD = ("title", "authors", "tags", "category", "summary", "slug", "lang", "address", "status")


def _rows(form: str) -> list[dict[str, str]]:
    """Return a row for each try, with bodies of *form*."""
    words = [*tries("words.txt"), *tries("addresses.txt")]
    read = ("attributes", "markdown", "reparsed") if form == "markdown" else ()
    fragments = [one for one in tries("fragments.html") if one.name.startswith(read)]
    return [
        *({"title": f"Row {form} {one.name}", "body": one.text} for one in fragments),
        *({**dict.fromkeys(_TOLD, one.text), "body": f"{one.text}\n\n{AFTER}"} for one in words),
    ]


def table(folder: Path) -> Path:
    """Write a table (CSV) with a row for each try, and return its path."""
    path = folder / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", "date", "body", *_TOLD])
        writer.writeheader()
        writer.writerows({"id": f"csv-{n}", "date": DAY, **row} for n, row in enumerate(_rows("")))
    return path


def feed(folder: Path) -> Path:
    """Write a feed with an entry for each try, and return its path."""
    entries = [_entry(number, row) for number, row in enumerate(_rows("html"))]
    path = folder / "feed.xml"
    _write(path, f'<feed xmlns="http://www.w3.org/2005/Atom">{"".join(entries)}</feed>')
    return path


def _entry(number: int, row: dict[str, str]) -> str:
    told = {name: escape(row.get(name, "")).replace("\0", "") for name in (*_TOLD, "body")}
    return (
        f"<entry><id>feed-{number}</id><published>{DAY}</published>"
        f'<title type="html">{told["title"]}</title><link href="{told["address"]}"/>'
        f'<author><name>{told["authors"]}</name></author><category term="{told["category"]}"/>'
        f'<link rel="enclosure" type="image/png" href="{told["address"]}"/>'
        f'<summary type="html">{told["summary"]}</summary>'
        f'<content type="html" xml:lang="{told["lang"]}">{told["body"]}</content></entry>\n'
    )


def json_lines(folder: Path, form: str) -> Path:
    """Write a database dump with bodies of *form*, a line for each try, and return its path."""
    rows = _rows(form)
    path = folder / f"rows-{form}.jsonl"
    lines = [json.dumps({"id": f"{form}-{n}", "date": DAY, **row}) for n, row in enumerate(rows)]
    _write(path, "".join(f"{line}\n" for line in lines))
    return path


def write_texts(folder: Path) -> Path:
    """Write a folder of plain texts: one for each row of words, and one for all HTML."""
    folder.mkdir(parents=True)
    for one in tries("words.txt"):
        paragraphs = [
            *(one.text, BEFORE, one.text, f"words\n{one.text}\nwords", f"• 6:15 p.m.: {one.text}"),
            *(f"7:15 p.m.: {one.text.upper()}: {BEFORE}", f"- {one.text}", AFTER, one.text),
            f"This article is from the archive of our partner {one.text[:60]}.",
        ]
        _write(folder / f"{DAY}-{one.name}.txt", "\n\n".join(paragraphs))
    rest = [one.text for one in [*tries("fragments.html"), *tries("addresses.txt")]]
    _write(folder / f"{DAY}-html.txt", "\n\n".join(["All HTML", *rest]).replace("\0", ""))
    return folder
