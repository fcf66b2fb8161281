"""The file `.htaccess`, as Apache HTTP Server 2.4 reads it in the folder of a site.

It needs `AllowOverride FileInfo` there, and `Options FollowSymLinks` for redirects. Source:
https://httpd.apache.org/docs/2.4/mod/, the pages of core, mod_mime, mod_headers and mod_rewrite.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from backfile.outputs.hosts.headers import CACHE, FINGERPRINTED, IMMUTABLE, MEDIA_TYPES, SHORT
from backfile.outputs.hosts.story_links import DATA, HEADER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backfile.outputs.hosts.headers import HostedSite
    from backfile.outputs.redirects.formats import Rule

NAME = ".htaccess"
MARK = "# The headers, media types and redirects of the site, made by Backfile"
_REGEX_SIGNS = re.compile(r"[][\\.^$*+?{}()|#]")
# In what a rule leads to, `%1` and `$1` stand for parts of the request.
_BACK_REFERENCES = re.compile(r"[%$\\]")
_IN_EXPRESSION = re.compile(r"['\\]")


def htaccess(site: HostedSite, rules: Iterable[Rule]) -> str:
    """Return the lines of `.htaccess` for a *site* and the *rules* for old addresses.

    A rule for a host and a query comes before one for less, as the first that fits is taken.
    """
    exact_first = sorted(rules, key=lambda rule: (not rule.host, not rule.query, rule))
    redirects = [line for rule in exact_first for line in _redirect(rule)]
    gone = [line for address in site.gone for line in _gone(site, address)]
    lines = [
        MARK,
        *([f"ErrorDocument 404 {site.url(site.missing)}"] if site.missing else []),
        *_media_types(),
        *_module("mod_headers.c", _headers(site)),
        *(line for address in site.gone for line in _gone_page(site, address)),
    ]
    if gone or redirects:
        lines += _module("mod_rewrite.c", ["RewriteEngine On", *gone, *redirects])
    return "".join(f"{line}\n" for line in lines)


def _media_types() -> Iterator[str]:
    yield "AddDefaultCharset utf-8"
    by_suffix = {ending: one for ending, one in MEDIA_TYPES.items() if ending.count(".") == 1}
    for ending, media_type in by_suffix.items():
        yield f"AddType {media_type} {ending}"
    yield f"AddCharset utf-8 {' '.join(by_suffix)}"
    # Of several suffixes, Apache would take the last alone.
    for ending, media_type in MEDIA_TYPES.items():
        if ending not in by_suffix:
            yield f'<FilesMatch "{_pattern(ending)}$">'
            yield f"    ForceType {media_type}"
            yield "</FilesMatch>"


def _headers(site: HostedSite) -> Iterator[str]:
    for name, value in site.headers.items():
        yield f'Header always set {name} "{value.replace("%", "%%")}"'
    yield f'Header set {CACHE} "{SHORT}"'
    yield f'<FilesMatch "{FINGERPRINTED}">'
    yield f'    Header set {CACHE} "{IMMUTABLE}"'
    yield "</FilesMatch>"
    for file in site.links:
        # Backreferences are those of the same expression.
        name = _REGEX_SIGNS.sub(r"\\\g<0>", file.name)
        yield f"<If \"%{{REQUEST_FILENAME}} =~ m|^(.*/){name}$| && -f '$1{DATA}'\">"
        value = file.value.replace('"', r"\"")
        yield f'    Header set {HEADER} "{value}"'
        yield "</If>"


def _redirect(rule: Rule) -> Iterator[str]:
    """Go through the lines for one rule; Apache compares with the decoded path."""
    if rule.host:
        yield f'    RewriteCond %{{HTTP_HOST}} "^(www\\.)?{_pattern(rule.host)}(:[0-9]+)?$" [NC]'
    if rule.query:
        yield f'    RewriteCond %{{QUERY_STRING}} "^{_pattern(rule.query)}$" [NC]'
    path = _pattern(rule.path.rstrip("/"))
    yield f'    RewriteCond %{{REQUEST_URI}} "^{path}/?$" [NC]'
    url = _BACK_REFERENCES.sub(r"\\\g<0>", rule.url)
    yield f'    RewriteRule ^ "{url}" [R=301,L,NE,QSD]'


def _gone(site: HostedSite, address: str) -> Iterator[str]:
    path = _pattern(unquote(site.url(address)).rstrip("/"))
    yield f'    RewriteCond %{{REQUEST_URI}} "^{path}/?$"'
    yield "    RewriteRule ^ - [G]"


def _gone_page(site: HostedSite, address: str) -> Iterator[str]:
    """Go through the lines that send the page of a withdrawn story with its status, 410."""
    path = _IN_EXPRESSION.sub(r"\\\g<0>", unquote(site.url(address)).rstrip("/"))
    yield f"<If \"%{{REQUEST_URI}} in {{ '{path}', '{path}/' }}\">"
    yield f"    ErrorDocument 410 {site.url(address)}index.html"
    yield "</If>"


def _module(name: str, lines: Iterable[str]) -> Iterator[str]:
    """Go through *lines* that a server without the module *name* passes over."""
    yield f"<IfModule {name}>"
    yield from (f"    {line.lstrip()}" for line in lines)
    yield "</IfModule>"


def _pattern(words: str) -> str:
    """Return the regular expression that *words* alone match, as it stands between quotes.

    mod_rewrite ends an argument at the next quotation mark, whatever stands before it.
    """
    return _REGEX_SIGNS.sub(r"\\\g<0>", words).replace('"', r"\x22")
