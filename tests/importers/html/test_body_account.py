"""Every sign of a received page goes to one place, and the account says which."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.errors import RefusedError
from backfile.fidelity.account import Span, apportion, signs
from backfile.importers.html.body.story_body import read_fragment
from backfile.importers.options import LinkResolver
from backfile.importers.recipe import HtmlRecipe, Recipe
from backfile.text.html_text import parse, visible_text
from tests.importers.html.bodies import CALL, GROUND, read, read_within, words_due, words_there

unhurried = settings(deadline=None)  # machines of all speeds run the tests

PAGE = """<html><head><title>t</title></head><body><nav>Home News</nav>
<article>
<h1>Bridge shut</h1><p class=by>By A. Writer</p><p>It is.</p>
<aside>Read this too</aside><p>6 p.m.: It was.</p></article>
<footer>Imprint</footer></body></html>"""
MARKS = {
    "h1": ("title", ""),
    ".by": ("field", "Authors"),
    "aside": ("dropped", "related stories"),
}


def test_a_page_goes_where_its_marks_say():
    body, text = read_within(PAGE, "article", MARKS)
    assert apportion(text, body.spans) == {
        "title": "Bridge shut",
        "field": "By A. Writer",
        "lead": "It is.",
        "stamp 1": "6 p.m.:",
        "section 1": "It was.",
    }
    assert Span(8, "dropped", "page furniture") in body.spans
    assert Span(11, "dropped", "related stories") in body.spans
    assert [(one.why, one.text) for one in body.notes.dropped] == [
        ("related stories", "Read this too"),
        ("page furniture", "Home News Imprint"),
    ]


@pytest.mark.parametrize(
    ("html", "spans"),
    [
        pytest.param("<p>a b</p>", [Span(2, "lead")], id="words"),
        pytest.param(
            "<h2>6 p.m. -- A ferry</h2>b",
            [Span(7, "stamp 1"), Span(7, "section 1")],
            id="a stamp with what parts it from the headline",
        ),
        pytest.param(
            "<p>• 6 p.m.: a</p>", [Span(7, "stamp 1"), Span(1, "section 1")], id="a list mark"
        ),
        pytest.param(
            "<p>a<span hidden>b</span>c&#2;</p>",
            [
                Span(1, "lead"),
                Span(1, "dropped", "the page did not show it"),
                Span(1, "lead"),
                Span(1, "dropped", "no reader sees it"),
            ],
            id="what is not shown",
        ),
        pytest.param(
            "<p>a<iframe src=https://v.example/1 title=Film></iframe>b</p>c",
            [Span(2, "lead"), Span(0, "lead", "embed", " Film "), Span(1, "lead")],
            id="what is added stands where it is shown",
        ),
        pytest.param(
            "a<backfile-left-out why='shortcode x'>[x y]</backfile-left-out>"
            "<backfile-added kind=embed href=https://v.example/1>Film</backfile-added>",
            [
                Span(1, "lead"),
                Span(4, "dropped", "shortcode x"),
                Span(0, "lead", "embed", " Film "),
            ],
            id="a shortcode and its link",
        ),
        pytest.param(
            "<p>This article is from the archive of our partner .</p>a",
            [Span(40, "credit"), Span(1, "lead")],
            id="a credit line",
        ),
    ],
)
def test_spans(html, spans):
    assert list(read(html).spans) == spans


def test_words_that_were_put_there_are_no_words_of_the_original():
    added = (
        "<p>a</p><p><backfile-added kind=embed href=https://v.example/1>Film</backfile-added></p>"
    )
    body = read(added)
    assert body.lead.blocks == ("a", "[Film](https://v.example/1)")
    assert apportion("a", body.spans) == {"lead": "a Film"}
    assert signs("a") == sum(span.count for span in body.spans)


PARTS = ["a b", "c ", " d", "<br>", "&nbsp;", "<b>e f</b>", "<span hidden>g h</span>", "<p>i</p>"]
PARTS += [
    "<i hidden>j</i>",
    "<button>k</button>",
    "<em> l</em>",
    "<div hidden>m</div>",
    "<svg>n o</svg>",
]


@unhurried
@given(st.lists(st.sampled_from(PARTS)).map("".join))
def test_what_is_left_out_neither_joins_words_nor_parts_them(html):
    body = read(html)
    assert words_there(body) == words_due(visible_text(parse(html)), body)


@unhurried
@given(st.lists(st.sampled_from([*PARTS, "<article>", "</article>", "6 p.m.: x"])).map("".join))
def test_every_sign_of_a_page_is_accounted_for(inside):
    html = f"a<article id=it>{inside}</article>b"
    body, text = read_within(html, "#it", {})
    assert sum(span.count for span in body.spans) == signs(text)


def test_the_same_html_becomes_the_same_body():
    assert read(PAGE) == read(PAGE)


def test_a_selector_that_cannot_be_read_is_refused():
    call = replace(CALL, recipe=Recipe(html=HtmlRecipe(update="p[")))
    with pytest.raises(RefusedError, match="selector"):
        read("<p>a", call)


def test_the_ground_is_asked_for_addresses_in_full_and_pictures_as_they_are_written():
    asked = []
    ground = LinkResolver(lambda href: asked.append(href) or "", asked.append)
    read_fragment(
        "<a href=/x>a</a><img src=y_files/z.jpg>", ground, CALL, "https://amity.example/b/"
    )
    assert asked == ["https://amity.example/x", "y_files/z.jpg"]
    assert read_fragment("<a href=/x>a</a>", GROUND, CALL, "").lead.blocks == ("a",)
