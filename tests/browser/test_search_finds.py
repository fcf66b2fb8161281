"""What the search finds, names and suggests: each test was once a reader who got nothing."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from backfile.config.site_settings import site_settings
from backfile.pipeline.build import build
from benchmarks.pages import serving

from .conftest import ROOT
from .searching import HREFS, opened, results, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Route

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STORY = "Title: {title}\nDate: {day}\nTimezone: UTC\nSlug: {slug}\nLang: {lang}\n{more}\n{text}\n"
BRIDGE = "港の橋が閉鎖される"


def story(  # noqa: PLR0913 (the fields of a story)
    slug: str, title: str, text: str, *, day: str = "2011-03-04", lang: str = "en", more: str = ""
) -> str:
    return STORY.format(title=title, day=day, slug=slug, lang=lang, more=more, text=text)


STORIES = {
    "comet.md": story(
        "comet", "A landing", "On the comet 67P/Churyumov–Gerasimenko, e-mail came at 12,500 km."
    ),
    "moon.md": story("moon", "Armstrong walks", "Armstrong left the lander.", day="1969-07-20"),
    "quake.md": story(
        "quake", "Earthquake in the city", "An earthquake; a fire.", day="1906-04-18"
    ),
    "ship.md": story("ship", "Titanic sinks", "The ship is lost.", day="1912-04-15"),
    "ferry.md": story(
        "ferry",
        "Ferry waits",
        "The lead.\n\n## 6:20 p.m.: Closed again {: .big #mine }\n\nThe lighthouse is dark.\n\n"
        "## Original Post\n\nThe ship is silent.",
        more="Authors: Inés Carrasco\nPartner: the-wire\nCategory: Harbours\nTags: C++, C#",
    ),
    "wire.md": story("dust", "Dust", "Nothing.", more="Partner: the-wire\nTags: C#\nAuthors: A B"),
    "post.md": story("post", "Letters", "Post.", more="Authors: Ann Lavoie, Bo Lavoie"),
    "mineros.md": story("mineros", "Los mineros", "Los mineros salen.", lang="es"),
    "umlaut.md": story("umlaut", "Müller gewinnt", "Die Straße war voll.", lang="de"),
    "hashi.md": story("hashi", BRIDGE, "東京から技術者が到着した。", lang="ja"),
    "qiao.md": story("qiao", "长江大桥", "列车停运，北京时间。", lang="zh"),
}


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("finds")
    for name, text in STORIES.items():
        path = folder / "content" / "stories" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    partners = folder / "content" / "partners"
    partners.mkdir()
    (partners / "the-wire.md").write_text("Title: Harbor Wire\n\nA wire service.\n", "utf-8")
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        settings = site_settings(content=str(folder / "content"), output=str(folder / "output"))
        build({**settings, "CACHE_PATH": str(folder / "cache"), "BACKFILE_CARD_IMAGES": False})
    finally:
        os.chdir(here)
    with serving(folder / "output") as address:
        yield address


def slugs(found: list[str]) -> set[str]:
    return {one.rstrip("/").rpartition("/")[2] for one in found}


@pytest.mark.parametrize(
    ("lang", "words", "found"),
    [
        *[("ja", words, {"hashi"}) for words in ("橋", "港", "東京", "閉鎖", "技術者", '"港の橋"')],
        *[("zh", words, {"qiao"}) for words in ("大桥", "北京", "列车停运", "桥", "长")],
        *[
            ("", words, {"comet"})
            for words in (
                "67P",
                "Gerasimenko",
                "Churyumov-Gerasimenko",
                "67P/Churyumov–Gerasimenko",
                "67p churyumov",
                "email",
                "e-mail",
                "e mail",
                "12,500",
                "12500",
            )
        ],
        *[("de", words, {"umlaut"}) for words in ("Müller", "muller", "Strasse", "STRASSE")],
        ("", "ship -titanic", {"ferry"}),
        ("", "-titanic ship", {"ferry"}),
        ("", "titanic OR moon OR armstrong", {"ship", "moon"}),
        ("", '"ship is"', {"ship", "ferry"}),
        ("", '"ship is lost"', {"ship"}),
        ("", "carrasco", {"ferry"}),
        ("", "ines carrasco", {"ferry"}),
        ("", "harbor wire", {"ferry", "dust"}),
        ("", "harbor wire lighthouse", {"ferry"}),
        ("", "april 15 1912", {"ship"}),
        ("", "1912-04-15", {"ship"}),
        ("", "april 1912", {"ship"}),
        ("", "1912", {"ship"}),
        ("es", "minero", {"mineros"}),
        ("", "earthq", {"quake"}),
    ],
)
def test_readers_find(browser: Browser, host: str, lang: str, words: str, found: set[str]) -> None:
    with opened(browser, f"{host}/{lang}{lang and '/'}search/") as page:
        page.get_by_role("searchbox").fill(words)
        assert slugs(results(page)) == found
        assert re.search(rf"[:：] ?{len(found)}$", said(page))


@pytest.mark.parametrize(
    ("words", "told", "found"),
    [
        ("Armstrong zzzqqq", "No story has “zzzqqq”; the others find: 1", {"moon"}),
        (
            "Kennedy zzzqqq ship",
            "No story has “Kennedy” and “zzzqqq”; the others find: 2",
            {"ship", "ferry"},
        ),
        ("zzzqqq", "No story has “zzzqqq”.", set()),
        ('"lost ship" titanic', "No story has “lost ship”; the others find: 1", {"ship"}),
    ],
)
def test_a_word_that_no_story_has_is_named_and_the_others_are_found(
    browser: Browser, host: str, words: str, told: str, found: set[str]
) -> None:
    with opened(browser, f"{host}/search/") as page:
        page.get_by_role("searchbox").fill(words)
        assert said(page) == told
        expect(page.locator("#found h2 a")).to_have_count(len(found))
        assert (
            slugs(
                [one.partition("?")[0] for one in page.locator("#found h2 a").evaluate_all(HREFS)]
            )
            == found
        )


def test_words_that_never_meet_say_how_many_each_finds(browser: Browser, host: str) -> None:
    with opened(browser, f"{host}/search/?q=titanic+armstrong") as page:
        assert said(page) == "No story has all of these words. By themselves they find:"
        expect(page.locator("#hints p")).to_have_text(["“titanic” 1", "“armstrong” 1"])
        page.get_by_role("link", name="“titanic”").click()
        assert slugs(results(page)) == {"ship"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("titanik", "titanic"),
        ("earthqake", "earthquake"),
        ("fery", "ferry"),
        ("aerthquake", "earthquake"),
        # The first letter is another, is missing, or is too much.
        ("ritanic", "titanic"),
        ("itanic", "titanic"),
        ("rtitanic", "titanic"),
        ("aighthouse", "lighthouse"),
        ("arrasco", "carrasco"),
    ],
)
def test_a_word_that_was_mistyped_is_asked_about(
    browser: Browser, host: str, typed: str, meant: str
) -> None:
    with opened(browser, f"{host}/search/?q={typed}") as page:
        asked = page.locator("#hints").get_by_role("link", name=meant, exact=True)
        expect(asked).to_be_visible()
        expect(page.locator("#hints")).to_contain_text("Did you mean")
        asked.click()
        page.wait_for_url(f"{host}/search/?q={meant}")
        assert said(page).startswith("Stories found")


def test_the_word_that_was_mistyped_is_replaced_and_no_part_of_another(
    browser: Browser, host: str
) -> None:
    with opened(browser, f"{host}/search/?q=titanikx+titanik") as page:
        links = page.locator("#hints").get_by_role("link", name="titanic", exact=True)
        expect(links).to_have_count(2)
        assert links.evaluate_all(HREFS) == [
            "/search/?q=titanic+titanik",
            "/search/?q=titanikx+titanic",
        ]


def test_names_without_a_page_lead_to_their_stories(browser: Browser, host: str) -> None:
    def without_pages(route: Route) -> None:
        text = route.fetch().text()
        route.fulfill(body=re.sub(r'(\["author","[^"]*)","[^"]*"', r'\1",""', text))

    with opened(browser, f"{host}/search/") as page:
        page.route("**/search-index/en/words/*", without_pages)
        page.get_by_role("searchbox").fill("lavoie")
        links = page.locator("#names a")
        expect(links).to_have_text(["Ann Lavoie", "Bo Lavoie"])
        assert links.evaluate_all(HREFS) == [
            "/search/?author=Ann+Lavoie",
            "/search/?author=Bo+Lavoie",
        ]


@pytest.mark.parametrize(
    ("words", "name", "kind", "address"),
    [
        ("carrasco", "Inés Carrasco", "Author", "/authors/ines-carrasco/"),
        ("harbor wire", "Harbor Wire", "Partner", "/partners/the-wire/"),
        ("harbor wire lighthouse", "Harbor Wire", "Partner", "/partners/the-wire/"),
        ("harbo", "Harbor Wire", "Partner", "/partners/the-wire/"),
        ("harbours", "Harbours", "Section", "/sections/harbours/"),
    ],
)
def test_names_stand_above_the_stories(  # noqa: PLR0913, PLR0917 (what is asked and found)
    browser: Browser, host: str, words: str, name: str, kind: str, address: str
) -> None:
    with opened(browser, f"{host}/search/?q={words}") as page:
        link = page.locator("#names").get_by_role("link", name=name)
        expect(link).to_be_visible()
        expect(page.locator("#names li").filter(has_text=name)).to_have_text(f"{name} {kind}")
        assert link.get_attribute("href") == address


def test_another_language_that_has_the_word_is_named(browser: Browser, host: str) -> None:
    with opened(browser, f"{host}/search/?q=mineros") as page:
        link = page.get_by_role("link", name="Stories in Spanish have “mineros”")
        link.click()
        page.wait_for_url(f"{host}/es/search/?q=mineros")
        assert slugs(results(page)) == {"mineros"}


def test_an_update_whose_heading_has_attributes_is_led_to(browser: Browser, host: str) -> None:
    with opened(browser, f"{host}/search/?q=lighthouse") as page:
        link = page.locator("#found ol a")
        expect(link).to_have_text("6:20 p.m. · March 4, 2011 · Closed again")
        link.click()
        page.wait_for_url("**/?found=lighthouse#update-2011-03-04-1820")
        expect(page.locator("#update-2011-03-04-1820")).to_be_in_viewport()


def test_topics_with_one_page_are_one_filter(browser: Browser, host: str) -> None:
    with opened(browser, f"{host}/search/?q=") as page:
        page.locator("summary", has_text="Filter and sort").click()
        choices = page.get_by_label("Topic").locator("option")
        expect(choices).to_have_count(2)
        [_, name] = choices.evaluate_all("all => all.map(one => one.value)")
        expect(choices.nth(1)).to_have_text(f"{name} (2)")
        page.get_by_label("Topic").select_option(name)
        assert slugs(results(page)) == {"ferry", "dust"}
