"""The redirects of a build: from each address that a story once had to its page."""

from __future__ import annotations

import logging
import os
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from backfile.outputs.artifacts import kept_lines, text_file
from backfile.outputs.redirects.formats import (
    MOVED,
    MOVED_BEFORE_PAGES,
    NGINX,
    PAGE_MARK,
    READS_RULES,
    RULES,
    RULES_MARK,
    Rule,
    nginx_map,
    redirect_page,
    redirect_rules,
)
from backfile.outputs.redirects.legacy_urls import (
    OldAddress,
    OldAddressError,
    bare_host,
    read_old_address,
)
from backfile.partners.original import OriginalStatus
from backfile.reading.cards import plain
from backfile.reading.reader import field_fault, shown_path
from backfile.text.addresses import in_full

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pelican.contents import Article

    from backfile.config.settings import Settings
    from backfile.outputs.artifacts import Artifact

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, order=True)
class RedirectTarget:
    """Where a redirect leads.

    `file` is the story's file for messages; `url` is encoded, below SITEURL; `group` is the same
    for all translations of one story; `title` is plain text.
    """

    file: str
    url: str
    group: str
    title: str
    lang: str


Claim = tuple[OldAddress, RedirectTarget]


@dataclass(frozen=True, slots=True)
class Home:
    """The site that is built: its host, empty where it has none; the path that it lives below.

    `files` are its own, each under the places (see OldAddress) at which a host sends it.
    """

    host: str
    base: str
    files: Mapping[str, str]

    def below(self, address: OldAddress) -> OldAddress:
        """Return *address* as it stands in the output."""
        inside = address.path.startswith(f"{self.base}/")
        path = address.path.removeprefix(self.base) if inside else address.path
        return OldAddress("", path, address.query)

    def has(self, address: OldAddress) -> bool:
        """Tell whether the site sends a file of its own for *address*, and no redirect of ours."""
        path, query = self.below(address).place
        return not query and path in self.files and not _is_redirect(self.files[path])


@dataclass(slots=True)
class RedirectPlan:
    """What is to be written: rules, pages (a story by file), and what went wrong, for people."""

    rules: set[Rule] = field(default_factory=set)
    pages: dict[str, RedirectTarget] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def plan_redirects(articles: Iterable[Article], settings: Settings) -> RedirectPlan:
    """Decide what leads on from the old addresses of the published among *articles*.

    All other files of the site are to be in the output. What goes wrong is logged.
    """
    home = _home(settings.address, settings.output)
    plan = make_plan(_claims(articles), settings.address, home)
    for warning in plan.warnings:
        _LOG.warning("%s", warning)
    return plan


def redirect_files(
    plan: RedirectPlan, settings: Settings, pages: dict[str, list[str]]
) -> Iterator[Artifact]:
    """Go through pages and rules for old addresses, as they were planned.

    Where BACKFILE_HOSTS names hosts, only those get rules. The files of the pages are put into
    *pages*, under the address of their story.
    """
    for name, story in plan.pages.items() if settings.redirect_pages else ():
        pages.setdefault(story.url, []).append(name)
    hosts = {*settings.hosts}
    if settings.has_address and not (hosts and hosts.isdisjoint(READS_RULES)):
        yield _rules(plan, settings)
    if settings.has_address and (not hosts or "nginx" in hosts):
        yield text_file(NGINX, sorted(plan.rules), lambda: nginx_map(plan.rules))
    if settings.redirect_pages:
        for name, story in sorted(plan.pages.items()):
            yield _redirect_page(name, story, settings)


def _rules(plan: RedirectPlan, settings: Settings) -> Artifact:
    kept = kept_lines(settings.output / RULES, RULES_MARK)
    # Netlify alone knows the mark by which a rule goes before a page at the same address.
    status = MOVED_BEFORE_PAGES if {*settings.hosts} & READS_RULES == {"netlify"} else MOVED
    made_of = kept, status, sorted(plan.rules)
    return text_file(RULES, made_of, lambda: kept + redirect_rules(plan.rules, status))


def pages_again(
    articles: Iterable[Article], pages: Mapping[str, Iterable[str]], settings: Settings
) -> Iterator[Artifact]:
    """Go through those of *pages*, as `redirect_files` has put them, that lead to *articles*."""
    for article in articles:
        for name in pages.get(article.url.lstrip("/"), ()):
            yield _redirect_page(name, _target(article), settings)


def _redirect_page(name: str, story: RedirectTarget, settings: Settings) -> Artifact:
    site = settings.address, settings.relative_urls
    made_of = story.url, story.title, story.lang, site
    return text_file(name, made_of, partial(_page, name, story, settings))


def make_plan(claims: Iterable[Claim], siteurl: str, home: Home) -> RedirectPlan:
    """Decide which rules and pages the *claims* of stories to old addresses make.

    A path that one story claims leads there from any host. One that several claim, or at which the
    site has a page of its own, leads on from those hosts alone for which one story states it.
    """
    by_place: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for address, story in claims:
        by_place[address.place].append((address, story))
    plan = RedirectPlan()
    for _, wanted in sorted(by_place.items()):
        taken = any(home.has(address) for address, _ in wanted)
        if taken:
            plan.warnings += _shadowed(wanted, home)
            _add_by_host(plan, [one for one in wanted if one[0].host != home.host], siteurl)
        elif len({story.group for _, story in wanted}) > 1:
            _add_by_host(plan, wanted, siteurl)
        else:
            _add_for_any_host(plan, wanted, siteurl, home)
    return plan


def _add_for_any_host(plan: RedirectPlan, wanted: list[Claim], siteurl: str, home: Home) -> None:
    """Add what leads from the addresses in *wanted*, all of one story, by their path alone."""
    story = wanted[0][1]
    for address, _ in wanted:
        plan.rules.add(Rule("", address.path, address.query, in_full(siteurl, story.url)))
        if file := home.below(address).file:
            plan.pages.setdefault(file, story)


def _add_by_host(plan: RedirectPlan, wanted: list[Claim], siteurl: str) -> None:
    """Add a rule for each host that one story alone names; warn where that leaves something out."""
    by_host: dict[str, list[Claim]] = defaultdict(list)
    for address, story in wanted:
        by_host[address.host].append((address, story))
    unclear = False
    for host, claims in by_host.items():
        story = claims[0][1]
        if host and all(other.group == story.group for _, other in claims):
            url = in_full(siteurl, story.url)
            plan.rules |= {Rule(host, address.path, address.query, url) for address, _ in claims}
        else:
            unclear = True
    groups = {story.group: story.file for _, story in reversed(wanted)}
    if len(groups) > 1 and (unclear or not wanted[0][0].query):
        plan.warnings.append(_contested(min(wanted)[0], sorted(groups.values())))


def _contested(address: OldAddress, files: list[str]) -> str:
    shown = f"{address.path}?{address.query}" if address.query else address.path
    return (
        f"{' and '.join(files)} have the same old address, {shown}: it leads on only where the "
        "server knows hosts and they differ; or take it out of all files but one"
    )


def _shadowed(wanted: list[Claim], home: Home) -> Iterator[str]:
    """Go through warnings of old addresses at which the site has another page than the story's."""
    for address, story in wanted:
        itself = home.below(address).place == OldAddress("", f"/{unquote(story.url)}").place
        if address.host in {"", home.host} and not itself:
            yield (
                f"{story.file}: no redirect is made from {address.path}, where the site has a page "
                "of its own; remove it from Redirect_From, or move the page"
            )


def _claims(articles: Iterable[Article]) -> Iterator[Claim]:
    """Go through the old addresses of published and of withdrawn stories.

    Warns of those that cannot be read.
    """
    for article in articles:
        if article.status != "published" and not article.withdrawal:
            continue
        story = _target(article)
        for name, text in stated_addresses(article):
            try:
                yield read_old_address(text), story
            except OldAddressError as error:
                message = f'no redirect can be made from "{text[:200]}": {error}'
                fault = field_fault(article.source_path, name, "bad-original", message)
                _LOG.warning("%s", fault)


def _target(article: Article) -> RedirectTarget:
    return RedirectTarget(
        shown_path(article.source_path),
        article.url.lstrip("/"),
        min(one.save_as for one in (article, *article.translations)),
        plain(article.title),
        article.lang,
    )


def stated_addresses(article: Article) -> Iterator[tuple[str, str]]:
    """Go through the old addresses that *article* states, each with its metadata field.

    One that still answers is not ours to redirect.
    """
    if article.original and article.original.status is not OriginalStatus.LIVE:
        yield "original_url", article.original.url
    further = getattr(article, "redirect_from", "")
    lines = further if isinstance(further, list) else [str(further)]
    for text in " ".join(lines).split():
        yield "redirect_from", text


def places_claimed(article: Article, siteurl: str) -> Iterator[str]:
    """Go through the places, on the site at *siteurl*, at which *article* states that it was."""
    home = Home("", unquote(urlsplit(siteurl).path), {})
    for _, text in stated_addresses(article):
        with suppress(OldAddressError):
            yield home.below(read_old_address(text)).place[0]


def places_of(address: str) -> tuple[str, ...]:
    """Return the places (see OldAddress) at which a host sends the file at *address*."""
    # Hosts send story.html for /story as well.
    paths = address.removesuffix(".html"), address
    return tuple(OldAddress("", path).place[0] for path in paths)


def _home(siteurl: str, output: Path) -> Home:
    parts = urlsplit(siteurl)
    host = bare_host(parts.hostname) if parts.hostname else ""
    files: dict[str, str] = {}
    start = len(str(output))
    for folder, _, names in os.walk(output):
        for name in names:
            file = f"{folder}{os.sep}{name}"  # a Path takes ten times the memory
            address = file[start:].replace(os.sep, "/")
            files |= dict.fromkeys(places_of(address), file)
    return Home(host, unquote(parts.path), files)


def _is_redirect(file: str) -> bool:
    with Path(file).open("rb") as opened:
        return PAGE_MARK.encode() in opened.read(200)


def _page(name: str, story: RedirectTarget, settings: Settings) -> str:
    start = "../" * name.count("/") if settings.relative_urls else f"{settings.address}/"
    canonical = settings.url(story.url) if settings.has_address else ""
    return redirect_page(f"{start}{story.url}", canonical, story.title, story.lang)
