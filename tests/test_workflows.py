"""Workflows run what was reviewed, and keep no credentials beside a pull request's code."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.npm_tools import JUDGES, lacking

ROOT = Path(__file__).parents[1]
# actionlint as WebAssembly, which npm installs whole.
ACTIONLINT = JUDGES / "@tktco" / "node-actionlint" / "bin" / "node-actionlint.js"
FOLDERS = (".github/workflows", "plugins/backfile/starter/hosts/github/github/workflows")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTION = re.compile(r"uses: (?P<name>\S+)@(?P<version>.*)")
COMMIT = re.compile(r"[0-9a-f]{40} # v\d+\.\d+\.\d+")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit(path):
    actions = ACTION.findall(path.read_text("utf-8"))
    assert actions
    assert not [name for name, version in actions if not COMMIT.fullmatch(version)]


def test_an_action_has_one_version_everywhere():
    used = {found for path in WORKFLOWS for found in ACTION.findall(path.read_text("utf-8"))}
    assert len(used) == len({name for name, _ in used})


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_checkouts_keep_no_credentials(path):
    text = path.read_text("utf-8")
    kept = re.findall(r"actions/checkout@.*\n +with:\n +persist-credentials: false\n", text)
    assert len(kept) == text.count("actions/checkout@")


def actionlint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Return what actionlint says of the workflows in *folder*."""
    if not ACTIONLINT.is_file() or not shutil.which("node"):
        lacking("actionlint", "install Node.js and run npm ci")
    command = ["node", str(ACTIONLINT), "*.yml"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("folder", FOLDERS)
def test_actionlint_finds_nothing_wrong(folder):
    done = actionlint(ROOT / folder)

    number = len(list((ROOT / folder).glob("*.yml")))
    assert number
    assert f"Checking {number} workflow file(s)" in done.stdout
    assert done.returncode == 0, done.stdout


def test_actionlint_finds_what_github_would_refuse(tmp_path):
    (tmp_path / "wrong.yml").write_text(
        "name: Wrong\non: push\njobs:\n  one:\n    runs-on: ubuntu-lates\n    steps:\n"
        "      - run: echo ${{ github.nope }}\n"
    )

    done = actionlint(tmp_path)

    assert done.returncode == 1
    assert 'label "ubuntu-lates" is unknown' in done.stdout
    assert 'property "nope" is not defined' in done.stdout
