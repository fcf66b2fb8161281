"""A whole site before its gates: a clean one passes, and each fault is found alone."""

from __future__ import annotations

import hashlib
import json
import os
import re
from typing import TYPE_CHECKING, NamedTuple

import pytest

from backfile.config.read_settings import read_settings
from backfile.config.site_settings import site_settings
from backfile.errors import UsageError
from backfile.outputs.site_manifest.format import INDEX
from backfile.publish.built_site import stated_address
from backfile.publish.gates.archive_sources import archive_sources
from backfile.publish.gates.check_site import check_site
from backfile.publish.gates.codes import MEANINGS, SEVERITIES
from tests.fidelity.received_story import FERRY
from tests.publish.gates.conftest import ADDRESS, DRAFT, ROOT, Archive, built, configured

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from backfile.checking.check import Finding

STORY = "2014/06/basin/index.html"
STORY_WORDS = "The pilots have been told to stay at home until the ice is gone."
FEED = "feeds/all.atom.xml"
UPDATE = 'id="update-2014-06-20-1610"'


def found(archive: Archive, **options: object) -> list[Finding]:
    """Return what the gates find in the site of *archive*, whose folder is the current one."""
    sources = archive_sources(read_settings(site_settings("pelicanconf.py")))
    return check_site(archive.site, sources=sources, **options)  # type: ignore[arg-type]


def codes(findings: list[Finding]) -> set[tuple[str, str]]:
    return {(finding.code, finding.path.removeprefix("output/")) for finding in findings}


class Break(NamedTuple):
    """A way to break a site: what it does, and the one finding that it must give."""

    code: str
    path: str
    do: Callable[[Archive], None]


def changed(code: str, path: str, old: str, new: str) -> Break:
    return Break(code, path, lambda archive: archive.change(path, old, new))


def changed_bytes(code: str, path: str, old: bytes, new: bytes) -> Break:
    def do(archive: Archive) -> None:
        archive.write(path, (archive.site / path).read_bytes().replace(old, new, 1))

    return Break(code, path, do)


def replaced(code: str, path: str, pattern: str, new: str) -> Break:
    def do(archive: Archive) -> None:
        text, times = re.subn(pattern, new, (archive.site / path).read_text("utf-8"), count=1)
        assert times == 1, f"{path} has nothing like {pattern}"
        archive.write(path, text)

    return Break(code, path, do)


def written(code: str, path: str, data: str | bytes) -> Break:
    return Break(code, path, lambda archive: archive.write(path, data))


def in_body(code: str, html: str) -> Break:
    return changed(code, STORY, "</body>", f"{html}\n</body>")


def in_head(code: str, html: str) -> Break:
    return changed(code, STORY, "</head>", f"{html}\n</head>")


def without_proof(archive: Archive) -> None:
    (archive.site / "fidelity.json").unlink()
    # The page of the check links to its data.
    archive.write("fidelity/index.html", (archive.site / "404.html").read_bytes())


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rtEXtComment\0"
TOKEN = "ghp_" + "a1B2" * 9
REDIRECT = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Old</title>'
    f'<meta http-equiv="refresh" content="0; url={ADDRESS}/none/"></head></html>'
)
LINKED_DATA = f'<script type="application/ld+json">{{"url": "{ADDRESS}/none/"}}</script>'
BREAKS = {
    # Links and anchors.
    "a link to a page that is not there": in_body("dead-address", '<a href="/archive/x/">x</a>'),
    "a relative link to nothing": in_body("dead-address", '<a href="../nothing/">x</a>'),
    "a link in full to nothing": in_body("dead-address", f'<a href="{ADDRESS}/x/">x</a>'),
    "a link that leaves the sub-path out": in_body("dead-address", '<a href="/2014/">2014</a>'),
    "a file of this computer": in_body("dead-address", '<a href="file:///tmp/a.html">x</a>'),
    "a picture that is not there": in_body("dead-address", '<img alt="" src="/archive/x.png">'),
    "one size of a picture": in_body(
        "dead-address", '<img alt="" src="/archive/images/chart.png" srcset="/archive/y.png 2x">'
    ),
    "a style sheet that is not there": in_head(
        "dead-address", '<link rel="stylesheet" href="/archive/theme/none.css">'
    ),
    "a translation that is not there": in_head(
        "dead-address", f'<link rel="alternate" hreflang="es" href="{ADDRESS}/es/">'
    ),
    "a font that is not there": written(
        "dead-address", "theme/css/own.css", "@font-face { src: url(../fonts/none.woff2) }"
    ),
    "a module that is not there": written(
        "dead-address", "theme/js/own.js", 'import { a } from "./none.js";\n'
    ),
    "a redirect to nothing": written("dead-address", "old/index.html", REDIRECT),
    "a rule that leads to nothing": written(
        "dead-address", "_redirects", f"/old/ {ADDRESS}/none/ 301\n"
    ),
    "JSON-LD about a page that is not there": in_head("dead-address", LINKED_DATA),
    "data about a page that is not there": changed(
        "dead-address",
        "2014/06/basin/story.json",
        f'"url": "{ADDRESS}/2014/06/basin/"',
        f'"url": "{ADDRESS}/2014/06/bay/"',
    ),
    "a table about a page that is not there": changed(
        "dead-address", "data/stories-2014.csv", f"{ADDRESS}/2014/06/basin/", f"{ADDRESS}/bay/"
    ),
    "robots.txt with a sitemap that is not there": written(
        "dead-address", "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {ADDRESS}/map.xml\n"
    ),
    "an anchor of the same page": in_body("dead-anchor", '<a href="#update-1">x</a>'),
    "an anchor of another page": in_body("dead-anchor", '<a href="../ferry/#update-1">x</a>'),
    # HTML.
    "an element that is never closed": in_body("bad-nesting", "<div>"),
    "an element that is closed too late": in_body("bad-nesting", "<b><i>x</b></i>"),
    "an end tag that closes nothing": in_body("bad-nesting", "</section>"),
    "a block in an inline element of a paragraph": in_body("bad-nesting", "<p><b>x<div>y</div>"),
    "a link in a link": in_body("bad-nesting", '<a href="#top">x<a href="#top">y</a></a>'),
    "an id twice": in_body("duplicate-id", f"<p {UPDATE}>x</p>"),
    "an attribute twice": in_body("duplicate-attribute", '<p class="a" class="b">x</p>'),
    "a label of nothing": in_body("dangling-reference", '<label for="none">x</label>'),
    "a description that is not there": in_body(
        "dangling-reference", '<p aria-describedby="main none">x</p>'
    ),
    "a picture without a text": in_body("missing-alt", '<img src="/archive/images/chart.png">'),
    "no language": changed("no-lang", STORY, '<html lang="en">', "<html>"),
    "no title": replaced("no-title", STORY, r"<title>.*</title>", "<title> </title>"),
    "no encoding": changed("no-charset", STORY, '<meta charset="utf-8">', ""),
    "no document type": changed("no-doctype", STORY, "<!DOCTYPE html>", ""),
    "a page in Latin-1": changed_bytes("not-utf8", STORY, b"</body>", b"<p>caf\xe9</p></body>"),
    "a page with a zero": changed_bytes("not-utf8", STORY, b"</body>", b"<p>caf\0</p></body>"),
    "a fragment of HTML": written("not-a-page", "google123.html", "google-site-verification: x"),
    # What is loaded from elsewhere.
    **{
        f"loads {html}": in_head("loaded-from-elsewhere", html)
        for html in (
            '<script src="https://cdn.example/a.js"></script>',
            '<script src="//cdn.example/a.js"></script>',
            '<script>fetch("https://cdn.example/a.json")</script>',
            '<script type="module">import "https://cdn.example/a.js"</script>',
            '<link rel="stylesheet" href="https://cdn.example/a.css">',
            '<link rel="preconnect" href="https://fonts.example">',
            '<link rel="shortcut icon" href="https://cdn.example/a.ico">',
            "<style>@import 'https://cdn.example/a.css';</style>",
            "<style>p { background: url(https://cdn.example/a.png) }</style>",
        )
    },
    **{
        f"loads {html}": in_body("loaded-from-elsewhere", html)
        for html in (
            '<img alt="" src="https://cdn.example/a.png">',
            '<img alt="" src="data:," srcset="data:a,b 1x, https://cdn.example/a 2x">',
            '<picture><source srcset="//cdn.example/a"><img alt="" src="data:,"></picture>',
            '<iframe title="x" src="https://video.example/1"></iframe>',
            '<video src="https://cdn.example/a.mp4"></video>',
            '<video poster="https://cdn.example/a.jpg"></video>',
            '<object data="https://cdn.example/a.svg"></object>',
            '<svg><use href="https://cdn.example/a.svg#b"/></svg>',
            '<p style="background: url(https://cdn.example/a.png)">x</p>',
            '<a href="#top" ping="https://count.example/">x</a>',
        )
    },
    "a style sheet that imports": written(
        "loaded-from-elsewhere", "theme/css/own.css", '@import "https://cdn.example/a.css";'
    ),
    "a script that imports": written(
        "loaded-from-elsewhere", "theme/js/own.js", 'await import("https://cdn.example/a.js")'
    ),
    "a feed with a style sheet of another host": changed(
        "loaded-from-elsewhere", FEED, 'href="../feeds/feed.css"', 'href="https://a.example/f.css"'
    ),
    # Feeds and sitemaps.
    "a feed that is not well-formed": changed("bad-xml", FEED, "</feed>", ""),
    "XML with entities of its own": written(
        "bad-xml", "a.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    ),
    "a feed without an id": replaced("bad-feed", FEED, r"<id>tag:[^<]*all[^<]*</id>", ""),
    "a feed without a date": Break(
        "bad-feed",
        FEED,
        lambda archive: archive.write(
            FEED,
            '<feed xmlns="http://www.w3.org/2005/Atom"><id>a</id><title>b</title>'
            "<author><name>c</name></author></feed>",
        ),
    ),
    "a feed with a wrong date": Break(
        "bad-feed",
        FEED,
        lambda archive: archive.write(
            FEED,
            '<feed xmlns="http://www.w3.org/2005/Atom"><id>a</id><title>b</title>'
            "<updated>2014-06-16</updated><author><name>c</name></author></feed>",
        ),
    ),
    "two entries of one id": Break(
        "bad-feed",
        FEED,
        lambda archive: archive.change(FEED, "2014/06/basin/</id>", "2014/06/ferry/</id>"),
    ),
    "an entry of a page that is not there": changed(
        "dead-address",
        FEED,
        f'{ADDRESS}/2014/06/basin/" rel="alternate"',
        f'{ADDRESS}/bay/" rel="alternate"',
    ),
    "JSON that cannot be read": written("bad-json", "feeds/all.json", "{"),
    "a JSON feed of two items of one id": Break(
        "bad-feed",
        "feeds/all.json",
        lambda archive: archive.change("feeds/all.json", "2014/06/basin/", "2014/06/ferry/"),
    ),
    "a JSON feed without a title": changed("bad-feed", "feeds/all.json", '"title"', '"tilte"'),
    "a sitemap without an address": written(
        "bad-sitemap",
        "sitemaps/pages.xml",
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url></url></urlset>',
    ),
    "a sitemap with another site": written(
        "bad-sitemap",
        "sitemaps/pages.xml",
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        "<url><loc>https://other.example/</loc></url></urlset>",
    ),
    "a sitemap with an address twice": written(
        "bad-sitemap",
        "sitemaps/pages.xml",
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        + f"<url><loc>{ADDRESS}/</loc></url>" * 2
        + "</urlset>",
    ),
    "a sitemap with a wrong date": written(
        "bad-sitemap",
        "sitemaps/pages.xml",
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<url><loc>{ADDRESS}/</loc><lastmod>June 2014</lastmod></url></urlset>",
    ),
    "a sitemap with a page that is not there": written(
        "dead-address",
        "sitemaps/pages.xml",
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<url><loc>{ADDRESS}/none/</loc></url></urlset>",
    ),
    # Fidelity.
    "no proof": Break("not-proved", "fidelity.json", without_proof),
    "a faulty story": changed("not-proved", "fidelity.json", '"faulty": 0', '"faulty": 1'),
    "an original without a story": changed(
        "not-proved", "fidelity.json", '"without_story": 0', '"without_story": 2'
    ),
    "a proof of no story": changed("not-proved", "fidelity.json", '"proved": 1', '"proved": 2'),
    "a proof of a page that is not there": changed(
        "not-proved", "fidelity.json", "2014/06/ferry/", "2014/06/fairy/"
    ),
    "a proof of another form": written("not-proved", "fidelity.json", '{"proved": 1}'),
    # What is not to be public.
    "a draft's words in a page": in_body("withheld-words", f"<p>{DRAFT}</p>"),
    "a draft's words in a feed": changed(
        "withheld-words", "feeds/all.json", "The ferry", f"{DRAFT} The ferry"
    ),
    "a draft's Markdown": Break(
        "withheld-words",
        "2014/06/diver/index.md",
        lambda archive: archive.write(
            "2014/06/diver/index.md",
            (archive.folder / "content/stories/diver.md").read_bytes(),
        ),
    ),
    "a draft's title": in_body("withheld-words", "<p>A diver is <em>sought</em></p>"),
    "an original": written("private-original", "files/received.txt", FERRY.text.encode()),
    "settings with passwords": written("private-file", ".env", "A=b\n"),
    "a repository": written("private-file", ".git/config", "[core]\n"),
    "a file of settings": written("private-file", "pelicanconf.py", "A = 1\n"),
    "a key in a file": written("private-file", "server.key", "x\n"),
    "a private key": in_body("secret", "<pre>-----BEGIN OPENSSH PRIVATE KEY-----</pre>"),
    "a token": in_body("secret", f"<!-- {TOKEN} -->"),
    "a token in a script": written("secret", "theme/js/own.js", f'const token = "{TOKEN}";\n'),
    "a password in an address": written("secret", "notes.txt", "https://me:pass@news.example/\n"),
    "the folder of the archive": Break(
        "builder-path",
        STORY,
        lambda archive: archive.change(STORY, "</body>", f"<!-- {archive.folder} --></body>"),
    ),
    "the folder of the archive in a picture": Break(
        "builder-path",
        "images/own.png",
        lambda archive: archive.write("images/own.png", PNG + bytes(archive.folder / "content")),
    ),
    "somebody's home": in_body("home-path", "<p>/home/anna/archive/ice.md</p>"),
}


@pytest.mark.parametrize("way", BREAKS.values(), ids=BREAKS.keys())
def test_a_site_broken_in_one_way_has_that_fault_and_no_other(broken: Archive, way: Break) -> None:
    way.do(broken)

    findings = found(broken)

    assert codes(findings) == {(way.code, way.path)}, [str(one) for one in findings]


def test_a_clean_site_passes(broken: Archive) -> None:
    assert found(broken) == []


@pytest.mark.parametrize("address", ["https://news.example", ADDRESS])
def test_stories_of_every_kind_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    folder = configured(tmp_path / "archive")
    archive = built(folder, "--content", str(ROOT / "tests" / "archive"), address=address)
    monkeypatch.chdir(folder)
    settings = site_settings("pelicanconf.py", content=str(ROOT / "tests" / "archive"))

    assert check_site(archive.site, sources=archive_sources(read_settings(settings))) == []


def test_every_code_but_those_of_comparisons_is_shown() -> None:
    elsewhere = {
        *("lost-address", "lost-anchor", "unknown-anchors", "unknown-sources"),
        *("bad-acceptance", "not-production", "unused-acceptance"),
        *("not-in-manifest", "unreadable-file", "missing-file", "file-differs", "extra-file"),
    }

    assert {way.code for way in BREAKS.values()} | elsewhere == set(MEANINGS)
    assert SEVERITIES.keys() <= MEANINGS.keys()


def test_rules_of_the_host_may_lead_beside_the_site_and_have_placeholders(broken: Archive) -> None:
    broken.write(
        "_redirects",
        "# Own rules\n/ /archive/ 301\n/shop/* /other/:splat 301\n/n/:id /archive/n/:id 301\n"
        "/app/ /beside/ 200\n/a https://a.example/b\n/* /archive/404.html 404\n",
    )

    assert found(broken) == []


def test_each_finding_has_its_line(broken: Archive) -> None:
    html = (broken.site / STORY).read_text("utf-8")
    broken.write(STORY, html.replace("</body>", '<a href="#none">x</a>\n\n<div id="x">\n</body>'))

    lines = html.partition("</body>")[0].count("\n") + 1
    assert [(one.code, one.line) for one in found(broken)] == [
        ("dead-anchor", lines),
        ("bad-nesting", lines + 2),
    ]


def test_a_folder_without_a_site_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no site here"):
        check_site(tmp_path)


def test_without_the_archive_a_notice_says_what_was_not_looked_for(broken: Archive) -> None:
    broken.change(STORY, "</body>", f"<p>{DRAFT}</p></body>")

    findings = check_site(broken.site)

    assert [(one.code, one.severity, one.path) for one in findings] == [
        ("unknown-sources", "notice", "output")
    ]


def test_the_address_is_the_one_that_the_site_gives_itself(broken: Archive) -> None:
    assert stated_address(broken.site) == ADDRESS


class TestManifest:
    @pytest.fixture
    def listed(self, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
        copy = archive.copy(tmp_path / "archive")
        monkeypatch.chdir(copy.folder)
        return copy

    def test_that_fits(self, listed: Archive) -> None:
        assert found(listed) == []

    def test_of_a_file_that_was_changed(self, listed: Archive) -> None:
        listed.write("robots.txt", "User-agent: *\n")
        assert codes(found(listed)) == {("not-in-manifest", "robots.txt")}

    def test_of_a_file_that_was_added(self, listed: Archive) -> None:
        listed.write("added.txt", "x")
        assert codes(found(listed)) == {("not-in-manifest", "added.txt")}

    def test_of_a_file_that_is_gone(self, listed: Archive) -> None:
        (listed.site / "redirects.nginx.conf").unlink()
        assert codes(found(listed)) == {("not-in-manifest", "redirects.nginx.conf")}

    @pytest.mark.parametrize("name", ["manifest/2014.sha256", INDEX])
    @pytest.mark.parametrize("data", ["x", ""])
    def test_that_is_broken(self, listed: Archive, name: str, data: str) -> None:
        listed.write(name, data)
        assert ("not-in-manifest", INDEX) in codes(found(listed))

    def test_of_which_a_list_is_gone(self, listed: Archive) -> None:
        (listed.site / "manifest/2014.sha256").unlink()
        assert codes(found(listed)) == {("not-in-manifest", INDEX)}


def test_a_theme_that_states_no_address_leaves_it_to_the_settings(broken: Archive) -> None:
    home = (broken.site / "index.html").read_text("utf-8")
    broken.write("index.html", home.replace('rel="canonical"', 'rel="bookmark"'))
    assert stated_address(broken.site) == ""
    assert ("loaded-from-elsewhere", STORY) in codes(found(broken))
    conf = broken.folder / "pelicanconf.py"
    conf.write_text(f'{conf.read_text("utf-8")}\nSITEURL = "{ADDRESS}"\n', "utf-8")

    assert found(broken) == []


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: path.symlink_to("nowhere.txt"), "is a link that leads nowhere"),
        (lambda path: path.symlink_to("/etc/hostname"), "leads outside of output/"),
        (lambda path: path.symlink_to("../content"), "leads outside of output/"),
        (lambda path: path.symlink_to("2014"), "Is a directory"),
        (os.mkfifo, "is no file: it is a pipe"),
    ],
    ids=["broken link", "file elsewhere", "folder elsewhere", "folder", "pipe"],
)
def test_what_is_no_file_is_named(
    broken: Archive, make: Callable[[Path], None], reason: str
) -> None:
    make(broken.site / "notes")

    (finding,) = found(broken)

    assert (finding.code, finding.path) == ("unreadable-file", "output/notes")
    assert reason in finding.message


def test_an_original_in_markdown_is_no_draft(broken: Archive) -> None:
    kept = broken.folder / f"content/originals/ab/{'ab' * 32}.md"
    kept.parent.mkdir(parents=True)
    kept.write_text(f"Title: Received\nStatus: draft\n\n{STORY_WORDS}\n", "utf-8")
    broken.change(STORY, "</body>", f"<p>{STORY_WORDS}</p></body>")

    assert found(broken) == []


def test_a_public_original_is_no_fault_where_the_archive_publishes_them(broken: Archive) -> None:
    conf = broken.folder / "pelicanconf.py"
    conf.write_text(f'{conf.read_text("utf-8")}\nSTATIC_PATHS = ["images", "originals"]\n', "utf-8")
    broken.write(FERRY.file, FERRY.text)

    assert found(broken) == []


def test_the_original_of_a_draft_is_never_public(broken: Archive) -> None:
    conf = broken.folder / "pelicanconf.py"
    conf.write_text(f'{conf.read_text("utf-8")}\nSTATIC_PATHS = ["images", "originals"]\n', "utf-8")
    draft = broken.folder / "content/stories/diver.md"
    original = b"The board seeks a diver."
    sha256 = hashlib.sha256(original).hexdigest()
    text = draft.read_text("utf-8")
    draft.write_text(text.replace("Status:", f"Original_SHA256: {sha256}\nStatus:"), "utf-8")
    kept = broken.folder / f"content/originals/{sha256[:2]}/{sha256}.txt"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(original)
    broken.write("files/a.txt", original)

    assert codes(found(broken)) == {("private-original", "files/a.txt")}


def test_the_data_of_the_proof_are_those_of_the_build(broken: Archive) -> None:
    told = json.loads((broken.site / "fidelity.json").read_text("utf-8"))

    assert told["proved"] == len(told["stories"]) == 1
