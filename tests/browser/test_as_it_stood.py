"""A story as it stood at an update: no word of the ending, and what leads to other moments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from babel.core import Locale
from babel.messages.pofile import read_po

from backfile.cli.translating import messages

from .conftest import ROOT
from .test_reading_room import (
    AS_OF,
    EVENING,
    NEWEST_FIRST,
    PHONE,
    TITANIC,
    opened,
    scroll_to,
    shown,
)
from .waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

THEME = ROOT / "theme"
SITE_NAME = "The Backfile Sample Archive"
NOON, NIGHT = "update-1912-04-15-1215", "update-1912-04-15-0305"
# The strip shows when updates came, and tells how long a silence lasted.
UNITS = {"minutes", "hour", "hours", "days", "minutos", "horas", "días", "noon", "midnight"}
# The texts of the whole story: of each update with its notes, by its name; of what was written at
# the end; and what names the page everywhere.
TEXTS = """() => {
  const story = document.querySelector('.story');
  const text = all => [...all].map(one => one.textContent).join(' ');
  const of = update => {
    const own = update.cloneNode(true);
    own.querySelectorAll('.tools, .corrected').forEach(tool => tool.remove());
    const refs = [...update.querySelectorAll('.footnote-ref')];
    const notes = refs.map(ref => document.getElementById(ref.hash.slice(1)));
    const stamps = [...update.querySelectorAll('[aria-label]')].map(one => one.ariaLabel);
    return [own.textContent, text(notes), ...stamps].join(' ');
  };
  const ranked = story.querySelectorAll('.rail li[data-rank]');
  const ending = ':scope > :is(h1, .standfirst, .lead, .related, .parts, .sequel, .neighbours)';
  return {
    updates: Object.fromEntries([...story.querySelectorAll('.update')].map(
      one => [one.id, of(one)])),
    ranks: Object.fromEntries([...ranked].map(
      one => [one.querySelector('a').hash.slice(1), +one.dataset.rank])),
    ending: text(story.querySelectorAll(ending)),
    everywhere: location.pathname + text(document.querySelectorAll(
      '.attribution, .facts .anytime, .masthead, .colophon, .trail')),
  };
}"""


def words(text: str) -> set[str]:
    """Return the words of *text* that say something: of four letters and more."""
    return set(re.findall(r"[^\W\d_]{4,}", text.lower()))


def words_of_the_theme() -> set[str]:
    """Return all words that the theme's own texts have, in any language; they tell no ending."""
    said = {str(one.id) for one in messages(THEME)}
    for lang in ("en", "es"):
        said |= {name for kind in ("days", "months") for name in _names(lang, kind)}
    for path in (THEME / "translations").glob("*.po"):
        with path.open("rb") as file:
            said |= {str(one.string) for one in read_po(file)}
    return words(" ".join(said))


def _names(lang: str, kind: str) -> Iterator[str]:
    for widths in getattr(Locale(lang), kind).values():
        for names in widths.values():
            yield from names.values()


WORDS_OF_THE_THEME = words_of_the_theme()


def stories_with_updates(output: Path) -> Iterator[str]:
    for page in sorted(output.rglob("index.html")):
        if '<template id="as-of">' in page.read_text("utf-8"):
            yield f"/{page.parent.relative_to(output).as_posix()}/"


def told_by(page: Page) -> dict[str, str]:
    """Return what a page tells: to the eye, on paper, to a screen reader, in the tab."""
    told = {
        "title": page.title(),
        "screen": page.locator("body").inner_text(),
        "screen reader": re.sub("/url: .*", "", page.locator("body").aria_snapshot()),
    }
    page.emulate_media(media="print")
    told["paper"] = page.locator("body").inner_text()
    page.emulate_media(media="null")
    return told


@pytest.mark.parametrize("asks", ["as-of", "replay"])
def test_no_word_of_the_ending_stands_on_a_page_as_it_stood_before(
    browser: Browser, site: str, output: Path, asks: str
) -> None:
    """For each story of the sample, at each of its moments."""
    leaks, moments = [], 0
    for path in stories_with_updates(output):
        with opened(browser, site + path) as page:
            texts = page.evaluate(TEXTS)
            ranks = texts["ranks"]
            for anchor, rank in ranks.items():
                page.goto(f"{site}{path}?{asks}={anchor}")
                known = {one for one in texts["updates"] if ranks.get(one, 999) <= rank}
                assert set(shown(page)) == known
                written = words(" ".join(texts["updates"][one] for one in known))
                later = " ".join(text for one, text in texts["updates"].items() if one not in known)
                ending = words(texts["ending"] + later) - written - WORDS_OF_THE_THEME - UNITS
                ending -= words(texts["everywhere"])
                for where, text in told_by(page).items():
                    told = ending & words(text)
                    leaks += [f"{path} {anchor} {where}: {sorted(told)}"] if told else []
                moments += 1
    assert not leaks, "\n".join(leaks)
    assert moments > 80


def test_the_ending_would_be_found(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC + AS_OF) as page:
        assert not any("pier" in words(text) for text in told_by(page).values())
        page.evaluate("document.querySelector('.story').classList.remove('as-of')")
        page.evaluate("document.title = 'At her pier'")
        assert all("survivors" in words(told_by(page)[one]) for one in ("screen", "paper"))
        assert "pier" in words(told_by(page)["title"])


def test_the_headline_as_last_published_is_there_for_those_who_ask(
    browser: Browser, site: str
) -> None:
    with opened(browser, site + TITANIC + AS_OF) as page:
        fold = page.locator("aside.as-of details")
        assert fold.get_by_text("Titanic sinks").is_hidden()
        fold.get_by_text("Headline as last published").click()
        assert fold.get_by_text("Titanic sinks; 705 reach New York").is_visible()
        page.get_by_role("link", name="Next update").click()
        assert fold.get_by_text("Titanic sinks").is_hidden()


def test_the_title_and_the_strip_are_those_of_the_moment(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC) as page:
        title = page.title()
        strip = page.locator(".rhythm > title")
        name = strip.text_content()
        page.goto(site + TITANIC + AS_OF)
        stood = "As it stood on Monday, April 15, 1912, 6:16 PM, New York time"
        assert " ".join(page.title().split()) == f"{stood} · {SITE_NAME}"
        assert " ".join((strip.text_content() or "").split()) == stood
        assert page.get_by_role("heading", level=1).count() == 1
        page.get_by_role("button", name="Show the whole story").click()
        assert page.title() == title
        assert strip.text_content() == name
        assert page.get_by_role("heading", level=1).inner_text().startswith("Titanic sinks")


def test_steps_lead_to_the_moments_before_and_after(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC + AS_OF) as page:
        back = page.get_by_role("link", name="Previous update")
        on = page.get_by_role("link", name="Next update")
        assert back.get_attribute("href") == f"?as-of={NOON}#{NOON}"
        back.focus()
        page.keyboard.press("Enter")
        assert page.url == f"{site}{TITANIC}?as-of={NOON}#{NOON}"
        assert shown(page) == NEWEST_FIRST[3:]
        assert page.evaluate("document.activeElement.rel") == "prev"
        said = page.locator(".story > [role=status]").inner_text()
        assert "12:15" in said
        page.keyboard.press("Enter")
        assert shown(page) == NEWEST_FIRST[4:]
        page.keyboard.press("Enter")
        assert shown(page) == NEWEST_FIRST[5:]
        # There is nothing before the first report.
        assert back.is_hidden()
        assert page.evaluate("document.activeElement.matches('aside.as-of')")
        for count in (4, 3, 2, 1, 0):
            on.click()
            assert shown(page) == NEWEST_FIRST[count:]
        assert on.is_hidden()
        assert "No updates followed." in page.locator("aside.as-of").inner_text()
        page.go_back()
        assert shown(page) == NEWEST_FIRST[1:]


def test_where_one_is_never_is_a_hidden_update(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC) as page:
        scroll_to(page, NEWEST_FIRST[1])
        page.locator(f"#{NOON}").get_by_role("link", name="Read as it stood then").focus()
        scroll_to(page, NEWEST_FIRST[1])
        page.locator(f"#{NOON} .then").evaluate("one => one.click()")
        assert shown(page) == NEWEST_FIRST[3:]
        assert page.locator(".rail .later [aria-current], .rhythm .later.here").count() == 0


def test_what_the_script_does_not_know_is_hidden_too(browser: Browser, site: str) -> None:
    """A part of a story's page that is added by another theme or a later version."""
    with opened(browser, site + TITANIC) as page:
        page.evaluate("document.querySelector('.record').before(document.createElement('output'))")
        page.evaluate("document.querySelector('.story > output').textContent = 'The end'")
        assert page.locator(".story > output").is_visible()
        page.locator(f"#{EVENING} .then").evaluate("one => one.click()")
        assert page.locator(".story > output").is_hidden()


def test_without_a_script_the_page_says_what_needs_it(browser: Browser, site: str) -> None:
    with opened(browser, site + TITANIC + AS_OF, java_script_enabled=False) as page:
        said = page.locator(".needs-script")
        assert said.is_visible()
        assert "you need JavaScript" in said.inner_text()
        assert shown(page) == NEWEST_FIRST
        page.emulate_media(media="print")
        assert said.is_hidden()
    with opened(browser, site + TITANIC + AS_OF) as page:
        assert page.locator(".needs-script").count() == 0


def test_an_update_of_a_day_has_no_time(browser: Browser, site: str) -> None:
    path = "/1906/04/san-francisco-earthquake/"
    with opened(browser, f"{site}{path}?as-of=update-1906-04-20") as page:
        assert page.get_by_role("heading", level=1).inner_text() == (
            "As it stood on Friday, April 20, 1906"
        )


def test_a_first_report_without_a_stamp_stood_at_the_date_of_its_story(
    browser: Browser, site: str
) -> None:
    with opened(browser, f"{site}{TITANIC}?as-of=original-post") as page:
        name = page.get_by_role("heading", level=1).inner_text()
        assert " ".join(name.split()) == (
            "As it stood on Monday, April 15, 1912, 1:40 AM, New York time"
        )


@pytest.mark.parametrize("width", [320, 360, 1440])
def test_the_note_fits(browser: Browser, site: str, width: int) -> None:
    size = {"width": width, "height": PHONE["height"]}
    with opened(browser, f"{site}{TITANIC}{AS_OF}", viewport=size) as page:
        wait_until(page, "Boolean(document.querySelector('aside.as-of'))")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_notes_of_later_updates_are_hidden_and_the_others_keep_their_numbers(
    browser: Browser, site: str
) -> None:
    path = "/1969/07/eagle-lands/"
    with opened(browser, site + path) as page:
        notes = page.locator(".footnote li")
        refs = page.eval_on_selector_all(
            ".footnote-ref", "all => all.map(one => [one.hash, one.closest('.update')?.id])"
        )
        assert notes.count() > 1
        for anchor in page.evaluate(TEXTS)["ranks"]:
            page.goto(f"{site}{path}?as-of={anchor}")
            expected = {hash_ for hash_, update in refs if update in shown(page)}
            hidden = [one for one in notes.all() if not one.is_visible()]
            seen = {f"#{one.get_attribute('id')}" for one in notes.all() if one.is_visible()}
            assert seen == expected
            assert [one.evaluate("one => one.offsetHeight") for one in hidden] == [0] * len(hidden)
