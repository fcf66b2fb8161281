"""Small WordPress exports of our own making."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from backfile.importers.options import Call, LinkResolver
from backfile.importers.recipe import Recipe
from backfile.story.model import Order

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- An <item> in a comment is none. -->
<rss version="2.0"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
  <title>The Amity Packet</title>
  <link>https://packet.example</link>
  <language>en-CA</language>
  <wp:base_blog_url>https://packet.example</wp:base_blog_url>
  <wp:author><wp:author_login><![CDATA[ada]]></wp:author_login>
    <wp:author_display_name><![CDATA[Ada Writer]]></wp:author_display_name></wp:author>
  <wp:author><wp:author_login>ben</wp:author_login>
    <wp:author_display_name>Ben  Reporter</wp:author_display_name></wp:author>
"""
FOOT = "</channel>\n</rss>\n"

POST = {
    "title": "Swing bridge stuck open",
    "link": "https://packet.example/2011/03/swing-bridge/",
    "dc:creator": "ada",
    "guid": "https://packet.example/?p=17",
    "content:encoded": "Nobody can cross.\n\nThe ferry runs.",
    "excerpt:encoded": "",
    "wp:post_id": "17",
    "wp:post_date": "2011-03-04 17:30:00",
    "wp:post_date_gmt": "2011-03-04 21:30:00",
    "wp:post_name": "swing-bridge",
    "wp:status": "publish",
    "wp:post_type": "post",
}


def item(inside: str = "", **fields: str) -> str:
    """Return an item: POST but for *fields*, whose names have _ for :, and what stands *inside*."""
    changed = {name.replace("__", ":"): value for name, value in fields.items()}
    texts = "".join(
        f"<{name}><![CDATA[{cdata(value)}]]></{name}>\n"
        for name, value in {**POST, **changed}.items()
    )
    return f"<item>\n{texts}{inside}</item>"


def cdata(text: str) -> str:
    """Return *text* for a CDATA section, as WordPress cuts what would end it."""
    return text.replace("]]>", "]]]]><![CDATA[>")


def attachment(number: str, address: str, inside: str = "", **fields: str) -> str:
    """Return the item of an uploaded file."""
    own = {
        "wp__post_id": number,
        "guid": address,
        "wp__attachment_url": address,
        "wp__post_type": "attachment",
        "wp__status": "inherit",
        "content__encoded": "",
    }
    return item(inside, **{**own, **fields})


def meta(key: str, value: str) -> str:
    """Return a note of a plugin or a theme."""
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key>"
        f"<wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>\n"
    )


def term(domain: str, name: str, nicename: str = "") -> str:
    """Return a category, a tag or the like."""
    slug = nicename or name.lower().replace(" ", "-")
    return f'<category domain="{domain}" nicename="{slug}"><![CDATA[{name}]]></category>\n'


def comment(author: str, text: str, approved: str = "1", kind: str = "") -> str:
    """Return a comment on a post."""
    return (
        f"<wp:comment><wp:comment_author>{author}</wp:comment_author>"
        "<wp:comment_date>2011-03-05 10:00:00</wp:comment_date>"
        "<wp:comment_date_gmt>2011-03-05 14:00:00</wp:comment_date_gmt>"
        f"<wp:comment_content><![CDATA[{text}]]></wp:comment_content>"
        f"<wp:comment_approved>{approved}</wp:comment_approved>"
        f"<wp:comment_type>{kind}</wp:comment_type></wp:comment>\n"
    )


def live(number: str, text: str, minute: str, **noted: str) -> str:
    """Return an update that the plugin Liveblog kept as a comment, with what it *noted* of it."""
    notes = "".join(
        f"<wp:commentmeta><wp:meta_key>{key}</wp:meta_key>"
        f"<wp:meta_value>{value}</wp:meta_value></wp:commentmeta>"
        for key, value in noted.items()
    )
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id>"
        "<wp:comment_author>Ada Lind</wp:comment_author>"
        f"<wp:comment_date>2011-03-04 18:{minute}:00</wp:comment_date>"
        f"<wp:comment_date_gmt>2011-03-04 22:{minute}:00</wp:comment_date_gmt>"
        f"<wp:comment_content><![CDATA[{text}]]></wp:comment_content>"
        "<wp:comment_approved>liveblog</wp:comment_approved>"
        f"<wp:comment_type>liveblog</wp:comment_type>{notes}</wp:comment>\n"
    )


def export(*items: str, head: str = HEAD) -> bytes:
    """Return a whole export."""
    return "\n".join([head, *items, FOOT]).encode()


def call(**said: object) -> Call:
    """Return a call for Halifax, with what else is *said*."""
    zone = ZoneInfo("America/Halifax")
    return Call(**{"zone": zone, "recipe": Recipe(), "source_order": Order.NEWEST_FIRST, **said})


def ground(**pictures: str) -> LinkResolver:
    """Return a ground that links everything and shows the *pictures*, by their bare names."""

    def picture(source: str) -> str | None:
        return pictures.get(source.rpartition("/")[2].partition(".")[0])

    return LinkResolver(link=lambda href: href, picture=picture)
