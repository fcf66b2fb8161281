"""One build: made beside the old output, which stays until the new one is complete."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path
from typing import Any

from jinja2 import TemplateNotFound, TemplateSyntaxError
from pelican import Pelican

from backfile.config.read_settings import SettingsError
from backfile.errors import BackfileError, BuildError, ContentError, say
from backfile.files.writing import DISK_FULL
from backfile.pipeline.exchange import exchange, folder_beside
from backfile.pipeline.manifest import BEFORE
from backfile.pipeline.pelican_glue.ending import running_pelican
from backfile.reading.log_capture import HEARD, listening

_MAKE_ROOM = "free some space and build again; the previous site is unchanged"


def build(settings: dict[str, Any]) -> Path:
    """Build the site and put it at its `OUTPUT_PATH`; return that folder.

    Raises ContentError on faults of the content, SettingsError on those of the settings, and
    BuildError on anything else that Pelican could not do. What was at `OUTPUT_PATH` then stays.
    """
    output = Path(os.path.realpath(settings["OUTPUT_PATH"]))
    content = Path(os.path.realpath(settings["PATH"]))
    if output == content or output in content.parents:
        raise BuildError(f"OUTPUT_PATH {output} would be replaced, and it holds the content")
    output.parent.mkdir(parents=True, exist_ok=True)
    with folder_beside(output) as folder:
        ours = {"OUTPUT_PATH": str(folder), "DELETE_OUTPUT_DIRECTORY": False, BEFORE: str(output)}
        _run_pelican({**settings, **ours})
        exchange(folder, output)
    return output


def _run_pelican(settings: dict[str, Any]) -> None:
    with listening() as heard:
        try:
            with running_pelican():
                Pelican({**settings, HEARD: heard}).run()
        except (ContentError, SettingsError):
            raise
        except BackfileError as error:
            raise BuildError("\n".join([*heard.errors, str(error)])) from error
        except Exception as error:
            if _means_full_disk(error):
                raise BuildError(f"{os.strerror(errno.ENOSPC)}: {_MAKE_ROOM}") from error
            reason = _reason(error).replace(settings["OUTPUT_PATH"], "the output folder")
            raise BuildError("\n".join([*heard.errors, reason])) from error
    for warning in heard.warnings:
        say(f"warning: {warning}")
    if heard.errors:
        raise BuildError("\n".join(heard.errors))


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
