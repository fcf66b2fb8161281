"""How every command ends: an exit status, and on a fault one line for people."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from backfile.errors import BackfileError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable


def run(work: Callable[[], int | None]) -> int:
    """Do *work* and return the exit status: its own, 1 for a BackfileError, 2 for a UsageError."""
    try:
        return work() or 0
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # what reads the output has had enough: `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (BackfileError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
