"""`invoke build`: builds the whole site into its output folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile.cli.progress import progress
from backfile.config.read_settings import read_settings
from backfile.config.site_settings import showing_drafts, site_settings
from backfile.errors import ContentError, UsageError, say
from backfile.pipeline.build import CHECKED, build
from backfile.pipeline.watching import WATCH, Watched
from backfile.reading.left_out import LEFT_OUT, file_of
from backfile.reading.reader import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backfile.config.settings import Settings


def build_site(  # noqa: PLR0913 (the options of the command)
    conf: str,
    *,
    content: str = "",
    output: str = "",
    keep_going: bool = False,
    check_output: bool = False,
    workers: int = 0,
    scheduler: str = "",
) -> int:
    """Build the site of *conf* and print where it is; return 0, or 1 if anything was left out.

    With *keep_going*, each file that has a fault is left out, and the rest is built. With
    *check_output*, files of the site that somebody has changed are made again. So many *workers*
    build, 0 for as many as the settings say; a Dask cluster takes part if its *scheduler* is named.
    A published site needs its address: without `SITEURL` its feeds and canonical links would be
    wrong. It never has drafts, whatever its settings say. Raises UsageError.
    """
    settings = site_settings(conf, content=content, output=output)
    settings |= {"BACKFILE_WORKERS": workers} if workers else {}
    settings |= {"BACKFILE_SCHEDULER": scheduler} if scheduler else {}
    production = conf.startswith("publishconf")
    if production and not settings["SITEURL"]:
        message = (
            "a production build needs the site's address: set the environment variable "
            "BACKFILE_SITEURL=https://archive.example, or SITEURL in publishconf.py"
        )
        raise UsageError(message)
    settings = _for_readers(settings) if production else showing_drafts(settings)
    settings[CHECKED] = check_output
    with progress(shown_path(settings["OUTPUT_PATH"])) as watch:
        settings[WATCH] = Watched(watch)
        site, left_out = _build_the_rest(settings) if keep_going else (build(settings), frozenset())
    print(f"The site is in {shown_path(site)}/")
    if not left_out:
        return 0
    say(_left_out(left_out, read_settings(settings)))
    return 1


def _for_readers(settings: dict[str, Any]) -> dict[str, Any]:
    return {**settings, "BACKFILE_DRAFTS": False, "BACKFILE_PRODUCTION": True}


def _build_the_rest(settings: dict[str, Any]) -> tuple[Path, frozenset[str]]:
    """Build without the files that have faults; return the site's folder and these files.

    Each round prints the faults that it found and leaves out their files. That can cause further
    faults: a story cannot stay without its partner's record. A round ends when all is read, before
    anything is written. Raises ContentError on a fault that belongs to no file.
    """
    # Pelican's caches would return files that are to be left out.
    fresh = {**settings, "CACHE_CONTENT": False, "LOAD_CONTENT_CACHE": False}
    content, without = read_settings(settings).content, frozenset[str]()
    while True:
        try:
            return build({**fresh, LEFT_OUT: without}), without
        except ContentError as error:
            faulty = {file_of(fault, content) for fault in error.faults}
            named = frozenset(file for file in faulty if file is not None)
            if len(named) < len(faulty) or named <= without:
                raise
            say(str(error))
            without |= named


def _left_out(files: Iterable[str], settings: Settings) -> str:
    """Return the sentence that says how much was left out, and the files."""
    kinds = {"story": 0, "page": 0, "partner's record": 0, "other file": 0}
    for file in files:
        if Path(file).is_relative_to(settings.partner_path):
            kinds["partner's record"] += 1
        elif _is_in(file, settings.page_paths):
            kinds["page"] += 1
        elif _is_in(file, settings.article_paths):
            kinds["story"] += 1
        else:
            kinds["other file"] += 1
    counts = [_count(number, kind) for kind, number in kinds.items() if number]
    summary = " and ".join([", ".join(counts[:-1]), counts[-1]] if counts[1:] else counts)
    were = "was" if sum(kinds.values()) == 1 else "were"
    lines = [shown_path(settings.content / file) for file in sorted(files)]
    return "\n".join([f"{summary} {were} left out:", *(f"  {line}" for line in lines)])


def _is_in(file: str, folders: Iterable[str]) -> bool:
    return any(Path(file).is_relative_to(folder) for folder in folders)


def _count(number: int, kind: str) -> str:
    if number == 1:
        return f"1 {kind}"
    return f"{number:,} {'stories' if kind == 'story' else f'{kind}s'}"
