"""The thin glue on Pelican's articles: partner, credit line, standfirst, summary, addresses."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pelican.readers import MarkdownReader
from pelican.utils import (
    strip_toc_elements_from_html,
    truncate_html_paragraphs,
    truncate_html_words,
)

from backfile.errors import Fault
from backfile.partners.credit import attribution_html
from backfile.partners.registry import PartnerError
from backfile.reading.continued import follow_continues
from backfile.reading.reader import StoryReader, field_fault, shown_path
from backfile.reading.site import open_site, site_of
from backfile.reading.withheld import plain_status
from backfile.story.model import Dateline, Story
from backfile.story.opening import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pelican.contents import Article
    from pelican.generators import ArticlesGenerator, Generator

    from backfile.partners.registry import Partner
    from backfile.reading.site import Site


# A note's mark would carry its id, and a link to nowhere, into every listing.
_NOTE_MARK = re.compile(r'<sup id="fnref[^>]*>.*?</sup>', re.DOTALL)


def read_stories(generator: ArticlesGenerator) -> None:
    """Let stories be read by our reader; pages keep Pelican's own (article_generator_init)."""
    site = open_site(generator.settings)
    reader = StoryReader(generator.settings, site.settings)
    for extension in MarkdownReader.file_extensions:
        generator.readers.readers[extension] = reader


def gather_faults(generator: Generator, metadata: dict[str, Any]) -> None:
    """Take the faults that a story file was read with (article_generator_context)."""
    plain_status(generator, metadata)
    site_of(generator.settings).faults.extend(metadata.pop("faults", ()))


def finish_articles(generator: ArticlesGenerator) -> None:
    """Give each article its partner, credit and summary (article_generator_finalized).

    Here, and not when the article is made, because Pelican may take it from its cache, where the
    partner's record would be as old as the cache.
    """
    site = site_of(generator.settings)
    for article in all_articles(generator):
        # An article from the generator's cache still looks links up in the build that made it.
        article._context = generator.context  # noqa: SLF001
        article.story = article.metadata.get("story") or _storyless(article, site)
        article.original = article.metadata.get("original")
        article.stated_summary = "summary" in article.metadata
        # Pelican would make it anew for each of the many links to the story.
        article.override_url = article.url
        _lay_out(article)
        _summarise(article)
        _credit(article, site)
    site.articles = list(all_articles(generator))
    site.faults += follow_continues(site.articles)
    _merge_periods(generator)


def check_addresses(generators: list[Generator]) -> None:
    """Find stories and pages that would share an address."""
    by_address: dict[str, list[Any]] = defaultdict(list)
    for generator in generators:
        for content in _all_contents(generator):
            by_address[content.save_as].append(content)
    for contents in by_address.values():
        first, *others = sorted(contents, key=lambda one: str(one.source_path))
        for other in others:
            message = (
                f"has the same address as {shown_path(first.source_path)}, /{other.url}; "
                "rename one of the two files or give it a Slug"
            )
            fault = Fault(shown_path(other.source_path), 1, "duplicate-address", message)
            site_of(generators[0].settings).faults.append(fault)


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


def _all_contents(generator: Generator) -> Iterator[Any]:
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
    )
    for name in names:
        yield from getattr(generator, name, ())


def _storyless(article: Article, site: Site) -> Story:
    """Return an empty story for an article that another reader (HTML, reST) has read."""
    day = article.date.date() if hasattr(article, "date") else None
    return Story(Dateline(article.timezone or site.settings.timezone, day))


def _lay_out(article: Article) -> None:
    """Begin each section on a line of its own, for whoever reads the page's source."""
    opening = '<section class="update"'
    if article.story.updates:
        article._content = article._content.replace(opening, f"\n{opening}")  # noqa: SLF001


def _summarise(article: Article) -> None:
    """Take the summary from the lead or the Original Post, where the file states none.

    Pelican would begin it with the newest update, and, of any story, with the credit line.
    """
    if article.stated_summary:
        return
    html = article._content  # noqa: SLF001
    if article.story.updates:
        html = _opening_part(html, article.story)
    paragraphs = article.settings.get("SUMMARY_MAX_PARAGRAPHS")
    if paragraphs is not None:
        html = truncate_html_paragraphs(html, paragraphs)
    words = article.settings["SUMMARY_MAX_LENGTH"]
    if words is not None:
        html = truncate_html_words(html, words, article.settings["SUMMARY_END_SUFFIX"])
    html = strip_toc_elements_from_html(html)
    article.metadata["summary"] = article._summary = html  # noqa: SLF001


def _opening_part(content: str, story: Story) -> str:
    """Return the HTML of the lead, else of the Original Post, else of the oldest update."""
    parts = cut_at_sections(content, story)
    html = parts[""]
    if not html:
        originals = [one for one in story.updates if one.kind is Kind.ORIGINAL]
        html = parts[(originals or list(story.updates))[0].anchor]
    return _NOTE_MARK.sub("", html)


def cut_at_sections(content: str, story: Story) -> dict[str, str]:
    """Cut a story's HTML at its sections.

    Returns the inner HTML of each section, its heading left out, by anchor; the lead's stands
    under an empty anchor.
    """
    parts: dict[str, str] = {}
    name, rest = "", content
    for update in story.on_page:
        opening = re.search(rf'<section class="update"[^>]* id="{update.anchor}">', rest)
        if opening is None:
            continue
        parts[name] = rest[: opening.start()]
        name, rest = update.anchor, rest[opening.end() :]
    parts[name] = rest
    lead = parts.pop("", "").strip().removeprefix('<div class="lead">').removesuffix("</div>")
    bodies = {
        anchor: html.partition("</h2>")[2].rpartition("</section>")[0].strip()
        for anchor, html in parts.items()
    }
    return {"": lead.strip(), **bodies}


def _credit(article: Article, site: Site) -> None:
    """Put the credit sentence at the head and the foot of the article's content."""
    slug = str(getattr(article, "partner", "") or "").strip()
    article.partner = None
    if not slug:
        return
    try:
        partner: Partner = site.registry[slug]
    except PartnerError as error:
        fault = field_fault(article.source_path, "partner", "unknown-partner", str(error))
        site.faults.append(fault)
        return
    article.partner = partner
    site_lang = article.settings["DEFAULT_LANG"]
    lang = "" if article.lang == site_lang.lower() else site_lang
    line = attribution_html(partner, _partner_href(article, partner), lang)
    head = f"{line}\n" if site.settings.attribution in ("both", "head") else ""
    foot = f"\n{line}" if site.settings.attribution in ("both", "foot") else ""
    article._content = f"{head}{article._content}{foot}"  # noqa: SLF001


def _partner_href(article: Article, partner: Partner) -> str:
    """Return the address of the partner's page.

    Only where addresses are relative to the page is it left to Pelican, which takes its time.
    """
    settings = article.settings
    if settings["RELATIVE_URLS"]:
        return f"{{filename}}/{partner.source}"
    address = settings["BACKFILE_PARTNER_URL"].format(slug=partner.slug)
    return f"{settings['SITEURL'].rstrip('/')}/{address}"


def _merge_periods(generator: ArticlesGenerator) -> None:
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
                known["dates"].sort(
                    key=attrgetter("date"), reverse=generator.context["NEWEST_FIRST_ARCHIVES"]
                )
        generator.period_archives[granularity] = list(merged.values())
