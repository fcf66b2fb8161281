"""The order of a build, from top to bottom.

Pelican leads, and its glue (pelican_glue/) calls these functions in turn:

1. Pelican reads stories and pages, and has them finished one by one: pelican_glue/signals.py.
2. `gather` finds out what all pages may show or lead to, before any page is written.
3. A fault in any file ends the build here.
4. Pelican writes the pages of stories, its lists and the pages.
5. `site_parts` are written, each made of what the functions in this module are given; in a build
   that revises the site, `revised_files` instead.
6. Pelican copies pictures and other files.
7. `last_files` are written, which are made of all other files: redirects, and what hosts read.

No output asks another for anything: what one needs of others stands in the call.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from backfile.outputs.artifacts import Artifact
from backfile.outputs.brand import accent_file, brand_of
from backfile.outputs.card_images.output import card_files
from backfile.outputs.citations.output import citation_files, citation_files_of
from backfile.outputs.data.output import data_files, data_page, tables_of
from backfile.outputs.data.revising import revised_data
from backfile.outputs.data.story_json import data_url
from backfile.outputs.feeds.entry import PAGE
from backfile.outputs.feeds.output import feed_files, feeds_alone, feeds_page
from backfile.outputs.feeds.plan import FeedPlans, lost_feeds, plan_feeds
from backfile.outputs.feeds.words import feed_words
from backfile.outputs.hosts.output import host_files
from backfile.outputs.listings.lead_story import LeadStoryChoice, choice_of_lead_story
from backfile.outputs.listings.output import list_stories, revised_year_pages, year_pages
from backfile.outputs.listings.partners import partner_pages
from backfile.outputs.listings.places import ListingPlaces
from backfile.outputs.on_this_day.output import (
    CALENDAR,
    DAY,
    data_files_of,
    on_this_day_files,
    revised_on_this_day,
)
from backfile.outputs.random_story.output import (
    RANDOM_PAGE,
    lost_lists,
    random_story_files,
    revised_random_story_files,
)
from backfile.outputs.redirects.output import (
    RedirectPlan,
    pages_again,
    plan_redirects,
    redirect_files,
)
from backfile.outputs.search.forms import SEARCH_INDEX, form_pages, search_pages
from backfile.outputs.search.scripts import script_files
from backfile.outputs.sitemap.output import Contents, revised_sitemaps, sitemap_files, sitemap_of
from backfile.outputs.timelines.links import Timelines
from backfile.outputs.timelines.output import timeline_pages
from backfile.outputs.tombstones.gone import gone_addresses
from backfile.reading.scope import NotARevisionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from jinja2.runtime import Context
    from pelican.contents import Article

    from backfile.catalogue.catalogue import Catalogue
    from backfile.config.settings import Settings
    from backfile.outputs.artifacts import PageFile
    from backfile.outputs.brand import Brand
    from backfile.outputs.fidelity_report.verify import Claim
    from backfile.outputs.listings.output import Listings
    from backfile.outputs.listings.partners import PartnerPage
    from backfile.outputs.listings.revising import Revised
    from backfile.outputs.search.forms import SearchPage
    from backfile.pipeline.last_build import LastBuild
    from backfile.reading.scope import Scope
    from backfile.reading.site import Site


@dataclass(frozen=True, slots=True)
class Gathered:
    """What all pages may show or lead to; addresses are empty where there is no such page."""

    brand: Brand
    listings: Listings
    search: Mapping[str, SearchPage]
    claims: tuple[Claim, ...]
    fidelity_page: str
    data_page: str
    random_page: str
    feeds: FeedPlans
    calendar_page: str
    lead_story: LeadStoryChoice
    has_years: bool
    timelines: Timelines | None = None

    def places(self, settings: Settings) -> ListingPlaces:
        """Return where the listings of stories are."""
        return ListingPlaces(settings, self.has_years, bool(self.calendar_page))


def gather(site: Site, context: Context, has_template: Callable[[str], bool]) -> Gathered:
    """Return what pages show of others; *context* is what Pelican has read for the templates."""
    settings = site.settings
    listings = list_stories(site, context["articles"])
    search: Mapping[str, SearchPage] = {}
    feeds = FeedPlans()
    if settings.search and has_template("search"):
        search = search_pages(site.langs, settings)
    if settings.feeds:
        about = PAGE if has_template("feeds") else ""
        words = feed_words(context)
        feeds = plan_feeds(listings.catalogue, settings, words, about)
        if site.scope and listings.revised:
            revised = _revised_feeds(feeds, listings.revised)
            plans = (*revised.of_stories, *revised.site)
            site.scope.need(url for plan in plans for url in plan.stories)
    claims = _claims(site, context) if settings.verify else ()
    proved = _has_originals(site, claims) and has_template("fidelity")
    return Gathered(
        brand=brand_of(settings),
        listings=listings,
        search=search,
        claims=claims,
        fidelity_page=settings.fidelity_page.url if proved else "",
        data_page=settings.data_page.url if settings.data and has_template("data") else "",
        random_page=_random_page(site, listings, has_template),
        feeds=feeds,
        calendar_page=_calendar_page(listings, settings, has_template),
        lead_story=choice_of_lead_story(listings.catalogue, settings),
        has_years=has_template("term_year"),
        timelines=_timelines(listings.catalogue, settings, has_template),
    )


def _random_page(site: Site, listings: Listings, has_template: Callable[[str], bool]) -> str:
    """Return the address of the page that opens a story at random, empty where there is none."""
    is_made = site.settings.random_story and has_template("random") and listings.cards
    return RANDOM_PAGE if is_made else ""


def _calendar_page(
    listings: Listings, settings: Settings, has_template: Callable[[str], bool]
) -> str:
    """Return the address of the calendar of the days of the year, empty where there is none."""
    is_made = settings.on_this_day and all(map(has_template, (CALENDAR, DAY)))
    return settings.calendar_page.url if is_made and len(listings.cards) else ""


def _timelines(
    catalogue: Catalogue, settings: Settings, has_template: Callable[[str], bool]
) -> Timelines | None:
    """Return the timelines of a site whose theme can show them."""
    if not settings.timelines or not all(map(has_template, ("timeline", "hours"))):
        return None
    return Timelines(catalogue, settings)


def names_for_templates(site: Site, gathered: Gathered) -> dict[str, Any]:
    """Return what templates get, beside Pelican's names; see docs/themes.md."""
    settings, listings = site.settings, gathered.listings
    names: dict[str, Any] = {
        "brand": gathered.brand,
        "cards": listings.cards,
        "archive": listings.archive,
        "related": listings.related,
        "calendar_page": gathered.calendar_page,
        "lead_story": gathered.lead_story,
    }
    names |= (
        {"search_pages": gathered.search, "search_index": SEARCH_INDEX} if settings.search else {}
    )
    names |= {"fidelity_url": gathered.fidelity_page} if settings.verify else {}
    names |= {"data_url": data_url, "data_page": gathered.data_page} if settings.data else {}
    names |= {"citation_files": citation_files_of} if settings.citations else {}
    names |= {"random_page": gathered.random_page} if settings.random_story else {}
    names |= {"feeds": gathered.feeds} if settings.feeds else {}
    names |= {"timelines": gathered.timelines} if gathered.timelines else {}
    return names


def site_parts(
    site: Site, context: Context, gathered: Gathered
) -> Iterator[Iterator[Artifact | PageFile]]:
    """Go through the parts of what Pelican has not; each goes through its files when it is asked.

    No part depends on another. Raises UnfaithfulError, BuildError, FontError.
    """
    settings, archive, feeds = site.settings, gathered.listings.archive, gathered.feeds
    partners = context["partners"]
    if any(settings.accents):
        yield iter([accent_file(settings)])
    if settings.verify:
        yield _fidelity_files(site, gathered)
    yield from _list_parts(context, gathered, settings)
    if gathered.search:
        yield _search_files(site, context, gathered)
    if settings.card_images:
        records = [page.partner for page in partners]
        yield card_files(archive, records, settings, context)
    yield _citations(site.published, settings)
    if settings.data:
        has_page = bool(gathered.data_page)
        yield data_files(site.published, site.registry, settings, has_page=has_page)
    if settings.feeds:
        words, with_pages = feed_words(context), _authors_with_pages(site, context)
        yield feed_files(feeds, site.published, words, with_pages, settings)
    if settings.sitemap:
        own = {one.save_as for one in context["staticfiles"]}
        contents, catalogue = _contents(context, gathered), gathered.listings.catalogue
        yield sitemap_files(contents, catalogue, gathered.places(settings), settings, own)


def _list_parts(
    context: Context, gathered: Gathered, settings: Settings
) -> Iterator[Iterator[Artifact | PageFile]]:
    """Go through the parts that list stories, beside the lists of Pelican's."""
    archive = gathered.listings.archive
    yield partner_pages(context, settings)
    if gathered.has_years:
        yield year_pages(archive, settings, context)
    if gathered.calendar_page:
        yield on_this_day_files(archive, settings, context)
    if gathered.timelines:
        yield timeline_pages(gathered.listings.catalogue, settings)
    if gathered.random_page:
        yield random_story_files(archive)


def _citations(stories: Iterable[Article], settings: Settings) -> Iterator[Artifact]:
    """Go through the files of citations of published *stories*, if the site has any."""
    return citation_files(stories, settings) if settings.citations else iter(())


def _fidelity_files(site: Site, gathered: Gathered) -> Iterator[Artifact | PageFile]:
    from backfile.outputs.fidelity_report.output import check, fidelity_files  # noqa: PLC0415 (takes a while)

    report = check(gathered.claims, site.left_out, site.settings)
    yield from fidelity_files(report, site.settings, has_page=bool(gathered.fidelity_page))


def _search_files(
    site: Site, context: Context, gathered: Gathered
) -> Iterator[Artifact | PageFile]:
    from backfile.outputs.search.output import index_stories  # noqa: PLC0415 (needs more packages)

    catalogue = gathered.listings.catalogue
    pages = _names_with_pages(context["partners"], catalogue, site.settings)
    site.index = index_stories(site.published, gathered.search, site.settings, pages)
    yield from script_files()
    yield from form_pages(gathered.search)


def _contents(context: Context, gathered: Gathered) -> Contents:
    """Return what is on the site, for its sitemaps."""
    further = (gathered.feeds.page, gathered.fidelity_page, gathered.data_page)
    return Contents(context["partners"], context["pages"], [url for url in further if url])


def revised_files(
    site: Site, context: Context, gathered: Gathered
) -> Iterator[Artifact | PageFile]:
    """Go through those of the same files that a revision may change.

    They are made of the stories of the revision alone, and of the catalogue.
    """
    settings, archive, feeds = site.settings, gathered.listings.archive, gathered.feeds
    scope, revised = site.scope, gathered.listings.revised
    if scope is None or revised is None:
        return
    if settings.verify:
        yield from _revised_fidelity(site, gathered, scope)
    yield from _revised_lists(context, gathered, revised, settings)
    if gathered.search:
        yield from _revised_index(site, context, gathered, revised)
    if settings.card_images and revised.moves:
        records = [page.partner for page in context["partners"]]
        yield from card_files(archive, records, settings, context)
    yield from _citations(site.edited, settings)
    if settings.data:
        parts = yield from revised_data(site, gathered.listings, scope.site)
        if gathered.data_page:
            yield data_page(parts, settings)
    if settings.feeds:
        plans = _revised_feeds(feeds, revised)
        words, with_pages = feed_words(context), _authors_with_pages(site, context)
        yield from feeds_alone(plans, site.published, words, with_pages, settings)
        yield from feeds_page(feeds)
    yield from pages_again(site.edited_of_any_status, site.redirects, settings)
    if settings.sitemap and revised.is_timed:
        catalogue, places = gathered.listings.catalogue, gathered.places(settings)
        contents = _contents(context, gathered)
        yield from revised_sitemaps(revised, contents, catalogue, places, settings)


def _revised_lists(
    context: Context, gathered: Gathered, revised: Revised, settings: Settings
) -> Iterator[Artifact | PageFile]:
    """Go through the lists that may change, beside those that Pelican makes."""
    archive = gathered.listings.archive
    yield from partner_pages(context, settings)
    if gathered.has_years:
        yield from revised_year_pages(revised, archive, settings, context)
    if gathered.calendar_page:
        yield from revised_on_this_day(revised, archive, settings, context)
    if gathered.random_page and revised.moves:
        days = {card.day for card in revised.cards}
        yield from revised_random_story_files(archive, days)
    if gathered.timelines:
        yield from revised.timelines.pages(gathered.listings.catalogue, settings)


def _revised_fidelity(
    site: Site, gathered: Gathered, scope: Scope
) -> Iterator[Artifact | PageFile]:
    """Go through the files of the fidelity report, if the edited stories change it."""
    from backfile.outputs.fidelity_report.output import check_again, fidelity_files  # noqa: PLC0415 (takes a while)

    files = {str(one.source_path) for one in site.edited_of_any_status}
    claims = [one for one in gathered.claims if one.source in files]
    report = check_again(claims, _stories_more(site, scope), scope.site, site.settings, site.caches)
    if report:
        yield from fidelity_files(report, site.settings, has_page=bool(gathered.fidelity_page))


def _stories_more(site: Site, scope: Scope) -> int:
    """Return how many stories, of any status, come in a revision less those that go."""
    known = sum(scope.find(one) is not None for one in scope.edited)
    return len(site.edited_of_any_status) - known - len(scope.gone)


def _revised_index(
    site: Site, context: Context, gathered: Gathered, revised: Revised
) -> Iterator[Artifact]:
    """Go through the files of the search's index that change."""
    from backfile.outputs.search.output import StoryChanges, UnknownChangeError, changed_index  # noqa: PLC0415 (needs more packages)

    pages = _names_with_pages(context["partners"], gathered.listings.catalogue, site.settings)
    came = site.edited
    gone = {change.before.url for change in revised.changes if change.before}
    changes = StoryChanges(came, gone - {one.url for one in came}, site.index)
    try:
        with changed_index(changes, gathered.search, site.settings, pages, site.caches) as changed:
            for path, data in changed.written:
                yield Artifact(path, "", partial(list, [data]))
            site.gone += changed.removed
            site.index = changed.edition
    except UnknownChangeError as error:
        raise NotARevisionError(str(error)) from error


def _revised_feeds(feeds: FeedPlans, revised: Revised) -> FeedPlans:
    """Return those of the *feeds* that have, or had, one of the stories of a revision."""
    urls = {card.url for card in revised.cards}
    return feeds.showing(urls, revised.feeds, corrections=revised.had_corrections)


def files_that_may_go(site: Site, gathered: Gathered, last: LastBuild) -> Iterator[str]:
    """Go through the files of which the stories of a revision were a part.

    Those that it has not made are gone.
    """
    revised, scope = gathered.listings.revised, site.scope
    for source in scope.changed if scope else ():
        if known := last.story(source):
            yield from known.files
    if revised and gathered.random_page:
        days = {card.day for card in revised.cards}
        yield from lost_lists(gathered.listings.archive, days)
    if revised and gathered.timelines:
        yield from revised.timelines.gone()
    places, years = gathered.places(site.settings), gathered.listings.catalogue.years()
    for change in revised.changes if revised else ():
        if change.before:
            yield from (place.file for place in places.of(change.before))
            yield from lost_feeds(change.before, gathered.feeds)
            if gathered.calendar_page:
                yield from data_files_of(change, site.settings)
            if change.before.day.year not in years:
                yield from tables_of(change.before.day.year)
                yield sitemap_of(change.before.day.year)


def _authors_with_pages(site: Site, context: Context) -> list[str]:
    authors = context["authors"] if site.settings.author_pages else ()
    return [author.slug for author, _ in authors]


def last_files(site: Site) -> Iterator[Artifact]:
    """Go through the files that lead on from old addresses, and those that hosts read."""
    plan, settings = RedirectPlan(), site.settings
    if settings.redirects:
        plan = plan_redirects(site.articles, settings)
        yield from redirect_files(plan, settings, site.redirects)
    yield from host_files(plan.rules, settings, gone_addresses(site))


def _names_with_pages(
    partners: Iterable[PartnerPage], catalogue: Catalogue, settings: Settings
) -> set[tuple[str, str]]:
    """Return the partners, sections, topics and authors that have a page: kinds and slugs."""
    found = {("partner", page.partner.slug) for page in partners}
    for kind, name, are_made in (
        ("section", "categories", settings.section_pages),
        ("topic", "tags", settings.topic_pages),
        ("author", "authors", settings.author_pages),
    ):
        found |= {(kind, slug) for slug in catalogue.slugs(name)} if are_made else set()
    return found


def _has_originals(site: Site, claims: tuple[Claim, ...]) -> bool:
    """Tell whether anything on the site has an original; a revision takes none from it."""
    page = site.settings.fidelity_page.save_as
    was_told = bool(site.settings.verify and site.scope and (site.scope.site / page).is_file())
    return was_told or any(claim.sha256 for claim in claims)


def _claims(site: Site, context: Context) -> tuple[Claim, ...]:
    """Return what every story and page claims of its original; a withdrawn story shows none."""
    from backfile.outputs.fidelity_report.verify import claim_of  # noqa: PLC0415 (takes a while)

    lists = ("pages", "hidden_pages", "draft_pages")
    pages = [page for name in lists for page in context.get(name, ())]
    pages += [other for page in pages for other in page.translations]
    stories = (one for one in site.articles if not one.withdrawal)
    return tuple(map(claim_of, (*stories, *pages)))
