"""The settings that an archive begins with, and how little its own configuration has to say."""

from __future__ import annotations

from pathlib import Path

import pytest

from backfile.config.site_settings import site_settings
from backfile.packaged import theme_folder

ROOT = Path(__file__).parents[1]
CONF = """\
from backfile.defaults import *

SITENAME = "Harbour Archive"
TIMEZONE = "America/Halifax"
BACKFILE_TAG_AUTHORITY = "harbour.example,2026"
"""


@pytest.fixture(autouse=True)
def content(tmp_path):
    (tmp_path / "content").mkdir()


def test_an_archive_of_a_few_lines_has_everything_on(tmp_path):
    conf = tmp_path / "pelicanconf.py"
    conf.write_text(CONF, "utf-8")

    settings = site_settings(str(conf))

    assert settings["PATH"] == str(tmp_path / "content")
    assert settings["OUTPUT_PATH"] == str(tmp_path / "output")
    assert settings["THEME"] == str(theme_folder())
    assert settings["ARTICLE_URL"] == "{date:%Y}/{date:%m}/{slug}/"
    assert settings["BACKFILE_SEARCH"] is True


def test_a_list_that_a_configuration_changes_in_place_is_whole_at_the_next_reading(tmp_path):
    conf = tmp_path / "pelicanconf.py"
    conf.write_text(CONF + 'PLUGINS.append("sitemap")\nDIRECT_TEMPLATES.remove("404")\n', "utf-8")

    site_settings(str(conf))
    again = site_settings(str(conf))

    assert again["PLUGINS"] == ["backfile", "sitemap"]
    assert "404" not in again["DIRECT_TEMPLATES"]


def test_the_published_site_is_where_the_environment_says(tmp_path, monkeypatch):
    conf = tmp_path / "publishconf.py"
    conf.write_text("from backfile.defaults import *\nfrom backfile.production import *\n", "utf-8")
    monkeypatch.setenv("BACKFILE_SITEURL", "https://archive.example/")

    settings = site_settings(str(conf))

    assert settings["SITEURL"] == "https://archive.example"
    assert settings["BACKFILE_VERIFY"] is True


def test_the_configurations_of_this_repository_are_short():
    for name in ("pelicanconf.py", "publishconf.py"):
        lines = (ROOT / name).read_text("utf-8").splitlines()
        assert len([line for line in lines if line]) <= 14, name
