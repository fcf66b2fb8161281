"""Runs Pagefind: takes pages, returns the files of an index.

The program is called as its Python package calls it: requests and answers are JSON in base64, each
with a comma behind it. The package itself is not used: it takes a tenth of a second for each answer
and waits for ever if the program ends early. The plain command, which reads a folder, is not used
either: it numbers the pages in the order of the file system, which differs between machines. The
files are asked for, because the program reports success before the last of its own is whole.
"""

from __future__ import annotations

import base64
import gzip
import json
import subprocess
import tempfile
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, NoReturn

from backfile.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

SIGNATURE = b"pagefind_dcd"  # what each of its files begins with, unzipped
NOT_PROSE = ".attribution, .footnote-ref, .footnote-backref"
REMEDY = "pip install 'pagefind[bin]~=1.5.2', or set BACKFILE_SEARCH = False"


def program() -> Path:
    """Return the path of Pagefind's program. Raises BuildError where there is none."""
    try:
        from pagefind.service import get_executable  # noqa: PLC0415 (only where it is asked for)
    except ImportError as error:
        raise BuildError(f"the search needs Pagefind ({error}); install it: {REMEDY}") from error
    path: Path | None = get_executable()
    if path is None:
        raise BuildError(f"the search needs Pagefind's program; install it: {REMEDY}")
    return path


def version() -> str:
    """Return the name and version of the program: `pagefind: pagefind 1.5.2`. Raises BuildError."""
    path = program()
    try:
        answer = subprocess.run([str(path), "--version"], capture_output=True, check=False)  # noqa: S603
    except OSError as error:
        _not_started(error)
    if answer.returncode:
        _failed(answer.stderr or answer.stdout, answer.returncode)
    return f"{path.stem}: {answer.stdout.decode('utf-8', 'replace').strip()}"


def index_pages(pages: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """Index *pages*, pairs of an address and its HTML; return the files of the index by path.

    The pages are numbered as they come. Raises BuildError where Pagefind is missing or fails.
    """
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as errors:
        try:
            process = subprocess.Popen(  # noqa: S603 (Pagefind's own program)
                [str(program()), "--service"],
                cwd=folder,  # a pagefind.toml of the archive's is not meant for this
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        except OSError as error:
            _not_started(error)
        with process:
            try:
                return _Service(process, errors).index(pages)
            finally:
                process.kill()
                with suppress(OSError):  # it may have ended before it had read everything
                    process.stdin.close()  # type: ignore[union-attr]


def indexed_urls(files: Mapping[str, bytes]) -> set[str]:
    """Return the addresses of the pages that are in the index of *files*.

    Pagefind leaves out those without a word, such as a picture with nothing but its credit.
    """
    fragments = (data for path, data in files.items() if path.startswith("fragment/"))
    return {json.loads(gzip.decompress(data).removeprefix(SIGNATURE))["url"] for data in fragments}


class _Service:
    """The running program of *process*, which writes its *errors* into a file."""

    def __init__(self, process: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
        self._process = process
        self._errors = errors

    def index(self, pages: Iterable[tuple[str, str]]) -> dict[str, bytes]:
        made = self._ask("NewIndex", config={"exclude_selectors": NOT_PROSE.split(", ")})
        index = made["index_id"]
        for url, html in pages:
            self._ask("AddFile", index_id=index, url=url, file_path=None, file_contents=html)
        files = self._ask("GetFiles", index_id=index)["files"]
        return {one["path"]: base64.b64decode(one["content"]) for one in files}

    def _ask(self, kind: str, **what: Any) -> dict[str, Any]:
        sent, heard = self._process.stdin, self._process.stdout
        request = json.dumps({"message_id": 1, "payload": {"type": kind, **what}})
        answer = b""
        if sent and heard:
            try:
                sent.write(base64.b64encode(request.encode()) + b",")
                sent.flush()
            except OSError:
                self._ended()
            answer = _until_comma(heard)
        if not answer.endswith(b","):
            self._ended(answer)
        payload: dict[str, Any] = json.loads(base64.b64decode(answer[:-1]))["payload"]
        if payload["type"] == "Error":
            _failed(payload["message"].encode(), 1)
        return payload

    def _ended(self, output: bytes = b"") -> NoReturn:
        status = self._process.wait()
        self._errors.seek(0)
        _failed(self._errors.read() or output, status)


def _until_comma(heard: IO[bytes]) -> bytes:
    """Read an answer; one without a comma at its end is the last output of the program."""
    parts = []
    while part := heard.read1(65536):  # type: ignore[attr-defined]
        parts.append(part)
        if part.endswith(b","):
            break
    return b"".join(parts)


def _not_started(error: OSError) -> NoReturn:
    raise BuildError(f"Pagefind could not be started ({error}); {REMEDY}") from error


def _failed(output: bytes, status: int) -> NoReturn:
    words = " ".join(output.decode("utf-8", "replace").split()) or f"status {status}"
    raise BuildError(f"Pagefind could not index the stories ({words}); {REMEDY}")
