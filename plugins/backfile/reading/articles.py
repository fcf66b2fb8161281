"""Completes Pelican's articles: partner, credit line, standfirst, summary, addresses."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican.contents import Article
from pelican.readers import MarkdownReader
from pelican.urlwrappers import Category
from pelican.utils import (
    strip_toc_elements_from_html,
    truncate_html_paragraphs,
    truncate_html_words,
)

from backfile.partners.credit import attribution_html
from backfile.partners.registry import PartnerError
from backfile.reading.document import document_of
from backfile.reading.left_out import unlink
from backfile.reading.packed import packing
from backfile.reading.reader import PageReader, StoryReader, field_fault, file_names
from backfile.reading.series import follow_continues, slug_of
from backfile.reading.site import site_of
from backfile.reading.story_pictures import picture_addresses
from backfile.reading.typography import spare_typogrify
from backfile.story.model import Dateline, Story
from backfile.story.opening import Kind
from backfile.text.addresses import encoded
from backfile.text.identifiers import known_identifiers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from pelican.contents import Content
    from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

    from backfile.config.settings import Settings
    from backfile.partners.registry import Partner
    from backfile.reading.document import Document
    from backfile.reading.site import Site

_LOG = logging.getLogger(__name__)
# A note's mark would carry its id, and a link to nowhere, into every listing.
_NOTE_MARK = re.compile(r'<sup id="fnref[^>]*>.*?</sup>', re.DOTALL)


def read_stories(generator: ArticlesGenerator) -> None:
    """Let stories be read by our reader (article_generator_init)."""
    spare_typogrify()
    reader = StoryReader(generator.settings, site_of(generator.settings).settings)
    for extension in MarkdownReader.file_extensions:
        generator.readers.readers[extension] = reader


def read_pages(generator: PagesGenerator) -> None:
    """Let pages be read by a reader that checks their fields (page_generator_init).

    A reader that the site has put in the place of Pelican's own stays.
    """
    reader = PageReader(generator.settings, site_of(generator.settings).settings)
    readers = generator.readers.readers
    for extension in MarkdownReader.file_extensions:
        if type(readers.get(extension)) is MarkdownReader:
            readers[extension] = reader


def gather_stories(generator: Generator, metadata: dict[str, Any]) -> None:
    """Take what was remarked of a story file, and all of a skipped one (article_generator_context).

    The faults of those that are skipped are taken by `finish_articles`.
    """
    site = site_of(generator.settings)
    _plain_status(metadata)
    site.remarks += metadata.pop("remarks", ())
    if unread := metadata.pop("unread", None):
        site.unread.append(unread)


def gather_pages(generator: Generator, metadata: dict[str, Any]) -> None:
    """Take what was remarked of a page, and all of one that is skipped (page_generator_context)."""
    site = site_of(generator.settings)
    _plain_status(metadata)
    site.remarks += metadata.pop("remarks", ())
    if unread := metadata.pop("unread", None):
        site.unread_pages.append(unread)
        site.faults += unread.faults


def _plain_status(metadata: dict[str, Any]) -> None:
    """Let a status count in any case, whatever reader has read it."""
    if "status" in metadata:
        metadata["status"] = str(metadata["status"]).strip().lower()


def take_apart(content: Content) -> None:
    """Give an article the parts of its content, and what its file states.

    `document` is its Document, `story` the chronology in that, `original` where the story first
    stood; `identifiers` are what it is known by elsewhere; `is_indexed` tells whether search
    engines may list it; `stated_summary` tells whether the file has a summary of its own;
    `picture_addresses` are those of its first pictures, as they are written;
    `withdrawal` is what is said of a withdrawn story, else None.
    """
    if isinstance(content, Article):
        content.story = content.metadata.get("story") or _storyless(content)
        content.original = content.metadata.get("original")
        content.withdrawal = content.metadata.get("withdrawal")
        content.identifiers = known_identifiers(str(content.metadata.get("identifier", "")))
        content.is_indexed = str(content.metadata.get("robots", "")).strip().lower() != "noindex"
        content.stated_summary = "summary" in content.metadata
        document = document_of(content._content or "", content.story)  # noqa: SLF001
        content.picture_addresses = picture_addresses(content._content or "")  # noqa: SLF001
        del content._content  # noqa: SLF001 (joined of the parts from here on)
        content.__class__ = packing(type(content))  # type: ignore[arg-type]
        content.document = document


def finish_articles(generator: ArticlesGenerator) -> None:
    """Give each article its partner, credit and summary (article_generator_finalized).

    Here, and not when the article is made, because Pelican may take it from its cache, where the
    partner's record would be as old as the cache.
    """
    site = site_of(generator.settings)
    for article in all_articles(generator):
        # An article from the generator's cache still looks links up in the build that made it.
        article._context = generator.context  # noqa: SLF001
        # Pelican would make both anew for each of the many links to the story.
        article.override_url = encoded(article.url)
        article.override_save_as = article.save_as
        if article.withdrawal:
            _forget_terms(article)
        # Kept with the story by Pelican's cache, which must not lose them.
        site.faults += article.metadata.get("faults", ())
        unlink(article, site)
        _summarise(article, site.settings)
        _credit(article, site)
    _file_once(generator)
    site.articles = list(all_articles(generator))
    for unread in site.unread:
        site.faults += unread.faults
        _partner_called(unread.partner, unread.path, site)
    rules, content = site.settings.slug_rules, site.settings.content
    unread_names = _names((one.path for one in site.unread), rules)
    left_out_names = _names((content / one for one in site.left_out), rules)
    absent = unread_names | left_out_names
    site.faults += follow_continues(
        site.articles, withheld=site.withheld, unread=site.unread, absent=absent
    )
    _warn_of_lost_links(site.articles, left_out_names)
    _merge_periods(generator, newest_first=site.settings.newest_first)


def _names(paths: Iterable[str | Path], rules: Sequence[tuple[str, str]]) -> set[str]:
    """Return what stories may call those in the files at *paths*."""
    return {name for path in paths for name in file_names(str(path), rules)}


def _warn_of_lost_links(articles: Iterable[Article], left_out_names: Collection[str]) -> None:
    """Warn of stories that continue one that is left out, and so cannot lead there."""
    for article in articles if left_out_names else ():
        name = str(article.metadata.get("continues", "")).strip()
        if article.continues is None and slug_of(name) in left_out_names:
            message = f'continues "{name}", which is left out, so nothing links to it'
            fault = field_fault(article.source_path, "continues", "bad-continues", message)
            _LOG.warning("%s", fault)


def _forget_terms(article: Article) -> None:
    """Take from a withdrawn story whose address is settled what else that may be made of."""
    for name in ("author", "authors", "tags"):
        article.metadata.pop(name, None)
        if hasattr(article, name):
            delattr(article, name)
    article.category = Category(article.settings["DEFAULT_CATEGORY"], article.settings)


def finish_pages(generator: PagesGenerator) -> None:
    """Give each page its address as it is written in links (page_generator_finalized)."""
    for page in all_contents(generator):
        page.override_url = encoded(page.url)


def all_articles(generator: ArticlesGenerator) -> Iterator[Article]:
    """Go through every article that was read, drafts, hidden ones and translations included."""
    return chain(
        generator.articles,
        generator.translations,
        generator.hidden_articles,
        generator.hidden_translations,
        generator.drafts,
        generator.drafts_translations,
    )


def all_contents(generator: Generator) -> Iterator[Any]:
    """Go through every story, page and partner's page that was read, of any status and language."""
    names = (
        "articles",
        "hidden_articles",
        "drafts",
        "drafts_translations",
        "pages",
        "translations",
        "hidden_pages",
        "hidden_translations",
        "draft_pages",
        "draft_translations",
        "partners",
    )
    for name in names:
        yield from getattr(generator, name, ())


def _storyless(article: Article) -> Story:
    """Return an empty story for an article that another reader (HTML, reST) has read."""
    day = article.date.date() if hasattr(article, "date") else None
    return Story(Dateline(article.timezone, day))


def _summarise(article: Article, settings: Settings) -> None:
    """Take the summary from the lead or the Original Post, where the file states none.

    Pelican would begin it with the newest update, and, of any story, with the credit line.
    """
    if article.stated_summary:
        return
    html = _opening_part(article.document)
    if settings.summary_paragraphs is not None:
        html = truncate_html_paragraphs(html, settings.summary_paragraphs)
    if settings.summary_words is not None:
        html = truncate_html_words(html, settings.summary_words, settings.summary_end)
    html = strip_toc_elements_from_html(html)
    article.metadata["summary"] = article._summary = html  # noqa: SLF001


def _opening_part(document: Document) -> str:
    """Return the HTML of the lead, else of the Original Post, else of the oldest update."""
    if not document.sections:
        return document.lead
    html = document.lead.strip()
    if not html:
        updates = document.story.updates
        originals = [one for one in updates if one.kind is Kind.ORIGINAL]
        first = (originals or updates)[0].anchor
        html = next(one.body.strip() for one in document.sections if one.anchor == first)
    return _NOTE_MARK.sub("", html)


def _credit(article: Article, site: Site) -> None:
    """Put the credit sentence at the head and the foot of the article's content."""
    slug = str(getattr(article, "partner", "") or "").strip()
    article.partner = None
    partner = _partner_called(slug, article.source_path, site)
    if partner is None:
        return
    article.partner = partner
    href = _partner_href(article, partner)
    article.document = replace(
        article.document,
        credit=attribution_html(partner, href, article.lang, site.settings.lang),
        credited_at=site.settings.attribution,
    )


def _partner_called(slug: str, path: str, site: Site) -> Partner | None:
    """Return the partner that the story at *path* names, or None; add a fault if there is none.

    A record with faults of its own is none of the story's, unless the site goes without it.
    """
    if not slug:
        return None
    try:
        return site.registry[slug]
    except PartnerError as error:
        message = str(error)
    if slug in site.registry.unread:
        record = Path(site.settings.partner_path, slug)
        if not any(Path(one).with_suffix("") == record for one in site.left_out):
            return None
        message = f'the record of its partner, "{slug}", is left out; correct it'
    site.faults.append(field_fault(path, "partner", "unknown-partner", message))
    return None


def _partner_href(article: Article, partner: Partner) -> str:
    """Return the address of the partner's page.

    Only where addresses are relative to the page is it left to Pelican, which takes its time.
    """
    settings = site_of(article.settings).settings
    if settings.relative_urls:
        return f"{{filename}}/{partner.source}"
    return settings.url(settings.partner_page.of(slug=partner.slug).url)


def _file_once(generator: ArticlesGenerator) -> None:
    """Take each article once into the list of a topic or an author that it names in two ways."""
    lists = [*generator.tags.values(), *(articles for _, articles in generator.authors)]
    for articles in lists:
        articles[:] = dict.fromkeys(articles)


def _merge_periods(generator: ArticlesGenerator, *, newest_first: bool) -> None:
    """Make one page of each period.

    Pelican sorts by instant and groups by the stories' own calendars, so that stories of several
    zones around midnight split one month into two pages of the same address.
    """
    for granularity, archives in generator.period_archives.items():
        merged: dict[tuple[int, ...], dict[str, Any]] = {}
        for archive in archives:
            known = merged.setdefault(archive["period_num"], archive)
            if known is not archive:
                known["dates"] += archive["dates"]
                known["articles"] += archive["articles"]
                known["dates"].sort(key=attrgetter("date"), reverse=newest_first)
        generator.period_archives[granularity] = list(merged.values())
