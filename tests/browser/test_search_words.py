"""The browser cuts, compares and understands words as the index does."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import ROOT
from .searching import ENGINE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

EXAMPLES = json.loads((ROOT / "tests/outputs/search/words.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def engine(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(content=ENGINE)
    yield page
    page.close()


def test_texts_have_the_words_that_the_index_has(engine: Page) -> None:
    """Compounds may stand before or after the other words at their position."""
    texts = [text for text, _ in EXAMPLES["words"]]
    found = engine.evaluate(
        """texts => texts.map(
          text => backfileSearch.wordsOf(text).map(one => [one.form, one.position]))""",
        texts,
    )
    told = {text: sorted(words) for text, words in zip(texts, found, strict=True)}
    assert told == {text: sorted(words) for text, words in EXAMPLES["words"]}


def test_forms_have_the_keys_that_the_index_has(engine: Page) -> None:
    forms = [form for form, _ in EXAMPLES["keys"]]
    keys = engine.evaluate("forms => forms.map(backfileSearch.keyOf)", forms)
    assert list(zip(forms, keys, strict=True)) == [tuple(one) for one in EXAMPLES["keys"]]


def understood(engine: Page, text: str, lang: str = "en") -> Any:
    return engine.evaluate("args => backfileSearch.parse(...args)", [text, lang])


@pytest.mark.parametrize(
    ("text", "terms", "without"),
    [
        ("", [], []),
        ("swing bridge", ["swing", "bridge"], []),
        ("ship -titanic", ["ship"], ["titanic"]),
        ('-"white star" ship', ["ship"], ['"white star"']),
        ("titanic OR moon ship", ["titanic OR moon", "ship"], []),
        ("a OR b OR c", ["a OR b OR c"], []),
        ("OR moon OR", ["moon"], []),
        ("titanic or moon", ["titanic", "or", "moon"], []),
        ("-a OR b", ["b"], ["a"]),
        ("“left boot” “his", ["“left boot”", "his"], []),
        ('"left boot', ["left", "boot"], []),
        ("18:20", ["18", "20"], []),
        ("18:20 OR dawn", ["18:20 OR dawn"], []),
        ("$1,200.50 – -", ["1,200.50"], []),
        ("-18:20", [], ["18:20"]),
    ],
)
def test_a_question_has_these_terms(
    engine: Page, text: str, terms: list[str], without: list[str]
) -> None:
    said = understood(engine, text)
    assert [one["text"] for one in said["terms"]] == terms
    assert [one["text"] for one in said["without"]] == without


def test_a_question_has_at_most_32_terms(engine: Page) -> None:
    words = [f"word{n}" for n in range(40)]
    assert [one["text"] for one in understood(engine, " ".join(words))["terms"]] == words[:32]
    said = understood(engine, ":".join(words))
    assert [one["text"] for one in said["terms"]] == words[:32]
    phrases = [f'"{word}"' for word in words]
    assert [one["text"] for one in understood(engine, " ".join(phrases))["terms"]] == phrases[:32]


@pytest.mark.parametrize("text", ['"swing bridge"', "“swing bridge”", "«swing bridge»"])
def test_an_address_says_a_phrase_in_straight_quotation_marks(engine: Page, text: str) -> None:
    wanted = engine.evaluate(
        """text => {
          const {parse, marker, wantedOf} = backfileSearch;
          const [{any: [[{phrase}]]}] = parse(text, 'en').terms;
          return wantedOf(marker({keys: new Set(), phrases: [phrase]})('A swing bridge.'));
        }""",
        text,
    )
    assert wanted == '"swing bridge"'


@pytest.mark.parametrize(
    ("lang", "text", "first", "last"),
    [
        ("en", "april 15 1912", (1912, 4, 15), (1912, 4, 15)),
        ("en", "April 15th, 1912", (1912, 4, 15), (1912, 4, 15)),
        ("en", "15 Apr. 1912", (1912, 4, 15), (1912, 4, 15)),
        ("en", "1912-04-15", (1912, 4, 15), (1912, 4, 15)),
        ("en", "4/15/1912", (1912, 4, 15), (1912, 4, 15)),
        ("en", "april 1912", (1912, 4, 1), (1912, 4, 30)),
        ("en", "december 1912", (1912, 12, 1), (1912, 12, 31)),
        ("en", "february 29 2000", (2000, 2, 29), (2000, 2, 29)),
        ("en", "1912", (1912, 1, 1), (1912, 12, 31)),
        ("es", "15 de abril de 1912", (1912, 4, 15), (1912, 4, 15)),
        ("es", "abril 1912", (1912, 4, 1), (1912, 4, 30)),
        ("de", "15. April 1912", (1912, 4, 15), (1912, 4, 15)),
        ("en_US", "april 1912", (1912, 4, 1), (1912, 4, 30)),  # which no browser knows
    ],
)
def test_a_date_asks_for_its_days_too(
    engine: Page, lang: str, text: str, first: tuple[int, ...], last: tuple[int, ...]
) -> None:
    [term] = understood(engine, text, lang)["terms"]
    assert term["any"][1] == [{"days": [date(*first).toordinal(), date(*last).toordinal()]}]


@pytest.mark.parametrize(
    ("lang", "text"),
    [("en", "april 15"), ("en", "30"), ("en", "999"), ("en", "3000"), ("en", '"1912"'),
     ("en", "1912 OR 1913"), ("es", "4/15/1912"), ("en", "13/15/1912"), ("en", "1912-02-30")],
)  # fmt: skip
def test_what_is_no_date_asks_for_words_alone(engine: Page, lang: str, text: str) -> None:
    terms = understood(engine, text, lang)["terms"]
    assert all("days" not in unit for term in terms for units in term["any"] for unit in units)


@pytest.mark.parametrize(
    ("text", "words", "excerpt"),
    [
        ("The bridge is closed.", ["bridge"], "The [bridge] is closed."),
        ("a " * 150 + "bridge" + " b" * 150, ["bridge"], "…\u00a0{} [bridge] {}\u00a0…"),
        ("bridge" + " b" * 200, ["bridge"], "[bridge] {}\u00a0…"),
        ("a " * 200 + "bridge", ["bridge"], "…\u00a0{} [bridge]"),
        ("港の橋が閉鎖される", ["閉鎖"], "港の橋が[閉鎖]される"),
        ("東京都知事", ["東京", "京都"], "[東京都]知事"),
        ("A\u00adB/C–D", ["bcd"], "A\u00adB/C–D"),
        ("the comet 67P/Churyumov", ["67pchuryumov", "67p"], "the comet [67P/Churyumov]"),
        ("Nothing.", ["bridge"], "Nothing."),
        ("", ["bridge"], ""),
    ],
)
def test_an_excerpt_shows_the_words_and_says_where_it_is_cut(
    engine: Page, text: str, words: list[str], excerpt: str
) -> None:
    pieces = engine.evaluate(
        """([text, words]) => backfileSearch.excerptOf(
          text, backfileSearch.marker({keys: new Set(words), phrases: []})(text))""",
        [text, words],
    )
    shown = "".join(f"[{one['text']}]" if one.get("marked") else one["text"] for one in pieces)
    first, *others = excerpt.split("{}")
    assert shown.startswith(first)
    assert shown.endswith(others[-1] if others else first)
    assert all(middle in shown for middle in others)
    assert len(shown) < 240
