"""`backfile`: the command line, which is called in the folder of an archive."""

from __future__ import annotations

from argparse import ArgumentParser
from functools import partial
from typing import TYPE_CHECKING

from backfile import __version__
from backfile.cli.commands import COMMANDS
from backfile.cli.running import run

if TYPE_CHECKING:
    from collections.abc import Sequence

_ABOUT = "Make and keep an archive of news stories. Run the commands in the archive's folder."
_STATUS = (
    "Exit status: 0 if all is well, 1 for an error in the content or a setting, 2 for a wrong call."
)


def main(words: Sequence[str] | None = None) -> int:
    """Run the command that *words* name (default: the command line's); return its exit status.

    Raises SystemExit as argparse does: 0 after `--help` and `--version`, 2 where the call is at
    fault.
    """
    given = parser().parse_args(words)
    return run(partial(given.run, given))


def parser() -> ArgumentParser:
    """Return the parser of the whole command line."""
    whole = ArgumentParser("backfile", description=_ABOUT, epilog=_STATUS, allow_abbrev=False)
    whole.add_argument("--version", action="version", version=f"backfile {__version__}")
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        subparser = commands.add_parser(
            command.name,
            help=command.summary,
            description=command.summary,
            epilog=_STATUS,
            allow_abbrev=False,
        )
        command.add_arguments(subparser)
        subparser.set_defaults(run=command.run)
    return whole
