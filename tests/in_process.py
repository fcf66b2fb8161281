"""Commands called in this process, which takes back everything that they change in it.

A process of its own takes 1.5 s of CPU to import Pelican and this plugin. Only what depends on
one needs it: signals, crashes, memory, the environment of Python itself, and what a command loads.
"""

from __future__ import annotations

import importlib
import locale
import logging
import os
import signal
import sys
import tempfile
from contextlib import ExitStack, chdir, contextmanager
from copy import copy
from subprocess import CompletedProcess
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pelican
from blinker import Signal
from invoke.main import program as invoke
from pelican.log import FatalLogger, LimitFilter
from pelican.plugins import signals

from backfile.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path
    from types import FrameType, ModuleType

PROGRAMS: dict[str, Callable[[list[str]], int | None]] = {
    "backfile": main.main,
    "invoke": lambda words: invoke.run(["invoke", *words]),
    "pelican": pelican.main,
}
# What each archive has of its own, and the modules whose lists its configuration may change.
ARCHIVES = {
    *("pelicanconf", "publishconf", "tasks"),
    *("backfile.defaults", "backfile.production"),
}
LONGEST = 600  # seconds: only what would never end reaches them, on any machine


def call(
    program: str, words: Sequence[str], folder: Path, env: Mapping[str, str] | None = None
) -> CompletedProcess[str]:
    """Call *program* as `python -m program words…` would in *folder*; return how it ended.

    *env* is added to the environment. Raises what would print a traceback, and TimeoutError after
    LONGEST seconds.
    """
    with (
        patch.dict(os.environ, env or {}),
        chdir(folder),
        _as_a_process(folder),
        patch.object(sys, "argv", [program, *words]),
        _captured() as streams,
    ):
        status = _status(lambda: PROGRAMS[program](list(words)))
    return CompletedProcess([program, *words], status, streams["stdout"], streams["stderr"])


def _status(work: Callable[[], int | None]) -> int:
    """Return the exit status that a process would have that does *work*."""
    try:
        status: Any = work()
    except SystemExit as ended:
        status = ended.code
    if isinstance(status, str):
        print(status, file=sys.stderr)  # noqa: T201 (as Python does)
        return 1
    return status or 0


@contextmanager
def _captured() -> Iterator[dict[str, str]]:
    """Catch what is written to the two streams, by processes that are started too."""
    caught: dict[str, str] = {}
    with ExitStack() as stack:
        for name, number in (("stdout", 1), ("stderr", 2)):
            stack.enter_context(_redirected(name, number, caught))
        yield caught


@contextmanager
def _redirected(name: str, number: int, caught: dict[str, str]) -> Iterator[None]:
    before = os.dup(number)
    with tempfile.TemporaryFile() as written:
        os.dup2(written.fileno(), number)
        try:
            with (
                open(number, "w", encoding="utf-8", closefd=False) as stream,
                patch.object(sys, name, stream),
            ):
                yield
        finally:
            os.dup2(before, number)
            os.close(before)
        written.seek(0)
        caught[name] = written.read().decode()


@contextmanager
def _as_a_process(folder: Path) -> Iterator[None]:
    """Give the block the globals of a new process, and put those of this one back after it."""
    with ExitStack() as stack:
        for restored in (_imports(folder), _log(), no_receivers(), _locale(), in_time()):
            stack.enter_context(restored)
        yield


@contextmanager
def _imports(folder: Path) -> Iterator[None]:
    """Import from *folder* first, and forget afterwards what came from there.

    No bytecode is written: it would be taken for that of a file written anew in the same second.
    """
    importlib.invalidate_caches()
    _forget(ARCHIVES & sys.modules.keys())
    packages = {name.partition(".")[0] for name in sys.modules}
    with (
        patch.object(sys, "path", [str(folder), *sys.path]),
        patch.object(sys, "dont_write_bytecode", new=True),
    ):
        yield
    # What the plugin loads later is the plugin's, also where *folder* is the one that it is in.
    _forget(
        name
        for name, module in sys.modules.items()
        if name in ARCHIVES or (name.partition(".")[0] not in packages and _is_in(module, folder))
    )


def _is_in(module: ModuleType, folder: Path) -> bool:
    origin = getattr(module, "__file__", None) or ""
    return origin.startswith(f"{folder}{os.sep}")


def _forget(names: Iterable[str]) -> None:
    for name in list(names):
        del sys.modules[name]


@contextmanager
def _log() -> Iterator[None]:
    """Let Pelican set up its log, which it does once in a process, and count its messages anew."""
    with ExitStack() as stack:
        for log in (logging.getLogger(), logging.getLogger("pelican")):
            stack.enter_context(patch.object(log, "handlers", []))
            stack.callback(log.setLevel, log.level)
        for kept, name in (
            (FatalLogger, "fatal_lvl"),
            (LimitFilter, "LOGS_DEDUP_MIN_LEVEL"),
        ):
            stack.enter_context(patch.object(kept, name, getattr(kept, name)))
        for name in ("_ignore", "_raised_messages", "_group_count"):
            stack.enter_context(_emptied(LimitFilter, name))
        yield


@contextmanager
def no_receivers() -> Iterator[None]:
    """Begin with nothing connected to Pelican's signals: its plugins connect what they need."""
    with ExitStack() as stack:
        for signal_ in vars(signals).values():
            if isinstance(signal_, Signal):
                for name in ("receivers", "_by_receiver", "_by_sender", "_weak_senders"):
                    stack.enter_context(_emptied(signal_, name))
        yield


def _emptied(owner: object, name: str) -> AbstractContextManager[Any]:
    """Replace a collection of *owner* with an empty one of the same kind, for a block."""
    empty = copy(getattr(owner, name))
    empty.clear()
    return patch.object(owner, name, empty)


@contextmanager
def in_time() -> Iterator[None]:
    """Raise TimeoutError in a block that does not come to its end within LONGEST seconds."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"it did not end within {LONGEST} seconds")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _locale() -> Iterator[None]:
    before = locale.setlocale(locale.LC_ALL)
    yield
    locale.setlocale(locale.LC_ALL, before)
