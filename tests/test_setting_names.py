"""Names in a configuration that were ours once, that are misspelt, or that are somebody else's."""

from __future__ import annotations

import pytest

from backfile.config.read_settings import DEFAULTS, SettingsError, read_settings
from backfile.config.setting_names import name_problems

RENAMED = [
    ({"UPDATE_ORDER": "oldest-first"}, ["UPDATE_ORDER"]),
    ({"STAMP_DAY_FIRST": True}, ["STAMP_DAY_FIRST"]),
    ({"ATTRIBUTION": "foot"}, ["ATTRIBUTION"]),
    ({"TAG_AUTHORITY": "a.example,2026"}, ["TAG_AUTHORITY"]),
    ({"SEARCH": True, "SEARCH_URL": "find/"}, ["SEARCH", "SEARCH_URL"]),
    ({"SITEMAP": False}, ["SITEMAP"]),
    ({"PARTNER_URL": "wires/{slug}/"}, ["PARTNER_URL"]),
    ({"TAG_YEAR_SAVE_AS": ""}, ["TAG_YEAR_SAVE_AS"]),
    ({"BACKFILE_DATA": True, "DATA_SAVE_AS": "files/index.html"}, ["DATA_SAVE_AS"]),
]
OF_OTHERS = [
    {"SITEMAP": {"format": "xml"}},
    {"SEARCH_MODE": "output"},
    {"SEARCH_URL": "https://find.example/"},
    {"DATA": ["a.csv"]},
    {"FEEDS": None},
    {"ATTRIBUTION": "Pictures by our readers", "TAG_AUTHORITY": "the desk"},
    {"PARTNERS_URL": "https://friends.example/"},
    {"DIRECT_TEMPLATES": ["index", "search"], "SEARCH": 1, "SEARCH_SAVE_AS": "search.html"},
    {"DIRECT_TEMPLATES": ["partners"], "PARTNERS_SAVE_AS": "friends.html"},
]


@pytest.mark.parametrize(("given", "old"), RENAMED)
def test_an_old_name_is_renamed(given, old):
    expected = [f"{name} is now BACKFILE_{name}; rename it" for name in old]

    assert name_problems(given, DEFAULTS) == expected


@pytest.mark.parametrize("given", OF_OTHERS)
def test_a_setting_of_another_plugin_or_theme_is_left_alone(given):
    assert name_problems(given, DEFAULTS) == []


def test_every_setting_of_ours_may_be_set():
    assert name_problems(DEFAULTS, DEFAULTS) == []


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("BACKFILE_SERACH", 'did you mean "BACKFILE_SEARCH"?'),
        ("BACKFILE_TAG_AUTORITY", 'did you mean "BACKFILE_TAG_AUTHORITY"?'),
        ("BACKFILE_ZZZ", "remove it, or look it up in docs/settings.md"),
    ],
)
def test_a_misspelt_name_is_reported_with_the_nearest(name, hint):
    assert name_problems({name: True}, DEFAULTS) == [f"{name} is not a setting of Backfile; {hint}"]


def test_the_place_is_that_in_the_configuration_taken_over(tmp_path):
    (tmp_path / "pelicanconf.py").write_text('SITENAME = "A"\nUPDATE_ORDER = "newest-first"\n')
    conf = tmp_path / "publishconf.py"
    conf.write_text("from pelicanconf import *\nfrom backfile.production import *\n")

    with pytest.raises(SettingsError) as caught:
        read_settings({"UPDATE_ORDER": "newest-first", "BACKFILE_CONF": str(conf)})

    assert str(caught.value) == (
        f"{tmp_path / 'pelicanconf.py'}:2: UPDATE_ORDER is now BACKFILE_UPDATE_ORDER; rename it"
    )
