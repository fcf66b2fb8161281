"""Long stories in Firefox and WebKit, on a phone and on a desk, with scripts and without.

WebKit paints here for nobody, so that its windows have no size: what is measured, Firefox is asked.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.pages import serving

from .drivers import Driven, firefox
from .long_stories import ARABIC, KEYS, LONG, UPDATES, anchor, build_long_stories

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTHS = [360, 1280]
# A frame has any width, which a window does not; one that may not run scripts runs none.
OPEN = """
const frame = document.createElement('iframe');
[frame.src, frame.width, frame.height] = [arguments[0], arguments[1], 600];
if (!arguments[2]) frame.sandbox = 'allow-same-origin';
document.body.replaceChildren(frame);
frame.scrollIntoView();"""
IN_FRAME = """
const frame = document.querySelector('iframe'), w = frame.contentWindow, d = w.document;
const one = (selector) => d.querySelector(selector);
const all = (selector) => [...d.querySelectorAll(selector)];
const box = (selector) => one(selector).getBoundingClientRect().toJSON();
"""
READY = """(() => { const { contentDocument: d } = document.querySelector('iframe');
  return d.readyState === 'complete' && d.querySelector('.story') !== null })()"""
READ = "return all('.lead, .update').filter(one => one.offsetHeight).map(one => one.id || 'lead')"
HERE = (
    "document.querySelector('iframe').contentDocument.querySelector('.rail [aria-current]')?.hash"
)
SHEET = "return w.getComputedStyle(d.activeElement, '::before').backgroundColor"
PRESS = """one('body').dispatchEvent(
  new w.KeyboardEvent('keydown', { key: arguments[0], bubbles: true }))"""
CLEAR = "rgba(0, 0, 0, 0)"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(build_long_stories(tmp_path_factory.mktemp("long"))) as address:
        yield address


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driven]:
    with firefox(tmp_path_factory.mktemp("measured")) as one:
        yield one


def show(driven: Driven, address: str, width: int, *, scripts: bool = True) -> None:
    """Open *address* in a frame of *width* pixels."""
    site = "/".join(address.split("/", 3)[:3])
    driven.go(f"{site}/404.html")
    driven.script("localStorage.clear()")
    driven.script(OPEN, address, width, scripts)
    driven.wait_for(READY)


def ask(driven: Driven, code: str, *arguments: Any) -> Any:
    return driven.script(IN_FRAME + code, *arguments)


def go_to(driven: Driven, number: int) -> None:
    ask(driven, "d.getElementById(arguments[0]).scrollIntoView()", anchor(number))
    driven.wait_for(f"{HERE} === '#{anchor(number)}'")


# What is shown, in both


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", [360, 1000])
def test_the_bar_leads_to_a_day(driven: Driven, site: str, width: int, scripts: bool) -> None:
    show(driven, site + LONG, width, scripts=scripts)
    shown = "return w.getComputedStyle(one('#days')).display !== 'none'"
    assert not ask(driven, shown)
    ask(driven, "one('[popovertarget]').click()")
    assert ask(driven, shown)
    ask(driven, "all('#days a').find(one => one.offsetHeight && /Mar 6/.test(one.text)).click()")
    assert ask(driven, "return w.location.hash") == "#update-2011-03-06-2358"
    assert ask(driven, shown) != scripts
    assert ask(driven, "return one('.turn').hidden") != scripts


@pytest.mark.parametrize("width", WIDTHS)
def test_the_others_are_put_aside_and_come_back(driven: Driven, site: str, width: int) -> None:
    show(driven, site + LONG, width)
    ask(driven, "one('.key-only').click()")
    shown = ask(driven, READ)
    assert len(shown) == 1 + len(KEYS) + 1
    assert {anchor(number) for number in KEYS} < set(shown)
    ask(driven, "one('.corrects a').click()")
    assert len(ask(driven, READ)) == UPDATES + 3


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", WIDTHS)
def test_then_and_now_shows_the_first_report_and_the_last_word(
    driven: Driven, site: str, width: int, scripts: bool
) -> None:
    show(driven, site + LONG, width, scripts=scripts)
    ask(driven, "one('.to-then a').click()")
    read = ask(driven, READ)
    assert len(read) == 3
    assert {"lead", "original-post"} < set(read)
    ask(driven, "one('.then-and-now a').click()")
    assert len(ask(driven, READ)) == UPDATES + 3


def test_keys_put_a_bar_beside_the_update_and_flood_nothing(driven: Driven, site: str) -> None:
    show(driven, site + LONG, 1280)
    ask(driven, PRESS, "j")
    assert ask(driven, "return d.activeElement.id") == anchor(119)
    assert ask(driven, "return w.location.hash") == f"#{anchor(119)}"
    assert ask(driven, SHEET) == CLEAR
    # An address that is followed is marked.
    ask(driven, "one(`.rail [href='#${arguments[0]}']`).click()", anchor(116))
    marked = "return w.getComputedStyle(one(':target'), '::before').backgroundColor"
    driven.wait_for(f"(() => {{ {IN_FRAME} {marked} }})() !== '{CLEAR}'")
    assert ask(driven, "return one(':target').id") == anchor(116)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_original_post_says_when_it_was_published(
    driven: Driven, site: str, scripts: bool
) -> None:
    show(driven, site + LONG, 360, scripts=scripts)
    said = ask(driven, "return one('#original-post .first-published').textContent")
    assert said.replace("\xa0", " ") == "First published 5:30 PM"


# What is measured, in Firefox


@pytest.mark.parametrize("width", [360, 1000])
def test_the_bar_stays_in_sight_and_says_when_one_is(
    measured: Driven, site: str, width: int
) -> None:
    show(measured, site + LONG, width)
    go_to(measured, 100)
    place = ask(measured, "return one('.bar .place').innerText").replace("\xa0", " ")
    assert " ".join(place.split()) == "Mon, Mar 7 5:53 PM"
    assert ask(measured, "return box('.bar').top") == 0
    ask(measured, "one('[popovertarget]').click()")
    days = ask(measured, "return box('#days')")
    assert 0 <= days["left"] < days["right"] <= width
    assert ask(measured, "return d.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_the_first_report_stands_beside_what_was_finally_known(
    measured: Driven, site: str, width: int
) -> None:
    show(measured, site + LONG, width)
    ask(measured, "one('.to-then a').click()")
    first, lead = ask(measured, "return [box('#original-post'), box('.lead')]")
    if width > 1000:
        assert first["right"] < lead["left"]
        assert abs(first["top"] - lead["top"]) < 40
    else:
        assert first["bottom"] <= lead["top"]
    assert ask(measured, "return d.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", [LONG, ARABIC])
def test_no_label_of_the_strip_touches_another(measured: Driven, site: str, path: str) -> None:
    show(measured, site + path, 1280)
    spans = ask(
        measured,
        "return all('.rhythm text').map(one => one.getBBox()).filter(({y}) => y > 25)"
        ".map(({x, width}) => [x, x + width])",
    )
    assert len(spans) > 1
    assert all(before[1] < after[0] for before, after in pairwise(sorted(spans)))
