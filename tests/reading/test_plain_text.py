"""A story's HTML as prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.reading.document import Document
from backfile.reading.plain_text import Cut, SectionText, beginnings, cut, prose
from backfile.text.html_text import parse
from tests.outputs.sections import section
from tests.story.stories_from_headings import story_of

STORY = story_of("2014-06-16")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One\nparagraph.</p>", "One paragraph."),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>New&nbsp;York</p>", "New York"),
        ("<p>a<br>b</p>", "a\n\nb"),
        ("<ul><li>a</li><li>b <em>c</em>d</li></ul>", "a\n\nb cd"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\n\nb"),
        ("<p>a</p><script>b</script><p><!-- c --></p>", "a"),
        ("<p>1 &lt; 2 &amp;amp; 3</p>", "1 < 2 &amp; 3"),
        ("", ""),
    ],
)
def test_each_block_is_a_paragraph(html: str, expected: str) -> None:
    assert prose(parse(html)) == expected


@pytest.mark.parametrize(
    ("heading", "headline"),
    [
        ('<time datetime="2014-06-16">June 16</time> Adrift &amp; alone', "Adrift & alone"),
        ('<span class="label">Correction</span> <time datetime="2014">June</time>', ""),
        ('<span class="stamp">Update</span> A <em>second</em> ship', "A second ship"),
        ('<time datetime="2014">June</time> A ship<sup id="fnref:1">1</sup>', "A ship"),
    ],
)
def test_a_headline_is_what_follows_label_and_stamp(heading: str, headline: str) -> None:
    said = cut(Document(STORY, "", (section("a", heading, "<p>Text.</p>"),)))
    assert said.sections == {"a": SectionText(headline, "Text.", "Text.")}


def test_the_credit_and_the_ways_to_notes_are_no_prose() -> None:
    first = '<p>First<sup id="fnref:x"><a href="#fn:x">1</a></sup>.</p><p>Then.</p>'
    last = '<p>Last<sup id="fnref2:x"><a href="#fn:x">1</a></sup>.</p>'
    document = Document(
        STORY,
        "<p>The lead.</p>",
        (section("a", "A", first), section("b", "B", last)),
        notes='<div class="footnote"><hr><ol><li id="fn:x"><p>A note. '
        '<a class="footnote-backref" href="#fnref:x">↩</a></p></li></ol></div>',
        credit='<p class="attribution">From the archive of <a href="/">The Wire</a>.</p>',
    )
    # A note stands where its first mark does.
    a = SectionText("A", "First.\n\nThen.\n\nA note.", "First.")
    assert cut(document) == Cut("The lead.", {"a": a, "b": SectionText("B", "Last.", "Last.")})


def test_a_section_that_an_author_wrote_stays_in_its_update() -> None:
    inset = '<section class="update" id="inset"><h2>Inset</h2><p>One.</p></section>'
    said = cut(Document(STORY, "", (section("a", "A", f"{inset}<p>Two.</p>"),)))
    assert said.sections == {"a": SectionText("A", "Inset\n\nOne.\n\nTwo.", "One.")}


@pytest.mark.parametrize(
    "opened", ["<div>", "<table><tr><td>", "<section>", "</div>", "</section>"]
)
def test_tags_that_cross_the_border_of_a_part_take_in_no_other(opened: str) -> None:
    sections = (section("a", "A", f"<p>One.</p>{opened}Two."), section("b", "B", "<p>Three.</p>"))
    said = cut(Document(STORY, f"<p>Lead.</p>{opened}More.", sections))
    assert said.lead.replace("\n\n", " ") == "Lead. More."
    assert [one.text.replace("\n\n", " ") for one in said.sections.values()] == [
        "One. Two.",
        "Three.",
    ]


def test_who_wrote_an_update_is_no_prose() -> None:
    signature = '<p class="signature"><span class="author">Ann</span></p>'
    said = cut(Document(STORY, "", (section("a", "A", f"{signature}\n<p>Text.</p>"),)))
    assert said.sections == {"a": SectionText("A", "Text.", "Text.")}


def test_a_note_without_a_mark_stays_with_the_lead() -> None:
    html = '<p>All.</p><div class="footnote"><ol><li id="fn:x"><p>A note.</p></li></ol></div>'
    assert cut(Document(STORY, html)) == Cut("All.\n\nA note.", {})


@given(st.lists(st.lists(st.sampled_from(["ferry", "bell", "log"]), min_size=1), max_size=6))
def test_no_word_is_lost_between_the_parts(texts: list[list[str]]) -> None:
    bodies = [f"<p>{' '.join(words)}</p>" for words in texts]
    sections = tuple(section(str(at), "Stamp", body) for at, body in enumerate(bodies))
    said = cut(Document(STORY, "<p>Lead.</p>", sections))
    assert said.lead == "Lead."
    assert [one.text.split() for one in said.sections.values()] == texts


SAID = st.lists(st.sampled_from(["ferry", "bell", "<em>log</em>", "&amp;"]), max_size=3).map(
    " ".join
)
BODIES = st.tuples(
    SAID, SAID, st.sampled_from(["<p>{}</p><p>{}</p>", "<ul><li><p>{}</p></li></ul>{}"])
)


@given(st.lists(st.tuples(SAID, BODIES), max_size=4))
def test_updates_begin_as_they_do_where_all_is_read(
    drawn: list[tuple[str, tuple[str, ...]]],
) -> None:
    sections = tuple(
        section(str(at), f'<time datetime="2014">June</time> {heading}', form.format(one, two))
        for at, (heading, (one, two, form)) in enumerate(drawn)
    )
    document = Document(STORY, "<p>Lead.</p>", sections)

    found = {name: (one.headline, one.beginning) for name, one in beginnings(document).items()}

    said = cut(document).sections
    assert found == {name: (one.headline, one.beginning) for name, one in said.items()}
