"""Ends every command with an exit status, and on a fault with one line for people."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from backfile.errors import BackfileError, UsageError
from backfile.files.system_errors import in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType


def run(work: Callable[[], int | None]) -> int:
    """Do *work* and return the exit status: its own, 1 for a BackfileError, 2 for a UsageError.

    A signal to terminate counts as an interrupt like Ctrl-C, so that nothing is left half done.
    """
    try:
        with _ended_by_signals():
            status = work() or 0
            sys.stdout.flush()  # here, where a reader that has gone is handled
            return status
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of the output has closed it, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (BackfileError, OSError) as error:
        print(in_words(error) if isinstance(error, OSError) else error, file=sys.stderr)
        return 1
    except _TerminatedError as error:
        return 128 + error.signal
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


class _TerminatedError(KeyboardInterrupt):
    def __init__(self, number: int) -> None:
        super().__init__()
        self.signal = number


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Raise _TerminatedError in the block for SIGTERM and SIGHUP, where they end a process."""

    def end(number: int, _frame: FrameType | None) -> None:
        raise _TerminatedError(number)

    numbers = [signal.SIGTERM, signal.SIGHUP]
    is_main = threading.current_thread() is threading.main_thread()
    taken = [n for n in numbers if is_main and signal.getsignal(n) is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)
