"""The progress of a build is shown on a terminal, and nowhere else."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sites.revised import ICE

ROOT = Path(__file__).parents[2]
CONF = 'SITENAME = "Harbour"\nPLUGINS = ["backfile"]\nTIMEZONE = "UTC"\nPATH = "content"\n'
CALL = [sys.executable, "-m", "backfile", "build", "--workers", "2"]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "pelicanconf.py").write_text(CONF, "utf-8")
    for number in range(70):
        text = ICE.replace("Ice", f"Ice {number}")
        (tmp_path / f"content/ice-{number}.md").write_text(text, "utf-8")
    return tmp_path


def env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "plugins"), "TERM": "xterm", "COLUMNS": "100"}


def on_terminal(command: list[str], folder: Path) -> str:
    """Return what *command* shows on the terminal that its standard error is."""
    terminal, end = pty.openpty()
    with subprocess.Popen(
        command, cwd=folder, env=env(), stdout=subprocess.PIPE, stderr=end
    ) as build:
        os.close(end)
        said = bytearray()
        try:
            while part := os.read(terminal, 4096):
                said += part
        except OSError:  # Linux: the other end is closed
            pass
    os.close(terminal)
    text = said.decode()
    assert build.returncode == 0, text
    return text


def test_a_terminal_shows_how_far_a_build_has_come(archive: Path) -> None:
    text = on_terminal(CALL, archive)
    assert "output: new stories" in text
    assert "output: pages of stories" in text
    assert "68/68" in text  # the first and the last are made before and after
    assert "output: other files" in text


def test_no_thread_draws_so_that_the_work_can_be_shared(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from backfile.cli.progress import progress\n"
        "from backfile.workers.pool import can_be_copied\n"
        "with progress('check') as watch:\n"
        "    watch('files', 1, 2)\n"
        "    print(f'shared: {can_be_copied()}', file=sys.stderr)\n"
    )
    assert "shared: True" in on_terminal([sys.executable, "-c", code], tmp_path)


def test_elsewhere_nothing_is_shown(archive: Path) -> None:
    done = subprocess.run(CALL, cwd=archive, env=env(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "pages of stories" not in done.stdout + done.stderr
