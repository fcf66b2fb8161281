"""Records of stories for the tests: one that has nearly everything, and one that has nothing."""

from __future__ import annotations

from dataclasses import replace

from backfile.partners.original import Original, OriginalStatus
from backfile.partners.registry import Partner
from backfile.reading.record import StoryRecord, UpdateRecord
from backfile.story.model import Order, Precision
from backfile.story.opening import Kind
from tests.catalogue.listing_cards import card, term

WIRE = Partner("wire", "The Wire", "partners/wire.md", copyright_holder="The Wire Trust")
UPDATE = UpdateRecord(
    anchor="update-2011-03-05-0020",
    kind=Kind.UPDATE,
    label="",
    printed="12:20 a.m.",
    stamp="12:20 a.m.",
    time="2011-03-05T00:20:00-04:00",
    precision=Precision.MINUTE,
    flags=("next-day",),
    reasons=("A reason.",),
    headline="Lights out",
    text="The engineers have gone home.\n\nSo have we.",
    corrects="",
    follows=False,
)
ORIGINAL_POST = UpdateRecord(
    anchor="original-post",
    kind=Kind.ORIGINAL,
    label="Original Post",
    printed="Original Post",
    stamp="",
    time="",
    precision=Precision.ORDER,
    flags=(),
    reasons=(),
    headline="",
    text="The bridge has not closed.",
    corrects="",
    follows=False,
)
BRIDGE = StoryRecord(
    url="2011/03/swing-bridge/",
    save_as="2011/03/swing-bridge/index.html",
    lang="en",
    title="Swing bridge stuck open",
    timezone="America/Halifax",
    page_order=Order.NEWEST_FIRST,
    published="2011-03-04",
    modified="2011-03-05T00:20:00-04:00",
    began="",
    ended="2011-03-05T00:20:00-04:00",
    summary="Nobody can cross.",
    summary_stated=True,
    lead="It was closed at ten.",
    updates=(ORIGINAL_POST, UPDATE),
    card=card(
        "2011-03-04",
        partner=term("Wire"),
        section=term("Transport"),
        topics=(term("Bridges"), term("Harbours")),
        authors=(term("A. Writer"),),
        continues="2011/02/swing-bridge/",
    ),
    partner=WIRE,
    credit="This article is from the archive of our partner The Wire.",
    original=Original("http://wire.example/812", OriginalStatus.HIJACKED),
    original_file="originals/ab/abc.txt",
    original_sha256="ab" * 32,
)
BARE = replace(
    BRIDGE,
    modified="",
    ended="",
    summary="",
    summary_stated=False,
    lead="",
    updates=(),
    card=card("2011-03-04"),
    partner=None,
    credit="",
    original=None,
    original_file="",
    original_sha256="",
)
