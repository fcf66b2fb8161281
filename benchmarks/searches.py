"""`invoke bench search`: what the index of a large archive costs to make, and to ask."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import statistics
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from backfile.errors import UsageError
from backfile.outputs.search.shards import Page, write_index
from benchmarks.pages import build_archive, serving
from benchmarks.words import language

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

WORDS = 600
VOCABULARY = 60_000
FIRST, YEARS = 1996, 20
UPDATES = 4
# Asks once, as somebody does who presses Enter, and waits for the first story.
_ASK = """words => new Promise(done => {
  const found = document.getElementById('found'), began = performance.now();
  new MutationObserver(() => found.children.length && done(performance.now() - began))
    .observe(found, {childList: true});
  const form = document.getElementById('search');
  form.elements.q.value = words;
  form.requestSubmit();
})"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a first question cost: bytes as they were sent, by path, and milliseconds."""

    sent: dict[str, int]
    wait: float


def search(folder: Path, *, stories: int, rounds: int) -> None:
    """Index *stories* that are made up, ask *rounds* times, and print what it cost.

    Raises UsageError without Playwright and a browser, and BackfileError for a failed build.
    """
    pages = make_pages(stories)
    output, cache = folder / "output", folder / "cache"
    table = Table("the search", f"{stories:,} stories")
    with _chromium() as browser, serving(output) as address:
        build_archive(output, address)  # for its search page; its index makes room for ours
        first = _index(pages, output / "pagefind", cache)
        table.add_row("index, from nothing", f"{first:.1f} s")
        _describe(output / "pagefind", table)
        table.add_row(
            "index, nothing changed", f"{_index(pages, output / 'pagefind', cache):.1f} s"
        )
        pages[stories // 2] = _changed(pages[stories // 2])  # in the largest shard
        again = _index(pages, output / "pagefind", cache)
        table.add_row("index, one story changed", f"{again:.1f} s")
        for kind, words in questions(stories).items():
            _ask_often(browser, f"{address}/search/", kind, words, rounds, table)
    Console().print(table)


def make_pages(count: int) -> list[Page]:
    """Make up *count* stories over twenty years, the same ones every time.

    Their words are as frequent as words are: the n-th comes 1/n times as often as the first (Zipf).
    Each story draws its own, when it is indexed, so that none is kept.
    """
    words = language(random.Random(1912), VOCABULARY)  # noqa: S311 (the same in every run)
    weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(VOCABULARY)))
    apart = timedelta(days=365.25 * YEARS / count)
    pages = []
    for number in range(count):
        day = date(FIRST, 1, 1) + number * apart
        url = f"{day:%Y/%m}/story-{number}/"
        filters = {
            "author": [f"Writer {number % 97}"],
            "partner": [f"Partner {number % 7}"],
            "topic": [f"Topic {number % 41}", f"Topic {41 + number % 89}"],
            "updates": ["yes"],
        }
        html = partial(_story, number, day, filters, words, weights)
        pages.append(Page(url, "en", day.year, (day, url), filters, html))
    return pages


def questions(stories: int) -> dict[str, str]:
    """Return what is asked, by its kind: words that few stories have, and words that many have."""
    words = language(random.Random(1912), VOCABULARY)  # noqa: S311 (those of make_pages)
    return {
        "a rare word": words[min(stories, 9_000)],
        "a common word": words[900],
        "two words": f"{words[200]} {words[700]}",
    }


def _story(
    number: int, day: date, filters: dict[str, list[str]], words: list[str], weights: list[float]
) -> str:
    chance = random.Random(number)  # noqa: S311 (the same in every run)
    length = int(WORDS * chance.lognormvariate(-0.125, 0.5))
    said = chance.choices(words, cum_weights=weights, k=length)
    part = length // (UPDATES + 1)
    paragraphs = [" ".join(said[n * part :][:part]) for n in range(UPDATES + 1)]
    updates = "".join(
        f'<section class="update"><h2 id="update-{day}-1{n}00">1{n}:00 {" ".join(text.split()[:5])}'
        f"</h2><p>{text}</p></section>"
        for n, text in enumerate(paragraphs[1:])
    )
    named = "".join(
        f'<meta data-pagefind-filter="{kind}[content]" content="{name}">'
        for kind, names in filters.items()
        for name in names
    )
    return (
        f'<html lang="en"><head><meta data-pagefind-meta="day[content]" content="{day}">{named}'
        f'</head><body><h1 data-pagefind-ignore="index">Story {number} {" ".join(said[:6])}</h1>'
        f"<p>{paragraphs[0]}</p>{updates}</body></html>"
    )


def _changed(page: Page) -> Page:
    html = page.html().replace("</body>", "<p>Corrected.</p></body>")
    return replace(page, html=lambda: html)


def _index(pages: list[Page], output: Path, cache: Path) -> float:
    """Write the index anew, with what the cache has; return the seconds that it took."""
    shutil.rmtree(output, ignore_errors=True)
    began = time.perf_counter()
    write_index(pages, output, cache)
    return time.perf_counter() - began


def _describe(index: Path, table: Table) -> None:
    sizes = [path.stat().st_size for path in index.rglob("*") if path.is_file()]
    table.add_row("on disk", f"{sum(sizes) / 1e6:.1f} MB in {len(sizes):,} files")
    shards = sorted(path.name for path in index.iterdir() if path.is_dir())
    periods = (name.split("-", 1)[1].rpartition("-")[0] for name in shards)
    table.add_row("shards", f"{len(shards)}: {', '.join(periods)}")


def _ask_often(  # noqa: PLR0913, PLR0917 (what is asked, where, how often, and who writes it down)
    browser: Browser, address: str, kind: str, words: str, rounds: int, table: Table
) -> None:
    runs = [_ask(browser, address, words) for _ in range(rounds)]
    sent = sum(runs[0].sent.values())
    table.add_row(f"{kind}, sent", f"{sent / 1024:.1f} KB in {len(runs[0].sent)} files")
    table.add_row("", ", ".join(f"{what} {n / 1024:.1f}" for what, n in _by_kind(runs[0]).items()))
    waits = [run.wait for run in runs]
    middle = f"{statistics.median(waits):.0f} ms"
    table.add_row(
        f"{kind}, until the first story",
        f"{middle} (least {min(waits):.0f}, most {max(waits):.0f}, {rounds} runs)",
    )


def _ask(browser: Browser, address: str, words: str) -> Asked:
    """Ask in a browser that has seen nothing but the search page."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    sent: dict[str, int] = {}
    page.on(
        "response",
        lambda answer: sent.update({answer.url: int(answer.headers.get("content-length", 0))}),
    )
    wait = page.evaluate(_ASK, words)
    page.wait_for_load_state("networkidle")
    context.close()
    return Asked(sent, wait)


def _by_kind(asked: Asked) -> dict[str, int]:
    """Return the bytes by what they are: the program, the heads, parts and stories of shards."""
    kinds = {"wasm": "program", ".json": "heads", ".js": "scripts", "/index/": "words"}
    told: dict[str, int] = {}
    for url, size in asked.sent.items():
        kind = next((kind for mark, kind in kinds.items() if mark in url), "stories")
        told[kind] = told.get(kind, 0) + size
    return told


@contextmanager
def _chromium() -> Iterator[Browser]:
    """Start a browser as the tests do. Raises UsageError where there is none."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 (for development only)
    except ImportError as error:
        raise UsageError(
            "the search is measured with Playwright; make .venv installs it"
        ) from error
    named = os.environ.get("BACKFILE_CHROMIUM")
    names = [named] if named else ["chromium", "chromium-browser", "google-chrome"]
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        raise UsageError(
            "there is no browser; apt-get install chromium, or name one in BACKFILE_CHROMIUM"
        )
    options: dict[str, Any] = {"executable_path": found, "args": ["--no-sandbox", "--disable-gpu"]}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options)
        try:
            yield browser
        finally:
            browser.close()
