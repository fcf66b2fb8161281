"""The files of a build that its hosts read, as BACKFILE_HOSTS names them.

They depend on the settings, on the frame of all pages and on old addresses, none of which a
revision changes: whole builds alone make them.
"""

from __future__ import annotations

import logging
import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from backfile.outputs.artifacts import kept_lines, text_file
from backfile.outputs.hosts import apache, headers_file, limits, nginx
from backfile.outputs.hosts.headers import HostedSite
from backfile.outputs.hosts.story_links import story_links
from backfile.outputs.redirects.formats import READS_RULES, redirect_rules

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from backfile.config.settings import Settings
    from backfile.outputs.artifacts import Artifact
    from backfile.outputs.redirects.formats import Rule

_LOG = logging.getLogger(__name__)
_READS_HEADERS = frozenset({"cloudflare", "netlify"})
_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')
_HEAD = 4096  # characters of a page in which its policy stands


def host_files(
    rules: Collection[Rule], settings: Settings, gone: Iterable[str] = ()
) -> Iterator[Artifact]:
    """Go through the files that the hosts of a site read, but for the rules of `_redirects`.

    *rules* are those for old addresses; *gone* are the encoded addresses, below SITEURL, of pages
    that say that a story was withdrawn (`2014/06/ferry/`), which get the status 410 where a host
    can send it. All pages are to be in the output. What a host will not read is logged.
    """
    hosts = {*settings.hosts}
    if not hosts:
        return
    site = hosted_site(settings, gone)
    redirects = sorted(rules) if settings.has_address else []
    if hosts & _READS_HEADERS:
        yield _headers_file(site, settings)
    if "nginx" in hosts:
        told = site, bool(redirects)
        yield text_file(nginx.NAME, told, lambda: nginx.nginx_site(site, redirects))
    if "apache" in hosts:
        kept = kept_lines(settings.output / apache.NAME, apache.MARK)
        made_of = kept, site, redirects
        yield text_file(apache.NAME, made_of, lambda: kept + apache.htaccess(site, redirects))
        _warn(apache.NAME, "", len(redirects), limits.HTACCESS)
    for host in sorted(hosts & READS_RULES if redirects else ()):
        text = redirect_rules(redirects)
        _warn("_redirects", text, text.count("\n") - 1, limits.REDIRECTS[host])


def hosted_site(settings: Settings, gone: Iterable[str] = ()) -> HostedSite:
    """Return the site of these *settings*, which is in its output, as hosts see it."""
    policy = settings.host_policy
    is_from_top = settings.has_address or settings.address.startswith("/")
    return HostedSite(
        base=urlsplit(settings.address).path if is_from_top else "",
        policy=_policy_of_pages(settings) if policy is None else policy,
        missing=settings.lists.get("404", ""),
        gone=tuple(sorted(gone)),
        links=story_links(settings.source_suffix) if settings.data else (),
    )


def _policy_of_pages(settings: Settings) -> str:
    """Return the policy that the first page states, empty where it has none."""
    page = settings.output / settings.lists.get("index", "index.html")
    if not page.is_file():
        return ""
    with page.open(encoding="utf-8") as file:
        found = _POLICY.search(file.read(_HEAD))
    return unescape(found[1]) if found else ""


def _headers_file(site: HostedSite, settings: Settings) -> Artifact:
    kept = kept_lines(settings.output / headers_file.NAME, headers_file.MARK)
    text = kept + headers_file.headers_file(site)
    rules = sum(line[:1] not in {"", " ", "\t", "#"} for line in text.splitlines())
    for host in settings.hosts:
        if host in limits.HEADERS:
            _warn(headers_file.NAME, text, rules, limits.HEADERS[host])
    return text_file(headers_file.NAME, text, lambda: text)


def _warn(name: str, text: str, rules: int, given: limits.ReadingLimits) -> None:
    for warning in limits.beyond_limits(name, text, rules, given):
        _LOG.warning("%s", warning)
