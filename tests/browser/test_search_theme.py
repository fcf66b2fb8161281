"""The search in a theme of one's own, and from a disk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from backfile.config.site_settings import site_settings
from backfile.pipeline.build import build
from benchmarks.pages import serving

from .conftest import ROOT
from .searching import opened, results
from .waiting import wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SEARCH = """\
<!DOCTYPE html>
<html lang="{{ reading_lang }}">
<head>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<title>Search</title>
<script defer src="{{ SITEURL }}/{{ search_index }}/search.js"></script>
</head>
<body>
{% include 'backfile/search.html' %}
</body>
</html>
"""
ARTICLE = """\
<!DOCTYPE html>
<html lang="{{ article.lang }}">
<head>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<title>{{ article.title }}</title>
<script defer src="{{ SITEURL }}/{{ search_index }}/arrival.js"></script>
</head>
<body><article>{{ article.content }}</article></body>
</html>
"""
STORY = """\
Title: Swing bridge
Date: 2011-03-04
Timezone: UTC
Slug: bridge
Authors: Ann Lee

The swing bridge is closed.

## 6:20 p.m.: Still closed

A ferry waits.
"""


# The colour of marks, which a theme without one of its own leaves to the browser.
MARK = """() => {
  const one = document.body.appendChild(document.createElement('mark'));
  return getComputedStyle(one).backgroundColor;
}"""
NAME = "The Backfile Sample Archive"


def build_site(folder: Path, **settings: Any) -> Path:
    """Build a site of one story with the smallest theme that searches; return the output."""
    templates = folder / "theme" / "templates"
    templates.mkdir(parents=True)
    (folder / "theme" / "static").mkdir()
    (templates / "search.html").write_text(SEARCH, "utf-8")
    (templates / "article.html").write_text(ARTICLE, "utf-8")
    for other in (ROOT / "theme" / "templates").glob("*.html"):
        if not (templates / other.name).exists():
            (templates / other.name).write_text("<!DOCTYPE html><title>A</title>", "utf-8")
    (folder / "content" / "stories").mkdir(parents=True)
    (folder / "content" / "stories" / "bridge.md").write_text(STORY, "utf-8")
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        output = folder / "output"
        told = site_settings(content=str(folder / "content"), output=str(output))
        own = {"THEME": str(folder / "theme"), "CACHE_PATH": str(folder / "cache")}
        build({**told, **own, "BACKFILE_CARD_IMAGES": False, **settings})
    finally:
        os.chdir(here)
    return output


def test_one_include_and_one_script_are_a_search(browser: Browser, tmp_path: Path) -> None:
    with (
        serving(build_site(tmp_path)) as address,
        opened(browser, f"{address}/search/") as page,
    ):
        page.get_by_role("searchbox").fill("ferry")
        assert results(page) == ["/2011/03/bridge/"]
        page.locator("#found ol a").click()
        page.wait_for_url("**/2011/03/bridge/?found=ferry#update-2011-03-04-1820")
        wait_until(page, "CSS.highlights.get('found')?.size === 1")
        marked = "getComputedStyle(document.querySelector('article'), '::highlight(found)')"
        assert page.evaluate(f"{marked}.textDecorationLine") == "underline"
        assert page.evaluate(f"{marked}.backgroundColor") == page.evaluate(MARK)


@pytest.mark.parametrize("theme", ["own", "backfile"])
def test_the_search_works_from_a_disk(browser: Browser, tmp_path: Path, theme: str) -> None:
    """In Chromium, which lets no page on a disk load modules or fetch files."""
    settings: dict[str, Any] = {"RELATIVE_URLS": True}
    if theme == "backfile":
        settings["THEME"] = str(ROOT / "theme")
    output = build_site(tmp_path, **settings)
    page = browser.new_page()
    page.goto((output / "search" / "index.html").as_uri())
    page.get_by_role("searchbox").fill("ferry")
    assert results(page) == ["../2011/03/bridge/index.html"]
    assert page.url.endswith("/search/index.html?q=ferry")
    page.locator("#found h2 a").click()
    expect(page).to_have_title("Swing bridge" if theme == "own" else "Swing bridge · " + NAME)
    wait_until(page, "CSS.highlights.get('found')?.size === 1")
    page.close()
