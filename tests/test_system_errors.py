"""Errors of the system are told in words, without a number, with the place and the remedy."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from backfile.cli.running import run
from backfile.files.system_errors import in_words
from backfile.files.writing import write_atomically
from backfile.publish.targets.target import PublishError

if TYPE_CHECKING:
    from pathlib import Path


def error(number: int, *names: object) -> OSError:
    return OSError(number, os.strerror(number), *names)


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (error(errno.EACCES, "/srv/www"), "/srv/www: permission denied; let your user read and"),
        (error(errno.ENOSPC), "no space left on device; make room on the disk, and try again"),
        (error(errno.ENOENT, b"a.csv"), "a.csv: no such file or directory; correct its name, or"),
        (error(errno.EISDIR, "a"), "a: is a directory; name a file"),
        (error(errno.EACCES, "a/.backfile-0f", None, "a/b.csv"), "a/b.csv: permission denied; "),
        (error(errno.EACCES, "a/.backfile-0f"), "a: permission denied; "),
        (error(errno.EXDEV, "a"), "a: invalid cross-device link"),
        (error(errno.EBADF, 7), "bad file descriptor"),
        (OSError("the tunnel is shut"), "the tunnel is shut"),
    ],
)
def test_each_says_its_place_and_what_to_do(raised: OSError, said: str) -> None:
    assert in_words(raised).startswith(said)
    assert "Errno" not in in_words(raised)


def test_a_command_ends_with_these_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a").write_text("a file", "utf-8")

    assert run(lambda: write_atomically(tmp_path / "a" / "b.csv", b"")) == 1

    assert capsys.readouterr().err == (
        f"{tmp_path / 'a'}: not a directory; a part of its path is a file; name another place\n"
    )


def test_errors_of_our_own_stay_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> int:
        raise PublishError("the server is away; try again")

    assert run(fail) == 1
    assert capsys.readouterr().err == "the server is away; try again\n"
