"""What all tests of hostile dumps begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.test_commands import Project

from .dumps import RECIPE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.write("recipe.toml", RECIPE.format("html"))
    return project
