"""Many shards answer as one index would, and as the stories themselves do."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from backfile.outputs.search.shards import write_index
from benchmarks.pages import serving
from benchmarks.words import language
from tests.sites.search_indexes import page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STORIES = 300
# One folder an index: of one shard, and of many small ones.
INDEXES = {"one": STORIES, "many": 9}
_ASK = """async ([folder, words, options]) => {
  const { open } = await import(`/${folder}/search.js`);
  const index = await open('en');
  const results = await index.search(words, options);
  const stories = await Promise.all(results.map(one => one.data()));
  return stories.map(({ url, meta, excerpt }) => ({ url, day: meta.day, excerpt }));
}"""


def _texts() -> dict[str, tuple[date, str]]:
    """Return the day and the words of each story, by its address."""
    chance = random.Random(1969)  # noqa: S311 (the same in every run)
    words = language(chance, 700)
    weights = [1 / (rank + 3) for rank in range(len(words))]
    texts = {}
    for number in range(STORIES):
        day = date(1985, 1, 1) + timedelta(days=chance.randrange(365 * 30))
        texts[f"/story-{number}/"] = (day, " ".join(chance.choices(words, weights, k=60)))
    # One word is in a single shard, one begins others, one begins with another that is elsewhere.
    for url, text in (
        ("/story-7/", "zeppelin"),
        ("/story-8/", "zep"),
        ("/story-9/", "quayside"),
        ("/story-10/", "quaystones"),
        ("/story-11/", "flying"),
        ("/story-12/", "flies"),
        (
            "/story-13/",
            "the more the more dock-side costs $1,200.50 &lt;b title=x&gt;",
        ),
    ):
        texts[url] = (texts[url][0], f"{texts[url][1]} {text} {text}")
    return texts


TEXTS = _texts()
WORDS = language(random.Random(1969), 700)  # noqa: S311 (those of _texts)


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("merged")
    pages = [
        page(url.strip("/") + "/", text, day=day, filters={"topic": [f"Topic {day.month % 3}"]})
        for url, (day, text) in TEXTS.items()
    ]
    for name, many in INDEXES.items():
        write_index(pages, folder / name, folder / f"{name}-cache", many=many)
    assert len(list((folder / "one").glob("en-*/"))) == 2  # the centuries
    assert len(list((folder / "many").glob("en-*/"))) > 25
    (folder / "page.html").write_text('<!DOCTYPE html><html lang="en"><title>A</title>', "utf-8")
    with serving(folder) as address:
        yield address


@pytest.fixture(scope="module")
def ask(browser: Browser, host: str) -> Iterator[Any]:
    """A function that asks an index of INDEXES, in a page of its own."""

    def asked(index: str, words: str, **options: Any) -> list[dict[str, str]]:
        context = browser.new_context()
        tab: Page = context.new_page()
        tab.goto(f"{host}/page.html")
        found: list[dict[str, str]] = tab.evaluate(_ASK, [index, words, options])
        context.close()
        return found

    return asked


def having(*words: str) -> set[str]:
    """Return the addresses of the stories that have all of the *words*, as they stand."""
    return {url for url, (_, text) in TEXTS.items() if set(words) <= set(text.split())}


def addresses(found: list[dict[str, str]]) -> set[str]:
    assert len({one["url"] for one in found}) == len(found)
    return {one["url"] for one in found}


QUESTIONS = [
    *[(word, having(word)) for word in (*WORDS[:2], WORDS[40], WORDS[200], *WORDS[600:603])],
    *[(" ".join(two), having(*two)) for two in (WORDS[:2], WORDS[5:7], (WORDS[3], WORDS[90]))],
    # A word that one shard has, with one that many have: the others do not pass over it.
    (f"zeppelin {WORDS[0]}", having("zeppelin", WORDS[0])),
    (f"{WORDS[0]} zeppelin", having("zeppelin", WORDS[0])),
    ("zeppelin", {"/story-7/"}),
    ("zep", {"/story-8/"}),
    # No story has "zepp": it is the beginning of one, and "zep" is not taken for it.
    ("zepp", {"/story-7/"}),
    ("quay", {"/story-9/", "/story-10/"}),
    ("quays", {"/story-9/", "/story-10/"}),
    ("quaysi", {"/story-9/"}),
    # A word that no story has is passed over.
    (f"{WORDS[0]} 0123456789", having(WORDS[0])),
    ("0123456789", set()),
    # Forms of one word.
    ("fly", {"/story-11/", "/story-12/"}),
    (f"Zeppelins, “{WORDS[0].upper()}”!", having("zeppelin", WORDS[0])),
    ("&", set()),
    ('"&"', set()),
    ("$1,200.50", {"/story-13/"}),
    ("<b title=x>", {"/story-13/"}),
    ("dock-side", {"/story-13/"}),
    ('"Dock side costs $1,200.50"', set()),
    ('"dock-side costs $1,200.50"', {"/story-13/"}),
    ('"more the more"', {"/story-13/"}),
]


@pytest.mark.parametrize(("words", "found"), QUESTIONS, ids=[words for words, _ in QUESTIONS])
def test_many_shards_find_what_one_index_does(ask: Any, words: str, found: set[str]) -> None:
    one, many = ask("one", words), ask("many", words)
    assert addresses(many) == addresses(one) == found
    assert {story["url"]: story["excerpt"] for story in many} == {
        story["url"]: story["excerpt"] for story in one
    }


@pytest.mark.parametrize("url", ["/story-1/", "/story-100/", "/story-299/"])
def test_a_phrase_is_found_as_in_one_index(ask: Any, url: str) -> None:
    two = " ".join(TEXTS[url][1].split()[10:12])
    found = {one for one, (_, text) in TEXTS.items() if re.search(rf"(^| ){two}( |$)", text)}
    assert addresses(ask("many", f'"{two}"')) == addresses(ask("one", f'"{two}"')) == found


@pytest.mark.parametrize("sort", ["newest", "oldest"])
@pytest.mark.parametrize("words", [WORDS[0], f"{WORDS[1]} {WORDS[4]}", ""])
def test_the_order_by_date_is_that_of_one_index(ask: Any, words: str, sort: str) -> None:
    options = {"sort": sort, "filters": {"topic": "Topic 1"}}
    one, many = ask("one", words, **options), ask("many", words, **options)
    assert len(one) > 20
    assert [story["url"] for story in many] == [story["url"] for story in one]
    days = [story["day"] for story in many]
    assert days == sorted(days, reverse=sort == "newest")


def test_a_year_and_a_filter_narrow_what_one_index_would(ask: Any) -> None:
    options = {"year": 1994, "filters": {"topic": "Topic 2"}}
    one, many = ask("one", WORDS[0], **options), ask("many", WORDS[0], **options)
    assert addresses(many) == addresses(one)
    assert addresses(many) == {
        url
        for url in having(WORDS[0])
        if TEXTS[url][0].year == 1994 and TEXTS[url][0].month % 3 == 2
    }


def test_the_best_of_one_index_are_among_the_best_of_many(ask: Any) -> None:
    """Ranks are worked out in each shard from how rare a word is there: near, but not the same."""
    words = f"{WORDS[2]} {WORDS[30]}"
    one, many = ([story["url"] for story in ask(index, words)[:10]] for index in ("one", "many"))
    assert len(set(one) & set(many)) >= 5
