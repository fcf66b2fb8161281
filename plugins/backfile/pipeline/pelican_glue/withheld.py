"""Takes out what a site must not publish: files at fault, drafts, and what only these use.

Without BACKFILE_DRAFTS, drafts are taken out before anything is made of them, so that no template,
generator or other plugin can publish them.
"""

from __future__ import annotations

import html
import os
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from backfile.fidelity.ledger import story_of
from backfile.fidelity.originals import FOLDER
from backfile.reading.site import site_of
from backfile.reading.targets import linked_file
from backfile.text.addresses import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, KeysView, Sequence

    from pelican.contents import Content, Static
    from pelican.generators import ArticlesGenerator, Generator, PagesGenerator, StaticGenerator

_STORY_DRAFTS = ("drafts", "drafts_translations")
_PAGE_DRAFTS = ("draft_pages", "draft_translations")
# The kinds of links that lead to files.
_FILES = ("static", "attach", "filename")


def hide_files(generator: Generator) -> None:
    """Keep files that are left out or refused from a *generator* of any kind (generator_init).

    The others come in one order, and not as Python's hashes of the day have them.
    """
    find: Callable[..., set[str]] = generator.get_files

    def get_files(*args: Any, **how: Any) -> KeysView[str]:
        site = site_of(generator.settings)
        hidden = site.left_out | site.refused
        return {
            one: None
            for one in sorted(find(*args, **how))
            if os.path.normpath(one).replace(os.sep, "/") not in hidden
        }.keys()

    generator.get_files = get_files


def withhold_stories(generator: ArticlesGenerator) -> None:
    """Take draft stories out of the build (article_generator_pretaxonomy)."""
    _withhold(generator, _STORY_DRAFTS)


def withhold_pages(generator: PagesGenerator) -> None:
    """Take draft pages out of the build (page_generator_finalized)."""
    _withhold(generator, _PAGE_DRAFTS)
    if "draft_pages" in generator.context:
        generator.context["draft_pages"] = generator.draft_pages


def withhold_files(generator: StaticGenerator) -> None:
    """Take the files that only drafts or withdrawn stories use out (static_generator_finalized).

    A file is used by what links to it or names its address. The original of an imported story is
    taken out with it, wherever a site publishes its originals.
    """
    site = site_of(generator.settings)
    withdrawn = [one for one in site.articles if one.withdrawal]
    site.withheld_files += _take_out(generator, [*site.withheld, *withdrawn])


def _take_out(generator: StaticGenerator, withheld: Sequence[Content]) -> list[str]:
    """Take out the files that only the *withheld* use, their sources and their originals.

    Returns their paths below the content folder.
    """
    if not withheld:
        return []
    contents = [content for content in generator.context["generated_content"].values() if content]
    published = [one for one in contents if not getattr(one, "withdrawal", None)]
    settings = [value for value in generator.settings.values() if isinstance(value, str)]
    secret, public = _Uses(withheld), _Uses(published, settings)
    sources, originals = {_place(one) for one in withheld}, set(map(_stated_original, withheld))
    taken = []
    for file in list(generator.staticfiles):
        only_there = secret.has(file) and not public.has(file)
        is_source = _place(file) in sources or _original_of(file, generator.path) in sources
        if only_there or is_source or _digest_of(file) in originals:
            taken.append(_place(file))
            generator.staticfiles.remove(file)
            generator.context["static_content"].pop(_place(file), None)
    return taken


class _Uses:
    """The files that some contents use, by their links and by the addresses in their text."""

    def __init__(self, contents: Iterable[Content], more: Iterable[str] = ()) -> None:
        contents = list(contents)
        self._links = set(chain.from_iterable(map(_links, contents)))
        self._text = "\n".join([*chain.from_iterable(map(_texts, contents)), *more])

    def has(self, file: Static) -> bool:
        place = _place(file)
        return place in self._links or any(
            name in self._text for name in (place, quoted(place), html.escape(place))
        )


def _withhold(generator: Generator, names: Iterable[str]) -> None:
    if site_of(generator.settings).settings.drafts:
        return
    drafts = [draft for name in names for draft in getattr(generator, name)]
    for name in names:
        setattr(generator, name, [])
    for draft in drafts:
        # Pelican then knows that the file is a source, and no static file to be copied.
        generator.context["generated_content"][_place(draft)] = None
    site_of(generator.settings).withheld += drafts


def _texts(content: Content) -> Iterator[str]:
    """Yield the texts of *content*: its HTML, and its metadata; of a withdrawn story its links."""
    yield content._content  # noqa: SLF001 (`content` would settle where its files stand)
    if withdrawal := getattr(content, "withdrawal", None):
        yield from withdrawal.links
    yield from (str(value) for value in content.metadata.values())


def _links(content: Content) -> set[str]:
    """Return the files below the content folder to which *content* links."""
    pattern = content._get_intrasite_link_regex()  # noqa: SLF001 (Pelican offers no other way)
    links = chain.from_iterable(map(pattern.finditer, _texts(content)))
    return {linked_file(content, link["value"]) for link in links if link["what"] in _FILES}


def _place(content: Content) -> str:
    """Return the path of *content* below the content folder, as Pelican's tables have it."""
    return str(content.get_relative_source_path())


def _original_of(file: Static, folder: str | Path) -> str:
    """Return the story file that was made of *file*, empty where it is no original."""
    digest = _digest_of(file)
    return story_of(Path(folder), digest) if digest else ""


def _digest_of(file: Static) -> str:
    """Return the SHA-256 in the name of *file*, empty where it does not stand with originals."""
    place = PurePosixPath(_place(file))
    return place.name.partition(".")[0] if place.parts[0] == FOLDER else ""


def _stated_original(content: Content) -> str | None:
    """Return the SHA-256 of the original that a story states, None where it states none."""
    withdrawal = getattr(content, "withdrawal", None)
    stated = withdrawal.original if withdrawal else getattr(content, "original_sha256", "")
    return str(stated).strip().lower() or None
