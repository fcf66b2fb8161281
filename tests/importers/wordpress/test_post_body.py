"""Contents of the classic editor become paragraphs, and keep every sign on the way."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backfile.errors import RefusedError
from backfile.fidelity.ledger import Dropped
from backfile.importers.wordpress.embeds import linked_lines
from backfile.importers.wordpress.html_segments import pieces
from backfile.importers.wordpress.paragraphs import paragraphs
from backfile.importers.wordpress.post_body import prepared, visible_signs
from backfile.text.html_text import parse, visible_text


def signs(text: str) -> str:
    return "".join(visible_text(parse(text)).split())


unhurried = settings(deadline=None)  # machines of all speeds run the tests

PARAGRAPHS = {
    "two paragraphs": ("one\n\ntwo", "one<p>two"),
    "a line break": ("one\ntwo", "one<br>two"),
    "blank lines with spaces in them": ("one\n \n\t\ntwo", "one<p>two"),
    "around a block": ("one\n\n<h2>two</h2>\n\nthree", "one\n\n<h2>two</h2>\n\nthree"),
    "around inline elements": ("<em>one</em>\n\n<b>two</b>", "<em>one</em><p><b>two</b>"),
    "after a line break that is written": ("one<br />\ntwo", "one<br />\ntwo"),
    "in a list": ("<ul>\n<li>one\ntwo</li>\n</ul>", "<ul>\n<li>one<br>two</li>\n</ul>"),
    "in a quotation": (
        "<blockquote>one\n\ntwo</blockquote>",
        "<blockquote>one<p>two</blockquote>",
    ),
    "in a heading": ("<h2>one\n\ntwo</h2>", "<h2>one<br>two</h2>"),
    "in preformatted text": ("<pre>one\n\ntwo</pre>", "<pre>one\n\ntwo</pre>"),
    "in a script": ("<script>a\n\n'<p>'</script>", "<script>a\n\n'<p>'</script>"),
    "around a mark": ("one\n\n<!--more-->\n\ntwo", "one<p><!--more--><p>two"),
    "around a mark, on the next line": ("one\n<!--more-->\ntwo", "one<br><!--more--><br>two"),
    "in an attribute": ('<a title="one\n\ntwo">three</a>', '<a title="one\n\ntwo">three</a>'),
    "at both ends": ("\n\none\n\n", "\n\none\n\n"),
}


@pytest.mark.parametrize(("text", "expected"), PARAGRAPHS.values(), ids=PARAGRAPHS.keys())
def test_paragraphs(text, expected):
    assert paragraphs(text) == expected


URL = "https://video.example/1"
LINK = f'<p><a href="{URL}">{URL}</a></p>'
LINES = {
    "alone": (URL, LINK),
    "between lines": (f"one\n{URL}\ntwo", f"one\n{LINK}\ntwo"),
    "in a paragraph of its own": (f"<p>{URL}</p>", f"<p>{LINK}</p>"),
    "in a block": (f"<div>\n{URL}\n</div>", f"<div>\n{LINK}\n</div>"),
    "after a comment": (f"<!-- wp:embed -->{URL}", f"<!-- wp:embed -->{LINK}"),
    "in a sentence": (f"See {URL} today", f"See {URL} today"),
    "at the end of a line": (f"See {URL}", f"See {URL}"),
    "in a link": (f'<a href="x">{URL}</a>', f'<a href="x">{URL}</a>'),
    "after an inline element": (f"<b>See</b> {URL}", f"<b>See</b> {URL}"),
    "with signs that are markup": (f"{URL}?a=1&amp;b=2", LINK.replace(URL, f"{URL}?a=1&amp;b=2")),
}


@pytest.mark.parametrize(("text", "expected"), LINES.values(), ids=LINES.keys())
def test_links_addresses_on_lines_of_their_own(text, expected):
    assert linked_lines(text, ()) == expected


def test_brings_back_the_words_that_were_kept_of_an_embed():
    link = '<a href="http://x.example/s/9">4 March</a>'
    kept = [f"<blockquote><p>The span moves &amp; holds</p>{link}</blockquote>"]
    made = linked_lines("https://x.example/s/9?ref=1", kept)
    words = '<backfile-added kind="embed">The span moves &amp; holds 4 March</backfile-added>'
    assert made.startswith(f"<blockquote><p>{words}</p><p><a ")
    assert visible_signs(made) == "https://x.example/s/9?ref=1"


def test_contents_of_blocks_keep_their_line_ends():
    html, _ = prepared("<!-- wp:paragraph -->\n<p>one\n\ntwo</p>\n<!-- /wp:paragraph -->", {})
    assert html == "<!-- wp:paragraph -->\n<p>one\n\ntwo</p>\n<!-- /wp:paragraph -->"


DROPPED = {
    "the end of the teaser": ("<!--more-->", "page mark"),
    "with words of its own": ("<!--more Read on-->", "page mark"),
    "the end of a page": ("<!--nextpage-->", "page mark"),
    "a remark": ("<!-- check this -->", "comment in the markup"),
    "a block without contents": ('<!-- wp:latest-posts {"n":3} /-->', "block latest-posts"),
}


@pytest.mark.parametrize(("text", "kind"), DROPPED.values(), ids=DROPPED.keys())
def test_notes_what_is_dropped(text, kind):
    _, notes = prepared(f"one {text} two", {})
    assert [(one.kind, one.text) for one in notes.dropped] == [(kind, text)]


def test_blocks_themselves_are_not_noted():
    assert not prepared("<!-- wp:html -->one<!-- /wp:html -->", {})[1].dropped


def test_only_we_write_our_own_elements():
    html, notes = prepared("one <backfile-added>two</backfile-added> <BACKFILE-left-out>three", {})
    assert "backfile" not in html.lower()
    assert visible_signs(html) == "onetwothree"
    assert not notes.inferred


UNCLEAR = {
    "an svg that a paragraph ends": (
        "<svg><p><textarea>See <backfile-added>",
        "<p>See &lt;backfile-added&gt;</p>",
    ),
    "an element of ours with a tag in it": (
        "<backfile-added <b>two</backfile-added>",
        "<p>two</p>",
    ),
}


@pytest.mark.parametrize(("contents", "html"), UNCLEAR.values(), ids=UNCLEAR.keys())
def test_keeps_the_words_alone_where_it_is_unclear_what_is_ours(contents, html):
    made, notes = prepared(contents, {})
    assert made == html
    assert notes.inferred == ("contents: the markup is broken; the words are kept without it",)


def test_markup_that_defies_us_stays_as_it_is():
    """After <plaintext> a browser reads no tags, not even ours."""
    contents = '<plaintext>one [box a="1"] two'
    html, notes = prepared(contents, {})
    assert html == contents
    assert notes.inferred[0].startswith("contents: the markup is broken")


def test_a_bracket_never_takes_a_block_along():
    """What stands behind it would be left out with it."""
    contents = '[box a="<div>"] two'
    assert prepared(contents, {})[0] == contents


WORST = {
    "brackets": "[" * 1_000_000,
    "brackets that begin like shortcodes": "[a " * 300_000,
    "one long name": "[" + "a" * 1_000_000,
    "one long shortcode": "[gallery " + "a='1' " * 200_000,
    "shortcodes that are not closed": '[box a="1"]' * 20_000,
    "shortcodes that are closed": "[box]a[/box]" * 20_000,
    "tags that are not closed": "<a " * 300_000,
    "values that are not closed": '<a b="' * 150_000,
    "comments that are not closed": "<!-- " * 200_000,
    "preformatted texts that are not closed": "<pre>" * 200_000,
    "elements of ours": "<backfile-" * 100_000,
    "white space": "a" + " " * 1_000_000 + "b",
    "blank lines": "\n \n" * 300_000,
    "addresses": "https://a.example/1\n" * 20_000,
    "signs that open": "<" * 1_000_000,
}


@pytest.mark.parametrize("text", WORST.values(), ids=WORST.keys())
def test_the_worst_comes_to_an_end(text):
    assert "".join(piece.source for piece in pieces(text)) == text
    with suppress(RefusedError):
        assert visible_signs(prepared(text, {})[0]) == signs(text)


TAGS = [
    "<p>",
    "</p>",
    "<em>",
    "</em>",
    "<div>",
    "</div>",
    "<pre>",
    "</pre>",
    "<h2>",
    "</h2>",
    "<li>",
    "<ul>",
    "</ul>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</table>",
    "<br>",
    "<script>",
    "</script>",
    "<a>",
    "</a>",
    "<blockquote>",
    "</blockquote>",
    "<select>",
    "<option>",
    "<svg>",
    "</svg>",
    "<textarea>",
    "<backfile-added>",
]
WORDS = ["[gallery]", "[box]", "[/box]", "[caption id='a']", "[/caption]", "[sic]", "one", "two"]
SIGNS = ["https://a.example/1", "\n", "\n\n", " ", "&nbsp;", "&lt;", "<", ">", '"', "<!--", "-->"]
ODD = ['<img alt="a > b">', "<!--more-->", "<!-- wp:html -->", "<a href='x'>"]
snippets = st.sampled_from([*TAGS, *WORDS, *SIGNS, *ODD])


@unhurried
@given(text=st.lists(snippets, max_size=30).map("".join))
@example("<svg><p><textarea><backfile-added>")
@example("<svg><textarea><backfile-added>one")
def test_every_sign_is_kept(text):
    html, _ = prepared(text, {})
    assert visible_signs(html) == signs(text)


@given(text=st.lists(snippets, max_size=30).map("".join))
def test_pieces_are_all_of_it(text):
    assert "".join(piece.source for piece in pieces(text)) == text


PIECES = {
    "text and tags": ("a<B c='>'>d</b >", ["", "b", "", "/b"]),
    "a comment": ("a<!-- <b> -->c", ["", "!", ""]),
    "preformatted text": ("<pre>a<b></b></pre><i>", ["pre", "i"]),
    "ours": ("<backfile-left-out>a</backfile-left-out><p>", ["backfile-left-out", "p"]),
    "a tag that is not closed": ("a<b c='d>", ["", "!"]),
    "signs": ("1 < 2 <3", [""]),
}


@pytest.mark.parametrize(("text", "names"), PIECES.values(), ids=PIECES.keys())
def test_pieces(text, names):
    found = [piece.name for piece in pieces(text)]
    assert [name for at, name in enumerate(found) if name or not at or found[at - 1]] == names


def test_dropped_is_what_it_says():
    _, notes = prepared("<!--nextpage-->", {})
    assert notes.dropped == (Dropped("page mark", "a story is one page, whole", "<!--nextpage-->"),)
