"""The story of a page is found whole, and what stands around it is told apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backfile.errors import RefusedError
from backfile.fidelity.account import apportion
from backfile.importers.draft import Notes
from backfile.importers.formats.html import page_draft
from backfile.importers.recipe import HtmlRecipe, Recipe
from backfile.text.html_text import parse, visible_text
from tests.importers.html.pages import CALL, GROUND, LD, STANDFIRST, TEXT, TITLE, page, paragraphs

H1 = f"<h1>{TITLE}</h1>"
MENU = "<ul>" + "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(9)) + "</ul>"


def draft(body, head="", call=CALL):
    return page_draft(page(body, head), "", call, GROUND, Notes())


def text(made):
    return "\n".join(made.body.lead.blocks)


AROUND = {
    "a menu above": f"<nav>{MENU}</nav>{H1}<div>{{}}</div>",
    "a menu without a name": f"<div>{MENU}</div><div>{H1}<div>{{}}</div></div>",
    "a footer": f"<main>{H1}<div>{{}}</div></main><footer>Imprint. All rights reserved.</footer>",
    "share buttons inside": f"<article>{H1}{{}}<div class='share-bar'>Share this</div></article>",
    "related stories inside": (
        f"<article>{H1}{{}}<h3>Related</h3><ul class='related-stories'>"
        "<li><a href=/a>Ferry late</a></li><li><a href=/b>Ferry early</a></li></ul></article>"
    ),
    "a newsletter box inside": (
        f"<article>{H1}{{}}<div class=newsletter>Our letters<form><input></form></div></article>"
    ),
    "comments inside": (
        f"<article>{H1}{{}}<div id=comments><p>First! I crossed it yesterday.</p></div></article>"
    ),
    "a cookie notice": f"<div class=cookie-notice>We use cookies.</div>{H1}<div>{{}}</div>",
    "breadcrumbs": f"<article><p class=breadcrumbs><a href=/>Home</a></p>{H1}{{}}</article>",
    "an advertisement": f"<article>{H1}{{}}<div class='ad ad-box'>Buy coats</div></article>",
}


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND.keys())
def test_takes_the_story_whole_and_nothing_else(around):
    made = draft(around.format(paragraphs()))
    assert made.body.lead.blocks == TEXT
    assert made.title == TITLE


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param("<aside><p>The bridge was built in 1931.</p></aside>", id="a box of facts"),
        pytest.param("<blockquote><p>It is stuck.</p></blockquote>", id="a quotation"),
        pytest.param('<p>Read <a href="/ferry">about the ferry</a> too.</p>', id="a link"),
        pytest.param("<p>Additional reporting by B. Scribe.</p>", id="a note at the end"),
        pytest.param(
            f"<div class='social-history'><p>{TEXT[0][::-1] * 5}</p></div>", id="an unlucky name"
        ),
    ],
)
def test_doubt_keeps(kept):
    made = draft(f"<article>{H1}{paragraphs()}{kept}</article>")
    assert len(made.body.lead.blocks) == len(TEXT) + 1


def test_a_link_in_a_sentence_is_no_list_of_links():
    line = '<p>Written by <a href="/packet">The Packet</a> on Friday</p>'
    made = draft(f"<article>{H1}{line}{paragraphs()}</article>")
    assert "Written by [The Packet](/packet) on Friday" in text(made)


def places(body, head=""):
    """What each place of the story gets of the page's words."""
    made = draft(body, head)
    return apportion(visible_text(parse(page(body, head))), made.body.spans)


SAID = (
    f'<script type="application/ld+json">{LD % TITLE}</script>'
    f'<meta property="og:description" content="{STANDFIRST}">'
)


def test_every_word_has_its_place():
    body = (
        f"<header>Amity Packet</header><article>{H1}<p>{STANDFIRST}</p>"
        f"<p class=byline>By A. Writer</p><time datetime=2011-03-04>March 4, 2011</time>"
        f"<div>{paragraphs()}</div></article>"
    )
    found = {place: " ".join(words.split()) for place, words in places(body, SAID).items()}
    assert found == {
        "title": TITLE,
        "summary": STANDFIRST,
        "field": "By A. Writer March 4, 2011",
        "lead": " ".join(TEXT),
    }


def test_a_description_that_readers_did_not_see_is_no_standfirst():
    made = draft(f"{H1}<div>{paragraphs()}</div>", SAID)
    assert made.summary == ""
    dropped = [one for one in made.notes.dropped if one.kind == "description"]
    assert [one.text for one in dropped] == [STANDFIRST]


def test_a_title_that_the_page_does_not_show_is_added_to_the_account():
    made = draft(f"<div>{paragraphs()}</div>")
    assert made.title == TITLE
    assert (made.body.spans[0].count, made.body.spans[0].to) == (0, "title")


def test_a_title_that_is_repeated_is_kept_once():
    found = places(f"<header><h2>{TITLE}</h2></header>{H1}<div>{paragraphs()}</div>")
    assert found["title"] == TITLE


def test_the_picture_above_the_text_belongs_to_the_story():
    figure = "<figure><img src=a/bridge.jpg alt=Stuck><figcaption>Stuck fast</figcaption></figure>"
    made = draft(
        f"<article>{H1}<div class=tools>Print Mail</div><div>{figure}</div>"
        f"<div class=body>{paragraphs()}</div></article>"
    )
    assert "{attach}bridge.jpg" in text(made)
    assert "Stuck fast" in text(made)
    assert "Print" not in text(made)


def test_the_picture_of_another_story_does_not():
    other = '<a href="/ferry"><figure><img src=ferry.jpg>Ferry late</figure></a>'
    made = draft(f"<div>{H1}<div>{other}</div><div class=body>{paragraphs()}</div></div>")
    assert made.body.lead.blocks == TEXT


def test_the_recipe_says_where_the_story_is():
    recipe = Recipe(html=HtmlRecipe(body=".b", drop=(".x",)))
    body = f"{H1}<div>{paragraphs()}</div><div class=b><p>It moved.</p><p class=x>Share</p></div>"
    made = draft(body, call=replace(CALL, recipe=recipe))
    assert made.body.lead.blocks == ("It moved.",)


def test_a_recipe_that_finds_nothing_is_told():
    with pytest.raises(RefusedError, match=r'\[html\] body = "\.b" of the recipe selects no text'):
        draft(f"{H1}{paragraphs()}", call=replace(CALL, recipe=Recipe(html=HtmlRecipe(body=".b"))))


@pytest.mark.parametrize(
    ("body", "head", "why"),
    [
        pytest.param(f"{H1}<div id=app></div>", "", "next to no text", id="nothing but a script"),
        pytest.param(
            f"{H1}<figure><img src=a><figcaption>{TEXT[0]}</figcaption></figure>", "",
            "next to no text", id="nothing but a caption",
        ),
        pytest.param(
            f"{H1}{paragraphs()}",
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "'
            + TITLE + '", "datePublished": "2011-03-04", "articleBody": "' + TEXT[1] * 30
            + '"}</script>', "came with a script", id="more in the metadata",
        ),
    ],
)  # fmt: skip
def test_a_page_without_its_story_is_refused(body, head, why):
    with pytest.raises(RefusedError, match=why):
        draft(body, head)


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param(f"<h1>Opinion|{TITLE}</h1>", id="parted by a bar"),
        pytest.param(f"<h1><span>Opinion</span><span>{TITLE}</span></h1>", id="stuck to it"),
    ],
)
def test_a_kicker_that_is_stuck_to_the_title_is_a_repair(shown):
    made = draft(f"{shown}<div>{paragraphs()}</div>")
    assert made.title == TITLE
    assert [one.why for one in made.body.spans if one.to == "title"] == ["kicker"]
    assert places(f"{shown}<div>{paragraphs()}</div>")["title"] == TITLE


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("By <a rel=author href=/w>A. Writer</a>", ()),
        ("By <a rel=author href=/w>A. Writer</a> | March 4, 2011", ()),
        (
            "For <a rel=author href=/w>A. Writer</a> the bridge was a way home.",
            ("For [A. Writer](/w) the bridge was a way home.",),
        ),
        (
            "By <a rel=author href=/w>A. Writer</a>, who was on the ferry",
            ("By [A. Writer](/w), who was on the ferry",),
        ),
    ],
)
def test_a_name_within_a_sentence_stays_there(line, kept):
    made = draft(f"<article>{H1}<p>{line}</p>{paragraphs()}</article>")
    assert made.body.lead.blocks == (*kept, *TEXT)
