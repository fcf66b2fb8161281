"""What is asked of the catalogue beside its listings, and how rows come and go."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from backfile.catalogue.listing import MONTH, YEAR
from backfile.catalogue.rows import KnownTime, Term
from tests.catalogue.listing_cards import term
from tests.catalogue.stories import card, catalogue_of, row, urls

SEA, WIRE = term("Sea"), term("Wire")
FERRY = row(card("2014-06-16", "2014/06/ferry/", topics=(SEA,), partner=WIRE))
BARCO = row(
    card("2014-06-17", "es/2014/06/ferry/", topics=(SEA, term("Mar"))),
    is_listed=False,
    version_of="2014/06/ferry/",
)
FOG = row(card("2014-07-01", "2014/07/fog/", topics=(SEA,), partner=WIRE))
SECRET = row(card("2014-07-02", "drafts/secret/"), status="draft", is_listed=False)
ALL = [FERRY, BARCO, FOG, SECRET]


def known(text: str) -> KnownTime:
    return KnownTime(text, datetime.fromisoformat(text).replace(tzinfo=UTC))


def test_translations_and_drafts_are_in_no_listing() -> None:
    with catalogue_of(ALL) as catalogue:
        assert urls(catalogue.listed) == "2014/06/ferry 2014/07/fog"
        assert [term.slug for term, _ in catalogue.terms("tags")] == ["sea"]
        assert catalogue.term("tags", "mar") is None
        assert catalogue.card(SECRET.card.url) is None
        assert catalogue.card(BARCO.card.url) is None


def test_the_newest_have_translations_among_them() -> None:
    with catalogue_of(ALL) as catalogue:
        everything = ["2014/07/fog/", "es/2014/06/ferry/", "2014/06/ferry/"]
        assert catalogue.newest(20) == catalogue.newest(None) == everything
        assert catalogue.newest(2) == everything[:2]
        assert catalogue.newest(20, "tags", "sea") == everything
        assert catalogue.newest(20, "partners", "wire") == ["2014/07/fog/", "2014/06/ferry/"]
        assert catalogue.newest(20, "tags", "none") == []


def test_the_last_corrected_come_first() -> None:
    stories = [
        replace(FERRY, corrected=known("2014-08-01")),
        replace(FOG, corrected=known("2014-07-05")),
        replace(SECRET, corrected=known("2014-09-01")),
        row(card("2014-07-03", "bridge/")),
    ]
    with catalogue_of(stories) as catalogue:
        corrected = ["2014/06/ferry/", "2014/07/fog/"]
        assert catalogue.corrected(20) == catalogue.corrected(None) == corrected
        assert catalogue.corrected(1) == corrected[:1]


def test_the_published_of_a_year() -> None:
    earlier = row(card("2013-12-31", "2013/12/party/"))
    later = row(card("2015-01-01", "2015/01/headache/"))
    with catalogue_of([*ALL, earlier, later]) as catalogue:
        found = catalogue.published(2014)
        assert [one.url for one in found] == [one.card.url for one in ALL[:3]]
        assert found[0] == (FERRY.source, FERRY.card.url, FERRY.latest.text)


def test_each_period_knows_when_a_story_of_it_was_last_added_to() -> None:
    stories = [
        replace(FERRY, latest=known("2014-08-01")),
        replace(BARCO, latest=known("2014-09-01")),
        row(card("2014-06-17", "2014/06/bridge/"), latest=known("2014-08-01T00:00:00")),
        replace(FOG, latest=known("2014-07-02")),
        row(card("2015-01-01", "2015/01/headache/"), latest=known("2015-01-03")),
    ]
    with catalogue_of(stories) as catalogue:
        listed = catalogue.listed
        assert list(listed.latest(YEAR)) == [((2014,), "2014-08-01"), ((2015,), "2015-01-03")]
        assert dict(listed.within((2014,)).latest(MONTH)) == {
            (2014, 6): "2014-08-01",
            (2014, 7): "2014-07-02",
        }
        assert list(listed.within((2016,)).latest(YEAR)) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ferry", ["2014/06/ferry/", "2015/01/ferry/"]),
        ("2014/06/ferry", ["2014/06/ferry/"]),
        ("2014/07/ferry", []),
        ("fog", ["2014/07/fog/"]),
        ("secret", ["drafts/secret/"]),
        ("", []),
    ],
)
def test_a_name_means_stories_and_all_languages_of_one_are_one(name, expected) -> None:
    with catalogue_of([*ALL, row(card("2015-01-09", "2015/01/ferry/"))]) as catalogue:
        assert catalogue.called(name) == expected


def test_files_that_servers_send_for_one_address_clash() -> None:
    stories = [
        row(card("2014-06-16", "a/"), save_as="2014/Ferry/index.html"),
        row(card("2014-06-16", "b/"), save_as="2014/ferry.html"),
        row(card("2014-06-16", "c/"), save_as="2014/ferry-2.html"),
    ]
    with catalogue_of(stories) as catalogue:
        assert catalogue.clashes() == [("2014/ferry", ("stories/a.md", "stories/b.md"))]
        assert catalogue.claimants("2014/ferry/index.html") == ["stories/a.md", "stories/b.md"]
        assert catalogue.claimants("2014/ferry-2/") == ["stories/c.md"]
        assert catalogue.claimants("2014/fog.html") == []


def test_old_addresses_and_files_lead_to_their_stories() -> None:
    old, picture = "http://wire.example/ferry", "images/ferry.jpg"
    stories = [
        replace(FERRY, old_addresses=(old, old), media=(picture,)),
        replace(FOG, media=(picture, "images/fog.jpg")),
    ]
    with catalogue_of(stories) as catalogue:
        assert catalogue.at_old_address(old) == [FERRY.source]
        assert catalogue.at_old_address("http://wire.example/") == []
        assert catalogue.showing(picture) == [FERRY.source, FOG.source]
        catalogue.remove(FERRY.source)
        assert catalogue.at_old_address(old) == []
        assert catalogue.showing(picture) == [FOG.source]


def test_what_a_page_is_made_of_comes_back_byte_by_byte() -> None:
    with catalogue_of([replace(FERRY, record=b"\0\xff")]) as catalogue:
        assert catalogue.record(FERRY.source) == b"\0\xff"
        with pytest.raises(KeyError):
            catalogue.record("stories/none.md")


def test_each_file_has_the_digest_that_it_had() -> None:
    with catalogue_of([FOG, FERRY]) as catalogue:
        assert list(catalogue.digests()) == [
            (FERRY.source, FERRY.digest),
            (FOG.source, FOG.digest),
        ]


def test_a_changed_row_takes_the_place_of_the_old_one() -> None:
    with catalogue_of(ALL) as catalogue:
        moved = card("2015-01-01", "2015/01/fog/", topics=(term("Fog"),))
        catalogue.put(row(moved, source=FOG.source))
        assert urls(catalogue.listed) == "2014/06/ferry 2015/01/fog"
        assert [one.slug for one, _ in catalogue.terms("tags")] == ["fog", "sea"]
        assert urls(catalogue.term("tags", "sea")[1]) == "2014/06/ferry"


def test_what_is_not_among_the_rows_of_a_build_goes() -> None:
    with catalogue_of(ALL) as catalogue:
        catalogue.fill([BARCO])
        assert list(catalogue.listed) == []
        assert list(catalogue.terms("partners")) == []
        assert [source for source, _ in catalogue.digests()] == [BARCO.source]


def test_to_remove_what_is_not_there_does_nothing() -> None:
    with catalogue_of([FERRY]) as catalogue:
        catalogue.remove("stories/none.md")
        assert len(catalogue.listed) == 1


def test_a_shelf_is_called_as_its_first_story_calls_it() -> None:
    shouted, quiet = Term("SEA", "sea", "topics/sea/"), Term("sea", "sea", "topics/sea/")
    stories = [
        card("2014-06-02", "later/", topics=(quiet,)),
        card("2014-06-01", "first/", topics=(shouted,)),
        card("2014-06-03", "last/", topics=(shouted, quiet)),
    ]
    with catalogue_of(stories) as catalogue:
        assert [term for term, _ in catalogue.terms("tags")] == [shouted]
        assert catalogue.term("tags", "sea")[0] == shouted
        assert urls(catalogue.term("tags", "sea")[1]) == "first later last"
    with catalogue_of(stories, newest_first=True) as catalogue:
        assert [term for term, _ in catalogue.terms("tags")] == [quiet]
        assert catalogue.term("tags", "sea")[0] == quiet


def test_a_term_that_can_have_no_address_has_no_shelf() -> None:
    with catalogue_of([card("2014-06-16", "a/", topics=(term("!!!"),))]) as catalogue:
        assert list(catalogue.terms("tags")) == []
        assert catalogue.term("tags", "") is None
