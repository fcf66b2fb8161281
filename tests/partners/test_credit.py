"""The credit line: written into every page of a partner's story, recognised in received texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.partners.credit import (
    CreditLine,
    attribution_html,
    credit_line,
    credit_text,
    recognise_credit,
)
from backfile.partners.registry import Partner


def partner(title: str = "Harbor Wire", credit: str = "") -> Partner:
    return Partner("harbor-wire", title, "partners/harbor-wire.md", credit=credit)


# credit of the record, words before the linked name, the name, words after it
CREDITS = [
    # The default.
    ("", "This article is from the archive of our partner ", "Harbor Wire", "."),
    # The place of the name is marked,
    ("First sent by {partner} in New York.", "First sent by ", "Harbor Wire", " in New York."),
    ("{partner} sent this.", "", "Harbor Wire", " sent this."),
    # or the name is printed,
    ("From the files of Harbor Wire, 1907.", "From the files of ", "Harbor Wire", ", 1907."),
    # or the sentence has neither and is linked whole.
    ("From the files of a friend.", "", "From the files of a friend.", ""),
    # A mark goes before a printed name, and only the first is filled in.
    ("Harbor Wire is {partner}.", "Harbor Wire is ", "Harbor Wire", "."),
]


@pytest.mark.parametrize(("credit", "before", "name", "after"), CREDITS)
def test_a_credit_line_has_one_linked_name(credit, before, name, after):
    assert credit_line(partner(credit=credit)) == (before, name, after)
    assert credit_text(partner(credit=credit)) == f"{before}{name}{after}"


def test_the_name_is_linked_in_a_paragraph_of_attribution():
    assert attribution_html(partner(), "/partners/harbor-wire/") == (
        '<p class="attribution">This article is from the archive of our partner '
        '<a href="/partners/harbor-wire/">Harbor Wire</a>.</p>'
    )


def test_what_html_would_take_for_its_own_is_escaped():
    html = attribution_html(partner("A & B <Wire>", 'By "{partner}" & co.'), '/?a=1&b="2"')

    assert html == (
        '<p class="attribution">By "<a href="/?a=1&amp;b=&quot;2&quot;">A &amp; B &lt;Wire&gt;</a>"'
        " &amp; co.</p>"
    )


def test_the_language_of_the_sentence_is_said_where_the_storys_is_another():
    assert attribution_html(partner(), "/p/", "en").startswith('<p class="attribution" lang="en">')


# paragraph of a received text, the partner that it names ("" where the name was lost)
RECEIVED = [
    ("This article is from the archive of our partner Harbor Wire.", "Harbor Wire"),
    ("This article is from the archive of our partner Harbor Wire", "Harbor Wire"),
    ("this ARTICLE is from the archives of our partner Harbor Wire .", "Harbor Wire"),
    ("This story was from the archive of our former partner Harbor Wire.", "Harbor Wire"),
    ("This post comes from the archive of our content partner Harbor Wire.", "Harbor Wire"),
    ("This report came from the archive of our partner, Harbor Wire.", "Harbor Wire"),
    ("This piece is from the archive of our partner: Harbor Wire.", "Harbor Wire"),
    # White space of every kind counts as one space.
    ("This article is from\nthe archive of our\u00a0partner\u202fHarbor  Wire.", "Harbor Wire"),
    # The name may hold full stops.
    ("This article is from the archive of our partner St. Ives Wire.", "St. Ives Wire"),
    ("This article is from the archive of our partner harborwire.example.", "harborwire.example"),
    # The name was lost.
    ("This article is from the archive of our partner .", ""),
    ("This article is from the archive of our partner.", ""),
    ("This article is from the archive of our partner \u00a0 .", ""),
    ("This article is from the archive of our partner", ""),
]


@pytest.mark.parametrize(("paragraph", "name"), RECEIVED)
def test_the_common_sentence_is_recognised_and_its_partner_read(paragraph, name):
    assert recognise_credit(paragraph, []) == CreditLine(" ".join(paragraph.split()), name)


@pytest.mark.parametrize(
    "paragraph",
    [
        "",
        "The ferry is safe.",
        "This article is from the archive of our partners at sea.",
        "This article is from the archive of our partnership.",
        "This article is from the archive.",
        "He said that this article is from the archive of our partner Harbor Wire.",
        f"This article is from the archive of our partner {'and so on ' * 10}.",
        "This article is from the archive of our partner The Wire. It ran in 2009.",
    ],
)
def test_other_paragraphs_are_no_credit_line(paragraph):
    assert recognise_credit(paragraph, [partner()]) is None


def test_a_name_that_ends_in_a_full_stop_keeps_it():
    known = partner("Harbor Wire Co.")
    printed = "This article is from the archive of our partner Harbor Wire Co."

    assert recognise_credit(printed, [known]).partner == "Harbor Wire Co."
    assert recognise_credit(credit_text(known), [known]).partner == "Harbor Wire Co."


def test_a_partners_own_sentence_is_recognised_in_any_case_and_spacing():
    known = [partner(), partner("North Desk", "By courtesy of {partner}, Leith.")]

    assert recognise_credit("BY COURTESY of\u00a0North  Desk, Leith.", known) == CreditLine(
        "BY COURTESY of North Desk, Leith.", "North Desk"
    )
    assert recognise_credit("By courtesy of South Desk, Leith.", known) is None


NAMES = st.lists(
    st.sampled_from(["The", "St.", "A.P.", "Wire", "& Sons", "wire.example", "O’Hara"])
)


@given(
    NAMES.map(lambda words: " ".join([*words, "Desk"])),
    st.sampled_from([credit for credit, *_ in CREDITS]),
)
def test_what_is_written_is_recognised(title, credit):
    known = partner(title, credit)

    assert recognise_credit(credit_text(known), [known]).partner == title
