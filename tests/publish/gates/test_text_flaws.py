"""Keys, passwords and folders of a computer are found; what only looks like one is not."""

from __future__ import annotations

import pytest

from backfile.publish.gates.file_names import name_flaws
from backfile.publish.gates.text_flaws import path_flaws, secret_flaws

# Put together here, so that no program that looks for secrets takes this file for a leak.
LETTERS = "aB3" * 30
SECRETS = [
    *(f"-----BEGIN {kind}PRIVATE KEY-----" for kind in ("", "RSA ", "EC ", "OPENSSH ")),
    "-----BEGIN " + "PGP PRIVATE KEY BLOCK-----",
    "AKIA" + "IOSFODNN7EXAMPLE",
    "ASIA" + "IOSFODNN7EXAMPLE",
    *(f"gh{kind}_" + LETTERS[:36] for kind in "pousr"),
    "github_pat_" + LETTERS[:40],
    "glpat-" + LETTERS[:20],
    "xoxb-" + LETTERS[:24],
    "AIza" + LETTERS[:35],
    "sk_live_" + LETTERS[:24],
    "rk_live_" + LETTERS[:24],
    "npm_" + LETTERS[:36],
    "pypi-AgE" + LETTERS[:60],
    "nfp_" + LETTERS[:40],
    "https://" + "me:secret@news.example/",
    "postgres://" + "me:secret@db.example/news",
]


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_found_with_its_line_and_not_repeated(secret: str) -> None:
    (flaw,) = secret_flaws(f"one\ntwo = '{secret}'\n")

    assert (flaw.line, flaw.code) == (2, "secret")
    assert secret not in flaw.message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----",
        "The private key to the city",
        "AKIA",
        "xAKIAIOSFODNN7EXAMPLEx",
        "ghp_short",
        "https://news.example/@anna",
        "https://news.example:8080/",
        "https://anna@news.example/",
        "mailto:anna@news.example",
        '"https://schema.org","@type":"NewsArticle"',
        "12:30: https://news.example/ a@b.example",
    ],
)
def test_what_looks_like_one_is_not(text: str) -> None:
    assert list(secret_flaws(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/srv/news/archive", ["builder-path"]),
        ("one\n/srv/news/archive/content/a.md", ["builder-path"]),
        ('"/srv/news/archive"', ["builder-path"]),
        ("/srv/news/archives/", []),
        ("https://a.example/srv/news/archive", []),
        ("/srv/news", []),
        ("/home/anna/a.md", ["home-path"]),
        ("see /Users/Anna/a.md", ["home-path"]),
        (r"C:\Users\Anna", ["home-path"]),
        (r'"C:\\Users\\Anna"', ["home-path"]),
        ("https://a.example/home/anna/", []),
        ("the folder /home/", []),
        ("/home/anna/ and /srv/news/archive", ["builder-path"]),
    ],
)
def test_folders_of_a_computer(text: str, expected: list[str]) -> None:
    flaws = list(path_flaws(text, ("/srv/news/archive",)))

    assert [flaw.code for flaw in flaws] == expected
    assert all(flaw.line == text.count("\n") + 1 for flaw in flaws)


@pytest.mark.parametrize(
    "path",
    [
        *(
            ".env",
            ".env.production",
            ".git/config",
            "a/.DS_Store",
            ".htpasswd",
            "a/.ssh/known_hosts",
        ),
        *("id_rsa", "server.key", "a.pem", "Thumbs.db", "a/b.md~", "a.bak", "index.html.orig"),
        *("publishconf.py", "__pycache__/a.cpython-311.pyc", ".backfile-0a1b2c3d"),
    ],
)
def test_files_that_no_site_should_have(path: str) -> None:
    assert [flaw.code for flaw in name_flaws(path)] == ["private-file"]


@pytest.mark.parametrize(
    "path",
    [
        *("index.html", "a.b/c.d.html", ".htaccess", ".nojekyll", ".well-known/security.txt"),
        *("keys/index.html", "monkey", "environment.html", "git/index.html", "_redirects"),
    ],
)
def test_files_that_a_site_may_have(path: str) -> None:
    assert list(name_flaws(path)) == []
