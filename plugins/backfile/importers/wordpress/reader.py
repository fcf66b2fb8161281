"""The items of an export: which of them are stories, and what those need of the others."""

from __future__ import annotations

import re
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from backfile.errors import RefusedError
from backfile.importers.dump_items import LARGEST_ITEM, Item, LeftOutItem, Quarantined
from backfile.importers.wordpress import metadata
from backfile.importers.wordpress.attachments import (
    Attachment,
    Attachments,
    text_of_html,
    with_own,
    written,
)
from backfile.importers.wordpress.channel import read_channel
from backfile.importers.wordpress.comments import COMMENTS, comments_of, readers_comments
from backfile.importers.wordpress.item import Post, read_post
from backfile.importers.wordpress.shortcodes import ids

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backfile.importers.options import Call
    from backfile.importers.wordpress.export import Export, Slice

_STORIES = ("post", "page")
_ATTACHMENT = "attachment"
# What a person calls the other things of an export, and why they are no stories.
_NO_STORIES = {
    "attachment": ("file", "the stories that show it bring it along"),
    "nav_menu_item": ("menu entry", "the archive has menus of its own"),
    "revision": ("revision", "it is an older version, or one that was never saved"),
    "wp_block": ("reusable block", "it is a part of pages and no page"),
    "custom_css": ("style sheet", "it is no text"),
    "customize_changeset": ("setting of a theme", "it is no text"),
    "oembed_cache": ("cached embed", "it is no text of the site"),
    "wp_global_styles": ("style sheet", "it is no text"),
    "wp_template": ("template", "it is no text"),
    "wp_template_part": ("template", "it is no text"),
    "wp_navigation": ("menu", "the archive has menus of its own"),
}
_GALLERY = re.compile(r"\[(?:gallery|playlist|slideshow)\b([^\[\]]{0,10000}+)\]")
_KIND = re.compile(rb"<wp:post_type>(?:<!\[CDATA\[)?attachment")


def attachments(export: Export, encoding: str) -> Iterator[Post]:
    """Go through the attachments of *export* that can be read."""
    for part in export.items():
        if part.fault or part.length > LARGEST_ITEM:
            continue
        data = export.read(part)
        if not _KIND.search(data):
            continue
        try:
            post = read_post(data, encoding)
        except RefusedError:
            continue
        if post.kind == _ATTACHMENT:
            yield post


def read_items(
    path: Path, call: Call, export: Export
) -> Iterator[Item | LeftOutItem | Quarantined]:
    """Go through *export* twice: for what posts may show, then for the posts.

    *path* is its file. Raises RefusedError for what is no export.
    """
    with closing(Attachments()) as attached:
        reader = _ExportReader(path, call, export, attached)
        for part in export.items():
            yield from reader.item(part)


class _ExportReader:
    """One export on its way to items."""

    def __init__(self, path: Path, call: Call, export: Export, attached: Attachments) -> None:
        self._path = path
        self._call = call
        self._export = export
        self._channel = read_channel(export.read(export.head()))
        self._encoding = call.encoding or self._channel.encoding
        self._attached = attached
        for post in attachments(export, self._encoding):
            with suppress(RefusedError):  # posts do without it, and say so
                self._attached.add(post)
        self._types = (*_STORIES, *call.recipe.wordpress.types)

    def item(self, part: Slice) -> Iterator[Item | LeftOutItem | Quarantined]:
        """Give what *part* is: an item and its comments, something left out, something broken."""
        source = str(self._path)
        if part.length > LARGEST_ITEM:
            why = part.fault or f"it has {part.length:,} bytes; no story has over {LARGEST_ITEM:,}"
            yield Quarantined(source, part.place, why, None, ".xml", part.offset, part.length)
            return
        data = self._export.read(part)
        where = (part.offset, part.length)
        if part.fault:
            yield Quarantined(source, part.place, part.fault, data, ".xml", *where)
            return
        try:
            yield from self._read(part, data, read_post(data, self._encoding))
        except RefusedError as error:
            yield Quarantined(source, part.place, str(error), data, ".xml", *where)

    def _read(self, part: Slice, data: bytes, post: Post) -> Iterator[Item | LeftOutItem]:
        source, name = str(self._path), self._path.name
        left_out = self._left_out(post)
        if left_out:
            yield LeftOutItem(source, part.place, *left_out)
            return
        yield Item(source, part.place, "wxr", ".xml", data, name, self._extra(post))
        if self._call.comments and readers_comments(post.comments) and metadata.is_public(post):
            own = comments_of(data, post)
            extra = self._of_comments(post)
            yield Item(source, f"{part.place}, {COMMENTS}", "wxr", ".xml", own, name, extra)

    def _of_comments(self, post: Post) -> dict[str, str]:
        """Return what the comments on *post* need to know of it."""
        slug = metadata.slug(post)
        return {
            "part": COMMENTS,
            "identity": f"{metadata.identity(post, self._channel.base)} {COMMENTS}",
            "title": text_of_html(post.title) or post.id,
            "slug": f"{slug}-{COMMENTS}" if slug else "",
            "address": post.address,
            "encoding": self._encoding,
        }

    def _left_out(self, post: Post) -> tuple[str, str] | None:
        """Return what *post* is called and why it is no story, None if it is to be one."""
        if post.kind not in self._types:
            name = f"item of the type {post.kind}"
            why = f'a recipe can ask for them: [wordpress] types = ["{post.kind}"]'
            return _NO_STORIES.get(post.kind, (name, why))
        if post.status == "trash":
            return f"{post.kind} in the trash", "somebody threw it away"
        known = post.status == metadata.PUBLISHED or post.status in metadata.DRAFTS
        if self._call.private or (known and not post.element.get("wp:post_password")):
            return None
        if known:
            return f"{post.kind} with a password", "only some could read it; --private brings it in"
        return f"{post.status} {post.kind}", "only some could read it; --private brings it in"

    def _extra(self, post: Post) -> dict[str, str]:
        """Return what the item needs of the rest of the export."""
        channel = self._channel
        extra = {
            "base": channel.base,
            "language": channel.language,
            "encoding": self._encoding,
            "authors": "\n".join(metadata.authors_of(post, channel.authors)),
            "address": post.address,
            "attached": self._files(post),
        }
        return {name: value for name, value in extra.items() if value}

    def _files(self, post: Post) -> str:
        galleries = _GALLERY.findall(post.content)
        numbers = [*ids(post.noted("_thumbnail_id")), *(n for one in galleries for n in ids(one))]
        found = (self._attached.get(number) for number in dict.fromkeys(numbers))
        named: list[Attachment] = [file for file in found if file]
        own = tuple(self._attached.of(post.id)) if galleries else ()
        return written(with_own(named, own)) if named or own else ""
