"""Reads the settings of a site from its pelicanconf.py, for every command."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pelican.settings import read_settings

from backfile.errors import BuildError, UsageError


def site_settings(
    conf: str = "pelicanconf.py", *, content: str | None = None, output: str | None = None
) -> dict[str, Any]:
    """Read the Pelican settings in *conf*, with other folders for content or output if given.

    Where *conf* sets no `PATH`, as in sites that call `pelican content`, the folder `content`
    beside it is read. Raises UsageError for a file or folder that is not there, BuildError for a
    file that is not Python or that leaves this plugin out.
    """
    if not Path(conf).is_file():
        raise UsageError(_without(conf))
    override: dict[str, Any] = {"BACKFILE_CONF": conf}
    if content and not Path(content).is_dir():
        raise UsageError(f"{content}: there is no such folder")
    if content:
        override["PATH"] = str(Path(content).resolve())
    if output:
        override["OUTPUT_PATH"] = str(Path(output).resolve())
    # A configuration may have changed their lists in place: each reading begins with whole ones.
    for module in ("backfile.defaults", "backfile.production"):
        sys.modules.pop(module, None)
    try:
        settings: dict[str, Any] = read_settings(conf, override=override)
    except Exception as error:
        _need_content(conf)
        raise BuildError(f"{conf}: {type(error).__name__}: {error}") from error
    if settings["PATH"] == os.curdir:  # Pelican's default; a PATH that is set is absolute here
        settings["PATH"] = str(_content_beside(conf))
    if not _has_plugin(settings):
        raise BuildError(f'{conf}: PLUGINS does not name this plugin; add "backfile" to it')
    return settings


def _without(conf: str) -> str:
    """Return the message for a missing file *conf*."""
    if conf == "publishconf.py" and Path("pelicanconf.py").is_file():
        return (
            f"{conf}: no such file, and a production build needs one; write it with these lines:\n"
            "  import sys\n"
            '  sys.path.insert(0, ".")\n'
            "  from pelicanconf import *\n"
            "  from backfile.production import *"
        )
    return (
        f"{conf}: no such file; run this in the folder of an archive, or make an archive with "
        "backfile init FOLDER"
    )


def _need_content(conf: str) -> None:
    """Raise UsageError if *conf*, which has been run, names a content folder that does not exist.

    Pelican's own error does not name it.
    """
    named = getattr(sys.modules.get(Path(conf).stem), "PATH", None)
    if isinstance(named, str) and not Path(conf).parent.joinpath(named).is_dir():
        raise UsageError(
            f"{named}: there is no such folder, and PATH in {conf} names it as that of the "
            "stories; make it, or name another with --content"
        )


def _content_beside(conf: str) -> Path:
    content = Path(conf).resolve().parent / "content"
    if not content.is_dir():
        raise UsageError(
            f"{conf}: PATH is not set, and there is no folder content; "
            "set PATH to the folder of the stories, or name it with --content"
        )
    return content


def _has_plugin(settings: dict[str, Any]) -> bool:
    """Return whether Pelican would load this plugin: by its name, or because it is installed."""
    named = settings.get("PLUGINS")
    if named is None:
        return find_spec("pelican.plugins.backfile") is not None
    names = [plugin if isinstance(plugin, str) else plugin.__name__ for plugin in named]
    return any(name.removeprefix("pelican.plugins.") == "backfile" for name in names)


def showing_drafts(settings: dict[str, Any]) -> dict[str, Any]:
    """Return *settings* with drafts for a site that only its editors see, unless they forbid it.

    A site with an address (`SITEURL`) is meant to be published and gets no drafts.
    """
    return {"BACKFILE_DRAFTS": not settings["SITEURL"], **settings}
