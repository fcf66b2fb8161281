"""What is written for hosts: the lines, and the warnings of what a host does not read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.outputs.hosts.apache import htaccess
from backfile.outputs.hosts.headers import HostedSite
from backfile.outputs.hosts.headers_file import headers_file
from backfile.outputs.hosts.limits import HEADERS, REDIRECTS, beyond_limits
from backfile.outputs.hosts.nginx import nginx_site
from backfile.outputs.redirects.formats import Rule

NOTHING_ASKED = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
SITE = HostedSite("", "default-src 'self'", "404.html")
BELOW = HostedSite("/the%20archive", "", "404.html", gone=("2014/06/ferry/",))


def test_netlify_and_cloudflare_get_each_header_once():
    assert headers_file(SITE).splitlines()[1:] == [
        "/*",
        "  Content-Security-Policy: default-src 'self'; frame-ancestors 'none'",
        "  X-Content-Type-Options: nosniff",
        "  Referrer-Policy: strict-origin-when-cross-origin",
        f"  Permissions-Policy: {NOTHING_ASKED}",
        "  Cache-Control: public, max-age=300",
        "/*.csv",
        "  Content-Type: text/csv; charset=utf-8",
        "/*.md",
        "  Content-Type: text/markdown; charset=utf-8",
        "/*.sha256",
        "  Content-Type: text/plain; charset=utf-8",
        "/*.bib",
        "  Content-Type: application/x-bibtex; charset=utf-8",
        "/*.ris",
        "  Content-Type: application/x-research-info-systems; charset=utf-8",
        "/*.csl.json",
        "  Content-Type: application/vnd.citationstyles.csl+json",
    ]


def test_below_a_path_the_patterns_begin_with_it():
    patterns = [line for line in headers_file(BELOW).splitlines()[1:] if line[0] != " "]

    endings = ("", ".csv", ".md", ".sha256", ".bib", ".ris", ".csl.json")
    assert patterns == [f"/the%20archive/*{ending}" for ending in endings]


def test_without_a_policy_of_the_pages_there_is_no_header_for_one():
    for text in (headers_file(BELOW), htaccess(BELOW, []), nginx_site(BELOW, [])):
        assert "Content-Security-Policy" not in text
        assert "nosniff" in text


def test_apache_takes_the_most_exact_rule_first():
    made = [
        Rule("", "/a/", "", "/1/"),
        Rule("", "/a/", "p=1", "/2/"),
        Rule("wire.example", "/a/", "", "/3/"),
        Rule("wire.example", "/a/", "p=1", "/4/"),
    ]
    lines = [
        one.strip() for one in htaccess(SITE, made).partition("RewriteEngine On\n")[2].split("\n")
    ]

    assert lines == [
        'RewriteCond %{HTTP_HOST} "^(www\\.)?wire\\.example(:[0-9]+)?$" [NC]',
        'RewriteCond %{QUERY_STRING} "^p=1$" [NC]',
        'RewriteCond %{REQUEST_URI} "^/a/?$" [NC]',
        'RewriteRule ^ "/4/" [R=301,L,NE,QSD]',
        'RewriteCond %{HTTP_HOST} "^(www\\.)?wire\\.example(:[0-9]+)?$" [NC]',
        'RewriteCond %{REQUEST_URI} "^/a/?$" [NC]',
        'RewriteRule ^ "/3/" [R=301,L,NE,QSD]',
        'RewriteCond %{QUERY_STRING} "^p=1$" [NC]',
        'RewriteCond %{REQUEST_URI} "^/a/?$" [NC]',
        'RewriteRule ^ "/2/" [R=301,L,NE,QSD]',
        'RewriteCond %{REQUEST_URI} "^/a/?$" [NC]',
        'RewriteRule ^ "/1/" [R=301,L,NE,QSD]',
        "</IfModule>",
        "",
    ]


def test_what_stands_for_a_part_of_the_request_in_apache_is_escaped():
    text = htaccess(SITE, [Rule("", "/a", "", "https://archive.example/caf%C3%A9-$1/")])

    assert '"https://archive.example/caf\\%C3\\%A9-\\$1/"' in text


PATHS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\\"))


@given(PATHS)
def test_the_pattern_of_a_path_matches_the_path_alone(path):
    text = htaccess(SITE, [Rule("", f"/{path}", "", "/new/")])

    (line,) = [one for one in text.splitlines() if "REQUEST_URI" in one]
    written = line.partition('"')[2].removesuffix('" [NC]')
    pattern = re.compile(written)
    assert pattern.fullmatch(f"/{path}".rstrip("/"))
    assert not pattern.fullmatch(f"/{path}x".rstrip("/"))
    assert '"' not in written


def test_nginx_is_told_of_redirects_only_where_their_file_is():
    rules = [Rule("", "/a/", "", "/1/")]

    assert "$backfile_redirect" in nginx_site(SITE, rules)
    assert "$backfile_redirect" not in nginx_site(SITE, [])


def test_below_a_path_nginx_is_told_nothing_of_other_paths():
    lines = nginx_site(BELOW, []).splitlines()

    assert [one for one in lines if one[0] not in "# "] == ['location ^~ "/the archive/" {', "}"]
    assert '    location = "/the archive/2014/06/ferry/" {' in lines


@pytest.mark.parametrize(
    ("text", "rules", "limits", "warnings"),
    [
        ("/a /b 301\n", 2000, REDIRECTS["cloudflare"], []),
        (
            "/a /b 301\n",
            2001,
            REDIRECTS["cloudflare"],
            [
                (
                    "_redirects: it has 2,001 rules; Cloudflare Pages reads 2,000; for the others "
                    "there are only the pages at the old addresses, BACKFILE_REDIRECT_PAGES"
                )
            ],
        ),
        (
            f"/{'a' * 1000} /b 301\n",
            1,
            REDIRECTS["cloudflare"],
            [
                (
                    "_redirects: 1 line is longer than 1,000 characters, and Cloudflare Pages "
                    "ignores such lines"
                )
            ],
        ),
        (
            "/a /b 301\n" * 7000,
            999,
            REDIRECTS["gitlab"],
            [
                (
                    "_redirects: it has 70,000 bytes, and GitLab Pages ignores a file of more than "
                    "65,536"
                )
            ],
        ),
        ("/*\n  X: y\n", 100, HEADERS["cloudflare"], []),
    ],
)
def test_what_a_host_does_not_read_gets_a_warning(text, rules, limits, warnings):
    assert list(beyond_limits("_redirects", text, rules, limits)) == warnings
