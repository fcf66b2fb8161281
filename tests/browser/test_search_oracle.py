"""Answers in the browser are those of a plain reading of all texts, in the same order.

A run of the suite asks some questions of a small archive. With `--questions 2000 --stories 10000`,
this file asks as many as one likes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backfile.outputs.search import making
from backfile.outputs.search.entries import INLINE
from backfile.outputs.search.keeping import make_all
from backfile.outputs.search.scripts import SCRIPTS, script_of
from benchmarks.pages import serving
from benchmarks.tongues import LANGUAGES
from tests.outputs.search.conftest import made_archive
from tests.outputs.search.plain_search import KINDS, PlainArchive
from tests.outputs.search.questions import questions
from tests.outputs.search.test_index import candidates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from backfile.outputs.search.stories import SearchedStory
    from tests.outputs.search.questions import Question

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SEED = 13
# Asks all questions, and tells each answer's addresses, what no story has, and what is counted.
_ASK = """async ([lang, questions, kinds]) => {
  const search = backfileSearch('/', lang);
  const answers = [];
  const counts = async (kind, answer) => {
    const choices = (await search.choices(kind, answer)).filter(one => one.count);
    return [kind, Object.fromEntries(choices.map(({name, count}) => [name, count]))];
  };
  for (const question of questions) {
    const answer = await search.ask(question);
    const stories = await Promise.all(answer.ids.map(search.story));
    const counted = await Promise.all(kinds.map(kind => counts(kind, answer)));
    answers.push([
      stories.map(one => one.url),
      answer.unknown.map(one => one.text),
      Object.fromEntries(counted),
    ]);
  }
  return answers;
}"""


@pytest.fixture(scope="module")
def archives(request: pytest.FixtureRequest) -> dict[str, list[SearchedStory]]:
    count = request.config.getoption("--stories") // len(LANGUAGES)
    return {lang: made_archive(lang, count) for lang in LANGUAGES}


@pytest.fixture(scope="module")
def page(
    browser: Browser,
    archives: dict[str, list[SearchedStory]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Page]:
    kept = tmp_path_factory.mktemp("oracle")
    told = [one for lang, stories in archives.items() for one in candidates(stories, lang)]
    with pytest.MonkeyPatch.context() as patch:
        if len(archives["en"]) < INLINE:
            # So that common words have lists of their own in a small archive too.
            patch.setattr(making, "INLINE", len(archives["en"]) // 3)
        make_all(told, kept).close()
    files = kept / "files"
    (files / "engine.js").write_text(script_of(SCRIPTS["engine.js"]), "utf-8")
    (files / "index.html").write_text(
        '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>A</title>'
        '<script src="engine.js"></script>',
        "utf-8",
    )
    with serving(files) as address:
        page = browser.new_page()
        page.goto(address)
        yield page
        page.close()


def asked(page: Page, lang: str, some: list[Question]) -> list[Any]:
    said = [
        {"text": one.text, "filters": one.filters, "year": one.year or None, "sort": one.sort}
        for one in some
    ]
    answers: list[Any] = page.evaluate(_ASK, [lang, said, KINDS])
    return answers


def test_a_page_may_open_an_index_twice(page: Page) -> None:
    counts = page.evaluate(
        """() => {
          const [one, other] = [backfileSearch('/', 'en'), backfileSearch('/', 'en')];
          return Promise.all([one, other].map(async search => (await search.head()).stories));
        }"""
    )
    assert counts[0] == counts[1] > 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_answers_are_those_of_a_plain_reading(
    page: Page,
    archives: dict[str, list[SearchedStory]],
    lang: str,
    request: pytest.FixtureRequest,
) -> None:
    plain = PlainArchive(archives[lang], lang)
    count = request.config.getoption("--questions") // len(LANGUAGES)
    some = questions(archives[lang], count, SEED, lang)
    for question, (urls, unknown, counts) in zip(some, asked(page, lang, some), strict=True):
        told = plain.answer(*question)
        assert (urls, unknown) == (told.urls, told.unknown), question
        assert counts == told.counts, question
