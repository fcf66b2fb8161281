"""The first page: which story leads, which pictures lists show, and where else it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from .imported_archive import picture
from .sites import MiniSite
from .test_listings import OURS

if TYPE_CHECKING:
    from pathlib import Path

PICTURES: dict[str, Any] = {**OURS, "STATIC_PATHS": ["images"], "BACKFILE_ON_THIS_DAY": True}
LARGE, SMALL = picture("navy", (600, 400)), picture("navy", (40, 30))


def story(title: str, day: str, updates: int = 0, shows: str = "", *lines: str) -> str:
    head = "\n".join((f"Title: {title}", f"Date: {day} 12:00", *lines))
    shown = f"\n\n![What it shows]({shows})" if shows else ""
    more = "".join(f"\n\n## {hour} p.m.\n\nMore." for hour in range(updates, 0, -1))
    return f"{head}\n\nThe text of {title}.{shown}{more}\n"


def built(folder: Path, files: dict[str, str], **settings: Any) -> MiniSite:
    site = MiniSite(folder).write(files)
    (folder / "content" / "images").mkdir()
    for name, data in (("large", LARGE), ("small", SMALL)):
        (folder / "content" / "images" / f"{name}.png").write_bytes(data)
    ended = site.build(**PICTURES | settings)
    assert ended.status == 0, ended.said
    return site


def lead_of(site: MiniSite) -> LexborNode:
    found = LexborHTMLParser(site.page("index.html")).css_first(".lead-story")
    assert found
    return found


def title_of(site: MiniSite) -> str:
    return lead_of(site).css_first("h2").text().replace("\xa0", " ")


L, S = "{static}/images/large.png", "{static}/images/small.png"
RULE = {
    "the most updates among those with a picture": (
        [
            story("A", "2001-01-01", 2, L),
            story("B", "2001-01-02", 3, L),
            story("C", "2001-01-03", 5),
        ],
        "B",
    ),
    "a picture without updates counts for nothing": (
        [story("A", "2001-01-01", 0, L), story("B", "2001-01-02", 3)],
        "B",
    ),
    "a picture that is too small counts for nothing": (
        [story("A", "2001-01-01", 4, S), story("B", "2001-01-02", 3, L)],
        "B",
    ),
    "a second picture counts": (
        [
            story("A", "2001-01-01", 4, f"{S})\n\n![And more]({L}"),
            story("B", "2001-01-02", 3, L),
        ],
        "A",
    ),
    "the most updates where none has a picture": (
        [story("A", "2001-01-01", 2), story("B", "2001-01-02", 3), story("C", "2001-01-03")],
        "B",
    ),
    "of two with as many the older": (
        [story("A", "2001-01-02", 2), story("B", "2001-01-01", 2)],
        "B",
    ),
    "the oldest where none has updates": (
        [story("A", "2001-01-02"), story("B", "2001-01-01")],
        "B",
    ),
}


@pytest.mark.parametrize(("stories", "leads"), RULE.values(), ids=RULE)
def test_a_rule_chooses_the_lead_story(stories: list[str], leads: str, tmp_path: Path) -> None:
    files = {f"{number}.md": text for number, text in enumerate(stories)}
    assert title_of(built(tmp_path, files)) == leads


def test_a_setting_names_the_lead_story(tmp_path: Path) -> None:
    files = {"a.md": story("A", "2001-01-01", 4, L), "b.md": story("B", "2001-01-02")}
    assert title_of(built(tmp_path, files, BACKFILE_LEAD_STORY="b.md")) == "B"


def test_the_lead_story_is_told_with_picture_strip_and_language(tmp_path: Path) -> None:
    files = {"a.md": story("Le pont", "2001-01-01", 3, L, "Lang: fr", "Summary: Il est ouvert.")}
    lead = lead_of(built(tmp_path, files, DEFAULT_LANG="en"))
    assert lead.css_first("h2").attributes["lang"] == "fr"
    assert lead.css_first(".summary").text() == "Il est ouvert."
    image = lead.css_first("img").attributes
    assert (image["alt"], image["width"], image["height"]) == ("", "600", "400")
    # The story's date is its first mark.
    assert [one.attributes["data-kind"] for one in lead.css(".mark")] == [
        "original",
        *["update"] * 3,
    ]
    ends = [one.attributes["datetime"] for one in lead.css(".strip time")]
    assert ends == ["2001-01-01T12:00+00:00", "2001-01-01T15:00+00:00"]


def test_the_strip_of_the_lead_story_counts_what_the_facts_count(tmp_path: Path) -> None:
    lead = lead_of(built(tmp_path, {"a.md": story("A", "2001-01-01", 3)}))
    assert (lead.css_first(".strip svg").attributes["aria-label"] or "").startswith("3 updates ")
    assert "3 updates " in lead.css(".facts")[-1].text()


def test_lists_show_pictures_where_stories_have_them(tmp_path: Path) -> None:
    files = {
        "a.md": story("A", "2001-01-01", 1, L, "Tags: Sea"),
        "b.md": story("B", "2001-01-02", 1, S, "Tags: Sea"),
        "c.md": story("C", "2001-01-03", 1, "https://elsewhere.example/c.png", "Tags: Sea"),
        "d.md": story("D", "2001-01-04", 1, "/images/large.png", "Tags: Sea"),
    }
    site = built(tmp_path, files)
    for name in (
        "2001/index.html",
        "2001/01/index.html",
        "tag/sea.html",
        "on-this-day/01-01/index.html",
    ):
        rows = LexborHTMLParser(site.page(name)).css(".row")
        shown = {one.css_first("h3").text(): one.css_first("img") for one in rows}
        assert [title for title, image in shown.items() if image] == [
            title for title in ("A", "D") if title in shown
        ]
        image = shown["A"].attributes
        assert (image["alt"], image["loading"], image["width"]) in [
            ("", "lazy", "600"),
            ("", "lazy", "480"),
        ]
        assert (site.folder / "output" / str(image["src"]).lstrip("/")).is_file()


def test_running_stories_are_led_to_at_their_first_part(tmp_path: Path) -> None:
    files = {
        "one.md": story("One", "2001-01-01"),
        "two.md": story("Two", "2001-01-02", 0, "", "Continues: one"),
        "three.md": story("Three", "2001-01-03", 0, "", "Continues: two"),
        "other.md": story("Other", "2002-01-01"),
        "circle.md": story("Circle", "2003-01-01", 0, "", "Continues: round"),
        "round.md": story("Round", "2003-01-02", 0, "", "Continues: circle"),
    }
    page = LexborHTMLParser(built(tmp_path, files).page("index.html"))
    (series,) = [
        one
        for one in page.css(".browse > div > div")
        if one.css_first("h3").text() == "Running stories"
    ]
    assert [one.text() for one in series.css("li")] == ["One 3 parts"]


def test_the_terms_with_the_most_stories_are_led_to(tmp_path: Path) -> None:
    files = {
        f"{n}.md": story(f"S{n}", f"2001-01-{n + 1:02}", 0, "", f"Tags: {'Sea, ' * (n < 5)}T{n}")
        for n in range(12)
    }
    page = LexborHTMLParser(built(tmp_path, files).page("index.html"))
    topics = [one.text() for one in page.css(".browse > div > div")[0].css("li")]
    assert topics[0] == "Sea 5"
    assert len(topics) == 8


def test_addresses_may_be_relative(tmp_path: Path) -> None:
    site = built(tmp_path, {"a.md": story("A", "2001-01-01", 2, L)}, RELATIVE_URLS=True)
    page = LexborHTMLParser(site.page("index.html"))
    assert page.css_first(".today").attributes["data-site"] == "./"
    assert page.css_first(".today .more a").attributes["href"] == "./on-this-day/"
    day = LexborHTMLParser(site.page("on-this-day/01-01/index.html"))
    assert str(day.css_first(".row img").attributes["src"]).startswith("../../")
