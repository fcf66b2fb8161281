"""The keys of the pages that the theme makes.

What a page is made of is known for the templates of our theme, by what they ask. The template of
another theme may ask anything of any story: where it asks more than settings, its pages have all
content in their keys. So these are right, and change with every edit.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from backfile.outputs.keys import (
    ALL_PLACES,
    NoDigestError,
    digest,
    digest_of_files,
    made_by,
    settings_without,
)
from backfile.outputs.pages import lists
from backfile.outputs.pages.story_page import story_page, withdrawn_page
from backfile.outputs.pages.texts import text_of
from backfile.outputs.template_texts import TemplateTexts
from backfile.packaged import theme_folder
from backfile.render.language import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jinja2 import Environment, Template

    Context = Mapping[str, Any]

# What filters and functions of templates read of the settings, whichever template calls them.
_READ_BY_CODE = (
    *("AUTHOR_SAVE_AS", "BACKFILE_CARD_IMAGES", "DEFAULT_LANG", "JINJA_ENVIRONMENT"),
    *("RELATIVE_URLS", "SITENAME", "SITESUBTITLE", "SITEURL", "THEME_STATIC_DIR"),
)
# The names without stories in them, for which another theme's template may ask as well.
_PLAIN = frozenset(
    {
        *("_", "brand", "calendar_page", "canonical", "data_page", "direction", "fidelity_url"),
        *("gettext", "here", "in_other_language", "italics", "ngettext", "noindex", "random_page"),
        *("range", "reading_lang", "scripts", "self"),
        *("styles", "super", "text_direction", "ui_lang", "unindexed", "url", "words_lang"),
    }
)
# Modules of which `made_by` tells the version.
_VERSIONED = ("babel.", "backfile.", "jinja2.", "markupsafe.", "pelican.utils", "pelican.tools")
_OURS = ("backfile", "pelican.plugins.backfile", "builtins")
_OUR_TEMPLATES = (
    theme_folder() / "templates",
    *Path(lists.__file__).parents[1].glob("*/templates"),
)


class _Ground(NamedTuple):
    """What all pages of one template have in common.

    Its `digest`; whether it asks of stories as ours does (`is_known`), or is ours (`is_ours`).
    """

    digest: str
    is_known: bool
    is_ours: bool


class PageKeys:
    """The keys of the pages of one build.

    A page whose parts are not all known has an empty key, and is made in every build. *templates*
    is what the build before, of the same program, had to tell of them, as `templates` returns it.
    """

    def __init__(self, templates: str = "") -> None:
        _our_texts.cache_clear()  # a server goes on while somebody edits the theme
        self._texts = TemplateTexts(_is_ours, templates)
        self._grounds: dict[tuple[int, str], _Ground] = {}
        self._codes: dict[int, str] = {}
        self._frame = self._everything = ""

    def key(
        self, template: Template, path: str, context: Context, names: Context, made_of: object
    ) -> str:
        """Return the key of the page at *path*, which *template* makes of *context* and *names*.

        *context* is what all pages get. *made_of* is what the page shows beside its frame, None
        where that is to be found out here.
        """
        try:
            ground = self._ground(template, context)
            told = made_of
            if ground.is_known and told is None:
                told = _told(str(template.name), path, context, names)
            known = ground.is_known and told is not None
            rest = told if known else self._all_of(context)
            return digest(path, ground.digest, self.framed(context), rest)
        except NoDigestError:
            return ""

    def are_sure(self, template: Template, context: Context) -> bool:
        """Tell whether *template* is ours, with all that it leads to.

        Another may show what is in no key, such as the day of the build; and what a picture or an
        attached file of a story becomes is only found out by making the page.
        """
        try:
            return self._ground(template, context).is_ours
        except NoDigestError:
            return False

    def _ground(self, template: Template, context: Context) -> _Ground:
        place = id(template.environment), str(template.name)
        if place not in self._grounds:
            text = self._texts.read(template.environment, str(template.name))
            settings = {
                name: context[name]
                for name in text.names.union(_READ_BY_CODE)
                if name.isupper() and name in context
            }
            self._grounds[place] = _Ground(
                digest(self._code(template.environment, context), text.digest, settings),
                all(name in _PLAIN or name.isupper() for name in text.names_elsewhere),
                text.is_ours,
            )
        return self._grounds[place]

    def _code(self, env: Environment, context: Context) -> str:
        """Return the digest of the programs that make pages, and of the theme's translations."""
        if id(env) not in self._codes:
            words = _files_digest(Path(context["THEME"]) / FOLDER)
            self._codes[id(env)] = digest(made_by(), _code_of(env, context["PLUGINS"] or ()), words)
        return self._codes[id(env)]

    @property
    def templates(self) -> str:
        """Return what is to be kept of the templates."""
        return self._texts.as_told()

    def framed(self, context: Context) -> str:
        """Return the digest of what is around every page; it is made once."""
        self._frame = self._frame or digest(frame(context))
        return self._frame

    def _all_of(self, context: Context) -> str:
        self._everything = self._everything or digest(everything(context))
        return self._everything


def frame(context: Context) -> object:
    """Return what masthead, colophon and the links in the head show on every page."""
    lists_there = [bool(context.get(one)) for one in ("partners", "categories", "tags", "authors")]
    feeds = context.get("feeds")
    return (
        lists_there,
        bool(context.get("period_archives", {}).get("year")),
        [(one.title, one.url, one.lang, one.slug) for one in context["pages"]],
        feeds and (feeds.page, [(one.title, one.path) for one in feeds.site]),
        {
            name: context.get(name)
            for name in (
                "brand",
                "calendar_page",
                "data_page",
                "fidelity_url",
                "random_page",
                "search_pages",
            )
        },
        "data_url" in context,
        "citation_files" in context,
    )


def everything(context: Context) -> object:
    """Return what stands for all content and all settings."""
    contents = [one for one in context["generated_content"].values() if one]
    contents += context["static_content"].values()
    files = sorted({Path(one.source_path) for one in contents})
    settings = settings_without(context, ALL_PLACES)
    return digest_of_files(files, Path(context["PATH"])), settings


def _told(template: str, path: str, context: Context, names: Context) -> object:
    """Return what a page of Pelican's own shows, None where it is of a kind that is not known."""
    kind = template.removesuffix(".html")
    if kind in _STORIES and "article" in names:
        return _STORIES[kind](names["article"], context, path)
    if kind == "page" and "page" in names:
        page = names["page"]
        return text_of(page, context, path, page.summary), page.status, page.url
    if kind == "period_archives" and "period_num" in context:
        return lists.period(context["period_num"], context)
    if kind in _TERMS and kind in names:
        return lists.shelf_of(_TERMS[kind], names[kind].slug, context), names[kind].name
    if kind in _TERMS.values():
        return lists.terms(kind, context)
    return _FIXED[kind](context) if kind in _FIXED else None


_STORIES: dict[str, Callable[[Any, Context, str], object]] = {
    "article": story_page,
    "withdrawn": withdrawn_page,
}
_TERMS = {"category": "categories", "tag": "tags", "author": "authors"}
_FIXED: dict[str, Callable[[Context], object]] = {
    "404": lambda _context: (),
    "index": lists.first_page,
}


def _is_ours(name: str, text: str) -> bool:
    return text in _our_texts(name.removeprefix("!theme/"))


@cache
def _our_texts(name: str) -> tuple[str, ...]:
    """Return the texts that a template called *name* has in our theme, and in this plugin."""
    files = (folder / name for folder in _OUR_TEMPLATES)
    return tuple(one.read_text("utf-8") for one in files if one.is_file())


def _code_of(env: Environment, plugins: Iterable[object]) -> str:
    """Return the digest of the code that a site and its *plugins* have a hand in pages with."""
    called = [*env.filters.values(), *env.globals.values(), *env.tests.values()]
    modules = {str(getattr(one, "__module__", "")) for one in called}
    for one in plugins:
        name = one if isinstance(one, str) else str(getattr(one, "__name__", ""))
        modules |= {name, f"pelican.plugins.{name}"}
    theirs = (one for one in sorted(modules) if one not in _OURS and one in sys.modules)
    return digest([_of_module(one) for one in theirs])


def _of_module(name: str) -> str:
    """Return the digest of a module that is loaded, with all files of a package."""
    file = Path(getattr(sys.modules[name], "__file__", None) or "")
    if not file.is_file() or name.startswith(_VERSIONED):
        return name
    return (
        digest_of_files([file], file.parent)
        if file.stem != "__init__"
        else _files_digest(file.parent)
    )


def _files_digest(folder: Path) -> str:
    return digest_of_files(folder.rglob("*"), folder)
