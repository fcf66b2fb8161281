"""An item of a WordPress export: a post, a page, a file or one of the many things besides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from backfile.importers.wordpress.plain import name_of, readable
from backfile.importers.wordpress.xml import Element, read_element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.fidelity.ledger import Repair

_NO_DATE = ("", "0000-00-00 00:00:00")


@dataclass(frozen=True, slots=True)
class PostTerm:
    """A category, a tag or another term: its taxonomy, its name, its name in addresses."""

    domain: str
    name: str
    nicename: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment; `kind` is empty for a reader's, else `pingback`, `trackback` or a plugin's.

    `replaces` is the number of the update of a live blog of which this is a later version, and
    `is_key` tells that such an update is marked as a key event.
    """

    author: str
    date: str
    date_gmt: str
    text: str
    kind: str
    approved: bool
    id: str = ""
    replaces: str = ""
    is_key: bool = False


@dataclass(frozen=True)
class Post:
    """An item read. The texts are as WordPress keeps them: HTML, with shortcodes.

    The times are as they were printed, empty where there is none: `2011-03-04 17:30:00`.
    """

    element: Element
    repairs: tuple[Repair, ...] = ()

    @property
    def title(self) -> str:
        """Return the title, which is HTML."""
        return readable(self.element.get("title"))

    @property
    def excerpt(self) -> str:
        """Return the summary that somebody wrote, HTML."""
        return readable(self.element.get("excerpt:encoded"))

    @property
    def content(self) -> str:
        """Return the contents: HTML, shortcodes, block comments."""
        return self.element.get("content:encoded")

    @property
    def id(self) -> str:
        """Return its number on its site."""
        return self.element.get("wp:post_id")

    @property
    def kind(self) -> str:
        """Return its post type; exports older than WordPress 2.1 name none for posts."""
        return self.element.get("wp:post_type") or "post"

    @property
    def status(self) -> str:
        """Return its status, such as `publish`, `draft`, `private`."""
        return self.element.get("wp:status") or "publish"

    @property
    def address(self) -> str:
        """Return the address at which it stood."""
        return self.element.get("link")

    @property
    def login(self) -> str:
        """Return the name under which its author signed in."""
        return self.element.get("dc:creator")

    def time(self, name: str) -> str:
        """Return the time in the field *name* (`date`, `date_gmt`, `modified`, `modified_gmt`)."""
        printed = self.element.get(f"wp:post_{name}")
        return "" if printed in _NO_DATE else printed

    @cached_property
    def terms(self) -> tuple[PostTerm, ...]:
        """Return its categories, tags and other terms."""
        found = (
            PostTerm(
                one.attributes.get("domain", "category"),
                name_of(one.text),
                one.attributes.get("nicename", ""),
            )
            for one in self.element.all("category")
        )
        # Old exports print each twice, once without its domain's name in addresses.
        return tuple(dict.fromkeys(one for one in found if one.name))

    def written_names(self) -> Iterator[tuple[str, str]]:
        """Go through the names of terms that are kept as HTML, and as readers saw them."""
        for one in self.element.all("category"):
            kept = " ".join(one.text.split())
            if kept != name_of(kept):
                yield kept, name_of(kept)

    def named(self, domain: str) -> list[str]:
        """Return the names of its terms of *domain*, each once."""
        return list(dict.fromkeys(one.name for one in self.terms if one.domain == domain))

    @cached_property
    def meta(self) -> tuple[tuple[str, str], ...]:
        """Return what plugins and themes noted about it."""
        return tuple(
            (one.get("wp:meta_key"), one.get("wp:meta_value"))
            for one in self.element.all("wp:postmeta")
        )

    def noted(self, key: str) -> str:
        """Return the first note under *key*, empty where there is none."""
        return next((value for name, value in self.meta if name == key), "")

    def kept_embeds(self) -> list[str]:
        """Return the HTML that WordPress kept of what it fetched from elsewhere."""
        return [value for key, value in self.meta if key.startswith("_oembed_")]

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """Return its comments, in the order of the export."""
        return tuple(_comment(one) for one in self.element.all("wp:comment"))

    def other_fields(self) -> Iterator[tuple[str, str]]:
        """Go through the fields that say something and have no name of their own here."""
        for child in self.element.children:
            said = child.text.strip()
            if not _KNOWN.fullmatch(child.name) and not child.children and said not in _NOTHING:
                yield child.name, said


_KNOWN = re.compile(
    r"title|link|guid|pubDate|dc:creator|description|content:encoded|excerpt:encoded|category"
    r"|wp:(?:attachment_url|status|comment_status|ping_status)|wp:post_(?:id|date|date_gmt|modified|modified_gmt|name|password|type)"
)
_NOTHING = frozenset(["", "0"])


# Who cuts an export into items reads each, and hands it on to be surveyed or converted.
@lru_cache(maxsize=1)
def read_post(data: bytes, encoding: str = "utf-8") -> Post:
    """Return the item that *data* holds. Raises RefusedError for what cannot be read."""
    return Post(*read_element(data, encoding or "utf-8"))


def read_comments(data: bytes, encoding: str = "utf-8") -> tuple[Comment, ...]:
    """Return the comments that *data* holds, one element after the other. Raises RefusedError."""
    return read_post(b"<item>%b</item>" % data, encoding).comments


def _comment(element: Element) -> Comment:
    kind = element.get("wp:comment_type")
    noted = {
        one.get("wp:meta_key"): one.get("wp:meta_value") for one in element.all("wp:commentmeta")
    }
    number = element.get("wp:comment_id")
    return Comment(
        author=element.get("wp:comment_author"),
        date=element.get("wp:comment_date"),
        date_gmt=element.get("wp:comment_date_gmt"),
        text=element.get("wp:comment_content"),
        kind="" if kind == "comment" else kind,
        approved=element.get("wp:comment_approved") == "1",
        id=number if number.isascii() and number.isdigit() else "",
        replaces=noted.get("liveblog_replaces", ""),
        is_key=bool(noted.get("liveblog_key_entry")),
    )
