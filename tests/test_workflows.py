"""Workflows run what was reviewed, and keep no credentials beside a pull request's code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

WORKFLOWS = sorted((Path(__file__).parents[1] / ".github" / "workflows").glob("*.yml"))
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
