"""What is asked of the catalogue beside its listings, and how rows come and go."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from backfile.catalogue.rows import Term
from tests.catalogue.listing_cards import term
from tests.catalogue.stories import card, catalogue_of, row, urls

SEA, WIRE = term("Sea"), term("Wire")
FERRY = row(card("2014-06-16", "2014/06/ferry/", topics=(SEA,), partner=WIRE))
BARCO = row(
    card("2014-06-17", "es/2014/06/ferry/", topics=(SEA, term("Mar"))),
    is_listed=False,
)
FOG = row(card("2014-07-01", "2014/07/fog/", topics=(SEA,), partner=WIRE))
ALL = [FERRY, BARCO, FOG]


def test_translations_are_in_no_listing() -> None:
    with catalogue_of(ALL) as catalogue:
        assert urls(catalogue.listed) == "2014/06/ferry 2014/07/fog"
        assert [term.slug for term, _ in catalogue.terms("tags")] == ["sea"]
        assert catalogue.term("tags", "mar") is None
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
        replace(FERRY, corrected=datetime(2014, 8, 1, tzinfo=UTC)),
        replace(FOG, corrected=datetime(2014, 7, 5, tzinfo=UTC)),
        row(card("2014-07-03", "bridge/")),
    ]
    with catalogue_of(stories) as catalogue:
        corrected = ["2014/06/ferry/", "2014/07/fog/"]
        assert catalogue.corrected(20) == catalogue.corrected(None) == corrected
        assert catalogue.corrected(1) == corrected[:1]


def test_a_changed_row_takes_the_place_of_the_old_one() -> None:
    with catalogue_of(ALL) as catalogue:
        moved = card("2015-01-01", "2015/01/fog/", topics=(term("Fog"),))
        catalogue.fill([FERRY, BARCO, row(moved, source=FOG.source)])
        assert urls(catalogue.listed) == "2014/06/ferry 2015/01/fog"
        assert [one.slug for one, _ in catalogue.terms("tags")] == ["fog", "sea"]
        assert urls(catalogue.term("tags", "sea")[1]) == "2014/06/ferry"


def test_what_is_not_among_the_rows_of_a_build_goes() -> None:
    with catalogue_of(ALL) as catalogue:
        catalogue.fill([BARCO])
        assert list(catalogue.listed) == []
        assert list(catalogue.terms("partners")) == []
        assert catalogue.newest(None) == [BARCO.card.url]


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
