"""The search in Firefox and WebKit: what one types, chooses and comes back to."""

from __future__ import annotations

import pytest

from .drivers import ENTER, ESCAPE, Driven

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITANIC = "/1912/04/titanic/"
FIELD = "document.getElementById('words').value"
CHOSEN = "document.querySelector('[name=updates]').checked"
FOUND = "[...document.querySelectorAll('#found h2 a')].map(one => one.pathname)"
MARKED = """[...(CSS.highlights.get('found') ?? [])].map(
  one => one.startContainer.data.slice(one.startOffset, one.endOffset))"""


def found(driven: Driven) -> list[str]:
    answer: list[str] = driven.wait_for(f"{FOUND}.length && {FOUND}")
    return answer


def test_typing_answers(driven: Driven, site: str) -> None:
    driven.go(f"{site}/search/")
    driven.type("#words", "carpathi")
    assert found(driven) == [TITANIC]
    driven.type("#words", "a" + ENTER)
    driven.wait_for("location.search === '?q=carpathia'")
    assert found(driven) == [TITANIC]


def test_words_are_cut_and_compared_as_everywhere(driven: Driven, site: str) -> None:
    driven.go(f"{site}/search/?q=67P/Churyumov–Gerasimenko")
    assert found(driven) == ["/2014/11/philae/"]


def test_coming_back_restores_the_field_and_a_choice_keeps_the_words(
    driven: Driven, site: str
) -> None:
    driven.go(f"{site}/search/?q=carpathia")
    assert found(driven) == [TITANIC]
    driven.click("#found h2 a")
    driven.wait_for(f"location.pathname === '{TITANIC}' && document.readyState === 'complete'")
    driven.back()
    driven.wait_for("location.pathname === '/search/'")
    assert found(driven) == [TITANIC]
    driven.wait_for(f"{FIELD} === 'carpathia'")
    # By keys: WebKit does not go back to what a page did by itself.
    driven.type("#narrow summary", " ")
    driven.type("[name=updates]", " ")
    driven.wait_for("location.search === '?q=carpathia&updates=yes'")
    assert found(driven) == [TITANIC]
    driven.back()
    driven.wait_for("location.search === '?q=carpathia'")
    driven.wait_for(f"!{CHOSEN} && {FIELD} === 'carpathia'")
    driven.forward()
    driven.wait_for(f"{CHOSEN} && {FIELD} === 'carpathia'")


def test_filters_narrow_the_answer(driven: Driven, site: str) -> None:
    driven.go(f"{site}/search/?q=the&partner=Harbor+Wire&year=1912&updates=yes")
    assert found(driven) == [TITANIC]
    driven.wait_for("document.querySelector('[name=partner]').value === 'Harbor Wire'")
    driven.wait_for("document.querySelector('[name=updates]').checked")


def test_words_are_marked_on_arrival_until_escape(driven: Driven, site: str) -> None:
    driven.go(f"{site}/search/?q=pier")
    driven.wait_for(f"{FOUND}.length")
    driven.click("#found ol a")
    driven.wait_for("location.hash === '#update-1912-04-18-2135'")
    marked = driven.wait_for(f"globalThis.CSS && {MARKED}.length && {MARKED}")
    assert {one.lower() for one in marked} == {"pier"}
    driven.type("body", ESCAPE)
    driven.wait_for("!CSS.highlights.has('found') && location.search === ''")
