"""A progress bar on a terminal: the items done, their rate, the time left. Elsewhere, nothing."""

from __future__ import annotations

from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

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

from backfile.pipeline.watching import unwatched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.pipeline.watching import Watch

_PAUSE = 0.1  # seconds from one picture to the next


class _RateColumn(ProgressColumn):
    """How many items a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f}/s" if speed else "")


@contextmanager
def progress(name: str) -> Iterator[Watch]:
    """Show the progress of the work called *name*, if standard error is a terminal.

    Yields the function to call with the phase, the number of items done, and the number of all,
    None while that is not known. No thread draws: a process that has one cannot be copied.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield unwatched
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _RateColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, auto_refresh=False) as bar:
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
