"""Who claims which file of the site: no two contents, and none with what the tool makes itself.

Rules: docs/stories.md, "Names and addresses".
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pelican.contents import Content, Static
from pelican.generators import ArticlesGenerator

from backfile.addresses import folded, served_as, slug_problem
from backfile.errors import Fault
from backfile.pages.generator import KINDS
from backfile.pages.sharing.social import CARDS
from backfile.pages.story_json import SCHEMA, data_url
from backfile.pages.theme import has_template
from backfile.reading.articles import all_contents
from backfile.reading.reader import shown_path
from backfile.reading.site import RECORD_SUFFIXES, site_of
from backfile.reading.source import parse_source, read_text
from backfile.slugs import better_slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pelican.generators import Generator

_LONGEST = 255  # bytes of a file's name, on nearly every system
_SHOWN = 60
# The codes of a file whose page would be outside of the site.
CLIMBING = frozenset({"bad-slug", "bad-address"})
# What people call the pages that Pelican makes of templates.
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
# What the tool writes where a setting asks for it: the setting, the folder, what is in it.
_FOLDERS = (
    ("BACKFILE_SEARCH", "pagefind", "the search index"),
    ("BACKFILE_DATA", "data", "the data tables"),
    ("BACKFILE_DATA", SCHEMA.partition("/")[0], "the schema of the data"),
    ("BACKFILE_FEEDS", "feeds", "the feeds"),
    ("BACKFILE_SITEMAP", "sitemaps", "the sitemaps"),
    ("BACKFILE_CARD_IMAGES", CARDS, "the card images"),
)
# The same of pages: the setting, that of their place, what they are, their template.
_PAGES = (
    ("BACKFILE_DATA", "BACKFILE_DATA_SAVE_AS", "the page about the data", "data"),
    ("BACKFILE_VERIFY", "BACKFILE_FIDELITY_SAVE_AS", "the page about fidelity", "fidelity"),
)


class Owner(NamedTuple):
    """Whose a file of the site is: a content's, or, where that is None, what `name` says."""

    name: str
    content: Any = None


@dataclass(slots=True)
class Claims:
    """The files of a site and whose they are, whatever they are called on some system or server.

    `addresses` counts `a.html`, `a/index.html` and `a` as one, as servers do; `files` and the
    `folders` that they make are the paths themselves.
    """

    addresses: dict[str, Owner] = field(default_factory=dict)
    files: dict[str, Owner] = field(default_factory=dict)
    folders: dict[str, Owner] = field(default_factory=dict)

    def owner_of(self, path: str) -> Owner | None:
        """Return who has the file at *path* already, or a file that is in its way."""
        whole = folded(path)
        above = (self.files.get(folder) for folder in _folders_above(whole))
        there = [self.addresses.get(served_as(path)), self.files.get(whole)]
        return next(filter(None, [*there, self.folders.get(whole), *above]), None)

    def take(self, path: str, owner: Owner) -> None:
        """Let *owner* have the file at *path*, unless somebody has it."""
        whole = folded(path)
        self.addresses.setdefault(served_as(path), owner)
        self.files.setdefault(whole, owner)
        for folder in _folders_above(whole):
            self.folders.setdefault(folder, owner)


def check_addresses(generators: Sequence[Generator]) -> Iterator[Fault]:
    """Each file of the site is made of one thing, and each name can be part of an address."""
    stories = next(one for one in generators if isinstance(one, ArticlesGenerator))
    folders = _folders(stories.settings)
    claims = Claims()
    for path, name in _files_of_the_tool(stories):
        claims.take(path, Owner(name))
    for content in sorted(_contents(generators), key=lambda one: str(one.source_path)):
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
    """Take the fault of an address that climbs out of the site (content_object_init).

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
    """Go through the files that the site gets of *content*, its page first."""
    if isinstance(content, Static):
        yield _place_of(content)
        return
    if not content.save_as:
        return
    yield content.save_as
    settings = content.settings
    if content.status == "published":
        if settings["OUTPUT_SOURCES"]:
            source = Path(content.save_as).with_suffix(settings["OUTPUT_SOURCES_EXTENSION"])
            yield source.as_posix()
        if settings.get("BACKFILE_DATA") and hasattr(content, "story"):
            yield data_url(content)
    yield from _attached(content)


def _place_of(static: Static) -> str:
    """Return where *static* goes. Asked itself, it could not go beside a story any more."""
    return str(Content.save_as.fget(static))


def _attached(content: Any) -> Iterator[str]:
    """Go through the places of the files that *content* calls to its side with {attach}."""
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
    """Go through the files that are made of no one content, each with what it is."""
    settings = stories.settings
    for template in settings["DIRECT_TEMPLATES"]:
        name = _TEMPLATES.get(template, f"the page {template}")
        yield settings.get(f"{template.upper()}_SAVE_AS", f"{template}.html"), name
    for template, path in settings["TEMPLATE_PAGES"].items():
        yield path, f"the page made of {template}"
    for archives in stories.period_archives.values():
        for one in archives:
            yield one["save_as"], "the stories of " + "-".join(f"{n:02}" for n in one["period_num"])
    for setting, save_as, name, template in _PAGES:
        if settings[setting] and has_template(stories, template):
            yield settings[save_as], name
    if settings["BACKFILE_SITEMAP"]:
        yield "sitemap.xml", "the sitemap"
    if settings["BACKFILE_SEARCH"] and has_template(stories, "search"):
        yield from _search_pages(stories)
    yield from _listings(stories)


def _search_pages(stories: ArticlesGenerator) -> Iterator[tuple[str, str]]:
    own = stories.settings["DEFAULT_LANG"]
    languages = {one.lang for one in site_of(stories.settings).published}
    for lang in [own, *sorted(languages - {own})]:
        below = "" if lang == own else f"{lang}/"
        yield below + stories.settings["BACKFILE_SEARCH_SAVE_AS"], "the search page"


def _listings(stories: ArticlesGenerator) -> Iterator[tuple[str, str]]:
    """Go through the pages of partners, sections, topics and authors, and of their years."""
    settings = stories.settings
    if site_of(settings).registry:
        yield settings["BACKFILE_PARTNERS_SAVE_AS"], "the list of partners"
    has_years = has_template(stories, "term_year")
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
            pattern = settings[f"BACKFILE_{KINDS[kind]}_YEAR_SAVE_AS"] if has_years else ""
            for year in {one.date.year for one in articles} if pattern else ():
                yield pattern.format(slug=term.slug, year=year), f"{name} in {year}"


def _by_partner(stories: ArticlesGenerator) -> Iterable[tuple[Any, list[Any]]]:
    """Return the partners with their stories."""
    filed: dict[str, tuple[Any, list[Any]]] = {}
    for one in stories.articles:
        if one.partner:
            filed.setdefault(one.partner.slug, (one.partner, []))[1].append(one)
    return filed.values()


def _folders(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return the folders in which no content has its page, and what is in them."""
    folders = {folder: name for setting, folder, name in _FOLDERS if settings[setting]}
    folders[settings["THEME_STATIC_DIR"]] = "the files of the theme"
    drafts, brace, _ = settings["DRAFT_SAVE_AS"].partition("{")
    if brace and drafts.endswith("/"):
        folders[drafts.rstrip("/")] = _DRAFTS
    return {f"{folded(folder)}/": name for folder, name in folders.items()}


def _owner_beside(
    content: Any, paths: Iterable[str], claims: Claims, folders: Mapping[str, str]
) -> Owner | None:
    """Return whose a file or folder already is that *content* would have."""
    owners = [*map(claims.owner_of, paths), _reserved_for(content, folders)]
    return next((one for one in owners if one and not _is_meant(content, one)), None)


def _reserved_for(content: Any, folders: Mapping[str, str]) -> Owner | None:
    """Return what fills the folder in which *content* would have its page."""
    if isinstance(content, Static):
        # The search empties its folder; a file may well go beside those of the theme.
        folders = {name: held for name, held in folders.items() if name == "pagefind/"}
    whole = folded(_place_of(content) if isinstance(content, Static) else content.save_as)
    held = next((held for name, held in folders.items() if whole.startswith(name)), "")
    return Owner(held) if held and (held != _DRAFTS or content.status != "draft") else None


def _is_meant(content: Any, other: Owner) -> bool:
    """Say whether *content* is to take the place of a page that Pelican makes of a template.

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
    stated = next((one for one in ("save_as", "slug") if _states(content, one)), "")
    path = Path(content.settings["PATH"], content.get_relative_source_path())
    line = parse_source(read_text(path)).line_of(stated) if stated else 1
    return shown_path(path), line


def _states(content: Any, name: str) -> bool:
    """Say whether the file of *content* itself states the field *name*."""
    path = Path(content.source_path)
    if name not in content.metadata or path.suffix not in RECORD_SUFFIXES:
        return False
    return name in parse_source(read_text(path)).fields


def _folders_above(path: str) -> list[str]:
    return [path[:at] for at, character in enumerate(path) if character == "/"]
