"""Partner records: what they state, what they must state, and how a story finds its own."""

from __future__ import annotations

import pytest

from backfile.partners.registry import Partner, PartnerError, Registry, partner_from_record


def test_a_record_states_all_that_is_known_of_a_partner():
    fields = {
        "title": " Harbor Wire ",
        "url": "https://harborwire.example/",
        "status": "Closed",
        "founded": "1907",
        "closed": "2011-03-31",
        "credit": "By courtesy of {partner}.",
        "copyright_holder": "Harbor Wire Trust",
        "license": "CC BY 4.0",
        "logo": "images/harbor.svg",
    }

    assert partner_from_record("harbor-wire", "partners/harbor-wire.md", fields) == Partner(
        slug="harbor-wire",
        title="Harbor Wire",
        source="partners/harbor-wire.md",
        homepage="https://harborwire.example/",
        status="closed",
        founded="1907",
        closed="2011-03-31",
        credit="By courtesy of {partner}.",
        copyright_holder="Harbor Wire Trust",
        license="CC BY 4.0",
        logo="images/harbor.svg",
    )


def test_a_record_may_state_its_credit_in_several_languages():
    fields = {
        "title": "W",
        "credit": "By {partner}.",
        "credit_pt-br": "De {partner}.",
        "credit-de": "Von {partner}.",
        "credit_fr": " ",
    }

    assert partner_from_record("w", "w.md", fields).credits == (
        ("de", "Von {partner}."),
        ("pt-br", "De {partner}."),
    )


def test_a_title_is_enough_and_the_partner_is_active():
    partner = partner_from_record("wire", "partners/wire.md", {"title": "The Wire"})

    assert partner == Partner("wire", "The Wire", "partners/wire.md", status="active")
    assert str(partner) == "The Wire"


@pytest.mark.parametrize("status", ["active", "closed", "merged"])
def test_every_status_is_known(status):
    assert partner_from_record("w", "w.md", {"title": "W", "status": status}).status == status


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({}, "title", 'this partner has no title; begin the file with "Title: …"'),
        ({"title": "  "}, "title", 'this partner has no title; begin the file with "Title: …"'),
        (
            {"title": "W", "status": "close"},
            "status",
            'unknown partner status "close"; did you mean "closed"?',
        ),
        (
            {"title": "W", "status": "xyz"},
            "status",
            'unknown partner status "xyz"; use one of active, closed, merged',
        ),
        (
            {"title": "W", "url": "www.wire.example"},
            "url",
            '"www.wire.example" is not a web address; begin it with https://',
        ),
        (
            {"title": "W", "founded": "1891", "closed": "1819"},
            "closed",
            'Closed "1819" is before Founded "1891"; correct one of them',
        ),
        (
            {"title": "W", "credit": "By courtesy of {partnr}."},
            "credit",
            'Credit has "{partnr}"; write {partner} where the name belongs',
        ),
        (
            {"title": "W", "credit_de": "Von {partnr}."},
            "credit_de",
            'Credit_de has "{partnr}"; write {partner} where the name belongs',
        ),
        (
            {"title": "W", "credit_dee": "Von {partner}."},
            "credit_dee",
            'unknown language "dee" in Credit_dee; did you mean "Credit_de"?',
        ),
        (
            {"title": "W", "credit_german": "Von {partner}."},
            "credit_german",
            'unknown language "german" in Credit_german; did you mean "Credit_de"?',
        ),
        (
            {"title": "W", "credit-pt-br": "De {partner}.", "credit_pt-br": "Por {partner}."},
            "credit_pt-br",
            'the credit for "pt-br" is stated twice; keep one',
        ),
        (
            {"title": "W", "credit_pt_br": "De {partner}."},
            "credit_pt_br",
            'Credit_pt_br has no language tag; write "Credit_pt-BR"',
        ),
        (
            {"title": "W", "credit": "By courtesy of {partner."},
            "credit",
            'Credit has a "{" by itself; write {partner} where the name belongs',
        ),
        (
            {"title": "W", "credit_de": "Von partner}."},
            "credit_de",
            'Credit_de has a "}" by itself; write {partner} where the name belongs',
        ),
        (
            {"title": "W", "credit": "By courtesy of {{partner}}."},
            "credit",
            'Credit has a "{" by itself; write {partner} where the name belongs',
        ),
        (
            {"title": "W", "credit": "{partner}, see {partner}."},
            "credit",
            "Credit has {partner} twice, and the name is put in once; keep one",
        ),
    ],
)
def test_a_record_that_cannot_stand_names_its_field_and_the_remedy(fields, field, message):
    with pytest.raises(PartnerError) as caught:
        partner_from_record("w", "w.md", fields)

    assert (caught.value.field, str(caught.value)) == (field, message)


def test_a_story_finds_its_partner_by_slug():
    assert REGISTRY["harbor-wire"].title == "Harbor Wire"


@pytest.mark.parametrize(
    ("slug", "message"),
    [
        ("harbour-wire", 'unknown partner "harbour-wire"; did you mean "harbor-wire"?'),
        (
            "zzz",
            'unknown partner "zzz"; write content/partners/zzz.md or correct the name',
        ),
        # A slug is no title.
        ("Harbor Wire", 'unknown partner "Harbor Wire"; did you mean "harbor-wire"?'),
    ],
)
def test_an_unknown_slug_is_an_error_that_names_the_nearest(slug, message):
    with pytest.raises(PartnerError) as caught:
        REGISTRY[slug]

    assert (caught.value.field, str(caught.value)) == ("partner", message)


def test_partners_are_listed_by_title():
    assert [partner.title for partner in REGISTRY] == ["Harbor Wire", "north desk", "The Wire"]


@pytest.mark.parametrize("title", ["The Wire", "the wire", " THE \u00a0 WIRE "])
def test_a_partner_is_found_by_its_title_in_any_case_and_spacing(title):
    assert REGISTRY.named(title).slug == "wire"


@pytest.mark.parametrize("title", ["", "Wire", "The Wires"])
def test_another_title_finds_no_partner(title):
    assert REGISTRY.named(title) is None


REGISTRY = Registry(
    {
        slug: Partner(slug, title, f"partners/{slug}.md")
        for slug, title in [
            ("wire", "The Wire"),
            ("north-desk", "north desk"),
            ("harbor-wire", "Harbor Wire"),
        ]
    }
)
