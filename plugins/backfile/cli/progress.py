"""A progress bar on a terminal: the items done, their rate, the time left. Elsewhere, nothing."""

from __future__ import annotations

from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Watch = Callable[[str, int, int | None], None]

_EVERY = 20
_PAUSE = 0.1  # seconds from one picture to the next


class _RateColumn(ProgressColumn):
    """How many items a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f}/s" if speed else "")


@contextmanager
def progress_of_one_thread(name: str) -> Iterator[Watch]:
    """Show progress as `progress` does, without a thread that draws: none may be copied."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _phase, _done, _total: None
        return
    with _bar(console, auto_refresh=False) as bar:
        tasks: dict[str, TaskID] = {}
        last = 0.0

        def watch(phase: str, done: int, total: int | None) -> None:
            nonlocal last
            if phase not in tasks:
                tasks[phase] = bar.add_task(f"{name}: {phase}", total=total)
            bar.update(tasks[phase], completed=done)
            if monotonic() - last > _PAUSE or done == total:
                bar.refresh()
                last = monotonic()

        yield watch


@contextmanager
def progress(name: str) -> Iterator[Watch]:
    """Show the progress of the work called *name*, if standard error is a terminal.

    Yields the function to call with the phase, the number of items done, and the number of all,
    None while that is not known.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _phase, _done, _total: None
        return
    with _bar(console) as bar:
        tasks = {}

        def watch(phase: str, done: int, total: int | None) -> None:
            if phase not in tasks:
                tasks[phase] = bar.add_task(f"{name}: {phase}", total=total)
            if done % _EVERY == 0 or done == total:
                bar.update(tasks[phase], completed=done)

        yield watch


def _bar(console: Console, **options: Any) -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _RateColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, transient=True, **options)
