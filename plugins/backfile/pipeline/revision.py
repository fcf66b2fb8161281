"""Decides whether a build can be a revision: some stories have changed, and nothing else.

A revision reads these stories, and the few whose pages or feeds show them. It is what a build of
everything would make, sooner. Whatever reaches further (a setting, a template, a partner's record,
a picture) is built as a whole.
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
from backfile.outputs.redirects.output import places_of
from backfile.pipeline.build_files import is_as_noted
from backfile.pipeline.inputs import UnsureInputError, changes, scan, settings_digest
from backfile.pipeline.last_build import TEMPLATES
from backfile.pipeline.standing import links_of, noted_stories
from backfile.reading.date_remarks import FUTURE
from backfile.reading.reader import shown_path
from backfile.reading.scope import KnownStory, NotARevisionError, Scope
from backfile.reading.site import RECORD_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backfile.config.settings import Settings
    from backfile.pipeline.build_files import BuildFiles
    from backfile.pipeline.inputs import Changes, Input
    from backfile.pipeline.last_build import LastBuild, MadeFile, NotedStory
    from backfile.reading.site import Site

CONTENT, THEME = "content", "theme"
MOST = 50  # changed stories; with more, a build of everything takes no longer
OURS = ("backfile", "pelican.plugins.backfile")
_LANGS, _FRAME, _SETTINGS, PLACE = "languages", "frame", "settings", "place"
_INDEX = "index"
PAGES, ADDRESSES = "pages", "addresses"  # the stages of messages


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a build is made of: its `files` by their paths, and the digest of its settings.

    `known` are the files of the build before, `content` is the folder of the stories, in full and
    as messages name it.
    """

    content: str
    files: Mapping[str, Input]
    known: Mapping[str, Input]
    settings: str


@dataclass(frozen=True, slots=True)
class ChangedStories:
    """The stories that were `edited` or are new, and those that are `gone`, by their files."""

    edited: frozenset[str]
    gone: frozenset[str]


def read_inputs(
    pelican_settings: Mapping[str, Any], settings: Settings, known: Mapping[str, Input]
) -> Inputs:
    """Return the inputs of a build.

    *known* are those of the build before, by which unchanged files need not be read. Raises
    UnsureInputError where nobody can tell whether they have changed.
    """
    overrides = enumerate(pelican_settings.get("THEME_TEMPLATES_OVERRIDES") or ())
    folders = {
        CONTENT: settings.content,
        THEME: settings.theme,
        **{f"templates-{number}": Path(one) for number, one in overrides},
    }
    made = [Path(os.path.realpath(one)) for one in (settings.output, settings.cache)]
    plugins = pelican_settings.get("PLUGINS")
    if plugins is not None and not all(one in OURS for one in plugins):
        raise UnsureInputError("other plugins may read what they like")
    if any(os.path.normpath(one).startswith((os.pardir, os.sep)) for one in settings.static_paths):
        raise UnsureInputError("STATIC_PATHS has files that are not below PATH")
    files = scan(folders, known, ignored=settings.ignored, without=made)
    made_of = settings_digest(pelican_settings)
    return Inputs(content_named(settings.content), files, known, made_of)


def changes_since(last: LastBuild, inputs: Inputs, output: Path, *, is_checked: bool) -> Changes:
    """Return how source files differ from those of the *last* build.

    All files of the site at *output* are looked at if that *is_checked*, or is another folder than
    the last build made, as after a checkout. Raises NotARevisionError where the last build cannot
    be revised.
    """
    if not last.is_complete:
        raise NotARevisionError("no build of this program has come to its end")
    if last.fact(_SETTINGS) != inputs.settings:
        raise NotARevisionError("the settings were others")
    if last.fact(CONTENT) != inputs.content:
        raise NotARevisionError("the stories were in another folder")
    is_sure = last.fact(PLACE) == place_of(output) and not is_checked
    if not (is_sure or is_as_noted(output, last.files())):
        raise NotARevisionError("the site is not as it was built")
    return changes(inputs.known, inputs.files)


def changed_stories(found: Changes, settings: Settings) -> ChangedStories:
    """Return the stories to which the files that were *found* to have changed belong.

    A ledger belongs to the story of whose original it keeps account. Raises NotARevisionError for
    any other file that is no story.
    """
    edited = {_story(path, settings) for path in (*found.edited, *found.added)}
    gone = {_story(path, settings) for path in found.removed}
    if len(edited | gone) > MOST:
        raise NotARevisionError(f"{len(edited | gone)} stories have changed")
    return ChangedStories(frozenset(edited - gone), frozenset(gone))


def _story(path: str, settings: Settings) -> str:
    folder, _, name = path.partition("/")
    file = PurePosixPath(name)
    if folder == CONTENT and file.is_relative_to(FOLDER) and file.suffix == ".json":
        return story_of(settings.content, file.stem) or name
    of_stories = {os.path.normpath(one) for one in settings.article_paths}
    # Pelican counts the folders of stories among those without pages.
    others = {settings.partner_path, *settings.page_paths, *settings.excludes} - of_stories
    is_in_place = _is_in(file, of_stories) and not _is_in(file, others)
    if folder != CONTENT or file.suffix not in RECORD_SUFFIXES or not is_in_place:
        raise NotARevisionError(f"{path} is no story")
    return name


def _is_in(file: PurePosixPath, folders: Iterable[str]) -> bool:
    return any(file.is_relative_to(one) for one in folders)


def scope_of(
    last: LastBuild, changed: ChangedStories, output: Path, more: Iterable[str] = ()
) -> Scope:
    """Return the scope of a revision of *changed* stories that reads *more* as well.

    The site is at *output*. Raises NotARevisionError where a story is tied to others that the
    revision would not make.
    """
    stories: set[str] = set()
    waiting = {*changed.edited, *more}
    while waiting:
        source = waiting.pop()
        stories.add(source)
        if known := last.story(source):
            waiting |= {*known.needs} - stories
        elif source not in changed.edited:
            raise NotARevisionError(f"{source} is not known")
    if stories & changed.gone:
        raise NotARevisionError("a story that is gone is needed")
    for source in changed.gone:
        known = last.story(source)
        if known is None or not _may_leave(known, last):
            raise NotARevisionError(f"{source} cannot go alone")
        if not last.has_others_in(known.lang, changed.gone):
            raise NotARevisionError(f"no story in {known.lang} is left")

    def find(source: str) -> KnownStory | None:
        known = last.story(source) if source not in changed.gone else None
        return KnownStory(known.url, known.status) if known else None

    def source_of(url: str) -> str:
        known = last.story_at(url)
        return known.source if known else ""

    langs = frozenset(json.loads(last.fact(_LANGS)))
    return Scope(
        stories=frozenset(stories),
        edited=changed.edited,
        gone=changed.gone,
        find=find,
        source_of=source_of,
        langs=langs,
        site=output,
        index=last.fact(_INDEX),
    )


def check_revision(scope: Scope, site: Site, last: LastBuild, frame: str) -> list[NotedStory]:
    """Return what is to be kept of the edited stories of *site*.

    Raises NotARevisionError where more changes than these and what has them. *frame* is the digest
    of what is around every page.
    """
    kept = list(noted_stories(site.edited_of_any_status, site.settings))
    if {one.source for one in kept} != scope.edited:
        raise NotARevisionError("a story is not published")
    for one in kept:
        before = last.story(one.source)
        if before is None and not _may_come(one, last, scope):
            raise NotARevisionError(f"{one.source} cannot come alone")
        if before is not None and not _may_change(before, one, last, scope):
            raise NotARevisionError(f"{one.source} has other ties")
    urls = [one.url.lstrip("/") for one in kept]
    site.redirects |= {url: last.redirects(url) for url in urls}
    if _will_change(site):
        raise NotARevisionError("a day is yet to come")
    if last.fact(_FRAME) != frame:
        raise NotARevisionError("all pages change")
    return kept


def check_old_addresses(site: Site, last: LastBuild, paths: Iterable[str]) -> None:
    """Raise NotARevisionError if a file at one of *paths* keeps readers from another story.

    These are the files that come, change or go. A story that was at such an address once is led to
    from there where the site has no page of its own.
    """
    leading_on = {path for pages in site.redirects.values() for path in pages}
    for path in paths:
        places = places_of(f"/{path}") if path not in leading_on else ()
        for source in {one for place in places for one in last.claimants(place)}:
            known = last.story(source)
            if known is None or path not in known.files:
                raise NotARevisionError(f"{source} was at {path} once")


def _may_change(before: NotedStory, now: NotedStory, last: LastBuild, scope: Scope) -> bool:
    """Tell whether a story that was in one place is now in another, or has other words."""
    if (before.status, before.ties, before.needs) != (now.status, now.ties, now.needs):
        return False
    if before.url == now.url and before.files == now.files:
        is_in_place = before.place == now.place or now.status != "published"
        return is_in_place or not last.has_unlisted
    return _may_leave(before, last) and _may_come(now, last, scope)


def _may_leave(story: NotedStory, last: LastBuild) -> bool:
    """Tell whether no other page than those of lists and neighbours changes without *story*."""
    is_alone = story.is_free and not story.needs and not last.is_linked(story.source)
    return is_alone and story.status == "published" and not last.has_unlisted


def _may_come(story: NotedStory, last: LastBuild, scope: Scope) -> bool:
    """Tell whether no other page than those of lists and neighbours changes with *story*."""
    others = set(last.called(story.slug)) - {story.source} - scope.gone
    is_there = any((scope.site / one).exists() for one in story.files)
    is_new = not others and not is_there and story.lang in scope.langs
    return is_new and story.is_free and not story.needs and not last.has_unlisted


def note_all(
    last: LastBuild, site: Site, files: BuildFiles, others: Mapping[str, MadeFile], on_pages: int
) -> None:
    """Note in *last* all that the next build needs to know of this one, which made everything.

    *others* are the files of the site that have no keys.
    The first messages that were heard, *on_pages* of them, are about pages, the others are about
    old addresses.
    """
    last.clear()
    last.put_files(files.made)
    last.put_files(others)
    if not _can_be_revised(site, files):
        return
    last.put_stories(noted_stories(site.articles, site.settings))
    for content in site.others:
        source = str(content.get_relative_source_path())
        last.put_links(source, links_of(content))
    langs = json.dumps(sorted(site.langs))
    last.put_facts({_LANGS: langs, _FRAME: files.frame, _INDEX: site.index})
    last.put_redirects(site.redirects)
    last.put_facts({TEMPLATES: files.pages.templates})
    last.put_said(PAGES, site.heard.warnings[:on_pages])
    last.put_said(ADDRESSES, site.heard.warnings[on_pages:])
    last.is_noted = True


def note_revision(
    last: LastBuild, site: Site, files: BuildFiles, others: Mapping[str, MadeFile]
) -> None:
    """Note in *last* what a revision has made, *others* being those of its files without keys."""
    scope = site.scope
    changed = scope.changed if scope else frozenset()
    last.put_facts({_INDEX: site.index})
    last.put_files(files.made)
    last.put_files(others)
    for path in files.removed:
        last.remove_file(path)
    for source in changed:
        last.remove_story(source)
    last.put_stories(files.stories)
    paths = {shown_path(site.settings.content / source) for source in changed}
    told = [one for one in last.said(PAGES) if one.partition(":")[0] not in paths]
    last.put_said(PAGES, dict.fromkeys([*told, *site.heard.warnings]))


def all_said(last: LastBuild) -> list[str]:
    """Return the messages about the site as it is, in the order of files."""
    return sorted({*last.said(PAGES), *last.said(ADDRESSES)})


def note_inputs(last: LastBuild, inputs: Inputs, output: Path) -> None:
    """Note the *inputs* of which the site at *output* is made, and set the mark of *last*."""
    if last.fact(_FRAME):
        put_inputs(last, inputs, output)
        last.complete()


def put_inputs(last: LastBuild, inputs: Inputs, output: Path) -> None:
    """Put the *inputs* of which the site at *output* is made into *last*."""
    known = inputs.known if last.has_inputs else {}
    last.remove_inputs(known.keys() - inputs.files.keys())
    last.put_inputs({path: one for path, one in inputs.files.items() if known.get(path) is not one})
    last.put_facts({_SETTINGS: inputs.settings, CONTENT: inputs.content})
    last.put_facts({PLACE: place_of(output)})


def content_named(folder: Path) -> str:
    """Return the *folder* of stories, in full and as messages name it."""
    return f"{folder.absolute()} as {shown_path(folder)}"


def place_of(output: Path) -> str:
    """Return what tells a site from any other that is, or was, in the folder *output*."""
    told = output.stat()
    return f"{told.st_dev}:{told.st_ino}"


def _can_be_revised(site: Site, files: BuildFiles) -> bool:
    """Tell whether all that the pages depend on is known."""
    without = (site.left_out, site.refused, site.withheld_files, site.unread, site.unread_pages)
    has_catalogue = site.catalogue is not None and site.catalogue.is_shared
    return has_catalogue and not (files.unsure or _will_change(site) or any(without))


def _will_change(site: Site) -> bool:
    """Tell whether the site will be another one day, if nobody changes anything."""
    remarks = [*site.remarks, *(one for article in site.articles for one in article.story.remarks)]
    now = datetime.now(UTC)
    is_early = any(one.date > now for one in (*site.articles, *site.withheld))
    return is_early or any(one.code == FUTURE for one in remarks)
