"""Stories that are kept packed: what they give back, and what other plugins may do to them."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from pelican.contents import Article
from pelican.settings import DEFAULT_CONFIG

from backfile.reading.document import Document, SectionHtml
from backfile.reading.packed import StoryArticle, begin_file, packed, packing, unpacked
from tests.story.stories_from_headings import story_of

if TYPE_CHECKING:
    from backfile.story.model import Story

LEAD = '<p>“Ashore” — <a href="/a/">all</a></p>'


@pytest.fixture
def document() -> Document:
    story: Story = story_of("2014-06-16 11:02", "6:20 p.m.")
    anchor = story.updates[0].anchor
    section = SectionHtml(anchor, "<section>", "<h2>6:20 p.m.</h2>", "6:20 p.m.", "<p>Wet.</p>")
    return Document(story, LEAD, (section,), "<hr>", "<p>A credit.</p>", "foot")


@pytest.fixture
def article(document: Document) -> StoryArticle:
    """A story as it is after Pelican has made it an article."""
    made = StoryArticle.__new__(StoryArticle)
    vars(made).update(settings=DEFAULT_CONFIG, _context={})
    made.story, made.document = document.story, document
    return made


@pytest.mark.parametrize("value", ["", LEAD, ("a", 1), ["é", None]])
def test_what_was_packed_comes_out_again(value: object) -> None:
    assert unpacked(packed(value)) == value


def test_the_parts_of_a_story_come_out_again(article: StoryArticle, document: Document) -> None:
    assert article.document == document
    assert article.document.story is article.story


def test_the_content_is_made_of_the_parts(article: StoryArticle, document: Document) -> None:
    assert article.content == document.html
    article.document = Document(document.story, "<p>Another.</p>")
    assert article.content == "<p>Another.</p>"


def test_another_plugin_may_change_the_content_until_the_parts_change(
    article: StoryArticle, document: Document
) -> None:
    article._content += "<p>More.</p>"  # noqa: SLF001 (as plugins do)
    assert article.content.endswith("<p>A credit.</p><p>More.</p>")
    article.document = document
    assert article.content == document.html


def test_a_story_fits_into_pelicans_cache(article: StoryArticle) -> None:
    article.settings = {"INTRASITE_LINK_REGEX": DEFAULT_CONFIG["INTRASITE_LINK_REGEX"]}
    kept: StoryArticle = pickle.loads(pickle.dumps(article))  # noqa: S301 (our own)
    assert (kept.document, kept.content) == (article.document, article.content)


def test_a_story_from_pelicans_cache_needs_no_file_of_the_build_that_made_it(
    article: StoryArticle,
) -> None:
    article.settings = {"INTRASITE_LINK_REGEX": DEFAULT_CONFIG["INTRASITE_LINK_REGEX"]}
    kept, document = pickle.dumps(article), article.document
    del article
    begin_file()
    assert pickle.loads(kept).document == document  # noqa: S301 (our own)


def test_what_one_build_packed_is_there_while_another_packs() -> None:
    before = packed("before")
    begin_file()
    after = packed("after")
    assert (unpacked(before), unpacked(after)) == ("before", "after")
    assert before.file is not after.file


def test_the_articles_of_another_plugin_stay_what_they_are() -> None:
    class Interview(Article):
        pass

    assert packing(Article) is StoryArticle
    assert packing(Interview) is packing(Interview)
    assert issubclass(packing(Interview), Interview)
    assert issubclass(packing(Interview), StoryArticle)
