"""All settings of a site: Backfile's own, and those of Pelican that Backfile reads.

They are read and checked once (config/read_settings.py). What a site has, and where, is asked here
alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from backfile.text.addresses import in_full

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from backfile.story.model import Order


@dataclass(frozen=True, slots=True)
class PageAddress:
    """Where a page is: its address below SITEURL, and its file, empty where there is no such page.

    Both are patterns where there are several such pages; `of` is where one of them is.
    """

    url: str
    save_as: str

    def of(self, **names: object) -> PageAddress:
        """Return where the page with these *names* is, as with `slug="harbor-wire"`."""
        return PageAddress(self.url.format(**names), self.save_as.format(**names))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of one site. docs/settings.md explains each under its own name."""

    # How stories are read. `own_fields` are those that stories may have beside ours;
    # `formatted_fields` hold Markdown. `markdown` are Markdown's arguments, which Pelican completes
    # in place, `inner_link` the pattern of links such as {filename}ferry.md. A summary that is made
    # of a story is cut after so many paragraphs and words, None for any number.
    timezone: ZoneInfo
    update_order: Order
    source_order: Order
    stamp_day_first: bool | None
    attribution: str
    partner_path: str
    story_fields: tuple[str, ...]
    own_fields: frozenset[str]
    formatted_fields: tuple[str, ...]
    markdown: Mapping[str, Any]
    typogrify: bool
    inner_link: str
    summary_paragraphs: int | None
    summary_words: int | None
    summary_end: str

    # Where content is. Stories and pages are in folders below `content`, perhaps in all of it;
    # `excludes` are folders without stories or without pages, `ignored` patterns of names that
    # nothing is read of. Other files are published as `static_file` says, but for `moved_files`.
    content: Path
    article_paths: tuple[str, ...]
    page_paths: tuple[str, ...]
    static_paths: tuple[str, ...]
    excludes: frozenset[str]
    ignored: tuple[str, ...]
    static_file: str
    moved_files: tuple[str, ...]
    sources_are_static: bool
    default_category: str
    slug_rules: tuple[tuple[str, str], ...]

    # The site. Its `address` is SITEURL without a slash at its end: absolute, relative or empty.
    name: str
    subtitle: str
    address: str
    lang: str
    relative_urls: bool
    drafts: bool

    # Where the site is made, and by how many processes: None for one a core. `scheduler` is the
    # address of a cluster that shares the work.
    output: Path
    cache: Path
    workers: int | None
    scheduler: str
    theme: Path
    theme_static_paths: tuple[str, ...]
    theme_static: str
    template_endings: tuple[str, ...]

    # What is made.
    card_images: bool
    citations: bool
    random_story: bool
    data: bool
    on_this_day: bool
    feeds: bool
    redirects: bool
    redirect_pages: bool
    search: bool
    sitemap: bool
    timelines: bool
    verify: bool

    # The file of the findings of gates that are accepted, None for none.
    accepted_findings: Path | None

    # How it is made. `host_policy` is the policy that hosts send with the pages: None for the one
    # that the pages state themselves, empty for none. `lead_story` is the file below `content` with
    # which the first page begins, empty for the one that a rule chooses.
    feed_length: int | None
    tag_authority: str
    newest_first: bool
    lead_story: str
    logo: str
    accents: tuple[str, str]
    hosts: tuple[str, ...]
    host_policy: str | None
    style_sheets: tuple[str, ...]

    # Where pages are. `term_pages` has those of terms, by Pelican's name of the kind, `term_years`
    # those of a year of a term, by the same and by "partners"; `lists` and `template_pages` the
    # files of the pages that Pelican makes of a template, by its name; `periods` the patterns of
    # its pages of a year, a month and a day. `source_suffix` is that of the stories' copies beside
    # their pages, empty where there are none.
    partner_page: PageAddress
    partners_page: PageAddress
    search_page: PageAddress
    data_page: PageAddress
    fidelity_page: PageAddress
    calendar_page: PageAddress
    term_pages: Mapping[str, PageAddress]
    term_years: Mapping[str, PageAddress]
    lists: Mapping[str, str]
    periods: tuple[str, ...]
    template_pages: Mapping[str, str]
    draft_file: str
    source_suffix: str
    section_pages: bool
    topic_pages: bool
    author_pages: bool

    def day_page(self, month: int, day: int) -> PageAddress:
        """Return where the stories of a day of the year are: in the folder of the calendar."""
        folder = self.calendar_page.save_as.rpartition("/")[0]
        name = f"{month:02}-{day:02}"
        return PageAddress(f"{self.calendar_page.url}{name}/", f"{folder}/{name}/index.html")

    @property
    def has_address(self) -> bool:
        """Tell whether the site knows where on the Web it stands."""
        return self.address.startswith(("http://", "https://"))

    def url(self, path: str = "") -> str:
        """Return the address of the page at *path*, which is below SITEURL, as links have it.

        *path* may be encoded in part already. The address is absolute where the site has one.
        """
        return in_full(self.address, path)

    @property
    def is_japanese(self) -> bool:
        """Tell whether the site is in Japanese."""
        return self.lang.lower().partition("-")[0] == "ja"

    @property
    def story_folder(self) -> str:
        """Return the folder below `content` into which new stories are written."""
        return _first(self.article_paths) or "stories"

    @property
    def page_folder(self) -> str:
        """Return the folder below `content` into which new pages go."""
        return _first(self.page_paths) or "pages"

    @property
    def reading(self) -> tuple[object, ...]:
        """Return what a story depends on as it is read, beside its own file."""
        return (
            self.timezone,
            self.update_order,
            self.source_order,
            self.stamp_day_first,
            self.attribution,
            self.partner_path,
            self.story_fields,
            self.lang,
        )


def _first(folders: tuple[str, ...]) -> str:
    """Return the first of *folders*; empty where there is none, or where it is all of them."""
    first = PurePosixPath(folders[0]).as_posix() if folders else "."
    return "" if first == "." else first
