"""`backfile init FOLDER`: writes a new archive, which can be built at once."""

from __future__ import annotations

import shlex
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from backfile.cli.answers import (
    name_after,
    read_host,
    read_lang,
    read_name,
    read_url,
    read_zone,
    system_zone,
)
from backfile.cli.pin import lock_files
from backfile.cli.starter import HOSTS, Answers, need_empty, starter_files, write_folder
from backfile.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable


def init_archive(  # noqa: PLR0913 (one for each question)
    folder: str,
    *,
    name: str | None,
    timezone: str | None,
    lang: str | None,
    url: str | None,
    host: str | None,
) -> int:
    """Write a new archive into *folder* and print what to do next.

    What is not given is asked on a terminal; elsewhere it is what would be offered there. Raises
    UsageError where something given cannot stand or the folder is not empty, and then nothing is
    written.
    """
    place = Path(folder)
    need_empty(place)
    given = (
        ("--name", name, read_name, "Name of the archive", name_after(place)),
        ("--timezone", timezone, read_zone, "Time zone of its stories", system_zone()),
        ("--lang", lang, read_lang, "Language of its pages", "en"),
        ("--url", url, read_url, "Address of the published site, such as https://news.example", ""),
        ("--host", host, read_host, f"Where it is published ({', '.join(HOSTS)})", "github"),
    )
    stated = {
        option: _read(read, value, option)
        for option, value, read, _, _ in given
        if value is not None
    }
    ask = _ask if sys.stdin.isatty() else _offered
    answers = Answers(
        *(
            stated[option] if option in stated else ask(question, offered, read)
            for option, _, read, question, offered in given
        )
    )
    today = datetime.now(ZoneInfo(answers.zone)).date()
    write_folder(place, {**starter_files(answers, today), **lock_files()})
    print(_next(folder))
    return 0


def _read(read: Callable[[str], str], value: str, option: str) -> str:
    try:
        return read(value)
    except UsageError as error:
        raise UsageError(f"{option}: {error}") from None


def _offered(_question: str, offered: str, _read: Callable[[str], str]) -> str:
    return offered


def _ask(question: str, offered: str, read: Callable[[str], str]) -> str:
    """Ask until the answer is valid; an empty answer takes the offered value."""
    while True:
        try:
            answer = input(f"{question} [{offered or 'none yet'}]: ")
        except EOFError:
            raise UsageError("\nno answer; nothing was written") from None
        try:
            return read(answer.strip() or offered)
        except UsageError as error:
            print(error)


def _next(folder: str) -> str:
    shown = shlex.quote(folder if not folder.startswith("-") else f"./{folder}")
    enter = [] if Path(folder).resolve() == Path.cwd() else [f"  cd {shown}"]
    commands = [
        *enter,
        "  backfile serve          # look at it; runs until you press Ctrl-C",
        "  backfile import FILE    # import stories that you have",
    ]
    where = "this folder" if not enter else shown
    end = "README.md explains the rest."
    return "\n".join([f"The archive is in {where}. Next:", *commands, end])
