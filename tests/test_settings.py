"""The settings of a pelicanconf, checked once, before anything is built."""

from __future__ import annotations

import pickle
from zoneinfo import ZoneInfo

import pytest

from backfile.config.read_settings import SettingsError, read_settings
from backfile.config.settings import PageAddress
from backfile.story.model import Order


def test_every_setting_has_a_default() -> None:
    settings = read_settings({})
    assert (settings.timezone, settings.lang, settings.attribution) == (
        ZoneInfo("UTC"),
        "en",
        "both",
    )
    assert (settings.update_order, settings.source_order) == (Order.NEWEST_FIRST,) * 2
    assert settings.partner_page == PageAddress("partners/{slug}/", "partners/{slug}/index.html")
    assert not any((settings.search, settings.feeds, settings.verify, settings.drafts))


def test_what_is_given_wins_over_the_defaults() -> None:
    settings = read_settings(
        {
            "TIMEZONE": "Europe/Berlin",
            "BACKFILE_UPDATE_ORDER": "oldest-first",
            "BACKFILE_STAMP_DAY_FIRST": True,
            "BACKFILE_ATTRIBUTION": "foot",
            "BACKFILE_STORY_FIELDS": ["Print_Page", "Desk"],
            "BACKFILE_TAG_YEAR_URL": "topics/{slug}/{year}/",
            "BACKFILE_TAG_YEAR_SAVE_AS": None,
            "FEED_MAX_ITEMS": 0,
            "DIRECT_TEMPLATES": ["index", "tags"],
            "TAGS_SAVE_AS": "topics/index.html",
        }
    )
    assert settings.timezone == ZoneInfo("Europe/Berlin")
    assert settings.update_order is Order.OLDEST_FIRST
    assert settings.stamp_day_first is True
    assert settings.attribution == "foot"
    assert settings.story_fields == ("Desk", "Print_Page")
    assert settings.term_years["tags"] == PageAddress("topics/{slug}/{year}/", "")
    assert settings.feed_length is None
    assert settings.lists == {"index": "index.html", "tags": "topics/index.html"}


def test_settings_go_to_another_process_whole() -> None:
    settings = read_settings({"SITEURL": "https://a.example", "BACKFILE_DATA": True})
    assert pickle.loads(pickle.dumps(settings)) == settings  # noqa: S301 (our own)


@pytest.mark.parametrize(
    ("address", "path", "url"),
    [
        ("https://a.example", "2009/08/ferry/", "https://a.example/2009/08/ferry/"),
        ("https://a.example/", "", "https://a.example/"),
        (
            "https://a.example/b",
            "café d'été/",
            "https://a.example/b/caf%C3%A9%20d%27%C3%A9t%C3%A9/",
        ),
        ("https://a.example/é", "caf%C3%A9/", "https://a.example/%C3%A9/caf%C3%A9/"),
        ("http://[::1]:8000", "search/?q=a b", "http://[::1]:8000/search/?q=a%20b"),
        ("/b", "about/", "/b/about/"),
        ("", "about/", "/about/"),
    ],
)
def test_an_address_has_one_spelling(address: str, path: str, url: str) -> None:
    settings = read_settings({"SITEURL": address})
    assert settings.url(path) == url
    assert settings.has_address == url.startswith("http")


@pytest.mark.parametrize("workers", [0, -1, "2", True, 1.5])
def test_processes_are_counted_from_one(workers: object) -> None:
    for count in (None, 1, 8):
        assert read_settings({"BACKFILE_WORKERS": count}).workers == count
    with pytest.raises(SettingsError, match="use a number such as 4"):
        read_settings({"BACKFILE_WORKERS": workers})


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("HOSTS", ["netlfy"], "'netlfy', which is no host that Backfile knows; did you mean \"net"),
        ("HOSTS", ["ftp"], "'ftp', which is no host that Backfile knows; use a list of some"),
        ("HOSTS", "nginx", "is 'nginx'; use a list of some of these: 'apache', 'cloudflare'"),
        ("HOST_POLICY", 'script-src "x"', "write one line of ASCII without quotation marks"),
        ("HOST_POLICY", "default-src 'self'\n", "write one line of ASCII"),
        ("HOST_POLICY", "default-src $host", "write one line of ASCII"),
        ("HOST_POLICY", False, "write one line of ASCII"),
    ],
)
def test_hosts_are_those_that_are_known_and_a_policy_fits_in_a_header(name, value, problem):
    with pytest.raises(SettingsError) as error:
        read_settings({f"BACKFILE_{name}": value})

    assert problem in str(error.value)


def test_hosts_are_listed_once_in_an_order_of_their_own():
    settings = read_settings({"BACKFILE_HOSTS": ["nginx", "apache", "nginx"]})

    assert (settings.hosts, settings.host_policy) == (("apache", "nginx"), None)


@pytest.mark.parametrize("attribution", ["both", "head", "foot"])
def test_every_place_of_the_attribution_is_known(attribution):
    assert read_settings({"BACKFILE_ATTRIBUTION": attribution}).attribution == attribution


@pytest.mark.parametrize(
    "address", ["", "https://a.example", "http://a.example/b", "//a.example", "/b", ".", ".."]
)
def test_every_form_of_an_address_that_pelican_knows_is_taken(address):
    assert read_settings({"SITEURL": address})


def test_pelican_without_a_timezone_means_utc():
    assert read_settings({"TIMEZONE": None}).timezone == ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        (
            "TIMEZONE",
            "Europe/Berln",
            'TIMEZONE "Europe/Berln" is not a time zone; did you mean "Europe/Berlin"?',
        ),
        (
            "TIMEZONE",
            "Moonbase",
            'TIMEZONE "Moonbase" is not a time zone; use a name such as America/New_York',
        ),
        ("TIMEZONE", "Europe", 'TIMEZONE "Europe" is not a time zone; did you mean "Europe/Rome"?'),
        ("TIMEZONE", "", "TIMEZONE is empty; use a name such as America/New_York"),
        (
            "BACKFILE_PARTNER_URL",
            "partners/{name}/",
            "BACKFILE_PARTNER_URL is 'partners/{name}/'; only {slug} can stand in braces there",
        ),
        (
            "FILENAME_METADATA",
            "(?P<slug>",
            (
                "FILENAME_METADATA is '(?P<slug>', which is no regular expression: missing ), "
                "unterminated subpattern at position 0"
            ),
        ),
        (
            "EXTRA_PATH_METADATA",
            {"extra/robots.txt": "robots.txt"},
            (
                "EXTRA_PATH_METADATA has 'robots.txt' for 'extra/robots.txt'; write a dictionary "
                "such as {'path': 'robots.txt'}"
            ),
        ),
        ("SITENAME", None, "SITENAME is None; use a text such as 'Harbor Archive'"),
        ("DEFAULT_LANG", 5, "DEFAULT_LANG is 5; use a text such as 'en'"),
        (
            "SITEURL",
            "packet.org",
            'SITEURL "packet.org" is not a web address; write "https://packet.org"',
        ),
        (
            "SITEURL",
            "https:/packet.org",
            'SITEURL "https:/packet.org" is not a web address; write "https://packet.org"',
        ),
        (
            "BACKFILE_UPDATE_ORDER",
            "oldest",
            (
                "BACKFILE_UPDATE_ORDER is 'oldest'; use one of 'newest-first', 'oldest-first'; "
                'did you mean "oldest-first"?'
            ),
        ),
        (
            "BACKFILE_SOURCE_ORDER",
            None,
            "BACKFILE_SOURCE_ORDER is None; use one of 'newest-first', 'oldest-first'",
        ),
        (
            "BACKFILE_ATTRIBUTION",
            "top",
            "BACKFILE_ATTRIBUTION is 'top'; use one of 'both', 'head', 'foot'",
        ),
        (
            "BACKFILE_STAMP_DAY_FIRST",
            "yes",
            "BACKFILE_STAMP_DAY_FIRST is 'yes'; use one of True, False, None",
        ),
        (
            "BACKFILE_STORY_FIELDS",
            "Desk",
            (
                "BACKFILE_STORY_FIELDS is 'Desk'; use a list of names of fields such as "
                "['Desk', 'Print_Page']"
            ),
        ),
        (
            "BACKFILE_STORY_FIELDS",
            ["Print Page"],
            (
                "BACKFILE_STORY_FIELDS has 'Print Page', which no field can be called; "
                "use a list of names of fields such as ['Desk', 'Print_Page']"
            ),
        ),
        ("BACKFILE_CARD_IMAGES", 1.5, "BACKFILE_CARD_IMAGES is 1.5; use one of True, False"),
        ("BACKFILE_SEARCH", "yes", "BACKFILE_SEARCH is 'yes'; use one of True, False"),
        ("BACKFILE_DATA", "csv", "BACKFILE_DATA is 'csv'; use one of True, False"),
        ("BACKFILE_DATA_URL", "", "BACKFILE_DATA_URL is ''; use a path such as 'data/'"),
        (
            "BACKFILE_DATA_SAVE_AS",
            None,
            "BACKFILE_DATA_SAVE_AS is None; use a path such as 'data/index.html'",
        ),
        (
            "BACKFILE_ON_THIS_DAY",
            "daily",
            "BACKFILE_ON_THIS_DAY is 'daily'; use one of True, False",
        ),
        (
            "BACKFILE_ON_THIS_DAY_URL",
            "days.html",
            "BACKFILE_ON_THIS_DAY_URL is 'days.html'; use a folder, as in 'on-this-day/'",
        ),
        (
            "BACKFILE_ON_THIS_DAY_SAVE_AS",
            "index.html",
            (
                "BACKFILE_ON_THIS_DAY_SAVE_AS is 'index.html'; use a folder, as in "
                "'on-this-day/index.html'"
            ),
        ),
        (
            "BACKFILE_LEAD_STORY",
            True,
            (
                "BACKFILE_LEAD_STORY is True; write the file of a story below PATH, such as "
                '"stories/1969/07/landing.md", or "" for the story with the most updates'
            ),
        ),
        ("BACKFILE_FEEDS", None, "BACKFILE_FEEDS is None; use one of True, False"),
        ("BACKFILE_SITEMAP", 2, "BACKFILE_SITEMAP is 2; use one of True, False"),
        ("BACKFILE_VERIFY", 1.5, "BACKFILE_VERIFY is 1.5; use one of True, False"),
        (
            "BACKFILE_FIDELITY_URL",
            "",
            "BACKFILE_FIDELITY_URL is ''; use a path such as 'fidelity/'",
        ),
        ("BACKFILE_SEARCH_URL", "", "BACKFILE_SEARCH_URL is ''; use a path such as 'search/'"),
        (
            "BACKFILE_SEARCH_SAVE_AS",
            None,
            "BACKFILE_SEARCH_SAVE_AS is None; use a path such as 'search/index.html'",
        ),
        ("BACKFILE_PARTNER_PATH", "", "BACKFILE_PARTNER_PATH is ''; use a path such as 'partners'"),
        (
            "BACKFILE_PARTNER_URL",
            None,
            "BACKFILE_PARTNER_URL is None; use a path such as 'partners/{slug}/'",
        ),
    ],
)
def test_a_setting_that_cannot_stand_is_named_with_its_remedy(name, value, problem):
    with pytest.raises(SettingsError) as caught:
        read_settings({name: value})

    assert caught.value.problems == [problem]


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        (
            "stories/fery.md",
            'and there is no file {0}/stories/fery.md; did you mean "stories/ferry.md"?',
        ),
        ("nowhere.md", "and there is no file {0}/nowhere.md; correct the path"),
        ("../ferry.md", "which leads out of {0}; write its path below it"),
        ("/stories/ferry.md", "which leads out of {0}; write its path below it"),
    ],
)
def test_a_lead_story_that_is_not_there_is_named_with_what_may_be_meant(tmp_path, name, problem):
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "ferry.md").write_text("Title: Ferry\n", encoding="utf-8")

    with pytest.raises(SettingsError) as caught:
        read_settings({"PATH": str(tmp_path), "BACKFILE_LEAD_STORY": name})

    said = f'BACKFILE_LEAD_STORY names "{name}", {problem.format(tmp_path)}'
    assert caught.value.problems == [said]
    assert read_settings({"PATH": str(tmp_path), "BACKFILE_LEAD_STORY": "stories/ferry.md"})


@pytest.mark.parametrize("authority", ["", None, "archive.example", "archive.example,2026-02-30"])
def test_feeds_need_a_name_that_lasts(authority):
    with pytest.raises(SettingsError) as caught:
        read_settings({"BACKFILE_FEEDS": True, "BACKFILE_TAG_AUTHORITY": authority})

    (problem,) = caught.value.problems
    assert problem == (
        f"BACKFILE_TAG_AUTHORITY is {authority!r}; BACKFILE_FEEDS needs it for names that last. "
        "Write a domain, or an e-mail address, and a year in which it was yours on 1 January, "
        "as in 'archive.example,2026', and never change it"
    )
    assert read_settings({"BACKFILE_TAG_AUTHORITY": authority})


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("FEED_ALL_ATOM", "feeds/all.atom.xml"),
        ("TAG_FEED_ATOM", "feeds/topics/{slug}.atom.xml"),
    ],
)
def test_no_two_feeds_are_one_file(name, file):
    given = {"BACKFILE_FEEDS": True, "BACKFILE_TAG_AUTHORITY": "archive.example,2026"}

    with pytest.raises(SettingsError) as caught:
        read_settings({**given, name: file})

    assert caught.value.problems == [
        f"{name} is {file!r}, a file that BACKFILE_FEEDS writes; set {name} = None"
    ]
    assert read_settings({**given, name: f"old/{file}"})
    assert read_settings({**given, "BACKFILE_FEEDS": False, name: file})


def test_all_that_is_wrong_is_reported_together_each_with_its_place(tmp_path):
    wrong = {
        "TIMEZONE": "Moonbase",
        "BACKFILE_UPDATE_ORDER": "sideways",
        "BACKFILE_SOURCE_ORDER": "sideways",
        "BACKFILE_ATTRIBUTION": "nowhere",
        "BACKFILE_STAMP_DAY_FIRST": "perhaps",
        "BACKFILE_PARTNER_PATH": None,
        "BACKFILE_PARTNER_URL": "",
        "BACKFILE_PARTNER_SAVE_AS": 5,
        "BACKFILE_PARTNERS_URL": "",
    }

    conf = tmp_path / "pelicanconf.py"
    lines = ['"""A site."""', *(f"{name} = {value!r}" for name, value in wrong.items())]
    conf.write_text("\n".join(lines), encoding="utf-8")

    with pytest.raises(SettingsError) as caught:
        read_settings({**wrong, "BACKFILE_CONF": str(conf)})

    assert [problem.split()[0] for problem in caught.value.problems] == list(wrong)
    assert str(caught.value).splitlines() == [
        f"{conf}:{line}: {problem}" for line, problem in enumerate(caught.value.problems, start=2)
    ]


def test_without_a_settings_file_the_usual_one_is_named():
    with pytest.raises(SettingsError, match=r"^nowhere\.py: BACKFILE_ATTRIBUTION is 'top'"):
        read_settings({"BACKFILE_ATTRIBUTION": "top", "BACKFILE_CONF": "nowhere.py"})


SAMPLE = {"BACKFILE_FEEDS": True, "BACKFILE_TAG_AUTHORITY": "backfile.example,2026"}


@pytest.mark.parametrize("authority", ["backfile.example,2026", "me@example.org,2020-02-29"])
def test_a_site_for_a_real_address_needs_a_name_of_its_own(authority):
    given = {**SAMPLE, "BACKFILE_TAG_AUTHORITY": authority}

    with pytest.raises(SettingsError) as caught:
        read_settings({**given, "SITEURL": "https://news.packet.org/archive"})

    (problem,) = caught.value.problems
    assert problem.startswith(
        f"BACKFILE_TAG_AUTHORITY is {authority!r}, an example that nobody owns, and the site is "
        "built for https://news.packet.org/archive; write a domain, or an e-mail address, and a "
        "year in which it was yours on 1 January, as in 'news.packet.org,"
    )
    assert read_settings({**given, "BACKFILE_FEEDS": False, "SITEURL": "https://packet.org"})


@pytest.mark.parametrize(
    "address",
    ["", "/archive", "https://archive.example", "http://127.0.0.1:8000", "http://localhost:8000"],
)
def test_a_site_that_is_published_nowhere_may_have_the_name_of_the_sample(address):
    assert read_settings({**SAMPLE, "SITEURL": address})


def test_what_publishconf_takes_from_pelicanconf_is_named_there(tmp_path):
    published = tmp_path / "publishconf.py"
    published.write_text("from pelicanconf import *\n", "utf-8")
    (tmp_path / "pelicanconf.py").write_text('\nBACKFILE_TAG_AUTHORITY = "…"\n', "utf-8")

    with pytest.raises(SettingsError) as caught:
        read_settings({**SAMPLE, "SITEURL": "https://packet.org", "BACKFILE_CONF": str(published)})

    assert str(caught.value).startswith(f"{tmp_path}/pelicanconf.py:2: BACKFILE_TAG_AUTHORITY is ")
