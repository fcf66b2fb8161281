"""`invoke bench search`: what the index of a large archive costs to make, to change, and to ask."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich.markup
from rich.console import Console
from rich.table import Table

from backfile.errors import UsageError
from benchmarks.indexing import FIGURES, INDEX, LANG
from benchmarks.pages import build_archive, serving
from benchmarks.processes import run
from benchmarks.tongues import made_story, tongue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Response

ROOT = Path(__file__).parents[1]
# Asks once, as somebody does who presses Enter, and waits for the first story.
_ASK = """words => new Promise(done => {
  const found = document.getElementById('found'), began = performance.now();
  new MutationObserver(() => found.children.length && done(performance.now() - began))
    .observe(found, {childList: true});
  const form = document.getElementById('search');
  form.elements.q.value = words;
  form.requestSubmit();
})"""
# Asks Pagefind as its documentation does, and loads as many stories as our page shows at first.
_ASK_PAGEFIND = """async words => {
  const began = performance.now();
  const pagefind = await import('/pagefind/pagefind.js');
  const { results } = await pagefind.search(words);
  await Promise.all(results.slice(0, 6).map((one) => one.data()));
  return performance.now() - began;
}"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a first question cost: requests, bytes as they were sent, and milliseconds."""

    requests: int
    sent: int
    wait: float


def search(folder: Path, *, stories: int, rounds: int) -> None:
    """Index *stories* that are made up, ask *rounds* times, and print what it cost.

    Raises UsageError without Playwright and a browser, and BackfileError for a failed build.
    """
    table = Table("the search", f"{stories:,} stories")
    for step in ("make", "change"):
        _measure(step, folder, stories, table)
    _describe(folder / INDEX / "files", table)
    asked = questions(stories)
    with _chromium() as browser, serving(folder / "output") as address:
        build_archive(folder / "output", address)  # for its search page; its index makes room
        index = folder / "output" / "search-index" / LANG
        shutil.rmtree(index)
        (folder / INDEX / "files" / LANG).rename(index)
        for kind, words in asked.items():
            _ask_often(browser, f"{address}/search/", _ASK, words, rounds, (table, kind))
        shutil.rmtree(index)
        if _index_with_pagefind(folder / "output", stories, table):
            for kind, words in asked.items():
                row = table, f"Pagefind, {kind}"
                _ask_often(browser, f"{address}/about/", _ASK_PAGEFIND, words, rounds, row)
    Console().print(table)


def questions(stories: int) -> dict[str, str]:
    """Return what is asked, by its kind: words that few stories have, and words that many have."""
    words = tongue(LANG).words
    story = made_story(stories // 2, stories, LANG)
    first, second = story.parts[0].text.split()[3:5]
    return {
        "a rare word": words[min(5 * stories, len(words) - 1)],
        "a common word": words[900],
        "two of the fifty most frequent words": f"{words[12]} {words[45]}",
        "a phrase": f'"{first} {second}"',
    }


def _measure(step: str, folder: Path, stories: int, table: Table) -> None:
    """Take a *step* of benchmarks.indexing in a process of its own, and note its figures."""
    command = [sys.executable, "-m", "benchmarks.indexing", step, str(folder), str(stories)]
    paths = os.pathsep.join([str(ROOT), str(ROOT / "plugins")])
    run(command, ROOT, {"PYTHONPATH": paths})
    for one in json.loads((folder / FIGURES.format(step)).read_text("utf-8")):
        each = f", {one['cpu'] / stories * 1000:.2f} ms a story" if step == "make" else ""
        table.add_row(
            f"index, {one['step']}",
            f"{one['cpu']:.2f} s CPU{each}, {one['wall']:.2f} s, {one['memory']:.0f} MB",
        )


def _describe(index: Path, table: Table) -> None:
    files: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for path in index.rglob("*.js"):
        kind = path.relative_to(index).parts[1]
        files[kind] += 1
        sizes[kind] += path.stat().st_size
    for kind in sorted(files):
        table.add_row(f"on disk, {kind}", f"{sizes[kind] / 1e6:.2f} MB in {files[kind]:,} files")
    table.add_row("on disk", f"{sizes.total() / 1e6:.1f} MB in {files.total():,} files")


def _ask_often(  # noqa: PLR0913, PLR0917 (what is asked, where, how often, and where it is noted)
    browser: Browser, address: str, ask: str, words: str, rounds: int, row: tuple[Table, str]
) -> None:
    runs = [_ask(browser, address, ask, words) for _ in range(rounds)]
    waits = [one.wait for one in runs]
    table, kind = row
    table.add_row(
        kind,
        f"{runs[0].requests} requests, {runs[0].sent / 1024:.1f} KB, "
        f"{statistics.median(waits):.0f} ms (least {min(waits):.0f}, most {max(waits):.0f})",
    )


def _ask(browser: Browser, address: str, ask: str, words: str) -> Asked:
    """Ask in a browser that has seen nothing but the page at *address*."""
    context: BrowserContext = browser.new_context()
    page = context.new_page()
    # The policy of the page forbids the WebAssembly that Pagefind runs.
    context.route("**/about/", _without_policy)
    page.goto(address, wait_until="networkidle")
    sent: dict[str, int] = {}

    def note(answer: Response) -> None:
        if answer.request.resource_type != "other":  # as the icon is, which a browser asks for late
            sent[answer.url] = int(answer.headers.get("content-length", 0))

    page.on("response", note)
    wait = page.evaluate(ask, words)
    page.wait_for_load_state("networkidle")
    context.close()
    return Asked(len(sent), sum(sent.values()), wait)


def _without_policy(route: Any) -> None:
    route.fulfill(body="<!DOCTYPE html><title>Pagefind</title>", content_type="text/html")


def _index_with_pagefind(output: Path, stories: int, table: Table) -> bool:
    """Index the same stories with Pagefind as it comes; return whether it is installed."""
    if find_spec("pagefind") is None:
        told = "not installed; pip install 'pagefind[bin]' to compare"
        table.add_row("Pagefind", rich.markup.escape(told))
        return False
    site = output.parent / "pages"
    for number in range(stories):
        _write_page(site, number, stories)
    command = [sys.executable, "-m", "pagefind", "--site", str(site)]
    used = run([*command, "--output-path", str(output / "pagefind")], output)
    table.add_row(
        "Pagefind, index",
        f"{used.cpu:.2f} s CPU, {used.cpu / stories * 1000:.2f} ms a story, {used.wall:.2f} s, "
        f"{used.memory / 1e6:.0f} MB",
    )
    sizes = [path.stat().st_size for path in (output / "pagefind").rglob("*") if path.is_file()]
    table.add_row("Pagefind, on disk", f"{sum(sizes) / 1e6:.1f} MB in {len(sizes):,} files")
    return True


def _write_page(site: Path, number: int, of: int) -> None:
    story = made_story(number, of, LANG)
    parts = "".join(
        f"<h2 id={part.anchor}>{escape(f'{part.printed} {part.headline}')}</h2>"
        f"<p>{escape(part.text)}</p>"
        for part in story.parts
    )
    page = site / story.url / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(
        f"<!DOCTYPE html><html lang={LANG}><title>{number}</title><body>"
        f"<h1>{escape(story.title)}</h1><p>{escape(story.summary)}</p>{parts}</body></html>",
        "utf-8",
    )


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
