"""Makes sure that no two contents claim the same file of the site, nor a file of Backfile's own.

Rules: docs/stories.md, "Names and addresses".
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pelican.contents import Content, Static
from pelican.generators import ArticlesGenerator

from backfile.catalogue.rows import Term
from backfile.errors import Fault
from backfile.outputs.citations.output import citation_files_of
from backfile.outputs.data.story_json import SCHEMA, data_url
from backfile.outputs.hosts.nginx import NAME as NGINX_SITE
from backfile.outputs.on_this_day.output import CALENDAR
from backfile.outputs.random_story.output import RANDOM_FOLDER
from backfile.outputs.search.forms import SEARCH_INDEX, search_pages
from backfile.outputs.site_manifest.format import INDEX
from backfile.outputs.structured_data.social import CARDS
from backfile.outputs.timelines.places import KINDS as TIMELINE_KINDS
from backfile.outputs.timelines.places import base_of_term, timeline_page
from backfile.reading.articles import all_contents
from backfile.reading.reader import shown_path
from backfile.reading.site import RECORD_SUFFIXES, site_of
from backfile.reading.source import parse_source, read_text
from backfile.render.theme import has_template
from backfile.text.addresses import folded, served_as, slug_problem
from backfile.text.slugs import better_slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pelican.generators import Generator

    from backfile.config.settings import PageAddress, Settings
    from backfile.reading.site import Site

_LONGEST = 255  # bytes of a file's name, on nearly every system
_SHOWN = 60
# The codes of a file whose page would be outside of the site.
CLIMBING = frozenset({"bad-slug", "bad-address"})
# The names, in messages, of the pages that Pelican makes of templates.
_TEMPLATES = {
    "index": "the first page",
    "categories": "the list of sections",
    "tags": "the list of topics",
    "authors": "the list of authors",
    "archives": "the list of stories",
    "404": "the page for what is not found",
}
_KINDS = {
    "categories": "section",
    "tags": "topic",
    "authors": "author",
    "partners": "partner",
}
_DRAFTS = "the drafts"


class Owner(NamedTuple):
    """The owner of a file of the site: a content or, where that is None, what `name` says."""

    name: str
    content: Any = None


@dataclass(slots=True)
class Claims:
    """The files of a site and their owners, compared as systems and servers compare names.

    `addresses` counts `a.html`, `a/index.html` and `a` as one, as servers do; `files` and the
    `folders` that they make are the paths themselves.
    """

    addresses: dict[str, Owner] = field(default_factory=dict)
    files: dict[str, Owner] = field(default_factory=dict)
    folders: dict[str, Owner] = field(default_factory=dict)

    def owner_of(self, path: str) -> Owner | None:
        """Return the owner of the file at *path*, or of a file or folder that excludes it."""
        whole = folded(path)
        above = (self.files.get(folder) for folder in _folders_above(whole))
        there = [self.addresses.get(served_as(path)), self.files.get(whole)]
        return next(filter(None, [*there, self.folders.get(whole), *above]), None)

    def take(self, path: str, owner: Owner) -> None:
        """Record *owner* as that of the file at *path*, unless it has one."""
        whole = folded(path)
        self.addresses.setdefault(served_as(path), owner)
        self.files.setdefault(whole, owner)
        for folder in _folders_above(whole):
            self.folders.setdefault(folder, owner)


def check_addresses(generators: Sequence[Generator]) -> Iterator[Fault]:
    """Each file of the site has one source, and each name can be part of an address."""
    stories = next(g for g in generators if isinstance(g, ArticlesGenerator))
    folders = _folders(site_of(stories.settings).settings)
    claims = Claims()
    for path, name in _files_of_the_tool(stories):
        claims.take(path, Owner(name))
    for content in sorted(_contents(generators), key=lambda content: str(content.source_path)):
        paths = list(dict.fromkeys(_files_of(content)))
        if problem := slug_fault(content):
            yield problem
        elif other := _owner_beside(content, paths, claims, folders):
            yield _clash(content, other)
        else:
            owner = Owner(shown_path(content.source_path), content)
            for path in paths:
                claims.take(path, owner)


def note_climbing(content: Any) -> None:
    """Record the fault of an address that leads out of the site (content_object_init).

    Pelican leaves such a content out, so that `check_addresses` never sees it.
    """
    if ".." in str(getattr(content, "slug", "")).split("/") and (fault := slug_fault(content)):
        site_of(content.settings).faults.append(fault)


def slug_fault(content: Any) -> Fault | None:
    """Return the fault of a *content* whose slug cannot be part of an address."""
    if isinstance(content, Static):
        return None
    slug = str(getattr(content, "slug", ""))
    problem = slug_problem(slug)
    if not problem:
        names = str(content.save_as).split("/")
        longest = max(len(name.encode("utf-8", "replace")) for name in names)
        problem = (
            "makes an address with a part of more than 255 bytes" if longest > _LONGEST else ""
        )
    if not problem:
        return None
    is_record = hasattr(content, "partner") and not hasattr(content, "date")
    stated = not is_record and "slug" in content.metadata and _states(content, "slug")
    kind = "partner" if is_record else type(content).__name__.lower().replace("article", "story")
    better = better_slug(slug, kind)
    shown = f'"{slug[:60]}{"…" if len(slug) > _SHOWN else ""}"'
    if stated:
        message = f"Slug {shown} {problem}; write Slug: {better}"
    elif is_record:
        message = f"the slug {shown} {problem}; call the file {better}.md"
    else:
        message = f"the slug {shown} {problem}; call the file {better}.md or add Slug: {better}"
    path, line = _place(content)
    return Fault(path, line, "bad-slug", message)


def _contents(generators: Iterable[Generator]) -> Iterator[Any]:
    for generator in generators:
        yield from all_contents(generator)
        yield from getattr(generator, "staticfiles", ())


def _files_of(content: Any) -> Iterator[str]:
    """Yield the files of the site that are made of *content*, its page first."""
    if isinstance(content, Static):
        yield _place_of(content)
        return
    if not content.save_as:
        return
    yield content.save_as
    settings = site_of(content.settings).settings
    if content.status == "published":
        if settings.source_suffix:
            yield Path(content.save_as).with_suffix(settings.source_suffix).as_posix()
        if settings.data and hasattr(content, "story"):
            yield data_url(content)
        if settings.citations and hasattr(content, "story"):
            yield from (file.path for file in citation_files_of(content))
    yield from _attached(content)


def _place_of(static: Static) -> str:
    """Return the path of *static*; to read its `save_as` would settle that it stays there."""
    return str(Content.save_as.fget(static))


def _attached(content: Any) -> Iterator[str]:
    """Yield the paths of the files that *content* places beside its page with {attach}."""
    html = content._content or ""  # noqa: SLF001 (its links are those of the source still)
    if "{attach}" not in html and "|attach|" not in html:
        return
    known = content._context["static_content"]  # noqa: SLF001
    folder = Path(content.source_path).parent
    for link in content._get_intrasite_link_regex().finditer(html):  # noqa: SLF001
        if link["what"] == "attach":
            name = link["value"].partition("#")[0].partition("?")[0]
            source = Path(content.relative_dir, name).as_posix()
            static = known.get(content.get_relative_source_path(source))
            if static and not hasattr(static, "override_save_as"):
                tail = os.path.relpath(static.source_path, folder)
                tail = Path(tail).name if tail.startswith("..") else tail
                yield (Path(content.save_as).parent / tail).as_posix()


def _files_of_the_tool(stories: ArticlesGenerator) -> Iterator[tuple[str, str]]:
    """Yield the files that are made of no single content, each with its description."""
    site = site_of(stories.settings)
    settings = site.settings
    for template, path in settings.lists.items():
        yield path, _TEMPLATES.get(template, f"the page {template}")
    for template, path in settings.template_pages.items():
        yield path, f"the page made of {template}"
    for periods in stories.period_archives.values():
        for period in periods:
            number = "-".join(f"{part:02}" for part in period["period_num"])
            yield period["save_as"], f"the stories of {number}"
    yield INDEX, "the index of the manifest"
    if settings.data and has_template(stories, "data"):
        yield settings.data_page.save_as, "the page about the data"
    if settings.verify and has_template(stories, "fidelity"):
        yield settings.fidelity_page.save_as, "the page about fidelity"
    if settings.on_this_day and has_template(stories, CALENDAR):
        yield settings.calendar_page.save_as, "the calendar of the days of the year"
    single = (
        (settings.sitemap, "sitemap.xml", "the sitemap"),
        ("nginx" in settings.hosts, NGINX_SITE, "the configuration of nginx"),
    )
    yield from ((path, name) for is_made, path, name in single if is_made)
    if settings.search and has_template(stories, "search"):
        languages = {settings.lang, *(article.lang for article in site.published)}
        for page in search_pages(languages, settings).values():
            yield page.save_as, "the search page"
    yield from _listings(stories, site)


def _listings(stories: ArticlesGenerator, site: Site) -> Iterator[tuple[str, str]]:
    """Go through the pages of terms, of their years, and of the timelines that they may have."""
    if site.registry:
        yield site.settings.partners_page.save_as, "the list of partners"
    has_years = has_template(stories, "term_year")
    has_timelines = site.settings.timelines and has_template(stories, "timeline")
    terms: dict[str, Iterable[tuple[Any, list[Any]]]] = {
        "categories": stories.categories,
        "tags": stories.tags.items(),
        "authors": stories.authors,
        "partners": _by_partner(stories),
    }
    for kind, filed in terms.items():
        for term, articles in filed:
            name = f'the {_KINDS[kind]} "{getattr(term, "name", "") or term.title}"'
            if kind != "partners":
                yield term.save_as, name
            if has_timelines and kind in TIMELINE_KINDS:
                of = Term(getattr(term, "name", ""), term.slug, "")
                base = base_of_term(kind, of, site.settings)
                yield timeline_page(base).save_as if base else "", f"the timeline of {name}"
            pattern = site.settings.term_years[kind].save_as if has_years else ""
            for year in {article.date.year for article in articles} if pattern else ():
                yield pattern.format(slug=term.slug, year=year), f"{name} in {year}"


def _by_partner(stories: ArticlesGenerator) -> Iterable[tuple[Any, list[Any]]]:
    """Return the partners with their stories."""
    filed: dict[str, tuple[Any, list[Any]]] = {}
    for article in stories.articles:
        if article.partner:
            filed.setdefault(article.partner.slug, (article.partner, []))[1].append(article)
    return filed.values()


def _folders(settings: Settings) -> dict[str, str]:
    """Return the folders in which no content may have its page, and what is in them."""
    outputs = (
        (settings.search, SEARCH_INDEX, "the search index"),
        (settings.data, "data", "the data tables"),
        (settings.data, SCHEMA.partition("/")[0], "the schema of the data"),
        (settings.feeds, "feeds", "the feeds"),
        (settings.random_story, RANDOM_FOLDER, "the page of a random story"),
        (settings.sitemap, "sitemaps", "the sitemaps"),
        (settings.card_images, CARDS, "the card images"),
        (settings.on_this_day, _folder_of(settings.calendar_page), "the days of the year"),
    )
    folders = {folder: name for is_made, folder, name in outputs if is_made}
    folders[settings.theme_static] = "the files of the theme"
    drafts, brace, _ = settings.draft_file.partition("{")
    if brace and drafts.endswith("/"):
        folders[drafts.rstrip("/")] = _DRAFTS
    return {f"{folded(folder)}/": name for folder, name in folders.items()}


def _folder_of(page: PageAddress) -> str:
    return page.save_as.rpartition("/")[0]


def _owner_beside(
    content: Any, paths: Iterable[str], claims: Claims, folders: Mapping[str, str]
) -> Owner | None:
    """Return the owner of a file or folder that *content* would take."""
    owners = [*map(claims.owner_of, paths), _reserved_for(content, folders)]
    return next((owner for owner in owners if owner and not _is_meant(content, owner)), None)


def _reserved_for(content: Any, folders: Mapping[str, str]) -> Owner | None:
    """Return what fills the folder in which *content* would have its page."""
    if isinstance(content, Static):
        # The search empties its folder; a file may well go beside those of the theme.
        folders = {name: held for name, held in folders.items() if name == f"{SEARCH_INDEX}/"}
    whole = folded(_place_of(content) if isinstance(content, Static) else content.save_as)
    held = next((held for name, held in folders.items() if whole.startswith(name)), "")
    return Owner(held) if held and (held != _DRAFTS or content.status != "draft") else None


def _is_meant(content: Any, other: Owner) -> bool:
    """Return whether *content* is meant to replace a page that Pelican makes of a template.

    Pelican's FAQ, "How can I use a static page as my home page?", says to state Save_as.
    """
    return other.name in _TEMPLATES.values() and _states(content, "save_as")


def _clash(content: Any, other: Owner) -> Fault:
    path, line = _place(content)
    files = "one of the two files" if other.content else "the file"
    if isinstance(content, Static):
        address, remedy = _place_of(content), f"rename or move {files}"
    else:
        slug = "a Slug" if other.content else "another Slug"
        address, remedy = content.url, f"rename {files} or give it {slug}"
    message = f"has the same address as {other.name}, /{address}; {remedy}"
    return Fault(path, line, "duplicate-address", message)


def _place(content: Any) -> tuple[str, int]:
    """Return the file of *content*, and the line of the field that makes its address."""
    stated = next((field for field in ("save_as", "slug") if _states(content, field)), "")
    folder = site_of(content.settings).settings.content
    path = folder / content.get_relative_source_path()
    line = parse_source(read_text(path)).line_of(stated) if stated else 1
    return shown_path(path), line


def _states(content: Any, name: str) -> bool:
    """Return whether the file of *content* itself states the field *name*."""
    path = Path(content.source_path)
    if name not in content.metadata or path.suffix not in RECORD_SUFFIXES:
        return False
    return name in parse_source(read_text(path)).fields


def _folders_above(path: str) -> list[str]:
    return [path[:at] for at, character in enumerate(path) if character == "/"]
