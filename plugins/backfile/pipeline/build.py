"""One build: made beside the old output, which stays until the new one is complete."""

from __future__ import annotations

import errno
import logging
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateNotFound, TemplateSyntaxError
from pelican import Pelican

from backfile.config.read_settings import SettingsError, read_settings
from backfile.errors import BackfileError, BuildError, ContentError, say
from backfile.files.writing import DISK_FULL
from backfile.pipeline.build_files import BEFORE, files_of, others_in
from backfile.pipeline.exchange import exchange, folder_beside, put_in_place
from backfile.pipeline.inputs import UnsureInputError
from backfile.pipeline.journal import RevisionJournal, begin_journal, finish_revision
from backfile.pipeline.last_build import LAST, LastBuild
from backfile.pipeline.one_build import alone_with
from backfile.pipeline.pelican_glue.ending import running_pelican
from backfile.pipeline.pelican_glue.signals import others_see_files
from backfile.pipeline.revision import (
    all_said,
    changed_stories,
    changes_since,
    note_inputs,
    put_inputs,
    read_inputs,
    scope_of,
)
from backfile.pipeline.site_manifest import COMMIT, renew_manifest, write_manifest
from backfile.reading.left_out import LEFT_OUT
from backfile.reading.log_capture import HEARD, Heard, listening
from backfile.reading.scope import NotARevisionError, StoriesNeededError
from backfile.reading.site import SCOPE, closing_site, site_of
from backfile.render.template_cache import COMPILED, compiled_with

if TYPE_CHECKING:
    from backfile.config.settings import Settings
    from backfile.pipeline.build_files import BuildFiles
    from backfile.pipeline.revision import ChangedStories, Inputs

_LOG = logging.getLogger(__name__)
CHECKED = "_BACKFILE_CHECKED"  # the setting of one build that looks at all files of the site
_ROUNDS = 3  # a story that is needed may itself need others
_WHOLE = "the site is built as a whole: %s"
_MAKE_ROOM = "free some space and build again; the previous site is unchanged"


def build(settings: dict[str, Any]) -> Path:
    """Build the site and put it at its `OUTPUT_PATH`; return that folder.

    Raises ContentError on faults of the content, SettingsError on those of the settings, and
    BuildError on anything else that Pelican could not do, and where another build of the site does
    not end. What was at `OUTPUT_PATH` then stays.
    """
    output = Path(os.path.realpath(settings["OUTPUT_PATH"]))
    content = Path(os.path.realpath(settings["PATH"]))
    if output == content or output in content.parents:
        raise BuildError(f"OUTPUT_PATH {output} would be replaced, and it holds the content")
    output.parent.mkdir(parents=True, exist_ok=True)
    read = read_settings(settings)
    with alone_with(read.cache), closing(LastBuild.opened(read.cache)) as last:
        finish_revision(last, output)
        inputs = _inputs(settings, read, last)
        if inputs:  # no function of the settings is a filter
            settings = {**settings, COMPILED: compiled_with(inputs.settings)}
        if inputs and _is_revised(settings, read, output, last, inputs):
            told = all_said(last)
        else:
            told = build_all(settings, output, last, inputs)
        for message in told:
            say(f"warning: {message}")
    return output


def _inputs(settings: dict[str, Any], read: Settings, last: LastBuild) -> Inputs | None:
    """Return the inputs of the build, None where it has to be one of everything."""
    if settings.get(LEFT_OUT) or others_see_files():
        _LOG.debug(_WHOLE, "stories are left out, or another plugin sees what is written")
        return None
    try:
        return read_inputs(settings, read, last.inputs())
    except UnsureInputError as reason:
        _LOG.debug(_WHOLE, reason)
        return None


def build_all(
    settings: dict[str, Any], output: Path, last: LastBuild, inputs: Inputs | None
) -> list[str]:
    """Build everything beside *output*, and exchange the two; return what is to be told."""
    with folder_beside(output) as folder:
        run = _settings_of_run(settings, folder, output, last)
        with closing_site(run):
            _run_pelican(run)
        if others_see_files():  # also after the manifest was written
            write_manifest(run, last, dict(others_in(folder, {})))
        exchange(folder, output)
    with last.noting():
        if inputs and last.is_noted:
            note_inputs(last, inputs, output)
    last.commit()
    heard: Heard = run.get(HEARD) or Heard()
    return sorted({*heard.warnings})


def _is_revised(
    settings: dict[str, Any], read: Settings, output: Path, last: LastBuild, inputs: Inputs
) -> bool:
    """Revise the site at *output*, where that makes the site of *inputs*; tell whether it did."""
    if not output.is_dir():
        return False
    try:
        changed = changes_since(last, inputs, output, is_checked=bool(settings.get(CHECKED)))
        if changed:
            _revise(settings, output, last, changed_stories(changed, read), inputs)
            return True
    except (BackfileError, OSError, sqlite3.Error) as reason:
        # A build of everything tells of what is wrong, and makes up for what is unfinished.
        _LOG.debug(_WHOLE, reason)
        return False
    with last.noting():
        renew_manifest(output, last, str(settings.get(COMMIT) or ""))
        note_inputs(last, inputs, output)
    return True


def _revise(
    settings: dict[str, Any],
    output: Path,
    last: LastBuild,
    changed: ChangedStories,
    inputs: Inputs,
) -> None:
    """Make again what shows the *changed* stories, and put it in place.

    Raises NotARevisionError where that is not all that changes, BackfileError for what a build
    raises, and OSError.
    """
    more: frozenset[str] = frozenset()
    for _ in range(_ROUNDS):
        scope = scope_of(last, changed, output, more)
        try:
            with folder_beside(output) as folder:
                run = {**_settings_of_run(settings, folder, output, last), SCOPE: scope}
                with closing_site(run):
                    journal = RevisionJournal.of(folder, _run_pelican(run).removed)
                    put_inputs(last, inputs, output)
                    # Of what is kept in several files, a kill must not leave the half: between
                    # these two lines, everything is to be made again.
                    last.begin()
                    site_of(run).caches.commit()
                    begin_journal(last, journal)
                put_in_place(folder, output, journal.removed)
                last.complete()
        except StoriesNeededError as lacking:
            more |= lacking.sources
        else:
            return
    raise NotARevisionError("one change leads to the next")


def _settings_of_run(
    settings: dict[str, Any], folder: Path, output: Path, last: LastBuild
) -> dict[str, Any]:
    """Return *settings* for a run of Pelican that writes into *folder*."""
    return {
        **settings,
        "OUTPUT_PATH": str(folder),
        "DELETE_OUTPUT_DIRECTORY": False,
        BEFORE: str(output),
        LAST: last,
    }


def _run_pelican(settings: dict[str, Any]) -> BuildFiles:
    """Let Pelican build with *settings*; return the files of the build."""
    with listening() as heard:
        settings[HEARD] = heard
        try:
            with running_pelican():
                Pelican(settings).run()
        except (ContentError, SettingsError, NotARevisionError, StoriesNeededError):
            raise
        except BackfileError as error:
            raise BuildError("\n".join([*heard.errors, str(error)])) from error
        except Exception as error:
            if _means_full_disk(error):
                raise BuildError(f"{os.strerror(errno.ENOSPC)}: {_MAKE_ROOM}") from error
            reason = _reason(error).replace(settings["OUTPUT_PATH"], "the output folder")
            raise BuildError("\n".join([*heard.errors, reason])) from error
    if heard.errors:
        raise BuildError("\n".join(heard.errors))
    return files_of(settings)


def _means_full_disk(error: Exception) -> bool:
    is_full = isinstance(error, OSError) and error.errno in DISK_FULL
    return is_full or (isinstance(error, sqlite3.Error) and "disk is full" in str(error))


def _reason(error: Exception) -> str:
    """Return why Pelican stopped, with the file and the line of a template that is at fault."""
    if isinstance(error, TemplateSyntaxError):
        place = f"{error.filename or error.name}:{error.lineno}"
        return f"{place}: {(error.message or '').rstrip('.')}; correct it"
    if isinstance(error, TemplateNotFound):
        return f'there is no template "{error.name}" in the theme; a template asks for it'
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return f"{type(error).__name__}: {error}"
