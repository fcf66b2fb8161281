"""The local server: builds, serves the output and reloads it in the browser on every change."""

from __future__ import annotations

import asyncio
import signal
import threading
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from watchfiles import DefaultFilter, watch

from backfile.errors import say
from backfile.pipeline.local_server.builder import Builder
from backfile.pipeline.local_server.hosts import free_port
from backfile.pipeline.local_server.pages import Builds, application

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

QUIET = 25  # milliseconds without a further change, after which a build begins


def serve(read: Callable[[], dict[str, Any]], *, host: str, port: int, conf: str) -> None:
    """Build with the settings that *read* returns, serve the output and reload it on changes.

    Faults of the content are printed and shown over the pages, and do not end it; the last complete
    build stays up. If the port is in use, the next free one is taken. Shows drafts unless the
    settings forbid it, and answers only for *host* and the names of this machine. Ends on Ctrl-C.
    Raises UsageError for a number that is no port.
    """
    port = free_port(host, port)
    settings = read()
    with suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(_serve(Builder(read), settings, host, port, conf))


async def _serve(
    builder: Builder, settings: Mapping[str, Any], host: str, port: int, conf: str
) -> None:
    _end_by_signals()
    builds, changed, stopping = Builds(), asyncio.Event(), threading.Event()
    # They watch from here on: changes during a build lead to one more.
    for changes in _changes(settings, Path(conf), stopping):
        _follow(changes, partial(asyncio.get_running_loop().call_soon_threadsafe, changed.set))
    try:
        builds.note(await asyncio.to_thread(builder.build))
        port = free_port(host, port)  # another program may have taken it meanwhile
        application(Path(settings["OUTPUT_PATH"]), host, builds).listen(port, address=host)
        say(f"Serving the archive at http://{host}:{port}/ (press Ctrl-C to stop)")
        while await changed.wait():
            changed.clear()
            builds.note(await asyncio.to_thread(builder.build))
    finally:
        stopping.set()
        builder.stop()


def _end_by_signals() -> None:
    """Let the signals that end the server cancel the task that calls this.

    An exception that a signal raises anywhere may come up again in the midst of the end.
    """
    task = asyncio.current_task()
    if task and threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)


def _follow(changes: Iterator[object], tell: Callable[[], object]) -> None:
    """Call *tell* at each of the *changes*, from a thread that the end of the server ends."""

    def follow() -> None:
        with suppress(RuntimeError):  # the loop that is told has ended
            for _ in changes:
                tell()

    # A thread of asyncio's would be waited for, also where the signal that ends the server came
    # before the loop could stop it.
    threading.Thread(target=follow, daemon=True).start()


def _changes(
    settings: Mapping[str, Any], conf: Path, stopping: threading.Event
) -> Iterator[Iterator[object]]:
    """Go through the changes of what a site is made of: its folders, and the file *conf*.

    Each is told of once it is quiet, until *stopping*. Passed over are the files of editors and of
    a build itself.
    """
    made = [Path(settings[name]).absolute() for name in ("OUTPUT_PATH", "CACHE_PATH")]
    ours = [f"{one}/" for one in made] + [f"{one.with_name(f'.{one.name}-')}" for one in made]
    folders = [settings["PATH"], settings["THEME"], *settings["THEME_TEMPLATES_OVERRIDES"]]
    there = [one for one in folders if Path(one).exists()]
    yield watch(
        *there, step=QUIET, watch_filter=DefaultFilter(ignore_paths=ours), stop_event=stopping
    )
    # An editor may put another file in the place of the old one, which only the folder tells.
    yield watch(
        conf.absolute().parent,
        step=QUIET,
        stop_event=stopping,
        recursive=False,
        watch_filter=lambda _, path: Path(path).name == conf.name,
    )
