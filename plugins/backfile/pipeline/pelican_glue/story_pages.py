"""Has the pages of stories and lists made, by several processes where there are many stories.

With a page, the record of its story is made, of which other files are made later. A copy of the
process hands it back as it is kept.
"""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from backfile.pipeline.pelican_glue.sharing import share
from backfile.pipeline.watching import watch_of
from backfile.reading.packed import Packed, repacked
from backfile.reading.site import site_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pelican.generators import ArticlesGenerator

    from backfile.pipeline.pelican_glue.outputs import KeyedWriter

_BATCH = 16
# What Pelican makes after the pages of stories, which may take the place of one of these.
_LISTINGS = (
    "generate_period_archives",
    "generate_direct_templates",
    "generate_tags",
    "generate_categories",
    "generate_authors",
)
_LISTS = ("translations", "articles", "hidden_translations", "hidden_articles")


def share_pages(generator: ArticlesGenerator) -> None:
    """Let *generator* have the pages of its stories and its lists made by several processes."""
    generator.generate_articles = partial(_make_all, generator)
    generator.generate_period_archives = partial(_make_lists, generator)


def _make_all(generator: ArticlesGenerator, write: partial[None]) -> None:
    """Make the pages of all stories, as Pelican does."""
    stories = list(chain.from_iterable(getattr(generator, name) for name in _LISTS))
    # The first lets this process know all templates before it is copied. With RELATIVE_URLS, links
    # go by the page that it has made last.
    shared, last = stories[1:-1], stories[1:][-1:]
    _make(stories[:1], generator, write)

    def make(batch: slice) -> list[tuple[bytes, str]]:
        _make(shared[batch], generator, write)
        return [_record(one) for one in shared[batch]]

    watch = watch_of(generator.settings)
    for batch, made in share(make, _batches(shared), generator.settings, _writer(write)):
        if made is None:
            _make(shared[batch], generator, write)
        else:
            for article, record in zip(shared[batch], made.result, strict=True):
                _take_in(article, *record)
        watch("pages of stories", min(batch.stop, len(shared)), len(shared))
    _make(last, generator, write)


def _batches(stories: Sequence[Any]) -> Iterator[slice]:
    return (slice(at, at + _BATCH) for at in range(0, len(stories), _BATCH))


def _make_lists(generator: ArticlesGenerator, write: partial[None]) -> None:
    """Make the pages of periods, then all that Pelican would make next, but for drafts."""

    def make(name: str) -> None:
        getattr(type(generator), name)(generator, write)

    if site_of(generator.settings).scope is None:
        generator.tags = {tag: TermArticles(articles) for tag, articles in generator.tags.items()}
        generator.categories = [
            (one, TermArticles(articles)) for one, articles in generator.categories
        ]
        generator.authors = [(one, TermArticles(articles)) for one, articles in generator.authors]
    for name, made in share(make, _LISTINGS, generator.settings, _writer(write)):
        if made is None:
            make(name)
        setattr(generator, name, _nothing)


class TermArticles(list[Any]):
    """The articles of a term, which Pelican asks of each article of the site whether it is there.

    A list would compare it with all of them: with 100,000 stories, that took minutes. Two articles
    are equal only if they are the same.
    """

    def __init__(self, articles: Iterable[Any]) -> None:
        super().__init__(articles)
        self._known = frozenset(map(id, self))

    def __contains__(self, article: object) -> bool:
        """Tell whether *article* is one of them."""
        return id(article) in self._known


def _nothing(_write: object) -> None:
    """Make nothing, as it is there."""


def _writer(write: partial[None]) -> KeyedWriter:
    writer: KeyedWriter = write.func.__self__  # type: ignore[attr-defined]
    return writer


def _make(stories: Sequence[Any], generator: ArticlesGenerator, write: Callable[..., None]) -> None:
    """Make the pages of *stories* alone."""
    kept = {name: getattr(generator, name) for name in _LISTS}
    try:
        for name in _LISTS:
            setattr(generator, name, stories if name == "articles" else [])
        type(generator).generate_articles(generator, write)
    finally:
        for name, listed in kept.items():
            setattr(generator, name, listed)


def _record(article: Any) -> tuple[bytes, str]:
    """Return the record of *article*, if it was made, as it is kept, and its digest."""
    record = getattr(article, "record", None)
    digest: str = getattr(article, "record_digest", "")
    return record.data if isinstance(record, Packed) else b"", digest


def _take_in(article: Any, record: bytes, digest: str) -> None:
    if record:
        article.record = repacked(record)
    if digest:
        article.record_digest = digest
