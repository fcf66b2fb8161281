"""One session of a shell on a server, in which commands run one after another."""

from __future__ import annotations

import os
import re
import secrets
import shlex
import subprocess
import tempfile
from typing import TYPE_CHECKING, Self

from backfile.publish.targets.target import PublishError

if TYPE_CHECKING:
    from types import TracebackType

    from backfile.publish.targets.address import ServerAddress

# The program that reaches the server, with its options; rsync reads the same variable (rsync(1)).
_PROGRAM = "RSYNC_RSH"
_MISSING = 44  # the exit status of `read` where there is no such file; no tool used here has it


def ssh_command(address: ServerAddress) -> list[str]:
    """Return the words that call ssh for *address*, without the host."""
    words = shlex.split(os.environ.get(_PROGRAM, "")) or ["ssh"]
    port = ["-p", str(address.port)] if address.port else []
    # A question, such as for a password, would wait where nobody sees it.
    return [*words, *port, "-o", "BatchMode=yes"]


class RemoteShell:
    """A shell on the server at *address*, used as a context; it ends when this process does.

    The server needs a POSIX shell. Raises PublishError with what ssh says where there is none.
    """

    def __init__(self, address: ServerAddress) -> None:
        self._address = address
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed at the end of the context)
        self._end = secrets.token_hex(8)
        command = [*ssh_command(address), "--", address.login, "exec sh"]
        try:
            self._process = subprocess.Popen(  # noqa: S603 (ssh, with a checked host and user)
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors
            )
        except OSError as error:
            self._errors.close()
            raise PublishError(f"{command[0]}: {error.strerror}; install ssh") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()
        self._errors.close()

    def run(self, script: str) -> bytes:
        """Run *script*, and return what it prints. Raises PublishError where it fails."""
        status, said = self._answer(script)
        if status:
            raise self._failed(status)
        return said

    def read(self, path: str) -> bytes:
        """Return the bytes of the file at *path*. Raises FileNotFoundError, PublishError."""
        name = shlex.quote(path)
        status, said = self._answer(f"[ -f {name} ] || exit {_MISSING}; cat < {name}")
        if status == _MISSING:
            raise FileNotFoundError(path)
        if status:
            raise self._failed(status)
        return said

    def keep(self, script: str) -> int:
        """Run *script* in the session itself, so that what it opens stays open.

        Return its exit status. Raises PublishError where the session ends.
        """
        return self._send(f"{script}\n")[0]

    def _answer(self, script: str) -> tuple[int, bytes]:
        return self._send(f"( {script}\n) </dev/null\n")

    def _send(self, script: str) -> tuple[int, bytes]:
        """Return the exit status of *script* and what it printed."""
        pipes = self._process.stdin, self._process.stdout
        if pipes[0] is None or pipes[1] is None:  # they are pipes; mypy cannot know
            raise self._failed(self._process.poll())
        try:
            pipes[0].write(f"{script}printf '\\n%s %d\\n' {self._end} $?\n".encode())
            pipes[0].flush()
        except BrokenPipeError:
            raise self._failed(self._process.wait()) from None
        said = bytearray()
        ending = re.compile(rb"\n%s (\d+)\n\Z" % self._end.encode())
        while line := pipes[1].readline():
            said += line
            if found := ending.search(said, max(0, len(said) - 64)):
                return int(found[1]), bytes(said[: found.start()])
        raise self._failed(self._process.wait())

    def _failed(self, status: int | None) -> PublishError:
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        why = lines[-1] if lines else f"the command ended with status {status}"
        return PublishError(f"{self._address}: {why}")
