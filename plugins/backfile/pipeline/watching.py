"""Who is told how far a long work has come: the command line may show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    # Is told the phase of the work, how much of it is done, and of how much, None if not known.
    Watch = Callable[[str, int, int | None], None]

WATCH = "_BACKFILE_WATCH"  # Pelican's setting that has it


class Watched:
    """Tells the function *watch*, which Pelican's cache, a pickle of the settings, leaves out."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def __call__(self, phase: str, done: int, total: int | None) -> None:
        """Tell how much of a *phase* is done."""
        self._watch(phase, done, total)

    def __reduce__(self) -> tuple[type, tuple[()]]:
        """Leave the function out."""
        return type(None), ()


def watch_of(pelican_settings: Mapping[str, Any]) -> Watch:
    """Return whom to tell what a build of these settings does, how much is done, and of how much.

    The last is None while nobody knows.
    """
    watch: Watch = pelican_settings.get(WATCH) or unwatched
    return watch


def unwatched(_phase: str, _done: int, _total: int | None) -> None:
    """Show nothing, as where no terminal sees the work."""
