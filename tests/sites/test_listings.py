"""The pages of a year of a term, and that a page changes only with the stories of its period."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from backfile.catalogue.archives import LETTERED, ROWS

from .sites import ROOT, WIRE, MiniSite

if TYPE_CHECKING:
    from pathlib import Path

OURS = {
    "THEME": str(ROOT / "theme"),
    "TIMEZONE": "UTC",
    "ARTICLE_URL": "{date:%Y}/{date:%m}/{slug}/",
    "ARTICLE_SAVE_AS": "{date:%Y}/{date:%m}/{slug}/index.html",
    "YEAR_ARCHIVE_URL": "{date:%Y}/",
    "YEAR_ARCHIVE_SAVE_AS": "{date:%Y}/index.html",
    "MONTH_ARCHIVE_URL": "{date:%Y}/{date:%m}/",
    "MONTH_ARCHIVE_SAVE_AS": "{date:%Y}/{date:%m}/index.html",
    "NEWEST_FIRST_ARCHIVES": False,
    "DIRECT_TEMPLATES": ["index", "categories", "tags", "authors", "404"],
}
BY_YEAR = {
    "partners/the-wire/1912/index.html",
    "partners/the-wire/1969/index.html",
    "category/world/1912/index.html",
    "category/world/1969/index.html",
    "tag/sea/1912/index.html",
    "tag/moon/1969/index.html",
    "author/ann-smith/1912/index.html",
}


def story(title: str, day: str, *lines: str) -> str:
    head = "\n".join((f"Title: {title}", f"Date: {day} 12:00", *lines))
    return (
        f"{head}\n\nThe text of {title}.\n\n## 3:31 p.m.\n\nMore.\n\n## Original Post\n\nFirst.\n"
    )


FERRY = story(
    "Ferry",
    "1912-04-15",
    "Partner: the-wire",
    "Category: World",
    "Tags: Sea",
    "Authors: Ann Smith",
)
MOON = story("Moon", "1969-07-20", "Partner: the-wire", "Category: World", "Tags: Moon")
OTHER = story("Other", "1969-08-01", "Category: Sport")


@pytest.fixture
def site(tmp_path: Path) -> MiniSite:
    files = {
        "ferry.md": FERRY,
        "moon.md": MOON,
        "other.md": OTHER,
        "partners/the-wire.md": WIRE,
    }
    return MiniSite(tmp_path).write(files)


def by_year(site: MiniSite) -> set[str]:
    below = ("partners/", "category/", "tag/", "author/")
    return {name for name in site.pages() if name.startswith(below) and name.count("/") == 3}


def contents(site: MiniSite) -> dict[str, str]:
    return {name: site.page(name) for name in site.pages()}


def test_each_term_has_a_page_for_each_of_its_years(site: MiniSite) -> None:
    assert site.build(**OURS).status == 0
    assert by_year(site) == BY_YEAR | {"category/sport/1969/index.html"}
    page = site.page("category/world/1912/index.html")
    assert ">Ferry</a>" in page
    assert ">Moon</a>" not in page
    assert '<a rel="next" href="/category/world/1969/">1969</a>' in page


def test_the_term_links_its_years(site: MiniSite) -> None:
    site.build(**OURS)
    assert '<a href="/category/world/1912/">1912</a>' in site.page("category/world.html")
    assert '<a href="/partners/the-wire/1969/">1969</a>' in site.page(
        "partners/the-wire/index.html"
    )


def test_pages_of_a_kind_can_be_turned_off_and_nothing_links_to_them(site: MiniSite) -> None:
    assert (
        site.build(**OURS, BACKFILE_CATEGORY_YEAR_SAVE_AS="", BACKFILE_TAG_YEAR_SAVE_AS="").status
        == 0
    )
    assert by_year(site) == {name for name in BY_YEAR if not name.startswith(("cat", "tag"))}
    assert "/category/world/1912/" not in site.page("category/world.html")


def test_a_theme_without_the_template_has_no_such_pages(site: MiniSite) -> None:
    assert site.build().status == 0
    assert by_year(site) == set()


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("BACKFILE_TAG_YEAR_URL", "topics/{slug}/"),
        ("BACKFILE_TAG_YEAR_SAVE_AS", "topics/{year}/index.html"),
        ("BACKFILE_AUTHOR_YEAR_URL", ""),
    ],
)
def test_an_address_that_two_years_would_share_stops_the_build(
    site: MiniSite, setting: str, value: str
) -> None:
    ended = site.build(**{setting: value})
    assert ended.status == 1
    assert f"{setting} is {value!r}; name {{slug}} and {{year}} in it" in ended.said


# What shows a story: its own page, its periods', its terms' and the way in.
SHOWS_THE_FERRY = {
    "1912/04/ferry/index.html",
    "1912/04/index.html",
    "1912/index.html",
    "partners/the-wire/index.html",
    "category/world.html",
    "tag/sea.html",
    "author/ann-smith.html",
    "partners/the-wire/1912/index.html",
    "category/world/1912/index.html",
    "tag/sea/1912/index.html",
    "author/ann-smith/1912/index.html",
    "index.html",
}


def test_an_edited_story_changes_only_the_pages_of_its_own_periods(site: MiniSite) -> None:
    site.build(**OURS)
    before = contents(site)
    site.write({"ferry.md": FERRY.replace("12:00", "12:05\nSummary: Said anew.")}).build(**OURS)
    after = contents(site)
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == SHOWS_THE_FERRY


def test_a_new_story_leaves_the_other_periods_alone(site: MiniSite) -> None:
    site.build(**OURS)
    before = contents(site)
    more = story("More", "1912-04-16", "Partner: the-wire", "Category: World")
    site.write({"more.md": more}).build(**OURS)
    after = contents(site)
    changed = {name for name in before if before[name] != after[name]}
    assert not [name for name in changed if "1969" in name and "/moon/" not in name]
    assert after.keys() - before.keys() == {"1912/04/more/index.html"}


def test_an_archive_without_partners_topics_or_authors_is_whole(tmp_path: Path) -> None:
    bare = MiniSite(tmp_path).write({"one.md": "Title: One\nDate: 2012-02-29\n\nText.\n"})
    ended = bare.build(**OURS)
    assert ended.status == 0, ended.said
    home = bare.page("index.html")
    assert "Partners" not in home
    assert "Longest-running stories" not in home
    assert 'href="/2012/02/"' in home
    assert 'id="day-2012-02-29"' in bare.page("2012/02/index.html")


def test_an_archive_without_stories_has_a_home(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    empty = MiniSite(tmp_path)
    assert empty.build(**OURS).status == 0
    assert "<h1>Test archive</h1>" in empty.page("index.html")


def test_without_pages_of_years_and_months_the_map_has_numbers_and_no_links(
    site: MiniSite,
) -> None:
    no_periods = {"YEAR_ARCHIVE_SAVE_AS": "", "MONTH_ARCHIVE_SAVE_AS": ""}
    ended = site.build(**(OURS | no_periods))
    assert ended.status == 0, ended.said
    home = site.page("index.html")
    assert '<td class="level-1">1</td>' in home
    assert 'href="/1912/"' not in home
    assert 'href="/1912/04/"' not in home


def test_without_pages_of_months_a_year_holds_its_stories_and_its_days(site: MiniSite) -> None:
    assert site.build(**(OURS | {"MONTH_ARCHIVE_SAVE_AS": ""})).status == 0
    year = site.page("1969/index.html")
    assert 'id="day-1969-07-20"' in year
    assert "/1969/07/#day" not in year
    assert '<td class="level-1"><a href="/1912/"' in site.page("index.html")


@pytest.mark.parametrize(
    ("logo", "shown"),
    [
        ("images/wire.svg", '<img src="/images/wire.svg" alt="">'),
        ("/images/wire.svg", '<img src="/images/wire.svg" alt="">'),
        ("https://elsewhere.example/wire.svg", ""),
    ],
)
def test_a_partners_own_picture_is_shown_and_another_sites_is_not(
    site: MiniSite, logo: str, shown: str
) -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    record = WIRE.replace("URL:", f"Logo: {logo}\nURL:")
    site.write({"partners/the-wire.md": record, "images/wire.svg": picture})
    assert site.build(**OURS).status == 0
    page = site.page("partners/the-wire/index.html")
    assert shown in page
    assert page.count("<img") == bool(shown)


def test_drafts_are_in_no_listing(site: MiniSite) -> None:
    draft = FERRY.replace("Title: Ferry", "Title: Secret\nStatus: draft").replace("Date:", "Was:")
    assert site.write({"secret.md": draft}).build(**OURS).status == 0
    shown = [name for name in site.pages() if "Secret" in site.page(name)]
    assert shown == ["drafts/secret.html"]


def test_a_story_of_another_language_says_so_in_its_row(tmp_path: Path) -> None:
    arabic = "Title: قصة\nSlug: qissa\nDate: 2012-02-29\nLang: ar\nSummary: ملخص\n\nText.\n"
    site = MiniSite(tmp_path).write({"one.md": arabic})
    assert site.build(**OURS).status == 0
    page = site.page("2012/02/index.html")
    assert '<h3 lang="ar" dir="rtl"><a href="/qissa-ar.html" hreflang="ar">قصة</a></h3>' in page
    assert '<p class="summary" lang="ar" dir="rtl">ملخص</p>' in page


def test_what_is_printed_is_escaped(tmp_path: Path) -> None:
    story_ = "Title: One\nDate: 2012-02-29\nTags: R&B <live>\nAuthors: A <b>\n\n1 < 2 & 3\n"
    site = MiniSite(tmp_path).write({"one.md": story_})
    assert site.build(**OURS).status == 0
    assert "R&amp;B &lt;live&gt;" in site.page("tags.html")
    assert "<h1>R&amp;B &lt;live&gt;, 2012</h1>" in site.page("tag/rb/2012/index.html")
    assert "1 &lt; 2 &amp; 3" in site.page("2012/02/index.html")


@pytest.mark.parametrize("newest_first", [False, True])
def test_a_large_year_has_its_months_and_a_large_term_its_years(
    tmp_path: Path, newest_first: bool
) -> None:
    days = [(2013 + number // 62, 1 + number % 12, number) for number in range(124)]
    files = {
        f"s{number}.md": story(f"S{number}", f"{year}-{month:02}-16", "Tags: Sea")
        for year, month, number in days
    }
    site = MiniSite(tmp_path).write(files)
    settings = {**OURS, "NEWEST_FIRST_ARCHIVES": newest_first}
    assert site.build(**settings).status == 0
    year = site.page("2014/index.html")
    assert year.count('<li class="row">') == 12
    assert 'href="/2014/03/#day-2014-03-16"' in year
    assert "62 stories" in year
    term = site.page("tag/sea.html")
    assert '<a href="/tag/sea/2014/" aria-label="2014: 62 stories">62</a>' in term
    assert site.page("tag/sea/2014/index.html").count('<li class="row">') == 62
    months = [site.page("2014/index.html").index(f">{name}</a>") for name in ("May", "June")]
    assert (months == sorted(months)) is not newest_first


def test_a_long_year_jumps_to_its_months(site: MiniSite) -> None:
    for number in range(ROWS + 1):
        day = f"1912-{1 + number % 3:02}-{1 + number // 3:02}"
        site.write({f"more-{number}.md": story(f"More {number}", day, "Category: World")})
    site.build(**OURS)
    page = site.page("category/world/1912/index.html")
    assert '<a href="#month-1" aria-label="January">Jan</a>' in page
    jumps = re.findall(r'<a href="#(month-\d+)"', page)
    assert jumps == re.findall(r'<section class="period" id="(month-\d+)">', page)
    assert jumps == ["month-1", "month-2", "month-3", "month-4"]
    assert "#month-" not in site.page("category/world/1969/index.html")


def test_authors_are_listed_by_surname_under_their_letters(site: MiniSite) -> None:
    names = "; ".join(f"Ann{number} Berg" for number in range(LETTERED))
    of = f"Authors: {names}; Zoe Aber; van Dam, Ida; Jan van Dam"
    site.write({"more.md": story("More", "1969-08-02", of)})
    site.build(**OURS)
    page = site.page("authors.html")
    found = re.findall(
        r'<h2 class="letter"[^>]*>(\w)</h2>|">([^<]*(?:Aber|Dam|Smith)[^<]*)</a>', page
    )
    assert ["".join(one) for one in found] == [
        *("A", "Zoe Aber", "B", "D", "Jan van Dam", "S", "Ann Smith", "V", "van Dam, Ida")
    ]
