"""The search: an index of the stories' prose, made by Pagefind, and the pages that ask it."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.core import Locale, UnknownLocaleError
from pelican.generators import Generator, PelicanTemplateNotFound

from backfile.build.site import BuildError
from backfile.reading.site import site_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pelican import Pelican
    from pelican.contents import Article
    from pelican.writers import Writer

FOLDER = "pagefind"  # of the index, below SITEURL; search.html names it too
# All else that Pagefind writes is a user interface of its own.
PARTS = (
    "pagefind.js",
    "pagefind-entry.json",
    "*.pf_meta",
    "wasm.*",
    "index/*",
    "filter/*",
    "fragment/*",
)
NOT_PROSE = ".attribution, .footnote-ref, .footnote-backref"


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The page that searches the stories of language `lang`; `name` is what it calls itself.

    `url` is below SITEURL, `save_as` its file in the output.
    """

    lang: str
    name: str
    url: str
    save_as: str


class SearchGenerator(Generator):
    """Makes the index of the published stories, and a page to search them in each language."""

    def generate_context(self) -> None:
        """Give the templates `search_pages`: a SearchPage by language, the site's own first."""
        articles = site_of(self.settings).articles if self._has_template() else []
        self.stories = [one for one in articles if one.status == "published"]
        self.search_pages = search_pages({one.lang for one in self.stories}, self.settings)
        self.context["search_pages"] = self.search_pages

    def generate_output(self, writer: Writer) -> None:
        """Write the index and the search pages, if anything is published and the theme can ask."""
        if not self.stories:
            return
        pages = {story.save_as: page_to_index(story) for story in self.stories}
        write_index(pages, Path(self.output_path) / FOLDER)
        for page in self.search_pages.values():
            writer.write_file(
                page.save_as,
                self.get_template("search"),
                self.context,
                reading_lang=page.lang,
                relative_urls=self.settings["RELATIVE_URLS"],
                url=page.url,
            )

    def _has_template(self) -> bool:
        try:
            self.get_template("search")
        except PelicanTemplateNotFound:
            return False
        return True


def generators(pelican: Pelican) -> type[Generator] | None:
    """Return our generator, if the site is to be searched (get_generators)."""
    return SearchGenerator if pelican.settings["SEARCH"] else None


def search_pages(languages: set[str], settings: Mapping[str, Any]) -> dict[str, SearchPage]:
    """Return the search page for each of the stories' *languages*, the site's own first.

    Languages are searched apart, since each has its own rules of which words are forms of one. The
    site's own is at SEARCH_URL, another below its tag: `es/search/`. Without stories, none.
    """
    own: str = settings["DEFAULT_LANG"]
    pages = {}
    for lang in [own, *sorted(languages - {own})] if languages else []:
        below = "" if lang == own else f"{lang}/"
        url, save_as = (below + settings[name] for name in ("SEARCH_URL", "SEARCH_SAVE_AS"))
        pages[lang] = SearchPage(lang, _own_name(lang), url, save_as)
    return pages


def _own_name(lang: str) -> str:
    """Return what a language calls itself: `español`; its tag where that is not known."""
    try:
        return Locale.parse(lang, sep="-").get_display_name() or lang
    except (UnknownLocaleError, ValueError):
        return lang


def page_to_index(story: Article) -> str:
    """Return the HTML that is indexed of *story*: its headline and prose, and no theme around it.

    The day comes along for the list of results and can be searched, so that a year finds its
    stories. The partner's name cannot: it would find every story of that partner.
    """
    partner = (
        f'<meta data-pagefind-filter="partner[content]" content="{escape(story.partner.title)}">'
        if story.partner
        else ""
    )
    return (
        f'<!DOCTYPE html><html lang="{escape(story.lang)}"><head>'
        f'<meta data-pagefind-meta="day[content]" content="{story.date.date().isoformat()}">'
        f'{partner}</head><body><h1 data-pagefind-ignore="index">{story.title}</h1>'
        f"{story.summary if story.stated_summary else ''}{story.content}</body></html>"
    )


def write_index(pages: dict[str, str], output: Path) -> None:
    """Write the index of *pages* (HTML by path) into the new folder *output*.

    The same pages make the same bytes, but for the order in which Pagefind lists several partners.
    Raises BuildError where Pagefind is missing or fails.
    """
    with tempfile.TemporaryDirectory(prefix="backfile-search-") as name:
        folder = Path(name)
        for path, html in pages.items():
            # Pagefind passes over files of other names.
            page = (folder / "site" / path).with_suffix(".html")
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(html, "utf-8")
        _run_pagefind(folder)
        made = folder / "made"
        for file in (file for part in PARTS for file in made.glob(part)):
            target = output / file.relative_to(made)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    _order_languages(output / "pagefind-entry.json")


def _run_pagefind(folder: Path) -> None:
    """Index *folder*/site into *folder*/made.

    By the command and not by Pagefind's Python interface, which takes a tenth of a second for
    each answer, and waits for ever if its process ends early.
    """
    try:
        from pagefind.service import get_executable  # noqa: PLC0415 (only where it is asked for)
    except ImportError as error:
        raise BuildError(f"the search needs Pagefind ({error}); install it: {_REMEDY}") from error
    command = ["--site", "site", "--output-path", "made", "--exclude-selectors", NOT_PROSE]
    try:
        done = subprocess.run(  # noqa: S603 (Pagefind's own program on a folder of ours)
            [str(get_executable()), *command, "--quiet"],
            cwd=folder,  # a pagefind.toml of the archive's is not meant for this
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise BuildError(f"Pagefind could not be started ({error}); {_REMEDY}") from error
    if done.returncode:
        said = " ".join((done.stderr or done.stdout).split()) or f"status {done.returncode}"
        raise BuildError(f"Pagefind could not index the stories ({said}); {_REMEDY}")


_REMEDY = "pip install 'pagefind[bin]', or set SEARCH = False"


def _order_languages(entry: Path) -> None:
    """Write the list of languages in one order; Pagefind's own differs from run to run."""
    known: dict[str, Any] = json.loads(entry.read_text("utf-8"))
    entry.write_text(json.dumps(known, ensure_ascii=False, sort_keys=True), "utf-8")
