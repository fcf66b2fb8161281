"""The archive of the tests, published once for all packages."""

from __future__ import annotations

import pytest

from tests.publish.packages.archives import Archive, new_archive


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return new_archive(tmp_path_factory.mktemp("archive"))
