"""Topics, sections and authors: each with a slug that can be an address, none twice in a story.

Rules: docs/stories.md, "Names and addresses".
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile.errors import Fault
from backfile.reading.reader import shown_path
from backfile.reading.source import parse_source, read_text
from backfile.text.addresses import LONGEST_SLUG, term_slug
from backfile.text.slugs import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pelican.contents import Article
    from pelican.urlwrappers import URLWrapper

_SHOWN = 60
# By Pelican's class: what its terms are called, and the fields that state them.
_PLURALS = {"Tag": "topics", "Category": "sections", "Author": "authors"}
_FIELDS = {
    "Tag": ("tags",),
    "Category": ("category",),
    "Author": ("authors", "author"),
}


def name_terms(content: Any) -> None:
    """Give the terms of *content* their slugs, and leave out repeated ones (content_object_init).

    A name is repeated where only case, white space or the composition of accents differ.
    """
    for field in ("tags", "authors"):
        if terms := getattr(content, field, None):
            kept: dict[str, URLWrapper] = {}
            for term in terms:
                kept.setdefault(_written(term.name).casefold(), term)
            terms[:] = kept.values()
    for term in _terms(content):
        term.slug = term_slug(_pelican_slug(term), term.name, KINDS[type(term).__name__])


def doubtful_terms(articles: Iterable[Article]) -> Iterator[Fault]:
    """Go through the terms that share a page with another, and those with a cut address.

    Each is named once, where the first of the *articles* has it.
    """
    pages: dict[tuple[str, str], dict[str, tuple[URLWrapper, Article]]] = {}
    for article in articles:
        for term in _terms(article):
            names = pages.setdefault((type(term).__name__, term.slug), {})
            names.setdefault(_written(term.name), (term, article))
    for named in pages.values():
        first, *others = named.values()
        for other in others:
            yield _fallen_together(*first, *other)
        for term, article in named.values():
            if len(_pelican_slug(term)) > LONGEST_SLUG:
                yield _long(term, article)


def _fallen_together(first: Any, before: Article, term: Any, article: Article) -> Fault:
    kind = type(term).__name__
    path, line = _place(before, kind)
    message = (
        f'the {_PLURALS[kind]} "{term.name}" and "{first.name}" ({path}:{line}) share one page, '
        f"/{term.url}; write one name in all stories, or keep the two apart with "
        f"{kind.upper()}_REGEX_SUBSTITUTIONS"
    )
    return Fault(*_place(article, kind), "terms-fall-together", message)


def _long(term: Any, article: Article) -> Fault:
    kind = type(term).__name__
    message = (
        f'the {KINDS[kind]} "{term.name[:_SHOWN]}…" has a name of {len(term.name)} characters, '
        f"which is cut in its address, /{term.url}; is it one name?"
    )
    return Fault(*_place(article, kind), "long-term", message)


def _terms(content: Any) -> list[Any]:
    """Return the topics, the section and the authors of *content* that have a name."""
    section = getattr(content, "category", None)
    terms = [*(getattr(content, "tags", None) or ()), *(getattr(content, "authors", None) or ())]
    return [one for one in [*terms, section] if type(one).__name__ in KINDS and one.name]


def _pelican_slug(term: Any) -> str:
    """Return the slug that Pelican makes of a name; unlike `term.slug`, without a warning."""
    return str(term._normalize_key(term.name))  # noqa: SLF001


def _written(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def _place(article: Article, kind: str) -> tuple[str, int]:
    """Return the file and the line in which *article* states its terms of this *kind*."""
    source = parse_source(read_text(Path(article.source_path)))
    field = next((one for one in _FIELDS[kind] if one in source.fields), "")
    return shown_path(article.source_path), source.line_of(field) if field else 1
