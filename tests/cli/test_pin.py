"""The lock of an archive: every package with hashes, and Backfile as it was installed."""

from __future__ import annotations

import hashlib
import re

import pytest

from backfile import __version__
from backfile.cli.pin import LOCK, OWN, Pin, lock_files, own_pin, pin_archive
from backfile.errors import UsageError

SUM = "0" * 64


@pytest.mark.parametrize(
    ("recorded", "line"),
    [
        ({}, f"backfile=={__version__}"),
        (
            {
                "url": "https://packet.example/backfile-1-py3-none-any.whl",
                "archive_info": {"hash": f"sha256={SUM}", "hashes": {"sha256": SUM}},
            },
            f"backfile @ https://packet.example/backfile-1-py3-none-any.whl --hash=sha256:{SUM}",
        ),
        (
            {
                "url": "https://packet.example/backfile.git",
                "vcs_info": {"vcs": "git", "requested_revision": "main", "commit_id": "abc123"},
            },
            "backfile @ git+https://packet.example/backfile.git@abc123",
        ),
        (
            {"url": "file:///home/me/backfile", "dir_info": {"editable": True}},
            f"backfile=={__version__}",
        ),
        (
            {"url": "file:///gone/backfile-1-py3-none-any.whl", "archive_info": {}},
            f"backfile=={__version__}",
        ),
    ],
)
def test_backfile_is_named_as_exactly_as_pip_recorded_it(recorded, line):
    assert own_pin(recorded) == Pin(line)


def test_a_wheel_on_this_computer_is_brought_along(tmp_path):
    wheel = tmp_path / "a folder" / "backfile-1-py3-none-any.whl"
    wheel.parent.mkdir()
    wheel.write_bytes(b"a wheel")

    pin = own_pin({"url": wheel.as_uri(), "archive_info": {}})

    digest = hashlib.sha256(b"a wheel").hexdigest()
    assert pin == Pin(f"./wheels/backfile-1-py3-none-any.whl --hash=sha256:{digest}", wheel)


def test_every_package_has_hashes():
    lock = lock_files()[LOCK].decode()

    packages = re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE | re.IGNORECASE)
    assert packages[0].startswith(f"# The packages that Backfile {__version__} needs")
    assert len(packages) > 20
    assert all("--hash=sha256:" in one for one in packages[1:])
    assert re.search(r"^pelican==", lock, re.MULTILINE)


def test_the_lock_of_an_archive_is_written_again(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"^pelicanconf\.py: no such file"):
        pin_archive()
    assert [*tmp_path.iterdir()] == []
    (tmp_path / "pelicanconf.py").touch()
    (tmp_path / LOCK).write_text("old")

    assert pin_archive() == 0

    assert (tmp_path / LOCK).read_bytes() == lock_files()[LOCK]
    assert (tmp_path / OWN).read_bytes() == lock_files()[OWN]
    assert capsys.readouterr().out.splitlines()[:2] == [LOCK, OWN]
