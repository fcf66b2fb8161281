"""Work on many things in several processes: in their order, in bounded memory and time.

Whatever one thing does to its process, the others are worked on.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
import signal
import sys
import threading
import traceback
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from itertools import islice
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from backfile.errors import BackfileError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from types import FrameType

Job = TypeVar("Job")
Made = TypeVar("Made")

# One story takes milliseconds, a long live blog a second.
SECONDS = 60
MEMORY = 4 * 1024**3
# How many jobs are on their way to each process, so that none waits for the reader.
AHEAD = 4
_THREADS = Path("/proc/self/task")  # has a folder for each thread of this process


def cores() -> int:
    """Return on how many cores this process may run."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def batches(things: Iterable[Job], size: int) -> Iterator[list[Job]]:
    """Go through *things* in lists of so many, the last of which may be shorter."""
    waiting = iter(things)
    while batch := list(islice(waiting, size)):
        yield batch


def can_be_copied() -> bool:
    """Tell whether this process can do work in copies of itself, as `Copies` do.

    A copy has no thread but the one that made it, and waits forever for a lock that another held.
    Only Linux tells all threads, also those of libraries, and copies whole processes safely.
    """
    return _THREADS.is_dir() and len(list(_THREADS.iterdir())) == 1


@dataclass(frozen=True, slots=True)
class Workers:
    """*count* processes; with one, it is this process that works.

    `modules` are the names of those that the work needs: they are loaded once, for all processes.
    """

    count: int
    modules: tuple[str, ...] = ()

    def each(
        self, work: Callable[[Job], Made], jobs: Iterable[Job]
    ) -> Generator[tuple[Job, Made | RefusedError], None, None]:
        """Do *work* on all *jobs*; yield each in its order with what was made of it, or why not.

        A job is given up that takes longer than SECONDS, needs more than MEMORY, or ends its
        process. Raises OSError where the machine is at fault, and not the job.
        """
        if self.count == 1:
            for job in jobs:
                yield job, _done(work, job)
        else:
            yield from self._in_processes(work, iter(jobs))

    def _in_processes(
        self, work: Callable[[Job], Made], jobs: Iterator[Job]
    ) -> Generator[tuple[Job, Made | RefusedError], None, None]:
        waiting: deque[tuple[Job, Future[Made | RefusedError]]] = deque()
        pool = self._pool(self.count)
        try:
            while True:
                for job in jobs:
                    waiting.append((job, _submit(pool, work, job, self.count)))
                    if len(waiting) >= self.count * AHEAD:
                        break
                if not waiting:
                    return
                job, future = waiting.popleft()
                try:
                    made = future.result()
                except BrokenProcessPool:
                    # One of those under way did it, and nothing tells which.
                    pool.shutdown()
                    for suspect in [job, *(one for one, _ in waiting)]:
                        yield suspect, self._alone(work, suspect)
                    waiting.clear()
                    pool = self._pool(self.count)
                else:
                    yield job, made
        except BaseException:
            _stop(pool)
            raise
        finally:
            pool.shutdown(cancel_futures=True)

    def _alone(self, work: Callable[[Job], Made], job: Job) -> Made | RefusedError:
        pool = self._pool(1)
        try:
            return _submit(pool, work, job, 1).result()
        except BrokenProcessPool:
            return RefusedError("the process that read it ended; it asks for too much")
        except BaseException:
            _stop(pool)
            raise
        finally:
            pool.shutdown()

    def _pool(self, count: int) -> ProcessPoolExecutor:
        # Not by a bare fork, which would copy the thread that draws the progress.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(list(self.modules))
        resource_tracker.ensure_running()  # else the server starts it, which lets signals in again
        with _path_in_environment(), _without_interrupts():
            forkserver.ensure_running()
        return ProcessPoolExecutor(count, context, _begin)


@dataclass(frozen=True, slots=True)
class Copies(Workers):
    """*count* copies of this process, which know all that it knows when the work begins.

    The work need not travel, and takes its time: this process would do it as long. What a copy
    changes is lost with it, but for what the work returns.
    """

    def each(
        self, work: Callable[[Job], Made], jobs: Iterable[Job]
    ) -> Generator[tuple[Job, Made | RefusedError], None, None]:
        """Do *work* on all *jobs*, as `Workers` do."""
        _WORK.append(work)
        gc.freeze()  # to look for garbage would copy the memory of this process
        try:
            yield from Workers.each(self, _done_by_copy, jobs)
        finally:
            gc.unfreeze()
            _WORK.pop()

    def _pool(self, count: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(count, multiprocessing.get_context("fork"), _begin_copy)


# What copies of this process do, from the moment at which they are made.
_WORK: list[Callable[[Any], Any]] = []


def _done_by_copy(job: Any) -> Any:
    signal.setitimer(signal.ITIMER_REAL, 0)
    return _WORK[-1](job)


@contextmanager
def _path_in_environment() -> Iterator[None]:
    """Let a process that starts in the block find modules where this one does.

    The server that forks is told where, and Python 3.11 does not heed it (python/cpython#117378).
    """
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Let Ctrl-C pass a process by that starts in the block, until it has its own way with it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _interrupts_put_off() -> Iterator[None]:
    """Let Ctrl-C take effect at the end of the block: a process half begun would be lost."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt


def _submit(
    pool: ProcessPoolExecutor, work: Callable[[Job], Made], job: Job, count: int
) -> Future[Made | RefusedError]:
    # To put interrupts off takes as long as to submit, and is needed only while processes start.
    is_starting = len(pool._processes or ()) < count  # noqa: SLF001 (public in Python 3.14)
    try:
        with _interrupts_put_off() if is_starting else nullcontext():
            return pool.submit(_done, work, job)
    except (EOFError, ConnectionError) as error:
        message = "the process that starts the workers was ended; start again, to go on from here"
        raise BackfileError(message) from error
    except BrokenProcessPool as error:
        broken: Future[Made | RefusedError] = Future()
        broken.set_exception(error)
        return broken


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the processes of *pool* at once: nobody waits for what they do."""
    for process in list((pool._processes or {}).values()):  # noqa: SLF001 (public in Python 3.14)
        process.terminate()


def _begin() -> None:
    """Make this process ready; Ctrl-C is for the one that reads, and this one ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _begin_copy() -> None:
    """Make this copy of a process ready: a signal does not go on with what that one would do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the end of the process that reads, however it comes, and end this one too."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _done(work: Callable[[Job], Made], job: Job) -> Made | RefusedError:
    """Do *work* on *job*; a refusal is returned, since not every exception travels."""
    try:
        with _time_limit():
            return work(job)
    except TimeoutError:  # an OSError too, but of our own making
        return RefusedError(f"it takes longer than {SECONDS} seconds")
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 (one item may not end the import of all others)
        return refusal(error)


def refusal(error: Exception) -> RefusedError:
    """Return the refusal of a job that says of what *error* it came."""
    return error if isinstance(error, RefusedError) else RefusedError(_reason(error))


def _reason(error: Exception) -> str:
    if isinstance(error, BackfileError):
        return str(error)
    if isinstance(error, MemoryError):
        return f"it needs more than {MEMORY >> 30} GB of memory"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    return f"Backfile failed on it ({type(error).__name__} at {where}: {error}); please report this"


@contextmanager
def _time_limit() -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
