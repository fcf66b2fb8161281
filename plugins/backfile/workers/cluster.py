"""Work on many things by the workers of a Dask cluster, in other processes or on other machines.

Jobs and what is made of them travel, so the workers need no shared disk. What a lost worker was
doing is done again by another: the scheduler of Dask sees to that.
Source: docs.dask.org, "Resilience", and `distributed.Client.get_executor`.
"""

from __future__ import annotations

import threading
from collections import deque
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from backfile.errors import BackfileError, RefusedError, UsageError
from backfile.workers.pool import AHEAD, Workers, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from concurrent.futures import Executor, Future

Job = TypeVar("Job")
Made = TypeVar("Made")

PATIENCE = 30  # seconds until a first worker must be there
# Nothing in this program is meant for several threads, as workers may have.
_ONE = threading.Lock()


@dataclass(frozen=True, slots=True)
class Cluster(Workers):
    """The workers of the scheduler at an `address` such as tcp://10.0.0.5:8786.

    `program` returns what tells one version of the program from another: all must have the same.
    """

    address: str = ""
    program: Callable[[], str] = str

    def each(
        self, work: Callable[[Job], Made], jobs: Iterable[Job]
    ) -> Generator[tuple[Job, Made | RefusedError], None, None]:
        """Do *work* on all *jobs*, as `Workers` do; both travel, and so must be picklable.

        A job on which several workers were lost is given up. Raises UsageError where the package
        for clusters is not installed, and BackfileError where no scheduler or no worker answers, or
        one has another version of the program.
        """
        waiting: deque[tuple[Job, Future[tuple[str, Made | RefusedError]]]] = deque()
        done = partial(_done, work, self.program)
        remaining = iter(jobs)
        with closing(_client(self.address)) as client:
            executor: Executor = client.get_executor(pure=False)
            most = AHEAD * max(1, sum(client.nthreads().values()))
            try:
                while True:
                    while len(waiting) < most and (job := next(remaining, _NONE)) is not _NONE:
                        waiting.append((job, executor.submit(done, job)))
                    if not waiting:
                        return
                    job, future = waiting.popleft()
                    yield job, self._result(future)
            finally:
                for _, future in waiting:
                    future.cancel()
                executor.shutdown(wait=False)

    def _result(self, future: Future[tuple[str, Made | RefusedError]]) -> Made | RefusedError:
        from distributed import KilledWorker  # noqa: PLC0415 (an optional package)

        try:
            program, made = future.result()
        except KilledWorker:
            return RefusedError("the workers that worked on it were lost; it asks for too much")
        except (OSError, ImportError) as error:
            raise BackfileError(f"the cluster at {self.address}: {error}") from error
        if program != self.program():
            raise BackfileError(
                f"the cluster at {self.address}: a worker has another version of Backfile, Python"
                " or a package than this machine; install the same requirements.txt there"
            )
        return made


_NONE: Any = object()


def _client(address: str) -> Any:
    """Return a client of the scheduler at *address* that has a worker. Raises BackfileError."""
    try:
        from distributed import Client  # noqa: PLC0415 (an optional package)
    except ImportError as error:
        message = 'a cluster needs the package "distributed"; pip install "backfile[cluster]"'
        raise UsageError(message) from error
    try:
        client: Any = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise BackfileError(f"no scheduler of a Dask cluster answers at {address}") from error
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        client.close()
        message = f"the cluster at {address} has had no worker for {PATIENCE} seconds; start one"
        raise BackfileError(f"{message}: dask worker {address}") from error
    return client


def _done(
    work: Callable[[Job], Made], program: Callable[[], str], job: Job
) -> tuple[str, Made | RefusedError]:
    """Do *work* on *job* in a worker; return what its program is, and what was made."""
    with _ONE:
        try:
            return program(), work(job)
        except OSError:
            raise
        except Exception as error:  # noqa: BLE001 (not every exception travels)
            return program(), refusal(error)
