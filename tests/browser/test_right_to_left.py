"""Pages that are written from right to left: what stands where, as a reader sees it."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backfile.config.site_settings import site_settings
from backfile.pipeline.build import build
from benchmarks.pages import serving

from .test_accessibility import SCHEMES, WIDTHS, violations
from .windows import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
STORY = """\
Title: {title}
Slug: ship
Date: 2014-06-16 11:02
Timezone: Asia/Beirut
Lang: {lang}
Partner: {partner}
Original_URL: https://wire.example/{lang}/ship.html
Original_SHA256: {sha256}

{text}

## 6:20 p.m.: {headline} {{: inferred="out-of-order" }}

{text}

## 2:05 p.m.

{text}

## Correction

{text}

## Original Post

{text}
"""
ARABIC = {
    "lang": "ar",
    "title": "عبّارة تتأخر في الميناء",
    "headline": "وصول الركاب",
    "text": "خبر قصير من الميناء.",
}
HEBREW = {
    "lang": "he",
    "title": "ספינה קוראת לעזרה",
    "headline": "ניצולים",
    "text": "טקסט של העדכון.",
}
PARTNERS = {
    "harbor-wire": "Title: Harbor Wire\n\nA wire.\n",
    "port-paper": "Title: Port Paper\nCredit_ar: من أرشيف شريكنا {partner}.\n\nA paper.\n",
}
PAGES = {
    "ar": "/ar/2014/06/ship/",
    "he": "/he/2014/06/ship/",
    "own": "/ar/2014/07/ship/",
}
# Where each character of an element is, from its left edge, in the order of the text.
PLACES = """element => {
  const places = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    for (let at = 0; at < node.length; at += 1) {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      places.push([node.data[at], box.left, box.top]);
    }
  }
  return places;
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("right-to-left")
    own = ARABIC | {"partner": "port-paper"}
    files = {
        "stories/ar.md": STORY.format(**ARABIC, partner="harbor-wire", sha256=SHA256),
        "stories/he.md": STORY.format(**HEBREW, partner="harbor-wire", sha256=SHA256),
        "stories/own.md": STORY.format(**own, sha256=SHA256)
        .replace("2014-06", "2014-07")
        .replace("ship.html", "own.html"),
        **{f"partners/{slug}.md": text for slug, text in PARTNERS.items()},
    }
    with serving(built(folder, files)) as served:
        yield served


def built(folder: Path, files: dict[str, str], **own: str) -> Path:
    """Return the output of a site of *files*, by their names, with settings of its *own*."""
    for name, text in files.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    with chdir(Path(__file__).parents[2]):
        settings = site_settings(content=str(folder / "content"), output=str(folder / "output"))
        return build({**settings, **own})


def seen(element: Locator) -> str:
    """Return the characters of an *element* of one line as they stand, from left to right."""
    # Isolates (U+2068, U+2069) are not seen.
    places = [place for place in element.evaluate(PLACES) if place[0] not in "\u2068\u2069"]
    assert len({round(top / 20) for _, _, top in places}) == 1, "it has several lines"
    return "".join(one for one, _, _ in sorted(places, key=lambda place: place[1]))


@pytest.mark.parametrize("lang", ["ar", "he"])
def test_an_english_credit_reads_from_left_to_right(
    browser: Browser, address: str, lang: str
) -> None:
    with opened(browser, address + PAGES[lang]) as page:
        for credit in page.locator(".attribution").all():
            assert seen(credit) == "This article is from the archive of our partner Harbor Wire."


def test_an_arabic_credit_keeps_a_latin_name_whole_and_ends_at_the_left(
    browser: Browser, address: str
) -> None:
    with opened(browser, address + PAGES["own"]) as page:
        credit = seen(page.locator(".attribution").first)
        assert credit == ".Port Paper " + "من أرشيف شريكنا"[::-1]


def test_latin_names_of_an_arabic_site_end_with_their_last_mark(
    browser: Browser, tmp_path: Path
) -> None:
    names = {"DEFAULT_LANG": "ar", "SITENAME": "What next?", "SITESUBTITLE": "What now?"}
    files = {
        "stories/ar.md": STORY.format(**ARABIC, partner="harbor-wire", sha256=SHA256),
        "partners/harbor-wire.md": PARTNERS["harbor-wire"],
    }
    with serving(built(tmp_path, files, **names)) as site, opened(browser, f"{site}/") as page:
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert seen(page.locator(".motto h1")) == "What now?"
        assert seen(page.locator(".colophon p").first) == "What now? .What next?"


@pytest.mark.parametrize("lang", ["ar", "he"])
def test_printed_times_and_checksums_read_from_left_to_right(
    browser: Browser, address: str, lang: str
) -> None:
    with opened(browser, address + PAGES[lang]) as page:
        assert seen(page.locator("h2 time").first) == "6:20 p.m."
        groups = page.locator("#sha256 span")
        tops = [groups.nth(n).bounding_box() for n in range(2)]
        assert all(tops)
        first, second = (box["x"] for box in tops if box)
        assert first < second
        page.locator(".record summary").last.click()
        assert seen(page.locator(".record details").last.locator("a").first) in {
            "6:20 p.m.",
            "2:05 p.m.",
        }
        assert seen(page.locator(".record .address").first).startswith("https://")


def test_the_links_between_an_update_and_its_correction_begin_at_the_right(
    browser: Browser, address: str
) -> None:
    for lang in ("ar", "he"):
        with opened(browser, address + PAGES[lang]) as page:
            assert ends(page, ".corrects a") == pytest.approx(
                ends(page, ".update[data-kind=correction] > p:not([class])"), abs=2
            )
            assert "2:05 p.m." in seen(page.locator(".corrects a"))


def ends(page: Page, selector: str) -> float:
    """Return the right edge of the text of an element."""
    return float(
        page.locator(selector).first.evaluate(
            "element => { const range = document.createRange(); range.selectNodeContents(element);"
            " return range.getBoundingClientRect().right }"
        )
    )


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_no_page_is_wider_than_its_window_or_breaks_a_rule(
    browser: Browser, address: str, axe: str, path: str
) -> None:
    broken = []
    with opened(browser, address + path, reduced_motion="reduce") as page:
        page.evaluate(axe)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate("document.documentElement.scrollWidth") <= width
                broken += [f"{path} {scheme} {width}: {one}" for one in violations(page)]
    assert not broken, "\n".join(broken)
