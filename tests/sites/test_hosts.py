"""Hosts and web servers send a site as it should be sent."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

import pytest

from backfile.outputs.hosts.apache import htaccess
from backfile.outputs.hosts.headers import HostedSite
from backfile.outputs.hosts.nginx import nginx_site
from backfile.outputs.hosts.server_files import SERVER_FILES
from backfile.outputs.hosts.story_links import story_links
from backfile.outputs.redirects.formats import Rule, nginx_map

from .manifests import digests, site_manifest
from .revised import new_archive
from .sites import MiniSite
from .web_servers import served_by_apache, served_by_nginx

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .web_servers import Server

THEME = str(Path(__file__).parents[2] / "theme")
HOSTS = ["apache", "cloudflare", "gitlab", "netlify", "nginx"]
FILES = {".htaccess", "_headers", "_redirects", "redirects.nginx.conf", "site.nginx.conf"}
CONTENT = {
    "stories/bridge.md": "Title: Bridge\nDate: 2011-03-04\nSlug: bridge\n"
    "Original_URL: https://wire.example/2011/bridge.html\n"
    "Redirect_From: https://wire.example/?p=12 /old/caf%C3%A9%20(1)/ /from/100%25/\n\nText.\n",
    "stories/quay.md": "Title: Quay\nDate: 2011-03-05\nSlug: quay\n"
    "Original_URL: https://wire.example/about\n\nText.\n",
    "stories/mole.md": "Title: Mole\nDate: 2011-03-06\nSlug: mole\n"
    "Original_URL: https://mail.example/about\n\nText.\n",
    "files/base.1f2e3d4c.css": "p {}\n",
    "files/list.sha256": f"{'0' * 64}  a.txt\n",
    "files/notes.md": "Ünread\n",
    "files/table.csv": "name\nÜ\n",
}
SETTINGS = {
    "THEME": THEME,
    "ARTICLE_PATHS": ["stories"],
    "STATIC_PATHS": ["files"],
    "DIRECT_TEMPLATES": ["index", "404"],
    "ARTICLE_SAVE_AS": "{slug}/index.html",
    "ARTICLE_URL": "{slug}/",
    "OUTPUT_SOURCES": True,
    "OUTPUT_SOURCES_EXTENSION": ".md",
    "BACKFILE_REDIRECTS": True,
    "BACKFILE_DATA": True,
    "BACKFILE_DRAFTS": False,
}
WITHDRAWN = (
    "Title: The pier\nDate: 2013-02-01 08:00\nStatus: withdrawn\nWithdrawn: 2026-03-05\n"
    "Reason: The person concerned asked for it.\n\nIt stands.\n"
)
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'"
SERVERS = {"apache": served_by_apache, "nginx": served_by_nginx}


def built(folder: Path, base: str, hosts: list[str], **settings: object) -> MiniSite:
    site = MiniSite(folder).write(CONTENT)
    address = {"SITEURL": f"https://archive.example{base}"}
    ended = site.build(**{**SETTINGS, **address, "BACKFILE_HOSTS": hosts, **settings})
    assert ended.status == 0, ended.said
    return site


@pytest.fixture(scope="module", params=["", "/the archive"], ids=["at the top", "below a path"])
def base(request) -> str:
    """The path below which a site is."""
    return request.param


@pytest.fixture(scope="module")
def folder(tmp_path_factory, base) -> Path:
    folder = tmp_path_factory.mktemp("site")
    built(folder, base.replace(" ", "%20"), HOSTS)
    return folder / "output"


@pytest.fixture(scope="module", params=sorted(SERVERS))
def server(request, folder, base) -> Iterator[Server]:
    with SERVERS[request.param](folder, base) as server:
        yield server


@pytest.fixture
def below(base) -> str:
    """The encoded path below which a site is."""
    return base.replace(" ", "%20")


def test_a_page_has_the_headers_that_keep_readers_safe(server, below):
    answer = server.get(f"{below}/bridge/")

    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == f"{POLICY}; frame-ancestors 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "geolocation=()" in answer.headers["permissions-policy"]
    assert answer.headers["cache-control"] == "public, max-age=300"


@pytest.mark.parametrize(
    ("file", "media_type"),
    [
        ("bridge/index.md", "text/markdown; charset=utf-8"),
        ("files/notes.md", "text/markdown; charset=utf-8"),
        ("files/table.csv", "text/csv; charset=utf-8"),
        ("files/list.sha256", "text/plain; charset=utf-8"),
        ("theme/favicon.svg", "image/svg+xml"),
    ],
)
def test_a_file_is_sent_as_what_it_is(server, below, file, media_type):
    answer = server.get(f"{below}/{file}")

    assert (answer.status, answer.headers["content-type"]) == (200, media_type)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "public, max-age=300"


def test_a_file_with_a_digest_in_its_name_is_kept_for_a_year(server, below):
    answer = server.get(f"{below}/files/base.1f2e3d4c.css")

    assert answer.status == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"


# The links of FAIR Signposting, beside the file that is asked for (RFC 8288, section 3.1).
STORY_LINKS = (
    '<story.json>; rel="describedby"; type="application/json", '
    '<story.json>; rel="item"; type="application/json", '
    '<index.md>; rel="item"; type="text/markdown", '
    '<https://schema.org/AboutPage>; rel="type", <https://schema.org/NewsArticle>; rel="type"'
)
LINKS = {
    "bridge/": STORY_LINKS,
    "bridge/index.html": STORY_LINKS,
    "bridge/index.md": '<./>; rel="collection"; type="text/html"',
    "bridge/story.json": (
        '<./>; rel="describes"; type="text/html", <./>; rel="collection"; type="text/html"'
    ),
    "": "",
    "data/": "",
    "files/notes.md": "",
    "files/table.csv": "",
    "files/base.1f2e3d4c.css": "",
    "bridge/nope.json": "",
    "no-such-page/": "",
}


@pytest.mark.parametrize("path", LINKS)
def test_a_story_is_sent_with_its_links_and_nothing_else_is(server, below, path):
    answer = server.get(f"{below}/{path}")

    assert answer.headers.get("link", "") == LINKS[path]


def test_the_links_of_a_story_lead_to_its_files(server, below):
    for path in ("bridge/", "bridge/story.json"):
        told = server.get(f"{below}/{path}").headers["link"]
        for target in re.findall(r"<([^>]*)>", told):
            full = urljoin(f"http://archive.example{below}/{path}", target)
            if full.startswith("http://archive.example/"):
                assert server.get(full.removeprefix("http://archive.example")).status == 200


@pytest.mark.parametrize("path", ["no-such-page/", "files/lost.1f2e3d4c.css", "lost.md"])
def test_a_missing_page_gets_the_page_that_says_so_and_nobody_keeps_it_long(server, below, path):
    answer = server.get(f"{below}/{path}")

    assert answer.status == 404
    assert b'<meta name="robots" content="noindex">' in answer.body
    assert answer.headers.get("cache-control", "") in {"", "public, max-age=300"}
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("serve", "names"),
    [
        (served_by_apache, [".htaccess"]),
        (served_by_nginx, ["site.nginx.conf", "redirects.nginx.conf"]),
    ],
)
def test_nobody_reads_what_is_meant_for_the_server(folder, base, below, serve, names):
    with serve(folder, base) as server:
        for name in names:
            assert (folder / name).is_file()
            assert server.get(f"{below}/{name}").status in {403, 404}


@pytest.mark.parametrize(
    ("host", "path", "story"),
    [
        ("archive.example", "/2011/bridge.html", "bridge/"),
        ("wire.example", "/2011/Bridge.html", "bridge/"),
        ("www.wire.example", "/2011/bridge.html?from=feed", "bridge/"),
        ("archive.example", "/?p=12", "bridge/"),
        ("archive.example", "/old/caf%C3%A9%20(1)/", "bridge/"),
        ("archive.example", "/old/caf%c3%a9%20%281%29", "bridge/"),
        ("archive.example", "/from/100%25", "bridge/"),
        ("wire.example", "/about", "quay/"),
        ("mail.example", "/about/", "mole/"),
        ("www.mail.example:80", "/about/", "mole/"),
    ],
)
def test_an_old_address_leads_on(server, below, host, path, story):
    answer = server.get(path, host)

    assert answer.status == 301
    assert answer.headers["location"] == f"https://archive.example{below}/{story}"


@pytest.mark.parametrize(
    ("host", "path"),
    [("archive.example", "/2011/bridge.html.bak"), ("other.example", "/about")],
)
def test_no_other_address_leads_on(server, host, path):
    assert server.get(path, host).status == 404


# Each has a sign that means something to one server or another.
TRICKY = [
    "/a b/",
    '/a"b/',
    "/a'b/",
    "/a#b/",
    "/a?b/",
    "/a%b/",
    "/a%20b/",
    "/a$1b/",
    "/a{b}/",
    "/a(b)[c]/",
    "/a|b^c/",
    "/a*b+c/",
    "/a;b,c/",
    "/a:b@c/",
    "/a&b=c/",
    "/a<b>/",
    "/~a/!b/",
    "/ä/日本/",
    "/a.b/",
    "/" + "x" * 200 + "/",
]


@pytest.fixture(scope="module", params=sorted(SERVERS))
def tricky(request, tmp_path_factory) -> Iterator[Server]:
    """A server for an empty site, with a redirect from each tricky path."""
    output = tmp_path_factory.mktemp("tricky") / "output"
    output.mkdir()
    (output / "index.html").write_text("Home", "utf-8")
    site = HostedSite("", POLICY, "")
    rules = [
        Rule("", path, "", f"https://archive.example/{number}/caf%C3%A9%20$1/")
        for number, path in enumerate(TRICKY)
    ]
    (output / ".htaccess").write_text(htaccess(site, rules), "utf-8")
    (output / "site.nginx.conf").write_text(nginx_site(site, rules), "utf-8")
    (output / "redirects.nginx.conf").write_text(nginx_map(rules), "utf-8")
    with SERVERS[request.param](output, "") as server:
        yield server


@pytest.mark.parametrize("path", TRICKY)
def test_a_sign_with_a_meaning_is_a_sign_in_an_old_address(tricky, path):
    answer = tricky.get(quote(path))

    assert answer.status == 301
    # A dollar sign may come encoded, as nginx would take it for a variable.
    leads_to = answer.headers["location"].replace("%24", "$")
    assert leads_to == f"https://archive.example/{TRICKY.index(path)}/caf%C3%A9%20$1/"


@pytest.mark.parametrize("path", ["/axb/", "/a/", "/aXbYc/", "/acb/"])
def test_a_sign_with_a_meaning_stands_for_no_other(tricky, path):
    assert tricky.get(path).status == 404


@pytest.fixture(scope="module", params=sorted(SERVERS))
def with_withdrawn(request, folder, base, tmp_path_factory) -> Iterator[Server]:
    """A server whose files say that the story `quay` was withdrawn."""
    copy = tmp_path_factory.mktemp("withdrawn") / "output"
    shutil.copytree(folder, copy)
    site = HostedSite(
        base.replace(" ", "%20"), POLICY, "404.html", gone=("quay/",), links=story_links(".md")
    )
    rules = [Rule("", "/old/", "", "https://archive.example/bridge/")]
    (copy / ".htaccess").write_text(htaccess(site, rules), "utf-8")
    (copy / "site.nginx.conf").write_text(nginx_site(site, rules), "utf-8")
    with SERVERS[request.param](copy, base) as server:
        yield server


def test_a_withdrawn_story_is_gone_and_its_page_says_so(with_withdrawn, below):
    answer = with_withdrawn.get(f"{below}/quay/")

    assert answer.status == 410
    assert b"<h1" in answer.body
    assert b"Quay" in answer.body
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_build_tells_hosts_of_withdrawn_stories(tmp_path):
    archive = new_archive(tmp_path)
    archive.settings["BACKFILE_HOSTS"] = ["apache", "nginx"]
    archive.write("stories/pier.md", WITHDRAWN)
    assert not archive.build().wrong
    for name in (".htaccess", "site.nginx.conf"):
        told = (archive.output / name).read_text("utf-8")
        assert re.search(r"2013/02/pier/.*410|410.*2013/02/pier/", told), told
        assert not re.search(r"2013/02/gate/.*410|410.*2013/02/gate/", told)


@pytest.mark.parametrize("path", ["bridge/", "files/notes.md"])
def test_other_stories_are_there_still(with_withdrawn, below, path):
    assert with_withdrawn.get(f"{below}/{path}").status == 200


# Which files a build makes


@pytest.mark.parametrize(
    ("hosts", "made"),
    [
        ([], {"_redirects", "redirects.nginx.conf"}),
        (["apache"], {".htaccess"}),
        (["cloudflare"], {"_headers", "_redirects"}),
        (["gitlab"], {"_redirects"}),
        (["netlify", "nginx"], FILES - {".htaccess"}),
        (HOSTS, FILES),
    ],
)
def test_a_build_makes_the_files_of_its_hosts(tmp_path, hosts, made):
    site = built(tmp_path, "", hosts)

    assert {one for one in FILES if (site.folder / "output" / one).exists()} == made


def test_the_files_that_servers_read_are_known_by_name():
    assert SERVER_FILES == FILES


def test_netlify_is_told_to_prefer_a_rule_to_the_page_at_the_old_address(tmp_path):
    site = built(tmp_path, "", ["netlify"])

    assert "/2011/bridge.html https://archive.example/bridge/ 301!\n" in site.page("_redirects")
    assert site.page("2011/bridge.html")


def test_the_lines_that_a_site_brings_come_first(tmp_path):
    own = {"extra/_headers": "/feeds/*\n  X-Own: yes\n", "extra/htaccess": "Options -Indexes\n"}
    MiniSite(tmp_path).write(own)
    settings = {
        "STATIC_PATHS": ["extra"],
        "EXTRA_PATH_METADATA": {
            "extra/_headers": {"path": "_headers"},
            "extra/htaccess": {"path": ".htaccess"},
        },
    }
    site = built(tmp_path, "", HOSTS, **settings)
    before = site.page("_headers"), site.page(".htaccess")
    again = built(tmp_path, "", HOSTS, **settings)

    assert before[0].startswith("/feeds/*\n  X-Own: yes\n# The headers")
    assert before[1].startswith("Options -Indexes\n# The headers")
    assert (again.page("_headers"), again.page(".htaccess")) == before


def test_lines_of_the_site_that_are_no_utf_8_end_the_build(tmp_path):
    site = MiniSite(tmp_path).write(CONTENT)
    (tmp_path / "content" / "extra").mkdir()
    (tmp_path / "content" / "extra" / "_headers").write_bytes(b"# F\xe4hre\n")
    settings = {
        "STATIC_PATHS": ["extra"],
        "EXTRA_PATH_METADATA": {"extra/_headers": {"path": "_headers"}},
    }
    ended = site.build(
        **{**SETTINGS, **settings}, SITEURL="https://archive.example", BACKFILE_HOSTS=["netlify"]
    )

    assert ended.status == 1
    assert "_headers: the file that the site brings is not in UTF-8" in " ".join(ended.said.split())
    assert "Traceback" not in ended.said


def test_a_file_of_the_site_is_not_lost_under_the_configuration_of_nginx(tmp_path):
    site = MiniSite(tmp_path).write({**CONTENT, "files/site.conf": "mine"})
    settings = {"EXTRA_PATH_METADATA": {"files/site.conf": {"path": "site.nginx.conf"}}}
    ended = site.build(
        **SETTINGS, **settings, SITEURL="https://archive.example", BACKFILE_HOSTS=["nginx"]
    )

    assert ended.status == 1
    assert "same address as the configuration of nginx, /site.nginx.conf" in ended.said


@pytest.mark.parametrize(
    ("policy", "sent"),
    [
        (None, f"{POLICY}; frame-ancestors 'none'"),
        ("default-src *", "default-src *; frame-ancestors 'none'"),
        ("default-src *; frame-ancestors *", "default-src *; frame-ancestors *"),
        ("", ""),
    ],
)
def test_the_policy_is_that_of_the_pages_or_the_one_that_is_set(tmp_path, policy, sent):
    site = built(tmp_path, "", ["netlify"], BACKFILE_HOST_POLICY=policy)

    lines = [one.strip() for one in site.page("_headers").splitlines()]
    found = [one.partition(": ")[2] for one in lines if one.startswith("Content-Security")]
    assert found == ([sent] if sent else [])


def test_hosts_that_know_the_asterisk_alone_send_the_links_of_the_data(tmp_path):
    lines = built(tmp_path, "", ["cloudflare"]).page("_headers").splitlines()

    assert lines[lines.index("/*/story.json") + 1] == f"  Link: {LINKS['bridge/story.json']}"
    assert sum("Link:" in line for line in lines) == 1


def test_a_site_without_data_has_no_links_to_send(tmp_path):
    site = built(tmp_path, "", HOSTS, BACKFILE_DATA=False)

    for name in ("_headers", ".htaccess", "site.nginx.conf"):
        assert "story.json" not in site.page(name)


def test_a_theme_without_a_policy_gets_none(tmp_path):
    site = built(tmp_path, "", ["netlify"], THEME="simple", DIRECT_TEMPLATES=["index"])

    assert "Content-Security-Policy" not in site.page("_headers")


def test_what_a_host_does_not_read_is_said(tmp_path):
    old = " ".join(f"/old/{number}/" for number in range(2001))
    MiniSite(tmp_path).write(
        {"stories/many.md": f"Title: Many\nDate: 2012-01-01\nRedirect_From: {old}\n\nText.\n"}
    )
    site = MiniSite(tmp_path).write(CONTENT)
    ended = site.build(
        **SETTINGS, SITEURL="https://archive.example", BACKFILE_HOSTS=["apache", "cloudflare"]
    )

    said = " ".join(re.sub(r"\w+\.py:\d+", "", ended.said).split())
    assert ended.status == 0, said
    assert "_redirects: it has" in said
    assert "rules; Cloudflare Pages reads 2,000; for the others there are only the pages" in said
    assert ".htaccess: it has 2,0" in said


# What an edit changes


def test_a_revision_leaves_the_files_of_hosts_as_a_whole_build_makes_them(tmp_path):
    archive = new_archive(tmp_path / "archive")
    archive.settings |= {"BACKFILE_HOSTS": HOSTS, "BACKFILE_REDIRECTS": True}
    assert archive.build().whole
    archive.replace("stories/gate.md", "It is shut.", "It is open.")

    ran = archive.build()

    assert (ran.whole, ran.wrong) == (False, "")
    assert {one for one in FILES if (archive.output / one).is_file()} == FILES
    files = site_manifest(archive.output).files
    assert files == digests(archive.output)
    assert files.keys() >= FILES
    archive.assert_current()


def test_a_story_that_gets_an_old_address_gets_its_rules(tmp_path):
    archive = new_archive(tmp_path / "archive")
    archive.settings |= {"BACKFILE_HOSTS": HOSTS, "BACKFILE_REDIRECTS": True}
    archive.build()
    archive.replace("stories/pier.md", "Title: The pier\n", "Title: The pier\nRedirect_From: /p/\n")
    archive.build()

    assert '"^/p/?$"' in (archive.output / ".htaccess").read_text("utf-8")
    archive.assert_current()


def test_the_files_go_when_the_setting_goes(tmp_path):
    archive = new_archive(tmp_path / "archive")
    archive.settings |= {"BACKFILE_HOSTS": HOSTS}
    archive.build()
    del archive.settings["BACKFILE_HOSTS"]
    archive.build()

    assert not [one for one in ("_headers", ".htaccess") if (archive.output / one).exists()]
    archive.assert_current()
