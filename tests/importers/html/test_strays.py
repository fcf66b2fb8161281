"""A story in several containers is kept whole; what leads elsewhere, or calls, is none of it."""

from __future__ import annotations

import pytest

from backfile.fidelity.account import signs
from backfile.importers.draft import Notes
from backfile.importers.formats.html import page_draft
from backfile.text.html_text import parse, visible_text
from tests.importers.html.pages import CALL, GROUND, TEXT, TITLE, page, paragraphs

H1 = f"<h1>{TITLE}</h1>"
MORE = (
    "A diver went down at noon and found a chain around the pin that locks the span in its place.",
    "The chain was cut in the evening, and the first cars crossed before the night had fallen.",
    "The minister said that another like it would be looked for below every bridge of the county.",
)
LINKS = (
    '<ul><li><a href="/a">Ferry late again</a></li><li><a href="/b">Fog until noon</a></li></ul>'
)


def draft(body: str):
    html = page(body)
    made = page_draft(html, "https://amity.example/2011/bridge", CALL, GROUND, Notes())
    assert sum(one.count for one in made.body.spans) == signs(visible_text(parse(html)))
    return made


def blocks(body: str) -> tuple[str, ...]:
    return draft(body).body.lead.blocks


def one_by_one(before: str, after: str) -> str:
    return "".join(f"{before}<p>{text}</p>{after}" for text in TEXT + MORE)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("<div class='cell article__body'>", "</div>", id="cells side by side"),
        pytest.param(
            "<div class=row><div class='cell article__body'>", "</div></div>", id="a row each"
        ),
        pytest.param("<section class=bit>", "</section><div class=ad>Buy</div>", id="ads between"),
        pytest.param("<section class='text part'><div class=in>", "</div></section>", id="nested"),
    ],
)  # fmt: skip
def test_a_body_in_several_containers_is_kept_whole(before, after):
    assert blocks(f"<article>{H1}{one_by_one(before, after)}</article>") == TEXT + MORE


def test_containers_of_the_same_shape_belong_to_the_story_though_only_one_was_found():
    box = "<div class='cell body'>{}</div>"
    aside = "<div class='cell promo'><p>Buy coats at the harbour shop, at half price.</p></div>"
    body = box.format(paragraphs(*TEXT * 3)) + aside + box.format(paragraphs(*MORE))
    assert blocks(f"<main>{H1}<div class=row>{body}</div></main>")[-3:] == MORE


def test_another_article_of_the_same_shape_is_another_story():
    other = (
        f"<article class=post><h1>Ferry</h1><div class=entry>{paragraphs(*MORE)}</div></article>"
    )
    mine = f"<article class=post>{H1}<div class=entry>{paragraphs(*TEXT * 2)}</div></article>"
    assert not set(MORE) & set(blocks(f"<main>{mine}{other}</main>"))


@pytest.mark.parametrize(
    "box",
    [
        pytest.param(f"<div class=x><h3>You may also like</h3>{LINKS}</div>", id="a box"),
        pytest.param(
            "<h3>You may also like:</h3><p><a href=/a><img src=a.jpg alt='Late ferry'></a></p>",
            id="pictures",
        ),
        pytest.param(f"<h3>Related stories</h3>{LINKS}", id="a heading and a list"),
        pytest.param(f"<p><strong>DON'T MISS</strong></p>{LINKS}", id="in capitals"),
        pytest.param(f"<p>Most read</p>{LINKS}", id="what is read most"),
        pytest.param(f"<h4>Lesen Sie auch:</h4>{LINKS}", id="in German"),
        pytest.param(f"<h4>À lire aussi</h4>{LINKS}", id="in French"),
        pytest.param(f"<h4>Te puede interesar</h4>{LINKS}", id="in Spanish"),
        pytest.param('<p><b>READ MORE:</b> <a href="/a">Ferry late again</a></p>', id="a line"),
        pytest.param('<p>Related: <a href="/a">Ferry</a> | <a href="/b">Fog</a></p>', id="two"),
        pytest.param('<p>Tags: <a href="/t/a">Bridges</a>, <a href="/t/b">Ice</a></p>', id="tags"),
        pytest.param("<div>Advertisement</div>", id="a label"),
        pytest.param('<p><a href="/n">Subscribe to our letter of the week</a></p>', id="a call"),
        pytest.param("<p>Your browser does not support the video element.</p>", id="a warning"),
        pytest.param("<p>Media playback is unsupported on your device</p>", id="another warning"),
        pytest.param(
            "<div class=author-bio><p>A. Writer has reported from the coast since 1999.</p></div>",
            id="about the author",
        ),
        pytest.param(
            "<section id=emailSignup><h3>Our letters</h3><p>The day in five lines.</p></section>",
            id="a newsletter",
        ),
        pytest.param(
            "<div class=print-footer><p>For copies of this text, write to the harbour.</p></div>",
            id="for printers",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("where", ["within", "below"])
def test_what_is_no_story_is_left_out(box, where):
    first, rest = paragraphs(*TEXT, MORE[0]), paragraphs(*MORE[1:])
    inner = first + box + rest if where == "within" else first + rest + box
    assert blocks(f"<article>{H1}<div class=body>{inner}</div></article>") == TEXT + MORE


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param("<p>Related claims are before the court in Amity.</p>", id="a sentence"),
        pytest.param("<p>More from the harbour office is expected on Monday.</p>", id="another"),
        pytest.param("<p>Subscribe to nothing, the mayor said.</p>", id="an advice"),
        pytest.param("<h3>Latest news from the pier</h3><p>It stands.</p>", id="a heading"),
        pytest.param(
            '<p><a href="https://court.example/r.pdf">The report of the court</a></p>',
            id="a link to another site",
        ),
        pytest.param("<p>Next</p>", id="a short line of the story"),
    ],
)
def test_doubt_keeps(kept):
    body = f"<article>{H1}{paragraphs(*TEXT)}{kept}{paragraphs(*MORE)}</article>"
    expected = len(TEXT + MORE) + kept.count("<p>") + kept.count("<h3>")
    assert len(blocks(body)) == expected


@pytest.mark.parametrize(
    "wrapper",
    [
        "<div class=social-media-embed>{}</div>",
        "<div class=social-embed>{}</div>",
        "<figure class='social twitter'>{}</figure>",
        "<div class='block social-tweet'>{}</div>",
    ],
)
def test_a_post_of_a_network_is_a_quotation(wrapper):
    post = wrapper.format("<blockquote><p>It moves!</p>— Harbour (@harbour)</blockquote>")
    made = "\n".join(blocks(f"<article>{H1}{paragraphs(*TEXT)}{post}{paragraphs(*MORE)}</article>"))
    assert "It moves!" in made
    assert "@harbour" in made


@pytest.mark.parametrize(
    "buttons",
    [
        "<div class=social-share><a href=#>Share</a> <a href=#>Tweet</a></div>",
        "<ul class=social><li><a href=#>Share this</a></li></ul>",
    ],
)
def test_buttons_that_share_are_none(buttons):
    assert blocks(f"<article>{H1}{paragraphs(*TEXT)}{buttons}{paragraphs(*MORE)}</article>") == (
        TEXT + MORE
    )


def test_a_caption_that_a_gallery_repeats_stands_once():
    caption = "The span halfway open on Friday evening, seen from the old ferry."
    figure = f"<figure><img src=here.jpg><figcaption>{caption}</figcaption></figure>"
    again = f"<div class=panel><div>{caption[:40]}… more</div><div>{caption}</div></div>"
    made = "\n".join(blocks(f"<article>{H1}{figure}{paragraphs(*TEXT)}{again}</article>"))
    assert made.count("The span halfway open") == 1


def test_sentences_left_out_are_a_warning_with_their_beginning():
    other = f"<div class=sidebar><aside>{paragraphs(*MORE * 4)}</aside></div>"
    made = draft(f"<body>{H1}<div class=body>{paragraphs(*TEXT * 5)}</div>{other}</body>")
    assert not set(MORE) & set(made.body.lead.blocks)
    (warning,) = made.body.notes.warned
    assert "words in sentences left out as page furniture" in warning
    assert f'"{MORE[0][:40]}' in warning


def test_comments_left_out_are_no_warning():
    other = f"<div id=comments>{paragraphs(*MORE * 4)}</div>"
    made = draft(f"<body>{H1}<div class=body>{paragraphs(*TEXT * 5)}</div>{other}</body>")
    assert made.body.notes.warned == ()
