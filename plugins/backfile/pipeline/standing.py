"""What the rest of a site depends on in a story, beside its card and its text.

Where this stays the same, an edit of the story changes its own page and the lists that show it, and
no page comes or goes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from backfile.outputs.keys import digest
from backfile.outputs.redirects.output import stated_addresses
from backfile.pipeline.last_build import KeptStory
from backfile.reading.cards import plain
from backfile.reading.targets import linked_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def kept_stories(articles: Iterable[Any]) -> Iterator[KeptStory]:
    """Go through what the next build needs to know of Pelican's *articles*, which have cards."""
    for article in articles:
        others = [*article.translations, *([article.continues] if article.continues else [])]
        yield KeptStory(
            source=str(article.get_relative_source_path()),
            url=article.url,
            status=article.status,
            standing=_standing(article),
            needs=tuple(str(one.get_relative_source_path()) for one in others),
        )


def _standing(article: Any) -> str:
    """Return the digest of what decides where *article* stands and what leads to it."""
    card, addresses = article.card, list(stated_addresses(article))
    return digest(
        (article.url, article.save_as, article.status, article.template),
        (card.lang, card.day, card.moment, list(card.terms), card.continues),
        [(one.url, one.lang) for one in article.translations],
        sorted(_files_linked_to(article)),
        sorted(set(_PICTURES.findall(article._content))),  # noqa: SLF001 (links unresolved)
        # A page that leads on from an old address states the title.
        (addresses, plain(article.title) if addresses else ""),
        article.original,
        [str(getattr(article, name, "")) for name in ("original_file", "original_sha256")],
    )


def _files_linked_to(article: Any) -> set[str]:
    """Return the files, other than stories and pages, to which the text of *article* links."""
    pattern = article._get_intrasite_link_regex()  # noqa: SLF001 (Pelican offers no other way)
    html = f"{article._content}{article.metadata['summary']}"  # noqa: SLF001
    links = pattern.finditer(html) if "{" in html or "|" in html else ()
    return {linked_file(article, one["value"]) for one in links if one["what"] in _FILES}


# Each picture has smaller versions while a page shows it.
_PICTURES = re.compile(r"<img\b[^>]*", re.IGNORECASE)
# The kinds of links to files that are published as they are.
_FILES = ("attach", "static")
