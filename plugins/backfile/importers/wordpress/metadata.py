"""The metadata of a post, as the fields of a story file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from backfile.errors import RefusedError
from backfile.fidelity.ledger import Dropped, Repair
from backfile.importers.name_lists import listed, respelled
from backfile.importers.wordpress.dates import modified, published
from backfile.importers.wordpress.liveblog import LIVEBLOG, older_versions
from backfile.text.web_addresses import address_key, web_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backfile.importers.options import Call
    from backfile.importers.wordpress.item import Post

_NUMBER = re.compile(r"[?&](?:p|page_id)=(\d+)")
PUBLISHED = "publish"
# Those that are not for readers yet.
DRAFTS = frozenset(["draft", "pending", "auto-draft", "future"])
_NO_CATEGORY = frozenset(["uncategorized", "uncategorised"])
_USED = frozenset(["category", "post_tag", "tag", "author", "language"])
# The shape of a language tag (BCP 47).
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")
_USED_NOTES = frozenset(["_thumbnail_id", "_wp_old_slug"])


def fields(post: Post, call: Call, extra: Mapping[str, str]) -> dict[str, str]:
    """Return the metadata of the story of *post*; *extra* is what its export adds."""
    language = next(iter(_nicenames(post, "language")), "") or extra.get("language", "")
    names = _categories(post)
    all_ = {
        "Date": str(published(post, call).when or ""),
        "Modified": modified(post, call),
        "Authors": listed(extra.get("authors", "").split("\n")),
        "Category": names[0] if names else "",
        "Tags": listed([*names[1:], *post.named("post_tag"), *post.named("tag")]),
        "Lang": language.replace("_", "-") if _LANGUAGE.fullmatch(language) else "",
        "Status": "" if is_public(post) else "draft",
        "Original_URL": web_address(post.address),
    }
    return {name: value for name, value in all_.items() if value}


def recognised(post: Post, extra: Mapping[str, str]) -> Iterator[str]:
    """Go through what the ledger says of the fields."""
    yield f"WordPress {post.kind} {post.id}, status {post.status}"
    if extra.get("authors"):
        yield f"authors: {extra['authors'].replace(chr(10), ', ')} (signed in as {post.login})"
    names = _categories(post)
    if len(names) > 1:
        yield f"category: {names[0]}; of {len(names)}, the others became tags"


def dropped(post: Post) -> Iterator[Dropped]:
    """Go through what a story file has no field for: terms, fields, notes of plugins."""
    for term in post.terms:
        if term.domain not in _USED:
            yield Dropped(f"term of {term.domain}", "a story file has no such field", term.name)
        elif term.nicename in _NO_CATEGORY:
            yield Dropped("category", "it says that there is none", term.name)
    if post.element.get("wp:post_password"):
        yield Dropped("password", "a page that anyone can read has none")
    notes = ((key, value) for key, value in post.meta if key not in _USED_NOTES and value)
    told = "\n".join(f"{name}: {value}" for name, value in [*post.other_fields(), *notes])
    if told:
        yield Dropped("fields", "a story file has no place for them", told)


def repaired(post: Post, extra: Mapping[str, str]) -> Iterator[Repair]:
    """Go through the names that a story file spells otherwise than the export does."""
    for kept, shown in dict.fromkeys(post.written_names()):
        yield Repair("name", kept, shown)
    authors = extra.get("authors", "").split("\n")
    yield from respelled([*authors, *(term.name for term in post.terms if term.domain in _USED)])


def comments_dropped(post: Post, call: Call) -> Iterator[Dropped]:
    """Go through the comments on *post* that are not brought in."""
    yield from older_versions(post.comments)
    for one in post.comments:
        if one.kind == LIVEBLOG:
            continue  # an update of the story
        why = "comments were not asked for" if one.approved else "it was never approved"
        if call.comments and one.approved:
            why = "it says only that another site linked here"
            if not one.kind:
                continue  # it has a page
        yield Dropped(one.kind or "comment", why, f"{one.author}, {one.date}: {one.text}")


def authors_of(post: Post, names: Mapping[str, str]) -> list[str]:
    """Return the full names of those who wrote *post*; *names* are those of the export by login.

    The plugin Co-Authors Plus lists them as terms, `cap-` before the login.
    """
    several = [
        names.get(term.nicename.removeprefix("cap-")) or names.get(term.name) or term.name
        for term in post.terms
        if term.domain == "author"
    ]
    login = post.login.strip("<>")  # left over by editors of exports
    one = [names.get(login) or login] if login else []
    return list(dict.fromkeys(" ".join(name.split()) for name in several or one))


def is_public(post: Post) -> bool:
    """Tell whether anyone could read *post*."""
    return post.status == PUBLISHED and not post.element.get("wp:post_password")


def addresses(post: Post, base: str) -> tuple[str, ...]:
    """Return the addresses at which *post* stood, its own first: permanent, short, older ones."""
    own, slug = post.address, post.element.get("wp:post_name")
    short = f"{base.rstrip('/')}/?{'page_id' if post.kind == 'page' else 'p'}={post.id}"
    older = [
        own.replace(f"/{slug}/", f"/{before}/")
        for name, before in post.meta
        if name == "_wp_old_slug" and before and slug and own.endswith(f"/{slug}/")
    ]
    guid = post.element.get("guid")
    copied = _NUMBER.search(guid)
    guid = "" if copied and copied[1] != post.id else guid
    found = (own, guid, short if base and post.id else "", *older)
    return tuple(dict.fromkeys(one for one in found if web_address(one)))


def identity(post: Post, base: str) -> str:
    """Return what names *post* in every export of its site. Raises RefusedError for none.

    That is its number; its guid, which was made to be unique, is often a copied post's own.
    """
    guid = post.element.get("guid")
    if post.id:
        return f"wxr:{address_key(base)} {post.id}"
    if guid:
        return f"wxr:{guid}"
    raise RefusedError("it has neither a wp:post_id nor a guid by which it could be known")


def identity_by_name(post: Post, base: str) -> str:
    """Return what tells *post* from another of the same number: sites were put together so."""
    return f"{identity(post, base)} {slug(post)}" if slug(post) else ""


def slug(post: Post) -> str:
    """Return the name that *post* had in its address."""
    return unquote(post.element.get("wp:post_name"))


def _categories(post: Post) -> list[str]:
    names = (
        term.name
        for term in post.terms
        if term.domain == "category" and term.nicename not in _NO_CATEGORY
    )
    return list(dict.fromkeys(names))


def _nicenames(post: Post, domain: str) -> list[str]:
    return [term.nicename for term in post.terms if term.domain == domain and term.nicename]
