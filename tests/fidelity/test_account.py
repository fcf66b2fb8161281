import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.fidelity.account import (
    AccountError,
    Span,
    apportion,
    changes,
    from_rows,
    merged,
    signs,
)
from backfile.text.html_text import parse, visible_text
from backfile.text.words import words


@pytest.mark.parametrize(
    ("text", "spans", "shown"),
    [
        pytest.param(
            "Ferry late\n\n6 p.m.: It came.",
            [Span(9, "title"), Span(6, "stamp 1"), Span(7, "section 1")],
            {"title": "Ferry late", "stamp 1": "6 p.m.:", "section 1": "It came."},
            id="each part has its text",
        ),
        pytest.param(
            "one [x] two",
            [Span(3, "lead"), Span(3, "dropped", "shortcode"), Span(3, "lead")],
            {"lead": "one two"},
            id="what was taken out leaves one space",
        ),
        pytest.param(
            "one[x]two",
            [Span(3, "lead"), Span(3, "dropped", "shortcode"), Span(3, "lead")],
            {"lead": "onetwo"},
            id="and none where there was none",
        ),
        pytest.param(
            "one two",
            [Span(3, "lead"), Span(3, "lead", "repair", "2"), Span(0, "lead", "added", " more")],
            {"lead": "one 2 more"},
            id="repairs stand in their place",
        ),
        pytest.param(
            "a b c",
            [Span(1, "section 1"), Span(1, "section 2"), Span(1, "section 1")],
            {"section 1": "a c", "section 2": "b"},
            id="sections are told apart",
        ),
    ],
)
def test_an_account_says_what_each_place_must_show(text, spans, shown):
    assert apportion(text, spans) == shown


@pytest.mark.parametrize("count", [2, 4])
def test_an_account_covers_its_original(count):
    with pytest.raises(AccountError):
        apportion("a b c", [Span(count, "lead")])


def test_neighbours_that_went_the_same_way_are_one():
    spans = [Span(1, "lead"), Span(2, "lead"), Span(0, "lead", "added", "x"), Span(3, "lead")]
    assert merged(spans) == (Span(3, "lead"), Span(0, "lead", "added", "x"), Span(3, "lead"))


def test_an_account_is_the_same_from_json():
    spans = (
        Span(3, "lead"),
        Span(2, "dropped", "share links"),
        Span(0, "lead", "added", "x"),
        Span(2, "lead", "mark", ""),
    )
    assert from_rows([one.row() for one in spans]) == spans
    assert spans[0].row() == [3, "lead"]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(["3", "lead"], id="a count that is no number"),
        pytest.param([True, "lead"], id="nor this"),
        pytest.param([-1, "lead"], id="a count below nothing"),
        pytest.param([1], id="no place"),
        pytest.param([1, "lead", "b", "c", "d"], id="too much"),
        pytest.param([1, "elsewhere"], id="a place that does not exist"),
        pytest.param([1, "section 0"], id="an update that does not"),
        pytest.param([1, None], id="a place that is none"),
        pytest.param([1, "lead", "", "x"], id="a repair without its kind"),
        pytest.param([1, "dropped"], id="words dropped for no reason"),
        pytest.param([1, "field"], id="words of a field without a name"),
        pytest.param([1, "lead", 3, "x"], id="a kind that is no text"),
    ],
)
def test_a_damaged_account_is_named(row):
    with pytest.raises(AccountError, match="its account is damaged"):
        from_rows([[1, "lead"], row])


def test_what_is_not_shown_as_it_was_is_told_with_its_words():
    spans = [
        Span(3, "lead"),
        Span(6, "dropped", "share links"),
        Span(4, "lead", "encoding", "é"),
        Span(0, "lead", "added", "x"),
        Span(2, "credit"),
    ]
    told = [(span.why or span.to, said) for span, said in changes("one sha re! Ã©Ã© by", spans)]
    expected = [("share links", "sha re!"), ("encoding", "Ã©Ã©"), ("added", ""), ("credit", "by")]
    assert told == expected


PLACES = st.sampled_from(["title", "lead", "stamp 1", "section 1", "section 2"])


@given(st.lists(st.tuples(PLACES, st.text(max_size=8))))
def test_every_sign_goes_where_the_account_sends_it(parts):
    text = "".join(said for _, said in parts)
    shown = apportion(text, [Span(signs(said), place) for place, said in parts])
    for place, said in shown.items():
        sent = "".join(other for where, other in parts if where == place)
        assert "".join(said.split()) == "".join(sent.split())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“It’s”", '"It\'s"'),
        ("a -- b", "a — b"),
        ("wait . . . what...", "wait … what…"),
        ("the end.\n\n...or not. . . .", "the end.\n…or not… ."),
        ("6\u00a0p.m.\u202f–", "6 p.m. --"),
        ("cafe\u0301", "café"),
        ("``so''", "“so”"),
    ],
)
def test_the_same_words(one, other):
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("cannot", "can not"), ("naïve", "naive"), ("1/2", "½"), ("ﬁre", "fire"), ("(c)", "©")],
)
def test_not_the_same_words(one, other):
    assert words(one) != words(other)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h1>One</h1><p>Two <b>th</b>ree", ["One", "Two", "three"]),
        ("<p>a<br>b", ["a", "b"]),
        ("<script>x</script><style>y</style><p>a<noscript>z</noscript>", ["a"]),
        ("<head><title>t</title></head><body>b", ["b"]),
        ("a<!-- c -->b &#150; &lt;c&gt;", ["ab", "-", "<c>"]),
        ("<ul><li>a<li>b</ul>", ["a", "b"]),
        ("<table><tr><td>a<td>b</table>", ["a", "b"]),
        ("<p hidden>a</p>", ["a"]),
    ],
)
def test_what_a_reader_can_see(html, text):
    assert words(visible_text(parse(html))) == text


def test_signs_are_no_white_space():
    assert signs(" a b\u00a0c\n") == 3
