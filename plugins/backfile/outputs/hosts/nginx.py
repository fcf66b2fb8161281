"""The file `site.nginx.conf`, which the `server` of an archive includes in nginx.

`redirects.nginx.conf`, which the block `http` includes, knows the old addresses. Source:
https://nginx.org/en/docs/http/ngx_http_core_module.html and ngx_http_headers_module.html.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from backfile.outputs.hosts.headers import (
    CACHE,
    FINGERPRINTED,
    IMMUTABLE,
    MEDIA_TYPES,
    SHORT,
    typed,
)
from backfile.outputs.hosts.story_links import DATA, HEADER, PAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backfile.outputs.hosts.headers import HostedSite
    from backfile.outputs.redirects.formats import Rule

NAME = "site.nginx.conf"
_HEAD = """\
# The headers, media types and missing page of the site, made by Backfile. Include this file in the
# `server` of the archive. Its `root` is the folder in which {place}.
"""
_STORY, _LINK = "$backfile_story", "$backfile_link"
_REDIRECT = """\
# From redirects.nginx.conf, which the block `http` has to include.
if ($backfile_redirect) {
    return 301 $backfile_redirect;
}
"""


def nginx_site(site: HostedSite, rules: Iterable[Rule]) -> str:
    """Return the lines of `site.nginx.conf` for a *site*.

    Below a path, they concern that path alone, except for the *rules* for old addresses. A
    location with headers of its own does not get those around it, so each has all of them.
    """
    place = f'the site is "{site.folder[1:-1]}"' if site.base else "the site is"
    lines = list(_lines(site))
    if site.base:
        lines = [
            f'location ^~ "{_quoted(site.folder)}" {{',
            *(f"    {one}" for one in lines),
            "}",
        ]
    text = "".join(f"{line}\n" for line in lines)
    links = "".join(f"{line}\n" for line in _links(site))
    return _HEAD.format(place=place) + (_REDIRECT if rules else "") + links + text


def _lines(site: HostedSite) -> Iterator[str]:
    yield "charset utf-8;"
    if site.missing:
        yield f'error_page 404 "{_quoted(f"{site.folder}{site.missing}")}";'
    yield from _headers(site, SHORT)
    yield from _location(f'~ "{FINGERPRINTED}"', _headers(site, IMMUTABLE))
    for ending, media_type in MEDIA_TYPES.items():
        # A default type has its encoding with it, so that none is added.
        told = ["types { }", f'default_type "{typed(media_type)}";', "charset off;"]
        pattern = ending.replace(".", "\\.")
        yield from _location(f'~ "{pattern}$"', told)
    yield from _location('~ "\\.nginx\\.conf$"', ["return 404;"])
    for address in site.gone:
        folder = _quoted(unquote(site.url(address)))
        page = f'error_page 410 "{folder}index.html";'
        yield from _location(f'= "{folder}"', [page, "return 410;"])


def _links(site: HostedSite) -> Iterator[str]:
    """Go through the lines that put the links of a story's file into a variable, empty for others.

    They are in the `server`, since a location does not get the variables set in another.
    """
    if not site.links:
        return
    yield "# Links of the files of a story, in whose folder is its data."
    yield f'set {_STORY} "";'
    yield f'set {_LINK} "";'
    # The name spares it the escapes that nginx puts into $1.
    yield 'if ($uri ~ "^(?<backfile_folder>.*/)[^/]*$") { }'
    yield f'if (-f "$document_root${{backfile_folder}}{DATA}") {{ set {_STORY} $uri; }}'
    for file in site.links:
        name = file.name.replace(".", "\\.")
        ending = f"/({name})?$" if file.name == PAGE else f"/{name}$"
        yield f"if ({_STORY} ~ \"{ending}\") {{ set {_LINK} '{file.value}'; }}"


def _headers(site: HostedSite, cache: str) -> Iterator[str]:
    for name, value in site.headers.items():
        yield f'add_header {name} "{value}" always;'
    yield f'add_header {CACHE} "{cache}";'
    if site.links:
        yield f"add_header {HEADER} {_LINK};"


def _location(name: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"location {name} {{"
    yield from (f"    {line}" for line in lines)
    yield "}"


def _quoted(words: str) -> str:
    """Return *words* as they stand in an nginx file between quotation marks."""
    return words.replace("\\", "\\\\").replace('"', '\\"')
