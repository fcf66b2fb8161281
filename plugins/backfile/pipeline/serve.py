"""The local server: builds, serves the output and reloads it in the browser on every change."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from watchfiles import DefaultFilter, awatch

from backfile.errors import say
from backfile.pipeline.local_server.builder import Builder
from backfile.pipeline.local_server.hosts import free_port
from backfile.pipeline.local_server.pages import Builds, application

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping

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
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(Builder(read), settings, host, port, conf))


async def _serve(
    builder: Builder, settings: Mapping[str, Any], host: str, port: int, conf: str
) -> None:
    builds, turn = Builds(), asyncio.Lock()

    async def build() -> None:
        async with turn:
            builds.note(await asyncio.to_thread(builder.build))

    async def follow(changes: AsyncIterator[object]) -> None:
        async for _ in changes:
            await build()

    # They watch from here on: changes during a build lead to one more.
    following = [asyncio.ensure_future(follow(one)) for one in _changes(settings, Path(conf))]
    try:
        await build()
        port = free_port(host, port)  # another program may have taken it meanwhile
        application(Path(settings["OUTPUT_PATH"]), host, builds).listen(port, address=host)
        say(f"Serving the archive at http://{host}:{port}/ (press Ctrl-C to stop)")
        await asyncio.gather(*following)
    finally:
        builder.stop()


def _changes(settings: Mapping[str, Any], conf: Path) -> Iterator[AsyncIterator[object]]:
    """Go through the changes of what a site is made of: its folders, and the file *conf*.

    Each is told of once it is quiet. Passed over are the files of editors and of a build itself.
    """
    made = [Path(settings[name]).absolute() for name in ("OUTPUT_PATH", "CACHE_PATH")]
    ours = [f"{one}/" for one in made] + [f"{one.with_name(f'.{one.name}-')}" for one in made]
    folders = [settings["PATH"], settings["THEME"], *settings["THEME_TEMPLATES_OVERRIDES"]]
    there = [one for one in folders if Path(one).exists()]
    yield awatch(*there, step=QUIET, watch_filter=DefaultFilter(ignore_paths=ours))
    # An editor may put another file in the place of the old one, which only the folder tells.
    yield awatch(
        conf.absolute().parent,
        step=QUIET,
        recursive=False,
        watch_filter=lambda _, path: Path(path).name == conf.name,
    )
