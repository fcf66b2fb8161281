"""Decides whether a build can be a revision: some stories were edited, and nothing else.

A revision reads these stories, and the few whose pages or feeds show them. It is what a build of
everything would make, sooner. Whatever reaches further (a new story, another address, a setting, a
template, a partner's record) is built as a whole.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from backfile.fidelity.ledger import story_of
from backfile.fidelity.originals import FOLDER
from backfile.pipeline.inputs import Changes, UnsureInputError, changes, scan, settings_digest
from backfile.pipeline.standing import kept_stories
from backfile.reading.date_remarks import FUTURE
from backfile.reading.reader import shown_path
from backfile.reading.scope import KnownStory, NotARevisionError, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backfile.config.settings import Settings
    from backfile.pipeline.inputs import Input
    from backfile.pipeline.last_build import LastBuild
    from backfile.pipeline.manifest import BuildFiles
    from backfile.reading.site import Site

CONTENT, THEME = "content", "theme"
MOST = 50  # edited stories; with more, a build of everything takes no longer
_OURS = ("backfile", "pelican.plugins.backfile")
_LANGS, _FRAME, _SETTINGS, PLACE = "languages", "frame", "settings", "place"
PAGES, ADDRESSES = "pages", "addresses"  # the stages of messages


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a build is made of: its `files` by their paths, and the digest of its settings.

    `content` is the folder of the stories, as messages name it.
    """

    content: str
    files: Mapping[str, Input]
    settings: str


def read_inputs(
    pelican_settings: Mapping[str, Any], settings: Settings, known: Mapping[str, Input]
) -> Inputs | None:
    """Return the inputs of a build, None where nobody can tell whether they have changed.

    *known* are those of the build before, by which unchanged files need not be read.
    """
    overrides = enumerate(pelican_settings.get("THEME_TEMPLATES_OVERRIDES") or ())
    folders = {
        CONTENT: settings.content,
        THEME: settings.theme,
        **{f"templates-{number}": Path(one) for number, one in overrides},
    }
    made = [Path(os.path.realpath(one)) for one in (settings.output, settings.cache)]
    plugins = pelican_settings.get("PLUGINS")
    if plugins is not None and not all(one in _OURS for one in plugins):
        return None
    if any(os.path.normpath(one).startswith((os.pardir, os.sep)) for one in settings.static_paths):
        return None
    try:
        files = scan(folders, known, ignored=settings.ignored, without=made)
        return Inputs(shown_path(settings.content), files, settings_digest(pelican_settings))
    except UnsureInputError:
        return None


def changes_since(last: LastBuild, inputs: Inputs, output: Path) -> Changes | None:
    """Return how source files differ from those of the *last* build.

    None where that build cannot be revised: it is not complete, its settings were others, or its
    site is no longer at *output*.
    """
    is_there = last.is_complete and last.fact(PLACE) == place_of(output, inputs)
    if not is_there or last.fact(_SETTINGS) != inputs.settings:
        return None
    return changes(last.inputs(), inputs.files)


def stories_in(edited: Iterable[str], content: Path) -> frozenset[str]:
    """Return the stories that the *edited* files belong to, named from the folder *content*.

    That of a ledger is the one of whose original it keeps account. Files of no story are returned
    as they are.
    """
    found = set()
    for path in edited:
        name = path.removeprefix(f"{CONTENT}/")
        is_ledger = name.startswith(f"{FOLDER}/") and name.endswith(".json")
        found.add((is_ledger and story_of(content, PurePosixPath(name).stem)) or name)
    return frozenset(found)


def scope_of(
    last: LastBuild, edited: Iterable[str], output: Path, more: Iterable[str] = ()
) -> Scope:
    """Return the scope of a revision of the *edited* stories that reads *more* as well.

    The site is at *output*.

    Files are named from the content folder. Raises NotARevisionError where one is no story of the
    site.
    """
    sources = frozenset(edited)
    if len(sources) > MOST:
        raise NotARevisionError(f"{len(sources)} stories were edited")
    stories: set[str] = set()
    waiting = {*sources, *more}
    while waiting:
        source = waiting.pop()
        known = last.story(source)
        if known is None or (source in sources and known.status != "published"):
            raise NotARevisionError(f"{source} is no published story")
        stories.add(source)
        waiting |= {*known.needs} - stories

    def find(source: str) -> KnownStory | None:
        known = last.story(source)
        return KnownStory(known.url, known.status) if known else None

    def source_of(url: str) -> str:
        known = last.story_at(url)
        return known.source if known else ""

    langs = frozenset(json.loads(last.fact(_LANGS)))
    return Scope(frozenset(stories), sources, find, source_of, langs, output)


def check_revision(scope: Scope, edited: Iterable[Any], last: LastBuild, frame: str) -> None:
    """Raise NotARevisionError where more has changed than the *edited* articles and what has them.

    *frame* is the digest of what is around every page.
    """
    kept = list(kept_stories(edited))
    if {one.source for one in kept} != scope.edited:
        raise NotARevisionError("a story has become something else")
    for one in kept:
        if last.story(one.source) != one:
            raise NotARevisionError(f"{one.source} stands elsewhere")
    if last.fact(_FRAME) != frame:
        raise NotARevisionError("all pages change")


def note_all(last: LastBuild, site: Site, files: BuildFiles, on_pages: int) -> None:
    """Note in *last* all that the next build needs to know of this one, which made everything.

    The first messages that were heard, *on_pages* of them, are about pages, the others are about
    old addresses.
    """
    last.clear()
    last.put_files(files.made)
    if not _can_be_revised(site, files):
        return
    last.put_stories(kept_stories(site.articles))
    langs = json.dumps(sorted(site.langs))
    last.put_facts({_LANGS: langs, _FRAME: files.pages.framed({})})
    last.put_said(PAGES, site.heard.warnings[:on_pages])
    last.put_said(ADDRESSES, site.heard.warnings[on_pages:])


def note_revision(last: LastBuild, site: Site, files: BuildFiles) -> None:
    """Note in *last* what a revision has made."""
    last.put_files(files.made)
    edited = {shown_path(article.source_path) for article in site.edited}
    told = [one for one in last.said(PAGES) if one.partition(":")[0] not in edited]
    last.put_said(PAGES, dict.fromkeys([*told, *site.heard.warnings]))


def all_said(last: LastBuild) -> list[str]:
    """Return the messages about the site as it is, in the order of files."""
    return sorted({*last.said(PAGES), *last.said(ADDRESSES)})


def note_inputs(last: LastBuild, inputs: Inputs, output: Path) -> None:
    """Note the *inputs* of which the site at *output* is made, and set the mark of *last*."""
    if last.fact(_FRAME):
        last.put_inputs(inputs.files)
        last.put_facts({_SETTINGS: inputs.settings, PLACE: place_of(output, inputs)})
        last.complete()


def place_of(output: Path, inputs: Inputs) -> str:
    """Return what tells a site from any other that is, or was, in the folder *output*."""
    told = output.stat()
    return f"{told.st_dev}:{told.st_ino} of {inputs.content}"


def _can_be_revised(site: Site, files: BuildFiles) -> bool:
    """Tell whether all that the pages depend on is known."""
    remarks = [*site.remarks, *(one for article in site.articles for one in article.story.remarks)]
    will_change = any(one.code == FUTURE for one in remarks)
    now = datetime.now(UTC)
    will_change |= any(one.date > now for one in (*site.articles, *site.withheld))
    without = (site.left_out, site.refused, site.withheld_files, site.unread, site.unread_pages)
    has_catalogue = site.catalogue is not None and site.catalogue.is_shared
    return has_catalogue and not (files.unsure or will_change or any(without))
