"""Copies from the Wayback Machine are read as the pages that they are copies of."""

from __future__ import annotations

import json
from contextlib import suppress
from zoneinfo import ZoneInfo

import pytest

from backfile.errors import RefusedError
from backfile.fidelity.account import apportion, signs
from backfile.importers.dump_items import Item, LeftOutItem
from backfile.importers.formats import html, warc
from backfile.importers.html.copies import receive, receive_again
from backfile.importers.options import Call, LinkResolver
from backfile.importers.recipe import Recipe
from backfile.importers.wayback import Capture, capture
from backfile.story.model import Order
from backfile.text.web_addresses import safe_link
from tests.importers.crawls import crawl, page, record

CALL = Call(ZoneInfo("America/Halifax"), Recipe(), Order.NEWEST_FIRST)
GROUND = LinkResolver(safe_link, lambda src: src)
HOST = "https://web.archive.org"
COPY = f"{HOST}/web/20120302114000"
BANNER = (
    "<!-- BEGIN WAYBACK TOOLBAR INSERT --><style>a{}</style>"
    '<div id="wm-ipp-base" lang="en"><p>12 captures</p><a href="/web/2012*/x">About</a></div>'
    '<div id="wm-ipp-print">The Wayback Machine - https://web.archive.org/</div>'
    "<!-- END WAYBACK TOOLBAR INSERT -->"
)
HEAD = (
    '<script src="//archive.org/_static/js/bundle-playback.js"></script><script>'
    f'__wm.wombat("http://packet.example/bridge","20120302114000","{HOST}/","web");</script>'
    "<!-- End Wayback Rewrite JS Include -->"
    f'<link rel="canonical" href="{COPY}/http://packet.example/bridge">'
)
FOOT = (
    "<!--\n     FILE ARCHIVED ON 11:40:00 Mar 02, 2012 AND RETRIEVED FROM THE\n"
    "     INTERNET ARCHIVE ON 18:05:00 Mar 04, 2020.\n-->"
)
LINKS = (
    f'<p>See <a href="/web/20120302114000/http://q.example/a">it</a>, '
    f'<a href="{COPY}/mailto:a@q.example">write</a>, or '
    f"look at {COPY}/http://q.example/b.</p>"
    f'<p><img src="{HOST}/web/20120302114007im_/http://packet.example/a.jpg" alt="The span"></p>'
)


def saved(head: str = HEAD, banner: str = BANNER, foot: str = FOOT) -> bytes:
    whole = page(body=LINKS).decode()
    return (
        whole.replace("<head>", f"<head>{head}").replace("<body>", f"<body>{banner}") + foot
    ).encode()


@pytest.mark.parametrize(
    ("address", "found"),
    [
        (f"{COPY}/http://p.example/a", Capture("http://p.example/a", "2012-03-02T11:40:00Z")),
        (f"{COPY}id_/http://p.example/a", Capture("http://p.example/a", "2012-03-02T11:40:00Z")),
        (f"{COPY}im_/https://p.example", Capture("https://p.example", "2012-03-02T11:40:00Z")),
        ("/web/2012/http:/p.example/", Capture("http://p.example/", "")),
        ("//web.archive.org/web/2012/p.example/x", Capture("http://p.example/x", "")),
        (f"{HOST}/web/20121302114000/http://p.example/", Capture("http://p.example/", "")),
        (f"{HOST}/web/2012*/http://p.example/", None),
        ("https://p.example/web/20120302114000/a", None),
        (f"{HOST}/about", None),
        ("", None),
    ],
)
def test_addresses_of_copies(address, found):
    assert capture(address) == found


def drafted(data: bytes):
    item = Item("a.html", "", "html", ".html", data, "a.html")
    draft = html.draft(item, CALL, GROUND)
    told = html.text_of(data, json.loads(json.dumps(draft.how)))
    assert draft.text == told
    assert sum(span.count for span in draft.body.spans) == signs(told)
    return draft, apportion(told, draft.body.spans)


def test_a_saved_copy_becomes_the_story_that_it_was():
    draft, places = drafted(saved())
    plain, _ = drafted(page(body=LINKS))
    assert draft.fields["Original_URL"] == "http://packet.example/bridge"
    assert draft.fields["Captured"] == "2012-03-02T11:40:00Z"
    assert "Captured" not in {name for name, value in plain.fields.items() if value}
    assert "captures" not in "".join(places.values())
    assert places["lead"].startswith("The swing bridge opened")
    shown = "\n".join(draft.body.lead.blocks)
    assert "[it](http://q.example/a)" in shown
    assert "(http://packet.example/a.jpg" in shown
    # What the story says itself is left alone.
    assert f"look at {COPY}/http://q.example/b." in places["lead"]
    assert [one.kind for one in draft.notes.dropped if one.kind == "banner"] == ["banner"]


def test_facts_have_the_address_of_the_page_itself():
    item = Item("a.html", "", "html", ".html", saved(), "a.html")
    assert html.facts(item, CALL).addresses == ("http://packet.example/bridge",)


FORMS = {
    "without comments, as browsers save it": saved(
        banner=BANNER.replace("<!-- BEGIN WAYBACK TOOLBAR INSERT -->", "").replace(
            "<!-- END WAYBACK TOOLBAR INSERT -->", ""
        ),
    ),
    "with the comment of a browser alone": (
        f"<!-- saved from url=(0069){COPY}/http://packet.example/bridge -->".encode()
    )
    + saved(head="", foot=""),
    "of old": saved(
        head=f'<link rel="canonical" href="{COPY}/http://packet.example/bridge">',
        banner=BANNER.replace("wm-ipp-base", "wm-ipp"),
    ),
    "without a banner": saved(banner=""),
}


@pytest.mark.parametrize("data", FORMS.values(), ids=FORMS)
def test_every_form_of_a_copy(data):
    received = receive(data)
    assert received.capture == Capture("http://packet.example/bridge", "2012-03-02T11:40:00Z")
    draft, places = drafted(data)
    assert "captures" not in received.html.replace("//", "")
    assert places["lead"].startswith("The swing bridge opened")
    assert "http://packet.example/a.jpg" in "\n".join(draft.body.lead.blocks)


def test_only_the_comment_below_says_when():
    assert receive(saved(head="", banner="")).capture == Capture("", "2012-03-02T11:40:00Z")


OTHERS = [
    page(body=f'<p>It is at <a href="{COPY}/http://q.example/a">the Wayback Machine</a>.</p>'),
    page(body="<p>BEGIN WAYBACK TOOLBAR INSERT, it says.</p>"),
    page(head='<script>var a = "web.archive.org/web/";</script>'),
]


@pytest.mark.parametrize("data", OTHERS)
def test_a_page_that_links_to_a_copy_is_none(data):
    received = receive(data)
    assert received.capture is None
    assert received.html == data.decode()
    assert "copy" not in received.how


def test_a_ledger_of_before_reads_its_page_as_it_did():
    assert "captures" in receive_again(saved(), {"encoding": "utf-8"})


def test_a_banner_without_an_end_costs_no_story():
    _, places = drafted(saved(banner=BANNER.replace("<!-- END WAYBACK TOOLBAR INSERT -->", "")))
    assert places["lead"].startswith("The swing bridge opened")


def test_a_banner_nested_too_deeply_is_refused():
    with pytest.raises(RefusedError, match="nested"):
        receive(b"<div id='wm-ipp'>" * 3000 + FOOT.encode())


@pytest.mark.parametrize("one", [b"\n", b"<a ", b"<script ", b"/web/2012", b'<input id="'])
def test_a_long_page_is_looked_through_in_due_time(one):
    data = one * 200_000 + FOOT.encode()
    with suppress(RefusedError):  # too much for any page, which is said as soon
        assert receive(data).capture


def items(path):
    return list(warc.items(path, CALL))


def test_a_crawl_of_copies_is_one_of_the_pages(tmp_path):
    other = f"{HOST}/web/20110101000000/http://packet.example/bridge"
    path = crawl(
        tmp_path / "a.warc.gz",
        record(other, page("An older one")),
        record(f"{COPY}/http://packet.example/bridge", saved()),
        record(
            f"{HOST}/web/2012/http://packet.example/bridge",
            status="302 Found",
            http={"Location": "/web/20120302114000/http://packet.example/bridge"},
        ),
        record(
            f"{COPY}/http://packet.example/old",
            status="302 Found",
            http={"Location": f"{COPY}/http://packet.example/bridge"},
        ),
        record(f"{COPY}im_/http://packet.example/a.jpg", b"x", http={"Content-Type": "image/jpeg"}),
    )
    found = items(path)
    (item,) = (one for one in found if isinstance(one, Item))
    assert [one.kind for one in found if isinstance(one, LeftOutItem)].count(
        "another capture of a page"
    )
    facts = warc.facts(item, CALL)
    assert facts.identity == "warc:packet.example/bridge"
    assert facts.addresses == ("http://packet.example/bridge", "http://packet.example/old")
    assert (
        "capture: 2012-03-02T11:40:00Z, status 200"
        in warc.draft(item, CALL, GROUND).notes.recognised
    )
    draft = warc.draft(item, CALL, GROUND)
    told = warc.text_of(item.data, json.loads(json.dumps(draft.how)))
    assert draft.text == told
    assert sum(span.count for span in draft.body.spans) == signs(told)
    assert "captures" not in told.replace("two captures", "")
    (file,) = warc.files(path, CALL)
    assert file[0] == "http://packet.example/a.jpg"


def test_the_raw_form_of_a_copy_needs_nothing_taken_off(tmp_path):
    path = crawl(tmp_path / "a.warc.gz", record(f"{COPY}id_/http://packet.example/bridge", page()))
    (item,) = items(path)
    assert isinstance(item, Item)
    draft = warc.draft(item, CALL, GROUND)
    assert draft.fields["Original_URL"] == "http://packet.example/bridge"
    assert "copy" not in draft.how
