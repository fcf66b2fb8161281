"""The story as it stood, and its replay, in Firefox and WebKit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .drivers import ENTER, Driven, firefox
from .test_reading_room import EVENING, NEWEST_FIRST, TITANIC

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOON, NIGHT, FIRST = NEWEST_FIRST[3:]
SHOWN = """[...document.querySelectorAll('section.update')].filter(
  one => one.offsetHeight > 0).map(one => one.id).join()"""
THERE = "Boolean(document.querySelector(arguments[0]))"
CLOCK = "document.querySelector('.replay .now b').textContent.replaceAll('\\u202f', ' ')"
# A window of a width of its own: Firefox has none narrower than 500 pixels.
FRAMED = """
const frame = document.createElement('iframe');
frame.width = arguments[1];
frame.height = 700;
frame.src = arguments[0];
document.body.append(frame);
"""
INSIDE = "document.querySelector('iframe').contentDocument"
SIZES = f"""return (root => [root.clientWidth, root.scrollWidth])({INSIDE}.documentElement)"""
LEFT, RIGHT, END = "\ue012", "\ue014", "\ue010"  # as WebDriver writes these keys


@pytest.fixture(scope="module")
def driven_firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driven]:
    """WebKit has no width: nobody looks at its screen."""
    with firefox(tmp_path_factory.mktemp("firefox")) as one:
        yield one


def wait_for_shown(driven: Driven, anchors: list[str]) -> None:
    driven.wait_for(f"{SHOWN} === arguments[0]", ",".join(anchors))


def test_a_story_is_read_as_it_stood(driven: Driven, site: str) -> None:
    driven.go(f"{site}{TITANIC}")
    driven.wait_for(THERE, f"#{EVENING} .then")
    # By keys: WebKit does not go back to what a page did by itself.
    driven.type(f"#{EVENING} .then", ENTER)
    wait_for_shown(driven, NEWEST_FIRST[2:])
    driven.wait_for("document.title.startsWith('As it stood on Monday, April 15, 1912')")
    driven.wait_for("!document.body.innerText.includes('705')")
    driven.type("aside.as-of [rel=prev]", ENTER)
    wait_for_shown(driven, NEWEST_FIRST[3:])
    driven.back()
    wait_for_shown(driven, NEWEST_FIRST[2:])
    driven.click("aside.as-of button")
    wait_for_shown(driven, NEWEST_FIRST)
    driven.wait_for("document.title.startsWith('Titanic sinks')")


def test_the_coverage_is_replayed(driven: Driven, site: str) -> None:
    driven.go(f"{site}{TITANIC}")
    driven.wait_for(THERE, ".rail .open-replay")
    driven.click(".rail .open-replay")
    wait_for_shown(driven, [FIRST])
    driven.wait_for("document.activeElement.textContent === 'Pause'")
    # At the end of the wait there is an update that nobody asked for.
    driven.wait_for(f"document.querySelector('#{NIGHT}').offsetHeight > 0")
    driven.type(".replay .play", ENTER)
    driven.wait_for("document.querySelector('.replay .play').textContent === 'Play'")
    driven.wait_for("location.search.startsWith('?replay=update')")


def test_the_slider_is_worked_by_keys(driven: Driven, site: str) -> None:
    driven.go(f"{site}{TITANIC}?replay")
    driven.wait_for(THERE, ".replay input")
    driven.type(".replay input", RIGHT)
    wait_for_shown(driven, [NIGHT, FIRST])
    driven.wait_for(f"{CLOCK} === 'Mon, Apr 15, 3:05 AM'")
    driven.type(".replay input", END)
    wait_for_shown(driven, NEWEST_FIRST)
    driven.type(".replay input", LEFT)
    wait_for_shown(driven, NEWEST_FIRST[1:])
    driven.click(".replay .end")
    wait_for_shown(driven, NEWEST_FIRST)
    driven.wait_for(f"location.pathname + location.search === '{TITANIC}'")


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize(("asks", "sign"), [("as-of", "aside.as-of"), ("replay", ".replay")])
def test_a_moment_fits_into_the_window(
    driven_firefox: Driven, site: str, asks: str, sign: str, width: int
) -> None:
    driven_firefox.go(f"{site}/reading-the-times/")
    driven_firefox.script(FRAMED, f"{site}{TITANIC}?{asks}={NOON}", width)
    driven_firefox.wait_for(f"Boolean({INSIDE}.querySelector(arguments[0]))", sign)
    inside, content = driven_firefox.script(SIZES)
    assert width - 20 <= inside <= width
    assert content <= inside
