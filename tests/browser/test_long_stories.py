"""Coverage of many updates, and of few: what stays in sight, key updates, then and now."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.pages import serving

from .conftest import painted
from .long_stories import (
    ARABIC,
    CORRECTED_AFTER,
    FORMER,
    KEYS,
    LONG,
    NOW,
    SHORT,
    UPDATES,
    anchor,
    build_long_stories,
)
from .test_accessibility import looks, violations
from .waiting import wait_until
from .windows import opened, opened_anew

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Response

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTHS = [360, 1280]
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
FIRST_ON_SUNDAY, LAST_ON_SUNDAY = "#update-2011-03-06-0019", "update-2011-03-06-2358"
THEN = "#then-and-now"
# Whatever can be read of a story, from top to bottom.
READ = """[...document.querySelectorAll('.lead, .update')]
  .filter(one => one.offsetHeight).map(one => one.id || 'lead')"""
STUCK = "document.querySelector('.bar').getBoundingClientRect().top"
SIDEWAYS = "document.documentElement.scrollWidth"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(build_long_stories(tmp_path_factory.mktemp("long"))) as address:
        yield address


def at(width: int) -> dict[str, Any]:
    return {"viewport": {"width": width, "height": 740}, "reduced_motion": "reduce"}


def go_to(page: Page, number: int) -> None:
    """Scroll to an update as a reader would, and wait until the page knows."""
    page.evaluate(f"document.getElementById('{anchor(number)}').scrollIntoView()")
    page.locator(f".rail [href='#{anchor(number)}'][aria-current]").wait_for(state="attached")


def box(page: Page, selector: str) -> dict[str, float]:
    found = page.locator(selector).first.bounding_box()
    assert found is not None, selector
    return dict(found)


# The bar


@pytest.mark.parametrize("width", [320, 360, 1000])
def test_the_bar_stays_in_sight_and_says_when_one_is(
    browser: Browser, site: str, width: int
) -> None:
    with opened(browser, site + LONG, **at(width)) as page:
        assert page.evaluate(STUCK) > 100
        for number, said in ((100, "Mon, Mar 7 5:53 PM"), (20, "Sat, Mar 5 8:33 AM")):
            go_to(page, number)
            place = page.locator(".bar .place")
            assert page.evaluate(STUCK) == 0
            assert " ".join(place.inner_text().replace("\xa0", " ").split()) == said
            assert place.evaluate("one => one.scrollWidth <= one.clientWidth + 1")
            # The update begins below it, so that nothing of it is covered.
            heading = page.locator(f"[id='{anchor(number)}'] > h2").bounding_box()
            assert heading
            assert heading["y"] >= box(page, ".bar")["height"]
        assert page.evaluate(SIDEWAYS) <= width


@SCRIPTS
@pytest.mark.parametrize("width", [360, 1000])
def test_the_bar_leads_to_both_ends_and_to_each_day(
    browser: Browser, site: str, width: int, scripts: bool
) -> None:
    with opened(browser, site + LONG, **at(width), java_script_enabled=scripts) as page:
        page.get_by_role("link", name="First update").click()
        assert page.url.endswith("#original-post")
        page.get_by_role("link", name="Last update").click()
        assert page.url.endswith(f"#{anchor(UPDATES - 1)}")
        days = page.locator("#days")
        assert days.is_hidden()
        page.get_by_role("button", name="Days").click()
        listed = [one.inner_text() for one in days.locator("a").all() if one.is_visible()]
        assert listed == ["Fri, Mar 4", "Sat, Mar 5", "Sun, Mar 6", "Mon, Mar 7", "Tue, Mar 8"]
        place = days.bounding_box()
        assert place
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= width
        page.get_by_role("link", name="Sun, Mar 6", exact=True).locator("visible=true").click()
        target = page.locator(":target")
        # Newest first, so that one comes to the last of that day.
        assert target.get_attribute("id") == LAST_ON_SUNDAY
        assert target.is_visible()
        if scripts:
            assert days.is_hidden()


@pytest.mark.parametrize("width", [360, 1000])
def test_a_day_begins_with_its_first_update_where_the_oldest_come_first(
    browser: Browser, site: str, width: int
) -> None:
    with opened(browser, site + LONG, **at(width)) as page:
        page.locator(".turn").click()
        page.get_by_role("button", name="Days").click()
        page.get_by_role("link", name="Sun, Mar 6", exact=True).locator("visible=true").click()
        assert page.url.endswith(FIRST_ON_SUNDAY)


def test_the_bar_reverses_the_order_and_keeps_the_readers_place(
    browser: Browser, site: str
) -> None:
    with opened(browser, site + LONG, **at(360)) as page:
        go_to(page, 60)
        first = "document.querySelector('.update').id"
        before = page.evaluate(f"document.getElementById('{anchor(60)}').offsetTop - scrollY")
        assert page.evaluate(first) == anchor(UPDATES - 1)
        page.get_by_role("button", name="Reverse the order").click()
        assert page.evaluate(first) == "original-post"
        after = page.evaluate(f"document.getElementById('{anchor(60)}').offsetTop - scrollY")
        assert abs(after - before) < 2
        assert (
            page.locator(".direction [value=oldest-first]").get_attribute("aria-pressed") == "true"
        )
        page.get_by_role("button", name="Reverse the order").click()
        assert page.evaluate(first) == anchor(UPDATES - 1)


def test_without_scripts_no_button_of_the_bar_stands_about(browser: Browser, site: str) -> None:
    with opened(browser, site + LONG, **at(360), java_script_enabled=False) as page:
        assert [one.inner_text() for one in page.locator(".bar > button:visible").all()] == ["Days"]
        assert page.locator(".bar .place").inner_text() == ""


def test_a_story_of_few_updates_has_no_bar(browser: Browser, site: str) -> None:
    with opened(browser, site + SHORT, **at(360)) as page:
        assert page.locator(".bar").count() == 0
        assert "bar.css" not in page.content()


def test_on_wide_screens_the_rail_takes_the_place_of_the_bar(browser: Browser, site: str) -> None:
    with opened(browser, site + LONG, **at(1440)) as page:
        go_to(page, 60)
        assert page.locator(".bar").is_hidden()
        assert page.locator(".rail [aria-current]").is_visible()


@pytest.mark.parametrize("asks", ["as-of", "replay"])
def test_the_rail_of_a_moment_ends_above_the_foot_of_the_page(
    browser: Browser, site: str, asks: str
) -> None:
    with opened(browser, f"{site}{LONG}?{asks}=original-post", **at(1440)) as page:
        page.locator(".story.as-of").wait_for()
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        rail = box(page, ".rail-box")
        assert rail["y"] + rail["height"] <= box(page, ".colophon")["y"]


def test_the_rail_keeps_strip_and_buttons_in_sight(browser: Browser, site: str) -> None:
    with opened(browser, site + LONG, **at(1280)) as page:
        go_to(page, 30)
        for part in (".rhythm", ".rail .zone", ".direction", ".rail .key-only", ".open-keys"):
            place = box(page, part)
            assert 0 <= place["y"] <= 740 - place["height"], part
        here, seen = box(page, ".rail [aria-current]"), box(page, ".rail details")
        assert seen["y"] <= here["y"] <= seen["y"] + seen["height"]
        assert page.locator(".rail .zone").inner_text() == "Times are in Halifax time"


# The strip


@pytest.mark.parametrize("path", [LONG, SHORT, ARABIC])
def test_no_label_of_the_strip_touches_another_or_a_tick(
    browser: Browser, site: str, path: str
) -> None:
    with opened(browser, site + path, **at(1280)) as page:
        texts = page.eval_on_selector_all(
            ".rhythm text",
            "all => all.map(one => one.getBBox())"
            ".map(({x, y, width, height}) => [x, y, x + width, y + height])",
        )
        assert texts
        for one in texts:
            assert all(
                one is other
                or one[2] < other[0] or other[2] < one[0]
                or one[3] < other[1] or other[3] < one[1]
                for other in texts
            )  # fmt: skip
        # Letters begin some way below the top of their line.
        below = [one[1] + 2 for one in texts if one[3] > 35]
        assert all(y >= 30 for y in below), below


# Key updates


@SCRIPTS
@pytest.mark.parametrize("width", WIDTHS)
def test_the_key_updates_are_a_storys_short_history(
    browser: Browser, site: str, width: int, scripts: bool
) -> None:
    with opened(browser, site + LONG, **at(width), java_script_enabled=scripts) as page:
        history = page.get_by_role("navigation", name="Key updates")
        links = history.get_by_role("link")
        anchors = [one.get_attribute("href") for one in links.all()]
        numbered = [f"#{anchor(number)}" for number in KEYS]
        assert [one for one in anchors if one in numbered] == numbered
        # The correction belongs to it, in its place.
        assert len(anchors) == len(KEYS) + 1
        said = " ".join(links.first.inner_text().replace("\xa0", " ").split())
        assert said == "Mar 5, 12:40 AM Report 9"
        assert any("Correction" in one for one in links.all_inner_texts())
        links.nth(2).click()
        assert page.url.endswith(str(anchors[2]))


def test_a_history_of_one_day_says_it_nowhere(browser: Browser, site: str) -> None:
    with opened(browser, site + SHORT, **at(360)) as page:
        (link,) = page.locator(".key-updates a").all()
        assert " ".join(link.inner_text().replace("\xa0", " ").split()) == "8:15 PM The ferry is in"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_others_are_put_aside_and_come_back(browser: Browser, site: str, width: int) -> None:
    place = ".rail" if width > 1000 else ".bar"
    with opened(browser, site + LONG, **at(width)) as page:
        go_to(page, 55)
        button = page.locator(f"{place} .key-only")
        button.click()
        shown = page.evaluate(READ)
        assert shown[0] == "lead"
        assert len(shown) == 1 + len(KEYS) + 1
        assert {anchor(number) for number in KEYS} < set(shown)
        assert button.get_attribute("aria-pressed") == "true"
        assert page.locator(".story > [role=status]").inner_text() == "7 key updates are shown."
        assert page.locator(".rail li:not(.aside)").count() == len(KEYS) + 1
        # The reader is at the update that comes after the one that was put aside.
        current = page.locator(".rail [aria-current]").get_attribute("href")
        assert current in (f"#{anchor(49)}", f"#{anchor(69)}")
        button.click()
        assert len(page.evaluate(READ)) == UPDATES + 3
        assert page.locator(".story > [role=status]").inner_text() == "All updates are shown."


def test_a_link_to_what_was_put_aside_brings_all_back(browser: Browser, site: str) -> None:
    aside = anchor(CORRECTED_AFTER)
    with opened(browser, site + LONG, **at(1280)) as page:
        page.locator(".rail .key-only").click()
        assert page.locator(f"[id='{aside}']").is_hidden()
        page.locator(".corrects a:visible").click()
        assert page.locator(f"[id='{aside}']").is_visible()
        assert 0 <= box(page, f"[id='{aside}']")["y"] < 100
        page.locator(".rail .key-only").click()
        page.evaluate(f"location.hash = '{anchor(3)}'")
        page.locator(f"[id='{anchor(3)}']").wait_for(state="visible")
        wait_until(page, f"Math.abs(document.getElementById('{anchor(3)}')"
                         ".getBoundingClientRect().top) < 100")  # fmt: skip


def test_keys_pass_over_what_was_put_aside(browser: Browser, site: str) -> None:
    with opened(browser, site + LONG, **at(1280)) as page:
        page.locator(".rail .key-only").click()
        page.locator("body").press("j")
        page.keyboard.press("j")
        assert page.url.endswith(f"#{anchor(KEYS[-2])}")


@pytest.mark.parametrize("asks", ["as-of", "replay"])
def test_a_moment_shows_all_that_was_known_then(browser: Browser, site: str, asks: str) -> None:
    with opened(browser, site + LONG, **at(1280)) as page:
        page.locator(".rail .key-only").click()
        assert page.locator(f"[id='{anchor(40)}']").is_hidden()
        page.evaluate(f"history.pushState(null, '', '?{asks}={anchor(40)}')")
        page.evaluate("dispatchEvent(new PopStateEvent('popstate'))")
        assert page.locator(".update:visible").count() == 40 + 2
        assert page.locator(".key-only:visible").count() == 0


def test_the_rail_says_the_day_of_each_key_update(browser: Browser, site: str) -> None:
    days = "all => all.filter(one => one.offsetHeight).map(one => one.innerText)"
    with opened(browser, site + LONG, **at(1280)) as page:
        whole = page.locator(".rail .day").evaluate_all(days)
        page.locator(".rail .key-only").click()
        newest = page.locator(".rail .day").evaluate_all(days)
        assert newest == ["Tue, Mar 8", "Mon, Mar 7", "Sun, Mar 6", "Sat, Mar 5"]
        page.locator(".direction [value=oldest-first]").click()
        assert page.locator(".rail .day").evaluate_all(days) == newest[::-1]
        page.locator(".rail .key-only").click()
        assert page.locator(".rail .day").evaluate_all(days) == whole[::-1]


def test_as_it_stood_then_no_history_tells_the_ending(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}{LONG}?as-of={anchor(40)}", **at(1280)) as page:
        page.locator(".story.as-of").wait_for()
        assert page.locator(".key-updates").is_hidden()
        assert page.locator(".to-then").is_hidden()


@pytest.mark.parametrize("asks", ["as-of", "replay"])
def test_an_address_that_an_update_had_before_leads_to_its_moment(
    browser: Browser, site: str, asks: str
) -> None:
    with opened(browser, f"{site}{SHORT}?{asks}={FORMER}", **at(1280)) as page:
        page.locator(".story.as-of").wait_for()
        assert sorted(page.evaluate(READ)) == ["original-post", NOW]


def test_where_all_is_shown_nothing_offers_to_show_it(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}{SHORT}?as-of=update-1999", **at(1280)) as page:
        assert "no update at that address" in page.locator("aside.as-of").inner_text()
        assert page.get_by_role("button", name="Show the whole story").count() == 0


# Then and now


@SCRIPTS
@pytest.mark.parametrize("width", [*WIDTHS, 1440])
def test_the_first_report_stands_beside_what_was_finally_known(
    browser: Browser, site: str, width: int, scripts: bool
) -> None:
    with opened(browser, site + LONG, **at(width), java_script_enabled=scripts) as page:
        page.get_by_role("link", name="The first report beside what was finally known").click()
        assert page.url.endswith(THEN)
        read = page.evaluate(READ)
        assert len(read) == 3
        assert {"lead", "original-post"} < set(read)
        first, lead = box(page, "#original-post"), box(page, ".lead")
        correction = box(page, ".update[data-kind=correction]")
        headline, facts = box(page, "h1"), box(page, ".story > .facts")
        assert headline["y"] < facts["y"] < box(page, ".then")["y"] < first["y"]
        assert headline["y"] < box(page, "h3.now")["y"]
        assert facts["width"] > width / 2
        assert facts["height"] < 120
        assert box(page, ".now")["y"] < lead["y"] < correction["y"]
        if width > 1000:
            assert first["x"] + first["width"] < lead["x"]
            assert abs(first["y"] - lead["y"]) < 40
        else:
            assert first["y"] + first["height"] <= lead["y"]
            assert first["x"] == lead["x"]
        for gone in (".rail", ".bar", ".key-updates", ".to-then"):
            assert page.locator(gone).is_hidden(), gone
        assert page.evaluate(SIDEWAYS) <= width
        page.get_by_role("link", name="Show the whole story").click()
        assert len(page.evaluate(READ)) == UPDATES + 3
        page.go_back()
        assert len(page.evaluate(READ)) == 3


def test_a_link_of_the_page_leads_out_of_then_and_now(browser: Browser, site: str) -> None:
    with opened(browser, site + LONG + THEN, **at(1280)) as page:
        page.locator(".corrects a:visible").click()
        assert page.locator(":target").is_visible()
        assert page.locator(".rail").is_visible()


def test_nothing_of_the_story_stands_on_its_page_twice(browser: Browser, site: str) -> None:
    with opened(browser, site + LONG + THEN, **at(1280)) as page:
        for sentence in ("at half past five and has not closed.", "had lifted the motor out."):
            assert page.content().count(sentence) == 1


def test_then_and_now_is_printed_side_by_side(browser: Browser, site: str) -> None:
    with opened(browser, site + LONG + THEN, **at(800)) as page:
        page.emulate_media(media="print")
        assert box(page, "#original-post")["x"] < box(page, ".lead")["x"]
        assert len(page.evaluate(READ)) == 3
        assert page.get_by_text("Show the whole story").is_hidden()
        page.goto(site + LONG)
        assert page.get_by_text("The first report beside").is_hidden()


# The original post


@pytest.mark.parametrize("width", WIDTHS)
def test_the_original_post_says_when_it_was_published_and_is_like_the_others(
    browser: Browser, site: str, width: int
) -> None:
    with opened(browser, site + SHORT, **at(width), java_script_enabled=False) as page:
        margin = page.locator("#original-post .first-published")
        assert margin.inner_text().replace("\xa0", " ") == "First published 5:30 PM"
        assert page.locator("#original-post time").count() == 0
        heading, place = box(page, "#original-post h2"), margin.bounding_box()
        assert place
        assert (place["x"] + place["width"] <= heading["x"]) == (width > 1000)
        sheet = "one => { const { insetInlineStart, insetInlineEnd, backgroundColor } = "
        sheet += "getComputedStyle(one, '::before'); "
        sheet += "return [insetInlineStart, insetInlineEnd, backgroundColor] }"
        original = page.locator("#original-post").evaluate(sheet)
        assert original == page.locator(".update").first.evaluate(sheet)
        page.emulate_media(media="print")
        full = "one => getComputedStyle(one, '::after').content"
        printed = margin.locator("a").evaluate(full).replace("\xa0", " ")
        assert printed == '"Monday, April 4, 2011, 5:30 PM, Halifax time"'


def test_facts_and_strip_give_one_count(browser: Browser, site: str) -> None:
    with opened(browser, site + LONG, **at(1280)) as page:
        facts = page.locator(".facts").inner_text()
        strip = page.locator(".rhythm title").text_content() or ""
        assert re.findall(r"\d+ updates", facts) == [f"{UPDATES + 1} updates"]
        assert strip.startswith(f"{UPDATES + 1} updates, from Friday, March 4, 2011")
        assert strip.count("Halifax time") == 1


# What it costs, and who can use it


def test_a_story_of_120_updates_weighs_at_most_60_kilobytes(browser: Browser, site: str) -> None:
    """With all that it asks for but the text face, each file under gzip -9."""
    answers: dict[str, Response] = {}
    with opened_anew(browser, "about:blank") as page:
        page.on("response", lambda answer: answers.update({answer.url: answer}))
        page.goto(site + LONG, wait_until="networkidle")
        sizes = {
            url.removeprefix(site): len(gzip.compress(answer.body(), 9))
            for url, answer in answers.items()
            if answer.request.resource_type not in ("image", "font")
        }
    assert "/theme/css/bar.css" in sizes
    assert sum(sizes.values()) <= 60_000, sizes


@pytest.mark.parametrize(
    ("path", "press"),
    [
        (LONG, ""),
        (LONG, ".key-only:visible"),
        (LONG, "[popovertarget]"),
        (LONG + THEN, ""),
        (SHORT, ""),
        (ARABIC, ""),
        (ARABIC + THEN, ""),
    ],
)
def test_no_state_of_a_story_breaks_a_rule(
    browser: Browser, site: str, axe: str, path: str, press: str
) -> None:
    broken, pressed = [], 0
    with opened(browser, site + path, reduced_motion="reduce") as page:
        page.evaluate(axe)
        for look in looks(page):
            if press:
                for one in page.locator(press).locator("visible=true").all()[:1]:
                    one.click()
                    pressed += 1
            painted(page)
            broken += [f"{path} {press} {look}: {one}" for one in violations(page)]
            page.keyboard.press("Escape")
    assert bool(pressed) == bool(press)
    assert not broken, "\n".join(broken)
