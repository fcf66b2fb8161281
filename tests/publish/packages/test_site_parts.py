"""What only a server has a use for is in no package that is read without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backfile.config.read_settings import read_settings
from backfile.config.site_settings import site_settings
from backfile.publish.packages.site_parts import online_parts

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("_headers", "_redirects", ".htaccess", "redirects.nginx.conf", "site.nginx.conf")


@pytest.mark.parametrize("name", NAMES)
def test_what_servers_read_is_left_out(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("# for a server", "utf-8")
    parts = online_parts(tmp_path, read_settings(site_settings()))
    assert parts.has(name, tmp_path)
