"""The files of an export: what its galleries and featured pictures show."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backfile.importers.html.depth_guard import check_depth
from backfile.text.html_text import parse, visible_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backfile.importers.wordpress.item import Post

_PICTURES = frozenset(["jpg", "jpeg", "jpe", "png", "gif", "webp", "avif", "svg", "bmp"])


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that was uploaded; `is_own` where it was uploaded with the post at hand."""

    id: str
    address: str
    title: str = ""
    alt: str = ""
    caption: str = ""
    is_own: bool = False

    @property
    def is_picture(self) -> bool:
        """Tell a picture by its address."""
        return self.address.partition("?")[0].rpartition(".")[2].lower() in _PICTURES


class Attachments:
    """All files of an export, looked up by number and by post; they do not weigh on memory."""

    def __init__(self) -> None:
        # SQLite keeps a database without a name in a file of its own, and takes it away.
        self._db = sqlite3.connect("")
        self._db.execute("CREATE TABLE files (id TEXT PRIMARY KEY, post TEXT, place INT, row TEXT)")
        self._db.execute("CREATE INDEX posts ON files (post, place)")

    def add(self, post: Post) -> None:
        """Add the attachment *post*. Raises RefusedError for texts that cannot be read."""
        row = [address_of(post), text_of_html(post.title), post.noted("_wp_attachment_image_alt")]
        row.append(text_of_html(post.excerpt))
        order = post.element.get("wp:menu_order")
        place = int(order[:9]) if order.isascii() and order.isdigit() else 0
        values = (post.id, post.element.get("wp:post_parent"), place, json.dumps(row))
        self._db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", values)

    def of(self, post: str) -> Iterator[Attachment]:
        """Go through the files that were uploaded with *post*, in the order of its galleries."""
        query = "SELECT id, row FROM files WHERE post = ? ORDER BY place, CAST(id AS INTEGER)"
        for number, row in self._db.execute(query, (post,)):
            yield replace(_read(number, row), is_own=True)

    def get(self, number: str) -> Attachment | None:
        """Return the file *number*."""
        found = self._db.execute("SELECT row FROM files WHERE id = ?", (number,)).fetchone()
        return _read(number, found[0]) if found else None

    def close(self) -> None:
        """Forget them."""
        self._db.close()


def _read(number: str, row: str) -> Attachment:
    address, title, alt, caption = json.loads(row)
    return Attachment(number, address, title, alt, caption)


def written(files: Sequence[Attachment]) -> str:
    """Return *files* as the text that an item carries along."""
    return json.dumps(
        [[one.id, one.address, one.title, one.alt, one.caption, one.is_own] for one in files]
    )


def read_back(text: str) -> dict[str, Attachment]:
    """Return the files that `written` wrote down, by their numbers."""
    return {row[0]: Attachment(*row) for row in json.loads(text or "[]")}


def address_of(post: Post) -> str:
    """Return the address of the file of the attachment *post*."""
    return post.element.get("wp:attachment_url") or post.element.get("guid")


def text_of_html(html: str) -> str:
    """Return the words of *html* on one line. Raises RefusedError for what is nested too deep."""
    check_depth(html)
    text = visible_text(parse(html)) if "<" in html or "&" in html else html
    return " ".join(text.split())


def with_own(files: Sequence[Attachment], own: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """Return *own* and those of *files* that are not among them."""
    known = {file.id for file in own}
    return (*own, *(replace(file, is_own=False) for file in files if file.id not in known))
