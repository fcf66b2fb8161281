"""The record of a ferry's story, with a correction and a note to it, for the tests of feeds."""

from __future__ import annotations

from dataclasses import replace

from backfile.partners.original import Original
from backfile.partners.registry import Partner
from backfile.reading.cards import Term
from backfile.story.model import Precision
from backfile.story.opening import Kind
from tests.catalogue.listing_cards import card, term
from tests.outputs import records

WIRE = Partner("the-wire", "The Wire", "partners/the-wire.md", copyright_holder="The Wire Trust")
UPDATE = replace(
    records.UPDATE,
    anchor="update-2009-08-15-0020",
    time="2009-08-15T00:20:00-04:00",
    text="All are safe.",
)
CORRECTION = replace(
    UPDATE,
    anchor="update-2009-08-16-0905",
    kind=Kind.CORRECTION,
    printed="Correction, August 16, 9:05 a.m.",
    time="2009-08-16T09:05:00-04:00",
    headline="",
    text="She was the Harbor Bell.\n\nWe had it wrong.",
)
NOTE = replace(
    CORRECTION,
    anchor="update-3",
    kind=Kind.NOTE,
    printed="Editor's note",
    time="",
    precision=Precision.ORDER,
    text="The clock <was> fast.",
)
STORY = replace(
    records.BRIDGE,
    url="2009/08/ferry/",
    title="A ferry & a fog",
    timezone="America/New_York",
    published="2009-08-14T14:02:00-04:00",
    modified="2009-08-15T00:20:00-04:00",
    summary="All are safe & dry.",
    lead="It ended well.",
    updates=(UPDATE,),
    card=card(
        "2009-08-14",
        "2009/08/ferry/",
        partner=Term("The Wire", "the-wire", "partners/the-wire/"),
        section=term("World"),
        topics=(term("Rescue"), term("!!!")),
        authors=(term("Ann Writer"),),
    ),
    partner=WIRE,
    original=Original("https://wire.example/ferry/"),
)
