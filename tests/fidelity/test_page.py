"""What a built page shows of a story, and what of it is the theme's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.fidelity.page import PageError, shown
from tests.story.stories_from_headings import story_of

CREDIT = "This article is from the archive of our partner The Wire."
CREDITED = '<p class="attribution">This article is from the archive of our partner <a>The Wire</a>.'
PLAIN = story_of("2014-06-16")
STORY = story_of("2014-06-16 14:00", "Update, 6:20 p.m.: All safe", "3:31 p.m.", "Original Post")
LATE, EARLY, POST = (one.anchor for one in reversed(STORY.updates))


def page(content: str, head: str = "<h1>Title</h1>", foot: str = "") -> str:
    return f'<p>Menu</p><article class="story">{head}{content}{foot}</article><p>Colophon</p>'


def section(anchor: str, inner: str) -> str:
    return f'<section class="update" id="{anchor}">{inner}</section>'


def said(words: list[str]) -> str:
    return " ".join(words)


@pytest.mark.parametrize(
    ("content", "lead"),
    [
        pytest.param("<p>One.</p><p>Two.</p>", "One. Two.", id="paragraphs"),
        pytest.param("One <em>t</em>wo.<hr>", "One two.", id="text that stands free"),
        pytest.param(
            "<table><tr><td>a<td>b</table><ul><li>c<li>d</ul>", "a b c d", id="tables and lists"
        ),
        pytest.param("<p>One</p><script>x</script><template>y</template>", "One", id="code"),
        pytest.param("<p>One</p><!-- Two -->", "One", id="comments"),
        pytest.param(f"{CREDITED}<p>One{CREDITED}", "One", id="without the credit"),
        pytest.param(f"<p>One{CREDITED * 3}", f"One {CREDIT}", id="which stands twice at most"),
        pytest.param('<p class="attribution">By us<p>One', "By us One", id="and says nothing else"),
        pytest.param(f"<p>{CREDIT}<p>One", f"{CREDIT} One", id="and is no paragraph of the story"),
        pytest.param("<p hidden>One</p><h2>Two</h2>", "One Two", id="headings"),
        pytest.param('<div class="lead"><p>One</div>Two', "One Two", id="a lead of its own"),
    ],
)
def test_a_story_without_updates_shows_its_lead(content, lead):
    found = shown(page(content), PLAIN, CREDIT)
    assert (said(found.lead), found.sections) == (lead, ())


@pytest.mark.parametrize(
    ("head", "foot", "expected"),
    [
        ("<h1>A <em>b</em></h1>", "", ("A b", "", "One")),
        ('<h1>A</h1><p class="standfirst">S</p>', "", ("A", "S", "One")),
        ("<h1>A</h1><p>Facts</p><!-- story -->", "<!-- /story --><p>Record</p>", ("A", "", "One")),
        ("<p>Facts</p><!-- story -->", "", ("", "", "One")),
        (
            "<h1>A</h1><p>Facts</p><!--story-->",
            "<!-- /story --><p>Two</p><!-- /story -->Record",
            ("A", "", "One Two"),
        ),
        ("<h1>A</h1><!-- story --><h1>B</h1>", "<!-- /story -->", ("A", "", "B One")),
    ],
)
def test_comments_tell_the_content_from_what_the_theme_adds(head, foot, expected):
    found = shown(page("<p>One</p>", head, foot), PLAIN)
    assert (said(found.title), said(found.summary), said(found.lead)) == expected


def test_updates_are_told_apart_and_stay_in_the_order_of_the_page():
    content = (
        '<div class="lead"><p>Lead</div>'
        + section(POST, "<h2>Original Post</h2><p>A call.")
        + section(LATE, '<h2><time datetime="x">6:20 p.m.</time> All safe</h2><p>All hands.')
        + section(EARLY, '<h2><a class="stamp-link"><time>3:31 p.m.</time></a></h2><p>Silent.')
    )
    found = shown(page(content), STORY)
    assert said(found.lead) == "Lead"
    assert [(one.anchor, said(one.stamp), said(one.text)) for one in found.sections] == [
        (POST, "Original Post", "A call."),
        (LATE, "6:20 p.m.", "All safe All hands."),
        (EARLY, "3:31 p.m.", "Silent."),
    ]


@pytest.mark.parametrize(
    ("inner", "stamp", "text"),
    [
        ("<h2>3:31 p.m.</h2><h2>A heading</h2>", "3:31 p.m.", "A heading"),
        ("<h2>3:13 p.m.</h2><p>One", "3:13 p.m.", "One"),
        ("<h2><time>3:31 p.m.</time> … and on</h2><p>One", "3:31 p.m.", "... and on One"),
        ("<p>One", "", "One"),
        ("", "", ""),
        ("<h2>3:31 p.m.</h2><p class=corrected><a>Later</a></p><p>One", "3:31 p.m.", "One"),
        ("<h2>3:31 p.m.</h2><p>One<p class=corrected>Later", "3:31 p.m.", "One Later"),
        (
            "<h2>3:31 p.m.</h2><p class=corrected>Later</p><p class=corrected>One",
            "3:31 p.m.",
            "One",
        ),
    ],
)
def test_an_update_is_its_stamp_and_what_follows(inner, stamp, text):
    story = story_of("2014-06-16 14:00", "Correction, 9 p.m.", "3:31 p.m.")
    early, late = story.updates
    story = replace(story, updates=(early, replace(late, corrects=early.anchor)))
    (found,) = shown(page(section(early.anchor, inner)), story).sections
    assert (said(found.stamp), said(found.text)) == (stamp, text)


@pytest.mark.parametrize(
    ("published", "heading", "text"),
    [
        ("2014-06-16 14:00", "Original Post", "One"),
        # The page has no time to say.
        ("2014-06-16", "Original Post", "First published One"),
        ("2014-06-16 14:00", "Original Post, 2 p.m.", "First published One"),
    ],
)
def test_when_the_original_post_was_published_is_none_of_its_words(published, heading, text):
    story = story_of(published, "3:31 p.m.", heading)
    inner = f"<h2>{heading}</h2><p class=first-published><a>First published</a></p><p>One</p>"
    (found,) = shown(page(section(story.updates[0].anchor, inner)), story).sections
    assert said(found.text) == text


def test_words_that_call_themselves_its_time_elsewhere_are_words():
    story = story_of("2014-06-16 14:00", "3:31 p.m.", "Original Post")
    first, update = story.updates
    mark = "<p class=first-published>Sold</p>"
    html = section(update.anchor, f"<h2>3:31 p.m.</h2>{mark}<p>One</p>")
    html += section(first.anchor, f"<h2>Original Post</h2>{mark}{mark}<p>One</p>")
    found = shown(page(html), story).sections
    assert [said(one.text) for one in found] == ["Sold One", "Sold One"]


def note(number: int, text: str) -> str:
    back = f'<a class="footnote-backref" href="#fnref:{number}">↩</a>'
    return f'<li id="fn:{number}"><p>{text} {back}</p></li>'


def mark(number: int) -> str:
    link = f'<a class="footnote-ref" href="#fn:{number}">{number}</a>'
    return f'<sup id="fnref:{number}">{link}</sup>'


def test_notes_belong_to_where_their_marks_stand():
    content = (
        f"<p>Lead{mark(2)}.<p>On."
        + section(LATE, f"<h2>6:20 p.m. All safe{mark(1)}</h2><p>All{mark(1)} hands{mark(3)}.")
        + section(POST, "<h2>Original Post</h2><p>A<sup>2</sup>.")
        + f'<div class="footnote"><hr><ol>{note(1, "One.")}{note(2, "Two.")}{note(3, "Three.")}'
        + f"{note(4, 'Four.')}</ol></div>"
    )
    found = shown(page(content, foot=CREDITED), STORY, CREDIT)
    assert said(found.lead) == "Lead. On. Two. Four."
    assert [said(one.text) for one in found.sections] == [
        "All safe All hands. One. Three.",
        "A2.",
    ]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param('<p>One<sup id="x">two</sup>.', id="a mark without a note"),
        pytest.param(f'<p>Onetwo.<div class="footnote">{mark(1)}</div>', id="a note of nothing"),
    ],
)
def test_what_only_looks_like_a_note_is_read(content):
    assert "Onetwo." in said(shown(page(content), PLAIN).lead)


def test_words_in_the_place_of_a_mark_are_read():
    content = (
        f"<p>A{mark(1).replace('>1<', '> secret<')}.<div class=footnote>{note(1, 'One.')}</div>"
    )
    assert said(shown(page(content), PLAIN).lead) == "A secret. One."


def test_words_in_the_place_of_a_back_link_are_read():
    box = '<div class="footnote"><li id="fn:1">One <a class="footnote-backref">two</a></li></div>'
    assert said(shown(page(f"<p>A{mark(1)}{box}"), PLAIN).lead) == "A One two"


def test_a_page_without_a_story_is_told():
    with pytest.raises(PageError, match=r"has no article\.story or article\.page"):
        shown("<article><h1>A</h1><p>One</article>", PLAIN)


TAGS = st.sampled_from(["<p>", "</p>", "<b>", "</div>", "<div>", "<!--", "<td>", "</section>", "<"])


@given(st.lists(TAGS | st.text(), max_size=20))
def test_any_content_is_read(parts):
    found = shown(page("".join(parts)), PLAIN)
    assert found.sections == ()


def test_the_line_of_the_author_is_no_text():
    story = story_of("2014-06-16 14:00", "6:20 p.m.")
    (update,) = story.updates
    signed = replace(update, section=replace(update.section, by="Ada Lind", key="yes"))
    line = '<span class="key">Key event</span> <span class="author">Ada Lind</span> too'
    heading = "<h2><time>6:20 p.m.</time></h2>"
    html = section(update.anchor, f'{heading}\n<p class="signature">{line}</p><p>Safe.</p>')
    (found,) = shown(page(html), replace(story, updates=(signed,))).sections
    assert (said(found.by), said(found.key), said(found.text)) == (
        "Ada Lind",
        "Key event",
        "too Safe.",
    )
    (unsigned,) = shown(page(html), story).sections
    assert said(unsigned.text) == "Key event Ada Lind too Safe."
