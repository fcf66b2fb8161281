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
    assert attribution_html(partner(), "/partners/harbor-wire/", "en", "en") == (
        '<p class="attribution">This article is from the archive of our partner '
        '<a href="/partners/harbor-wire/">Harbor Wire</a>.</p>'
    )


def test_what_html_would_take_for_its_own_is_escaped():
    written = partner("A & B <Wire>", 'By "{partner}" & co.')
    html = attribution_html(written, '/?a=1&b="2"', "en", "en")

    assert html == (
        '<p class="attribution">By "<a href="/?a=1&amp;b=&quot;2&quot;">A &amp; B &lt;Wire&gt;</a>"'
        " &amp; co.</p>"
    )


# language of the story and of the site, the record's credit, what the paragraph says of itself
LANGUAGES = [
    ("en", "en", "", ""),
    ("en", "en", "By {partner}.", ""),
    ("en", "EN", "By {partner}.", ""),
    ("es", "en", "By {partner}.", ' lang="en"'),
    # A record's Credit is in the language of the site, the standard sentence in English.
    ("de", "de", "Von {partner}.", ""),
    ("de", "de", "", ' lang="en"'),
    ("en", "de", "Von {partner}.", ' lang="de"'),
    ("en", "de", "", ""),
    # The direction is said where it is not the story's.
    ("ar", "en", "", ' lang="en" dir="ltr"'),
    ("he", "ar", "من {partner}.", ' lang="ar"'),
    ("en", "he", "מאת {partner}.", ' lang="he" dir="rtl"'),
]


@pytest.mark.parametrize(("lang", "site_lang", "credit", "attributes"), LANGUAGES)
def test_the_language_and_direction_of_the_sentence_are_said_where_the_storys_are_others(
    lang, site_lang, credit, attributes
):
    html = attribution_html(partner(credit=credit), "/p/", lang, site_lang)
    assert html.startswith(f'<p class="attribution"{attributes}>')


# title, language of the story, credit, the paragraph's content
NAMES = [
    ("Harbor Wire", "en", "By {partner}.", 'By <a href="/p/">Harbor Wire</a>.'),
    ("Wire 24", "he", "מאת {partner}.", 'מאת <a href="/p/"><bdi>Wire 24</bdi></a>.'),
    ("חדשות 24", "he", "מאת {partner}.", 'מאת <a href="/p/">חדשות 24</a>.'),
    ("أخبار 24", "en", "By {partner}.", 'By <a href="/p/"><bdi>أخبار 24</bdi></a>.'),
]


@pytest.mark.parametrize(("title", "lang", "credit", "content"), NAMES)
def test_a_name_written_in_the_other_direction_is_isolated(title, lang, credit, content):
    html = attribution_html(partner(title, credit), "/p/", lang, lang)
    assert html == f'<p class="attribution">{content}</p>'


GERMAN, AUSTRIAN = "Aus dem Archiv von {partner}.", "Aus dem Archive von {partner}."
BY_LANGUAGE = Partner(
    "wire", "Wire", "wire.md", credit="By {partner}.", credits=(("de", GERMAN), ("de-at", AUSTRIAN))
)


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("", "By Wire."),
        ("en", "By Wire."),
        ("es", "By Wire."),
        ("de", "Aus dem Archiv von Wire."),
        ("DE", "Aus dem Archiv von Wire."),
        ("de-at", "Aus dem Archive von Wire."),
        ("de-ch", "Aus dem Archiv von Wire."),
    ],
)
def test_a_story_is_credited_in_its_language_where_the_record_has_that(lang, sentence):
    assert credit_text(BY_LANGUAGE, lang) == sentence


def test_a_credit_in_the_storys_language_says_no_other():
    assert attribution_html(BY_LANGUAGE, "/p/", "de", "en") == (
        '<p class="attribution">Aus dem Archiv von <a href="/p/">Wire</a>.</p>'
    )
    assert ' lang="de"' in attribution_html(BY_LANGUAGE, "/p/", "de-ch", "en")


@pytest.mark.parametrize(
    "received", ["By Wire.", "Aus dem Archiv von Wire.", "aus dem archive\nvon Wire."]
)
def test_a_credit_in_any_of_the_records_languages_is_recognised(received):
    found = recognise_credit(received, [BY_LANGUAGE])
    assert found is not None
    assert found.partner == "Wire"


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
