"""Real pages pass the gate, however untidy; what would tire a parser does not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from backfile.errors import RefusedError
from backfile.importers.html.depth_guard import DEEPEST, LONGEST, check_depth, deepest

unhurried = settings(deadline=None)  # machines of all speeds run the tests
MANY = 3 * DEEPEST


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<p>Ice." * MANY, id="paragraphs left open"),
        pytest.param("<ul>" + "<li><p>Ice." * MANY + "</ul>", id="items left open"),
        pytest.param("<dl>" + "<dt>Ice<dd>Cold" * MANY + "</dl>", id="terms left open"),
        pytest.param("<table>" + "<tr><td>1<td>2" * MANY + "</table>", id="cells left open"),
        pytest.param("Ice.<br><hr><img src=a>" * MANY, id="elements without an end"),
        pytest.param("<!-- <div> -->" * MANY, id="comments"),
        pytest.param("<script>'<div>'</script>" * MANY, id="scripts"),
        pytest.param("<style>a{content:'<b>'}</style>" * MANY, id="styles"),
        pytest.param("<textarea><div></textarea>" * MANY, id="text fields"),
        pytest.param("<a title='<div>'>Ice</a>" * MANY, id="tags in attributes"),
        pytest.param("<div><p>Ice</div>" * MANY, id="a paragraph left open in a block"),
        pytest.param("<svg><path d='M0'/><g/></svg>" * MANY, id="drawings"),
        pytest.param("<svg><title>Ice</title></svg>" * MANY, id="titles of drawings"),
        pytest.param("<svg/><math/>" * MANY, id="empty drawings"),
        pytest.param("<script><!-- '<script>' </script> --></script>" * 99, id="script in script"),
    ],
)
def test_lets_real_untidiness_pass(html):
    assert deepest(html) < 100


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<div>" * MANY, id="blocks"),
        pytest.param("<b>" * MANY, id="emphasis"),
        pytest.param("<table><tr><td>" * MANY, id="tables"),
        pytest.param("<ul><li>" * MANY, id="lists"),
        pytest.param("<div></x>" * MANY, id="end tags of something else"),
        pytest.param("<div><object></div>" * MANY, id="an end tag that counts for nothing"),
        pytest.param("<x><li></x><x><dd></x>" * MANY, id="an unknown element around an item"),
        pytest.param("<p><b id=1></p><p><i id=2></p>" * MANY, id="emphasis across paragraphs"),
        pytest.param("<svg><style>" + "<g>" * MANY, id="a style that is none"),
        pytest.param("<svg><p>" + "<x/>" * MANY, id="a drawing that was left"),
        pytest.param("<svg>" + "<input>" * MANY, id="void in HTML alone"),
        pytest.param('<a ">' + "<div>" * MANY + '">', id="a quote that is none"),
        pytest.param("<!-->" + "<div>" * MANY + "-->", id="a comment that is none"),
    ],
)
def test_refuses_what_is_nested_too_deeply(html):
    with pytest.raises(RefusedError, match="nested more than 2,000 deep"):
        check_depth(html)


@pytest.mark.parametrize(
    ("html", "why"),
    [
        pytest.param("x" * (LONGEST + 1), "characters long", id="too long"),
        pytest.param("<i></i>" * 500_001, "more than 500,000 elements", id="too many elements"),
        pytest.param(f"<p {' '.join(f'a{n}' for n in range(999))}>", "999 attributes", id="a tag"),
        pytest.param(
            "".join(f"<b id={n}>" for n in range(500)) + "<p>x" * 10_000, "emphasis", id="copies"
        ),
    ],
)
def test_refuses_what_would_tire_a_parser(html, why):
    with pytest.raises(RefusedError, match=why):
        check_depth(html)


def test_refuses_again_what_it_has_refused():
    html = "<div>" * MANY
    check_depth("<div>Ice</div>")
    check_depth("<div>Ice</div>")
    for _ in range(2):
        with pytest.raises(RefusedError, match="nested more than"):
            check_depth(html)


NAMES = "a b p li ul dd dt div span table tr td th svg g foreignObject title style script select"
TAGS = [f"<{close}{name}>" for name in [*NAMES.split(), "object", "x"] for close in ("", "/")]
ODD = ["<!--", "-->", "<![CDATA[", "]]>", "<x/>", "<svg/>", "<br>", '<a t="', '"', "'", "=", ">"]


def true_depth(html: str) -> int:
    node, depth, most = LexborHTMLParser(html).root, 0, 0
    while node is not None:
        most = max(most, depth)
        down = node.first_child
        if down is not None:
            depth += 1
        while down is None and node is not None and depth:
            down = node.next
            if down is None:
                node, depth = node.parent, depth - 1
        node = down
    return most


@unhurried
@given(
    st.lists(st.sampled_from([*TAGS, *ODD, "t"]), max_size=5).map("".join),
    st.lists(st.sampled_from([*TAGS, *ODD, "t"]), min_size=1, max_size=8).map("".join),
)
def test_no_repetition_is_deeper_than_it_says(begin, unit):
    """Parsers add elements that nobody wrote (`tbody`), at most two for each that was written."""
    html = begin + unit * 40
    try:
        said = deepest(html)
    except RefusedError:
        return
    assert true_depth(html) <= 3 * said + 8
