"""Readers' comments become a page of their own, if somebody asks for them."""

from __future__ import annotations

from datetime import date

import pytest

from backfile.fidelity.account import apportion
from backfile.importers.dump_items import Item, Quarantined
from backfile.importers.formats import wxr
from tests.importers.wordpress.exports import call, comment, export, ground, item

GOOD = comment("Reader", "Good.\n\nVery <b>good")
BAD = comment("Other", "Bad.")
SPAM = comment("Shop", "Buy.", approved="0")
PING = comment("Other site", "[…]", kind="pingback")


def read(tmp_path, *items: str, comments: bool = True):
    path = tmp_path / "packet.xml"
    path.write_bytes(export(*items))
    return list(wxr.items(path, call(comments=comments)))


def page_of(tmp_path, *comments: str) -> Item:
    story, page = read(tmp_path, item("".join(comments)))
    assert story.extra.get("part", "") == ""
    return page


def test_they_are_an_item_of_their_own(tmp_path):
    page = page_of(tmp_path, GOOD, SPAM, BAD)
    assert page.data == f"{GOOD}{SPAM}{BAD}".strip().encode()
    assert page.place.endswith(", comments")


NONE = {
    "no comments": "",
    "none that was approved": SPAM,
    "none by a reader": PING,
}


@pytest.mark.parametrize("inside", NONE.values(), ids=NONE.keys())
def test_there_is_no_page_without_comments(tmp_path, inside):
    assert len(read(tmp_path, item(inside))) == 1


def test_there_is_no_page_unless_somebody_asks(tmp_path):
    assert len(read(tmp_path, item(GOOD), comments=False)) == 1


def test_what_was_not_public_keeps_its_comments(tmp_path):
    assert len(read(tmp_path, item(GOOD, wp__status="draft"))) == 1


def test_facts(tmp_path):
    found = wxr.facts(page_of(tmp_path, GOOD), call(comments=True))
    assert found.identity == "wxr:packet.example/ 17 comments"
    assert found.title == "Comments: Swing bridge stuck open"
    assert found.slug == "swing-bridge-comments"
    assert found.day == date(2011, 3, 5)
    assert found.folder == "pages"
    assert found.addresses == ("https://packet.example/2011/03/swing-bridge/comment-page-1/",)


def test_the_page(tmp_path):
    """An element that one comment leaves open ends with it."""
    page = page_of(tmp_path, GOOD, SPAM, BAD)
    made = wxr.draft(page, call(comments=True), ground())
    assert made.title == "Comments: Swing bridge stuck open"
    assert made.body.lead.blocks == (
        "[Swing bridge stuck open](https://packet.example/2011/03/swing-bridge/)",
        "**Reader, 2011-03-05 10:00**",
        "Good.",
        "Very **good**",
        "**Other, 2011-03-05 10:00**",
        "Bad.",
    )


def test_an_address_that_is_none_is_not_used(tmp_path):
    _, page = read(tmp_path, item(GOOD, link='"><script>'))
    assert wxr.facts(page, call(comments=True)).addresses == ()
    made = wxr.draft(page, call(comments=True), ground())
    assert "<script" not in "".join(made.body.lead.blocks)


def test_every_word_of_theirs_has_its_place(tmp_path):
    page = page_of(tmp_path, GOOD, SPAM, BAD)
    made = wxr.draft(page, call(comments=True), ground())
    text = wxr.text_of(page.data, made.how)
    assert made.text == text
    assert text.split() == ["Good.", "Very", "good", "Bad."]
    shown = apportion(text, made.body.spans)
    assert shown["title"] == "Comments: Swing bridge stuck open"
    assert [word for word in shown["lead"].split() if word in text] == text.split()


def test_the_story_says_what_it_left_out(tmp_path):
    story, _ = read(tmp_path, item(GOOD + SPAM + PING))
    dropped = wxr.draft(story, call(comments=True), ground()).notes.dropped
    assert [(one.kind, one.why) for one in dropped] == [
        ("comment", "it was never approved"),
        ("pingback", "it says only that another site linked here"),
    ]


def test_a_post_may_write_of_comments(tmp_path):
    text = "How <wp:comment> is written"
    story, page = read(tmp_path, item(GOOD, content__encoded=text))
    assert story.data.startswith(b"<item>")
    assert page.data == GOOD.strip().encode()


def test_comments_that_cannot_be_told_apart_are_quarantined(tmp_path):
    tricky = comment("Reader", "Here it ends: </content:encoded>")
    story, broken = read(tmp_path, item(GOOD + tricky))
    assert isinstance(story, Item)
    assert isinstance(broken, Quarantined)
    assert "are not in one place" in broken.why
