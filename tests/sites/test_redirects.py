"""Redirects from the addresses that stories once had."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.outputs.redirects.formats import Rule, nginx_map, redirect_page, redirect_rules
from backfile.outputs.redirects.legacy_urls import (
    LONGEST,
    OldAddress,
    OldAddressError,
    read_old_address,
)
from backfile.outputs.redirects.output import Home, RedirectTarget, make_plan

from .sites import MiniSite

if TYPE_CHECKING:
    from pathlib import Path

WIRE = "wire.example"


# Old addresses


@pytest.mark.parametrize(
    ("text", "host", "path", "query"),
    [
        pytest.param("https://wire.example/2009/08/x/", WIRE, "/2009/08/x/", "", id="web address"),
        pytest.param("http://wire.example/x.html", WIRE, "/x.html", "", id="without encryption"),
        pytest.param("https://WWW.Wire.example/X", WIRE, "/X", "", id="www and capitals"),
        pytest.param("https://wire.example:8080/x", WIRE, "/x", "", id="port"),
        pytest.param("https://me:word@wire.example/x", WIRE, "/x", "", id="user and password"),
        pytest.param("https://wire.example", WIRE, "/", "", id="no path"),
        pytest.param("https://wire.example/?p=12", WIRE, "/", "p=12", id="query"),
        pytest.param("https://wire.example?p=12", WIRE, "/", "p=12", id="query and no path"),
        pytest.param("https://wire.example/x#more", WIRE, "/x", "", id="hash"),
        pytest.param("https://köln.example/x", "xn--kln-sna.example", "/x", "", id="umlaut"),
        pytest.param("/2009/08/x.html", "", "/2009/08/x.html", "", id="path for any host"),
        pytest.param("/caf%C3%A9/", "", "/café/", "", id="encoded"),
        pytest.param("/a//b", "", "/a/b", "", id="two slashes, as servers take them"),
        pytest.param("/a%2Fb", "", "/a/b", "", id="encoded slash, as servers take it"),
        pytest.param("/a%20b", "", "/a b", "", id="encoded space"),
        pytest.param("/100%25", "", "/100%", "", id="encoded percent sign"),
    ],
)
def test_an_old_address_is_read(text, host, path, query):
    assert read_old_address(text) == OldAddress(host, path, query)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("//evil.example/x", "begin it with", id="a host disguised as a path"),
        pytest.param("x.html", "begin it with", id="no slash"),
        pytest.param("", "begin it with", id="nothing"),
        pytest.param("javascript:alert(1)", "begin it with", id="script"),
        pytest.param("/../../etc/passwd", "climbs", id="climbing"),
        pytest.param("/a/%2e%2E/b", "climbs", id="climbing, encoded"),
        pytest.param("/a/..%2f..%2fb", "climbs", id="climbing by encoded slashes"),
        pytest.param("/a/./b", "climbs", id="staying"),
        pytest.param("/a\\..\\b", "backslash", id="backslashes"),
        pytest.param("/a%5C..%5Cb", "backslash", id="backslashes, encoded"),
        pytest.param("/a%0d%0aSet-Cookie:b", "control", id="line break, encoded"),
        pytest.param("/a%00.html", "control", id="null sign, encoded"),
        pytest.param("/a\tb", "control", id="tabulator"),
        pytest.param("/a\u2028b", "control", id="line separator"),
        pytest.param("/caf%E9/", "UTF-8", id="Latin-1"),
        pytest.param("https://wi re.example/x", "name of a host", id="host with a space"),
        pytest.param("https:///x", "name of a host", id="no host"),
        pytest.param('https://wire"; } evil/x', "name of a host", id="host with signs of nginx"),
        pytest.param("https://[::1/x", "not a web address", id="broken brackets"),
        pytest.param(f"/{'x' * LONGEST}", "longer than", id="very long"),
    ],
)
def test_an_address_that_cannot_be_answered_is_refused(text, why):
    with pytest.raises(OldAddressError, match=why):
        read_old_address(text)


@pytest.mark.parametrize(
    ("text", "file"),
    [
        pytest.param("/2009/08/x/", "2009/08/x/index.html", id="folder"),
        pytest.param("/2009/08/x", "2009/08/x/index.html", id="folder without its slash"),
        pytest.param("/x.html", "x.html", id="page"),
        pytest.param("/x.HTM", "x.HTM", id="page of another ending"),
        pytest.param("/v1.0/", "v1.0/index.html", id="folder with a full stop"),
        pytest.param("/", "index.html", id="top"),
        pytest.param("/café/", "café/index.html", id="letters of any language"),
        pytest.param("/x.php", "", id="program"),
        pytest.param("/?p=12", "", id="query"),
        pytest.param("/404.html", "", id="what a host sends for every other address"),
        pytest.param("/%252e%252e/x.html", "", id="encoded twice"),
        pytest.param("/.git/x.html", "", id="hidden folder"),
        pytest.param("/a:b/x.html", "", id="no name on some systems"),
        pytest.param(f"/{'x' * 256}/", "", id="too long for a file"),
        pytest.param("/y" * 30, "", id="too deep for some programs"),
    ],
)
def test_a_static_host_sends_a_file(text, file):
    assert read_old_address(text).file == file


# What claims become


def story(name: str, group: str = "") -> RedirectTarget:
    return RedirectTarget(f"{name}.md", f"2014/06/{name}/", group or name, name.title(), "en")


def home(*own: str) -> Home:
    """A site on archive.example with pages of its own, which this file stands for."""
    return Home("archive.example", "", dict.fromkeys(own, __file__))


def plan(claims: list[tuple[str, str]], *own: str) -> Any:
    read = [(read_old_address(text), story(name)) for text, name in claims]
    return make_plan(read, "https://archive.example", home(*own))


def rules(claims: list[tuple[str, str]], *own: str) -> list[str]:
    """The rules as `host path?query -> name of the story`."""
    return [
        f"{rule.host}{rule.path}{'?' if rule.query else ''}{rule.query} -> {rule.url[32:-1]}"
        for rule in sorted(plan(claims, *own).rules)
    ]


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        pytest.param([("https://wire.example/a/", "a")], ["/a/ -> a"], id="one story, any host"),
        pytest.param(
            [("https://wire.example/a/", "a"), ("http://www.wire.example/a", "a")],
            ["/a -> a", "/a/ -> a"],
            id="one story, one place written twice",
        ),
        pytest.param(
            [("https://wire.example/about/", "a"), ("https://mail.example/about/", "b")],
            ["mail.example/about/ -> b", "wire.example/about/ -> a"],
            id="two stories, each at a host",
        ),
        pytest.param(
            [("https://wire.example/?p=12", "a"), ("https://mail.example/?p=12", "b")],
            ["mail.example/?p=12 -> b", "wire.example/?p=12 -> a"],
            id="two stories with the same number",
        ),
        pytest.param(
            [("https://wire.example/a/", "a"), ("https://wire.example/A", "b")],
            [],
            id="two stories at the same host",
        ),
        pytest.param(
            [("/a/", "a"), ("https://wire.example/a/", "b")],
            ["wire.example/a/ -> b"],
            id="two stories, one of them at any host",
        ),
    ],
)
def test_an_address_leads_where_it_is_clear_what_was_meant(claims, expected):
    assert rules(claims) == expected


def test_a_path_of_two_stories_gets_no_page_and_a_warning_that_names_both():
    made = plan([("https://wire.example/about/", "a"), ("https://mail.example/about", "b")])

    assert made.pages == {}
    (warning,) = made.warnings
    assert warning == (
        "a.md and b.md have the same old address, /about: it leads on only where the server knows "
        "hosts and they differ; or take it out of all files but one"
    )


def test_numbers_that_hosts_tell_apart_are_nothing_to_warn_of():
    assert (
        plan([("https://wire.example/?p=1", "a"), ("https://b.example/?p=1", "b")]).warnings == []
    )


def test_a_page_of_the_sites_own_is_left_and_its_address_leads_on_from_other_hosts():
    made = plan([("https://wire.example/about/", "a")], "/about")

    assert made.pages == {}
    assert made.warnings == []
    assert rules([("https://wire.example/about/", "a")], "/about") == ["wire.example/about/ -> a"]


@pytest.mark.parametrize("text", ["/about/", "https://archive.example/About"])
def test_a_page_of_the_sites_own_cannot_be_an_old_address_of_the_site(text):
    made = plan([(text, "a")], "/about")

    assert (made.pages, made.rules) == ({}, set())
    (warning,) = made.warnings
    assert warning == (
        f"a.md: no redirect is made from {read_old_address(text).path}, where the site has a page "
        "of its own; remove it from Redirect_From, or move the page"
    )


@pytest.mark.parametrize("text", ["/2014/06/a/", "/2014/06/A", "https://archive.example/2014/06/a"])
def test_a_redirect_to_itself_is_none(text):
    made = plan([(text, "a")], "/2014/06/a")

    assert (made.pages, made.rules, made.warnings) == ({}, set(), [])


def test_translations_are_one_story_and_the_first_is_taken():
    address = read_old_address("/a/")
    claims = [(address, story("a")), (address, story("a-es", group="a"))]

    made = make_plan(claims, "https://archive.example", home())

    assert made.pages == {"a/index.html": story("a")}
    assert made.warnings == []


def test_a_site_below_the_top_of_its_host_has_its_pages_there():
    below = Home("archive.example", "/old", {})
    claims = [
        (read_old_address(f"https://archive.example{path}"), story("a"))
        for path in ("/x/", "/old/y/")
    ]

    made = make_plan(claims, "https://archive.example/old", below)

    assert sorted(made.pages) == ["x/index.html", "y/index.html"]
    assert [rule.path for rule in sorted(made.rules)] == ["/old/y/", "/x/"]


# What is written

TRICKY = OldAddress("", "/a b\"c;$d{e}#f?g'h*i:j/", "")


def test_rules_for_hosts_come_first_and_queries_are_left_to_nginx():
    made = [
        Rule("", "/a/", "", "https://archive.example/2014/06/a/"),
        Rule("wire.example", "/b/", "", "https://archive.example/2014/06/b/"),
        Rule("", "/", "p=12", "https://archive.example/2014/06/c/"),
    ]

    assert redirect_rules(made).splitlines()[1:] == [
        "http://wire.example/b/ https://archive.example/2014/06/b/ 301!",
        "http://www.wire.example/b/ https://archive.example/2014/06/b/ 301!",
        "https://wire.example/b/ https://archive.example/2014/06/b/ 301!",
        "https://www.wire.example/b/ https://archive.example/2014/06/b/ 301!",
        "/a/ https://archive.example/2014/06/a/ 301",
    ]


def test_signs_that_mean_something_in_redirects_are_encoded():
    line = redirect_rules([Rule("", TRICKY.path, "", "/x/")]).splitlines()[1]

    assert line == "/a%20b%22c;$d%7Be%7D%23f%3Fg'h%2Ai%3Aj/ /x/ 301"


def test_nginx_is_asked_from_the_most_exact_to_the_vaguest():
    made = [
        Rule("", "/a/", "", "/1/"),
        Rule("", "/a/", "p=1", "/2/"),
        Rule("wire.example", "/a/", "", "/3/"),
        Rule("wire.example", "/a/", "p=1", "/4/"),
    ]

    assert nginx_map(made).partition("map_hash_bucket_size 64;\n\n")[2].splitlines()[8:] == [
        'map "$backfile_path" $backfile_by_path {',
        '    default "";',
        '    "/a" "/1/";',
        "}",
        'map "$backfile_path?$args" $backfile_by_query {',
        "    default $backfile_by_path;",
        '    "/a?p=1" "/2/";',
        "}",
        'map "$backfile_host$backfile_path" $backfile_by_host {',
        "    default $backfile_by_query;",
        '    "wire.example/a" "/3/";',
        "}",
        'map "$backfile_host$backfile_path?$args" $backfile_redirect {',
        "    default $backfile_by_host;",
        '    "wire.example/a?p=1" "/4/";',
        "}",
    ]


def test_nginx_which_knows_no_capitals_is_told_each_address_once():
    made = [Rule("", path, "", "/1/") for path in ("/A/", "/a", "/a/", "/É", "/é")]

    assert re.findall(r'"(/.+)" "/1/"', nginx_map(made)) == ["/a", "/É", "/é"]


def test_nginx_has_room_for_the_longest_address():
    long = nginx_map([Rule("", f"/{'x' * 1000}", "", "/1/")])

    assert "map_hash_bucket_size 2048;" in long


class _Page(HTMLParser):
    """A page's tags, each with its attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def test_a_page_leads_on_at_once_or_by_a_link_with_the_headline():
    page = _Page(
        redirect_page("/2014/06/a/", "https://archive.example/2014/06/a/", "A & <B>", "en")
    )

    assert ("meta", {"http-equiv": "refresh", "content": "0; url=/2014/06/a/"}) in page.tags
    assert ("meta", {"name": "robots", "content": "noindex"}) in page.tags
    assert ("link", {"rel": "canonical", "href": "https://archive.example/2014/06/a/"}) in page.tags
    assert ("a", {"href": "/2014/06/a/"}) in page.tags
    assert page.text.split() == ["A", "&", "<B>", "A", "&", "<B>"]


def test_a_page_in_a_language_from_right_to_left_says_so():
    assert '<html lang="ar" dir="rtl">' in redirect_page("/a/", "", "قطار", "ar")


# Whatever is stated

addresses = st.one_of(
    st.text(),
    st.from_regex(
        r"(https?://([a-z]{1,5}\.)?[a-z\"; ]{1,5})?(/[ -~ä\n%.]{0,6}){0,4}(\?[ -~]{0,9})?"
    ),
    st.lists(
        st.sampled_from(["/", "..", ".", "%2e", "%2f", "%5c", "\\", "x", "//", "%00", "?", "#"])
    ).map("".join),
)


def read_all(texts: list[str]) -> list[OldAddress]:
    found = []
    for text in texts:
        try:
            found.append(read_old_address(text))
        except OldAddressError:
            continue
    return found


@given(addresses)
def test_no_page_leaves_the_output(text):
    for address in read_all([text]):
        names = address.file.split("/")
        assert address.file == "" or all(
            name.strip(" .") == name.strip(" ") != "" for name in names
        )
        assert not set(address.file) & set('\\:\0%<>"|?*')


@given(st.lists(addresses, max_size=4))
def test_every_line_of_redirects_has_three_fields_and_stays_what_it_is(texts):
    made = {Rule("", one.path, one.query, "/new/") for one in read_all(texts)}

    lines = redirect_rules(made).splitlines()[1:]

    assert len(lines) == sum(not rule.query for rule in made)
    for line in lines:
        path, url, status = line.split(" ")
        assert (url, status) == ("/new/", "301")
        assert unquote(path) in {rule.path for rule in made}
        assert not set(path) & set("*:#")
        assert not path.startswith("//")


NGINX_WORD = re.compile(r'"((?:\\.|[^"\\])*)"', re.DOTALL)


@given(st.lists(addresses, max_size=4))
def test_every_entry_of_nginx_is_two_quoted_words(texts):
    made = {Rule(one.host, one.path, one.query, "/new/") for one in read_all(texts)}

    entries = [line for line in nginx_map(made).splitlines() if line.endswith('"/new/";')]

    keys = []
    for entry in entries:
        key, url = NGINX_WORD.findall(entry)
        assert NGINX_WORD.sub("", entry).strip() == ";"
        assert url == "/new/"
        keys.append(re.sub(r"\\(.)", r"\1", key))
    asked = {
        f"{rule.host}{rule.path.rstrip('/') or '/'}{'?' if rule.query else ''}{rule.query}"
        for rule in made
    }
    assert {key.casefold() for key in keys} == {key.casefold() for key in asked}


# A whole build

STORY = "Title: {title}\nDate: 2011-03-04\n{fields}\nText.\n"
CONTENT = {
    "bridge.md": STORY.format(
        title="Bridge & ferry",
        fields="Original_URL: https://wire.example/2011/bridge.html\n"
        "Redirect_From: https://wire.example/?p=12 /bridge/\n",
    ),
    "bridge-es.md": STORY.format(
        title="Puente",
        fields="Slug: bridge-ferry\nLang: es\nOriginal_URL: https://wire.example/2011/bridge.html\n",
    ),
    "quay.md": STORY.format(
        title="Quay",
        fields="Original_URL: https://wire.example/quay/\nOriginal_Status: live\n"
        "Redirect_From: /old-quay.html\n    /older-quay/\n",
    ),
    "plan.md": STORY.format(title="Plan", fields="Status: draft\nRedirect_From: /plan/\n"),
    "secret.md": STORY.format(title="Secret", fields="Status: hidden\nRedirect_From: /secret/\n"),
}
REDIRECTED = {"BACKFILE_REDIRECTS": True, "SITEURL": "https://archive.example"}


@pytest.fixture
def site(tmp_path: Path) -> MiniSite:
    return MiniSite(tmp_path).write(CONTENT)


def redirects(site: MiniSite) -> dict[str, str]:
    """The redirect pages of a built site: where each leads."""
    found = {
        page: re.search(r'refresh" content="0; url=([^"]+)"', site.page(page))
        for page in site.pages()
    }
    return {page: to[1] for page, to in found.items() if to}


def test_stories_get_pages_and_rules_for_their_old_addresses(site: MiniSite) -> None:
    ended = site.build(**REDIRECTED)

    assert (ended.status, "WARNING" in ended.said) == (0, False), ended.said
    assert redirects(site) == {
        "2011/bridge.html": "https://archive.example/bridge-ferry.html",
        "bridge/index.html": "https://archive.example/bridge-ferry.html",
        "old-quay.html": "https://archive.example/quay.html",
        "older-quay/index.html": "https://archive.example/quay.html",
    }
    assert site.page("_redirects").splitlines()[1:] == [
        "/2011/bridge.html https://archive.example/bridge-ferry.html 301",
        "/bridge/ https://archive.example/bridge-ferry.html 301",
        "/old-quay.html https://archive.example/quay.html 301",
        "/older-quay/ https://archive.example/quay.html 301",
    ]
    assert '"/?p=12" "https://archive.example/bridge-ferry.html";' in site.page(
        "redirects.nginx.conf"
    )


def test_a_second_build_into_the_same_folder_changes_nothing(site: MiniSite) -> None:
    names = ["_redirects", "redirects.nginx.conf", "2011/bridge.html"]
    site.write({"extra/_redirects": "/mine /theirs 302"})
    settings = {
        "STATIC_PATHS": ["extra"],
        "EXTRA_PATH_METADATA": {"extra/_redirects": {"path": "_redirects"}},
    }
    site.build(**REDIRECTED, **settings)
    before = [site.page(name) for name in names]

    site.build(**REDIRECTED, **settings)

    assert [site.page(name) for name in names] == before
    assert before[0].startswith("/mine /theirs 302\n# From the stories' old addresses")


def test_a_site_without_an_address_has_pages_and_no_rules(site: MiniSite) -> None:
    site.build(BACKFILE_REDIRECTS=True)

    assert redirects(site)["2011/bridge.html"] == "/bridge-ferry.html"
    assert "canonical" not in site.page("2011/bridge.html")
    assert not (site.folder / "output" / "_redirects").exists()
    assert not (site.folder / "output" / "redirects.nginx.conf").exists()


def test_addresses_can_be_relative(site: MiniSite) -> None:
    site.build(BACKFILE_REDIRECTS=True, RELATIVE_URLS=True)

    assert redirects(site)["2011/bridge.html"] == "../bridge-ferry.html"
    assert redirects(site)["old-quay.html"] == "quay.html"


def test_pages_can_be_left_out(site: MiniSite) -> None:
    site.build(**REDIRECTED, BACKFILE_REDIRECT_PAGES=False)

    assert redirects(site) == {}
    assert "/bridge/ " in site.page("_redirects")


@pytest.mark.parametrize("settings", [{}, {"BACKFILE_REDIRECTS": False}], ids=["default", "off"])
def test_redirects_are_made_where_they_are_asked_for(site, settings):
    site.build(SITEURL="https://archive.example", **settings)

    assert redirects(site) == {}
    assert not (site.folder / "output" / "_redirects").exists()


HOSTILE = [
    "/../../escaped.html",
    "/%2e%2e/%2e%2e/escaped.html",
    "\\..\\escaped.html",
    "//evil.example/escaped.html",
    "/index.html",
    "/quay.html",
    "/QUAY.html",
    "/_redirects/",
    "/2011/bridge.html/inside/",
    "/x%22%3E%3Cscript%3Ealert(1)%3C/script%3E.html",
    "/" + "%E2%98%83" * 400 + "/",
    "/" + "y/" * 900,
    "javascript:alert(1)",
    "https://evil.example/%0a/x",
]


UNREADABLE = 7


def test_tricks_in_an_old_address_touch_nothing_and_are_told(tmp_path: Path) -> None:
    site = MiniSite(tmp_path / "site").write(CONTENT)
    fields = f"Redirect_From: {' '.join(HOSTILE)}\n"
    site.write({"evil.md": STORY.format(title="Evil", fields=fields)})
    site.build(SITEURL="https://archive.example")
    before = {name: site.page(name) for name in site.pages()}
    outside = sorted(path.name for path in tmp_path.iterdir())

    ended = site.build(**REDIRECTED)

    assert ended.status == 0, ended.said
    assert {name: site.page(name) for name in before} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == outside
    assert not any("escaped" in name or "script" in name for name in site.pages())
    assert "Traceback" not in ended.said
    assert not any(name.startswith("y/") for name in site.pages())
    assert ended.said.count("content/evil.md:3: no redirect can be") == UNREADABLE
