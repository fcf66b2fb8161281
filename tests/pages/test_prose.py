"""A story's HTML as prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.fidelity.visible import parse
from backfile.pages.prose import Cut, Section, cut, prose

SECTION = '<section class="update" id="{id}"><h2>{heading}</h2>{text}</section>'


def section(anchor: str, heading: str, text: str) -> str:
    return SECTION.format(id=anchor, heading=heading, text=text)


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
    said = cut(parse(section("a", heading, "<p>Text.</p>")))
    assert said.sections == {"a": Section(headline, "Text.")}


def test_the_credit_and_the_ways_to_notes_are_no_prose() -> None:
    html = (
        '<p class="attribution">From the archive of <a href="/">The Wire</a>.</p>'
        '<div class="lead"><p>The lead.</p></div>'
        + section(
            "a", "A", '<p>First<sup id="fnref:x"><a href="#fn:x">1</a></sup>.</p><p>Then.</p>'
        )
        + section("b", "B", '<p>Last<sup id="fnref2:x"><a href="#fn:x">1</a></sup>.</p>')
        + '<div class="footnote"><hr><ol><li id="fn:x"><p>A note. '
        '<a class="footnote-backref" href="#fnref:x">↩</a></p></li></ol></div>'
        '<p class="attribution">From the archive of <a href="/">The Wire</a>.</p>'
    )
    # A note stands where its first mark does.
    a, b = Section("A", "First.\n\nThen.\n\nA note."), Section("B", "Last.")
    assert cut(parse(html)) == Cut("The lead.", {"a": a, "b": b})


def test_a_note_without_a_mark_stays_with_the_lead() -> None:
    html = '<p>All.</p><div class="footnote"><ol><li id="fn:x"><p>A note.</p></li></ol></div>'
    assert cut(parse(html)) == Cut("All.\n\nA note.", {})


@given(st.lists(st.lists(st.sampled_from(["ferry", "bell", "log"]), min_size=1), max_size=6))
def test_no_word_is_lost_between_the_parts(texts: list[list[str]]) -> None:
    bodies = [f"<p>{' '.join(words)}</p>" for words in texts]
    html = "".join(section(str(at), "Stamp", body) for at, body in enumerate(bodies))
    said = cut(parse(f"<p>Lead.</p>{html}"))
    assert said.lead == "Lead."
    assert [one.text.split() for one in said.sections.values()] == texts
