"""A crawl becomes stories: one an address, by its best capture, with the pictures it shows."""

from __future__ import annotations

import io
import json
from collections import Counter
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from backfile.errors import RefusedError
from backfile.fidelity.account import apportion, signs
from backfile.importers.crawl.canonical import canonical
from backfile.importers.dump_items import Item, LeftOutItem, NoStoryError, Quarantined
from backfile.importers.formats import html, warc
from backfile.importers.media import MediaLocator, fetch
from backfile.importers.options import Call, LinkResolver
from backfile.importers.recipe import Recipe, WarcRecipe
from backfile.story.model import Order
from backfile.text.web_addresses import address_key, safe_link
from tests.importers.crawls import SITE, crawl, page, record, wacz

CALL = Call(ZoneInfo("America/Halifax"), Recipe(), Order.NEWEST_FIRST)
GROUND = LinkResolver(lambda href: safe_link(href, SITE), lambda _src: None)
IMAGE = {"Content-Type": "image/png"}
BRIDGE = f"{SITE}/bridge/"


def picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (4, 3), "teal").save(data, "PNG")
    return data.getvalue()


def read(path):
    """The items of a crawl, its left-out things and its quarantine."""
    sorted_: dict[type, list] = {Item: [], LeftOutItem: [], Quarantined: []}
    for one in warc.items(path, CALL):
        sorted_[type(one)].append(one)
    return sorted_.values()


def only(path) -> Item:
    (item,), _, _ = read(path)
    return item


@pytest.mark.parametrize("gzip", [True, False])
def test_a_page_is_an_item_with_the_bytes_of_its_record(gzip, tmp_path):
    made = record("/bridge/", page(), gzip=gzip)
    suffix = ".warc.gz" if gzip else ".warc"
    path = crawl(tmp_path / f"a{suffix}", record("/a.png", b"x", http=IMAGE, gzip=gzip), made)

    item = only(path)

    assert made.startswith(item.data)
    assert len(made) - len(item.data) in (0, 4)  # blank lines between records
    assert (item.format, item.suffix, item.name) == ("warc", suffix, "bridge")
    assert item.extra["address"] == BRIDGE
    # The original that is kept is itself a crawl, of one record.
    again = only(crawl(tmp_path / f"kept{suffix}", item.data))
    assert again.data == item.data


def test_a_page_of_a_wacz_is_an_item(tmp_path):
    path = wacz(tmp_path / "a.wacz", {"archive/a.warc.gz": record("/bridge/", page())})
    item = only(path)
    assert item.place == "archive/a.warc.gz, byte 0"
    assert item.suffix == ".warc.gz"


CAPTURES = {
    "the last": (
        [record("/bridge/", page("Old"), date="2014-01-01T00:00:00Z"),
         record("/bridge/", page("New"), date="2014-02-01T00:00:00Z")],
        "New",
    ),
    "the last by its date": (
        [record("/bridge/", page("New"), date="2014-02-01T00:00:00Z"),
         record("/bridge/", page("Old"), date="2014-01-01T00:00:00Z")],
        "New",
    ),
    "the last of one moment": (
        [record("/bridge/", page("Old")), record("/bridge/", page("New"))],
        "New",
    ),
    "of one address, as it is looked up": (
        [record("http://www.packet.example/bridge", page("Old")),
         record("/bridge/?utm_source=feed", page("New"), date="2015-01-01T00:00:00Z")],
        "New",
    ),
    "the last that was found": (
        [record("/bridge/", page("Found")),
         record("/bridge/", page("Gone"), status="404 Not Found", date="2015-01-01T00:00:00Z")],
        "Found",
    ),
    "the last with a body": (
        [record("/bridge/", page("Full")), record("/bridge/", b"", date="2015-01-01T00:00:00Z")],
        "Full",
    ),
    "the last that is whole": (
        [record("/bridge/", page("Whole")),
         record("/bridge/", page("Cut"), date="2015-01-01T00:00:00Z",
                warc={"WARC-Truncated": "length"})],
        "Whole",
    ),
    "the last that is a page": (
        [record("/bridge/", page("Page")),
         record("/bridge/", b"x", http=IMAGE, date="2015-01-01T00:00:00Z")],
        "Page",
    ),
    "one moved away later": (
        [record("/bridge/", page("Here")),
         record("/bridge/", http={"Location": "/"}, status="301 M", date="2015-01-01T00:00:00Z")],
        "Here",
    ),
    "one saved without HTTP": ([record("/bridge/", page("Saved"), kind="resource")], "Saved"),
}  # fmt: skip


@pytest.mark.parametrize(("records", "title"), CAPTURES.values(), ids=CAPTURES.keys())
def test_the_best_capture_of_an_address_is_taken(records, title, tmp_path):
    (item,), left_out, quarantined = read(crawl(tmp_path / "a.warc.gz", *records))

    assert warc.facts(item, CALL).title == title
    assert len(left_out) == len(records) - 1
    assert not quarantined
    captures = json.loads(item.extra["captures"])
    assert len(captures) == len(records)
    assert captures == sorted(captures)


def test_a_crawl_in_several_files_is_one(tmp_path):
    crawl(tmp_path / "a.warc.gz", record("/bridge/", page("Old")))
    crawl(tmp_path / "b.warc", record("/bridge/", page("New"), gzip=False))
    wacz(tmp_path / "c.wacz", {"archive/c.warc": record("/pier/", page("Pier"), gzip=False)})

    items, _, _ = read(tmp_path)

    assert [warc.facts(item, CALL).title for item in items] == ["New", "Pier"]


def moved(path: str, to: str, status: str = "301 Moved Permanently") -> bytes:
    return record(path, status=status, http={"Location": to})


@pytest.mark.parametrize(
    ("records", "addresses"),
    [
        pytest.param([moved("/old/", "/bridge/")], ["/old/"], id="moved"),
        pytest.param([moved("/old/", "/bridge/", "302 Found")], ["/old/"], id="found elsewhere"),
        pytest.param(
            [moved("/a/", "/b/"), moved("/b/", f"{BRIDGE}#x")], ["/b/", "/a/"], id="chain"
        ),
        pytest.param([moved("/a/", "/b/"), moved("/b/", "/a/")], [], id="circle"),
        pytest.param([moved("/a/", "/bridge/"), moved("/a/", "/")], [], id="moved again"),
        pytest.param([moved("/bridge/", "/bridge")], [], id="to itself"),
        pytest.param([moved("/old/", "javascript:alert(1)")], [], id="to a script"),
        pytest.param([moved("/p/", "/bridge/"), record("/p/", page("P"))], [], id="has a page"),
        pytest.param(
            [
                record(
                    "/copy/",
                    kind="revisit",
                    warc={"WARC-Refers-To-Target-URI": BRIDGE},
                )
            ],
            ["/copy/"],
            id="the same page again",
        ),
    ],
)
def test_redirects_are_further_addresses(records, addresses, tmp_path):
    items, _, _ = read(crawl(tmp_path / "a.warc.gz", record("/bridge/", page()), *records))
    facts = warc.facts(items[0], CALL)
    assert facts.addresses == (BRIDGE, *(f"{SITE}{one}" for one in addresses))


def test_a_page_that_calls_another_its_own_is_left_out(tmp_path):
    print_ = page("Print", f'<link rel="canonical" href="{BRIDGE}">')
    path = crawl(tmp_path / "a.warc.gz", record("/bridge/", page()), record("/print/9", print_))

    (item,), (left_out,), _ = read(path)

    assert item.extra["address"] == BRIDGE
    assert left_out.kind == "another address of a page"
    assert left_out.place.endswith(f" {SITE}/print/9")


def test_reasons_are_few_however_many_records_a_crawl_has(tmp_path):
    css = {"Content-Type": "text/css"}
    made = [record(f"/style-{number}.css", b"p {}", http=css) for number in range(5)]

    _, left_out, _ = read(crawl(tmp_path / "a.warc.gz", *made))

    assert len({(one.kind, one.why) for one in left_out}) == 1
    assert len({one.place for one in left_out}) == 5


@pytest.mark.parametrize("said", ["/elsewhere/", "https://packet.example/", ":", ""])
def test_a_page_is_kept_whose_own_address_is_not_in_the_crawl(said, tmp_path):
    made = page("Print", f'<link href="{said}" rel=canonical>')
    home = record("/", page("Home"))
    items, _, _ = read(crawl(tmp_path / "a.warc.gz", home, record("/print/9", made)))
    assert [item.extra["address"] for item in items] == [f"{SITE}/", f"{SITE}/print/9"]


OTHERS = {
    "a request": (record("/", b"GET / HTTP/1.1\r\n\r\n", kind="request"), "request"),
    "robots.txt": (record("/robots.txt", b"x", http={"Content-Type": "text/plain"}), "robots.txt"),
    "a style sheet": (record("/a.css", b"x", http={"Content-Type": "text/css"}), "text/css"),
    "a script": (
        record("/a", b"x", http={"Content-Type": "Text/JavaScript; x"}),
        "text/javascript",
    ),
    "a picture": (record("/a", b"x", http=IMAGE), "file"),
    "a file of no type": (
        record("/a.pdf", b"x", http={"Content-Type": "application/octet-stream"}),
        "file",
    ),
    "a missing page": (record("/a", page(), status="404 Not Found"), "answer 404"),
    "a broken server": (record("/a", page(), status="503 Busy"), "answer 503"),
    "a redirect": (moved("/a", "/b"), "redirect"),
    "nothing": (record("/a"), "empty answer"),
    "a name server": (record("dns://packet.example", b"x"), "record without a web address"),
}


@pytest.mark.parametrize(("made", "kind"), OTHERS.values(), ids=OTHERS.keys())
def test_what_is_no_page_is_left_out_by_its_kind(made, kind, tmp_path):
    items, (left_out,), quarantined = read(crawl(tmp_path / "a.warc.gz", made))
    assert left_out.kind == kind
    assert (items, quarantined) == ([], [])


def test_files_are_found_by_their_addresses(tmp_path):
    data = picture()
    path = crawl(
        tmp_path / "a.warc.gz",
        record("/bridge/", page()),
        record("/pier.png", b"older", http=IMAGE, date="2013-01-01T00:00:00Z"),
        record("/pier.png", data, http={**IMAGE, "Transfer-Encoding": "chunked"}),
        record("/report.pdf", b"%PDF-1.4", http={"Content-Type": "application/pdf"}),
        record("/a.css", b"x", http={"Content-Type": "text/css"}),
    )

    found = dict(warc.files(path, CALL))

    assert sorted(found) == [f"{SITE}/pier.png", f"{SITE}/report.pdf"]
    table = {address_key(address): where for address, where in found.items()}
    where = MediaLocator(table.get).find("../pier.png", BRIDGE)
    assert where
    assert fetch(where) == data


def test_what_cannot_be_read_is_quarantined(tmp_path, monkeypatch):
    monkeypatch.setattr(warc, "LARGEST_ITEM", 100_000)
    packed = record("/zstd/", b"\x28", http={"Content-Encoding": "zstd"})
    long = record("/long/", page(body="x" * 100_000))
    path = crawl(tmp_path / "a.warc.gz", packed, b"garbage", long, record("/bridge/", page()))

    (item,), _, (damage, first, second) = read(path)

    assert item.extra["address"] == BRIDGE
    assert (damage.offset, damage.length, damage.data) == (len(packed), len(b"garbage"), None)
    assert "zstd" in first.why
    assert first.data == packed
    assert "no story has more" in second.why
    assert (second.offset, second.length, second.data) == (len(packed) + 7, len(long), None)


def test_a_ruined_stretch_is_one_thing_in_quarantine(tmp_path):
    ruin = b"WARC/1.0\r\nWARC-Type: response\r\n\r\n" * 50
    good = record("/bridge/", page(), gzip=False)
    items, _, (damage,) = read(crawl(tmp_path / "a.warc", ruin, b"\r\n", good))
    assert len(items) == 1
    assert (damage.offset, damage.length) == (0, len(ruin) + 2)


def test_what_is_damaged_in_a_wacz_is_told_by_its_place_in_the_file(tmp_path):
    inside = {"archive/a.warc": b"", "archive/b.warc.gz": record("/bridge/", page()) + b"garbage"}
    path = wacz(tmp_path / "a.wacz", inside)

    (item,), _, (damage,) = read(path)

    assert item.extra["address"] == BRIDGE
    assert damage.place.startswith("archive/b.warc.gz, byte ")
    assert path.read_bytes()[damage.offset : damage.offset + damage.length] == b"garbage"


@pytest.mark.parametrize("name", ["a.wacz", "a.warc.gz", "none.warc", "none.wacz"])
def test_a_file_that_is_no_crawl_is_quarantined(name, tmp_path):
    for there in ("a.wacz", "a.warc.gz"):
        crawl(tmp_path / there, b"no crawl at all")
    items, left_out, (quarantined,) = read(tmp_path / name)
    assert quarantined.why
    assert (items, left_out) == ([], [])


def test_the_same_crawl_gives_the_same(tmp_path):
    records = [record(f"/{n}/", page(f"Story {n}")) for n in range(5)]
    path = crawl(tmp_path / "a.warc.gz", *records, *records, moved("/x/", "/3/"))

    first = list(warc.items(path, CALL))
    path.touch()

    assert list(warc.items(path, CALL)) == first
    assert Counter(map(type, first)) == {Item: 5, LeftOutItem: 6}


ARTICLE = '<meta property="og:type" content="article">'
LINKED = '<script type="application/ld+json">{}</script>'
STORIES = {
    "it says so": (ARTICLE, "/a", True),
    "in another order": ("<META content='Article' property='og:type'>", "/a", True),
    "it has a date": ('<meta name="parsely-pub-date" content="2014-06-16">', "/a", True),
    "its linked data are an article": (
        LINKED.format('{"@type": "NewsArticle", "headline": "x"}'),
        "/a",
        True,
    ),
    "one of its linked data is": (
        LINKED.format('{"@graph": [{"@type": "WebPage"}, {"@type": ["Article"]}]}'),
        "/a",
        True,
    ),
    "its address has a day": ("", "/2014/06/16/bridge-stuck", True),
    "its address has a month": ("", "/2014/06/bridge-stuck.html", True),
    "its address has a day in one": ("", "/news/20140616/bridge", True),
    "a home page": (ARTICLE, "/", False),
    "a home page by its index": (ARTICLE, "/index.html", False),
    "a list of a month": ("", "/2014/06/", False),
    "a list of a day": ("", "/2014/06/16/", False),
    "a list": ("<h1>World</h1>", "/world/", False),
    "a list that says so": ('<meta property="og:type" content="website">', "/world/", False),
    "a list with articles in its linked data": (
        LINKED.format('[{"@type": "Article"}, {"@type": "Article"}]'),
        "/world/",
        False,
    ),
    "a list of articles in its linked data": (
        LINKED.format('{"@type": "ItemList", "itemListElement": [{"@type": "Article"}]}'),
        "/world/",
        False,
    ),
    "damaged linked data": (LINKED.format('{"@type": "Article"'), "/a", False),
    "linked data without end": (LINKED.format("[" * 100_000), "/a", False),
}


@pytest.mark.parametrize(("head", "path", "tells"), STORIES.values(), ids=STORIES.keys())
def test_a_story_is_told_from_other_pages(head, path, tells):
    assert is_story(f"<html><head>{head}</head><p>x</p>", f"{SITE}{path}") is tells


def is_story(made: str, address: str) -> bool:
    """Tell a story from a page that leads to stories; what else it lacks is another question."""
    try:
        html.page_facts(made, address, CALL)
    except NoStoryError:
        return False
    except RefusedError:
        pass
    return True


@pytest.mark.parametrize(
    "part",
    [
        "<meta ",
        "<meta name=",
        "<meta name='a",
        "<link ",
        '<link rel="',
        "<script ",
        "[",
        "/2014/06/",
    ],
)
def test_a_page_of_a_million_signs_is_no_trouble(part):
    made = part * (1_000_000 // len(part))
    with pytest.raises(RefusedError):
        html.page_facts(made, f"{SITE}/a", CALL)
    assert canonical(made) == ""


def test_a_page_stands_where_it_was_found_whatever_it_says(tmp_path):
    links = f'<link rel="canonical" href="{SITE}/"><meta property="og:url" content="{SITE}/b">'
    item = only(crawl(tmp_path / "a.warc.gz", record("/bridge/", page(head=links))))
    assert warc.facts(item, CALL).addresses[0] == BRIDGE
    assert f"{SITE}/" not in warc.facts(item, CALL).addresses
    assert warc.draft(item, CALL, GROUND).fields["Original_URL"] == BRIDGE


def test_a_page_that_is_no_story_says_so(tmp_path):
    plain = b"<!DOCTYPE html><title>World</title><h1>World</h1><p>All the news of the world.</p>"
    item = only(crawl(tmp_path / "a.warc.gz", record("/world/", plain)))
    with pytest.raises(NoStoryError):
        warc.facts(item, CALL)


def test_a_recipe_says_which_addresses_are_stories(tmp_path):
    call = replace(CALL, recipe=Recipe(warc=WarcRecipe(r"/bridge/$")))
    path = crawl(
        tmp_path / "a.warc.gz",
        record("/bridge/", page()),
        record("/pier/", page()),
        record(
            "/draw/bridge/", b"<!DOCTYPE html><title>Old</title><h1>Old</h1><p>It is stuck.</p>"
        ),
    )
    (bridge, pier, undated), _, _ = read(path)

    assert warc.facts(bridge, call).title == "The bridge is stuck"
    with pytest.raises(NoStoryError):
        warc.facts(pier, call)
    # What the recipe calls a story, and has no date, is a matter for a person.
    with pytest.raises(RefusedError) as refusal:
        warc.facts(undated, call)
    assert not isinstance(refusal.value, NoStoryError)


@pytest.mark.parametrize(
    ("charset", "http"),
    [("utf-8", {}), ("cp1252", {"Content-Type": "text/html; charset=iso-8859-1"})],
)
def test_every_word_of_a_page_is_accounted_for(charset, http, tmp_path):
    made = page("Le café est fermé", body="<h2>3:31 p.m.</h2><p>Rouvert à midi.</p>")
    body = made.decode().encode(charset)
    item = only(crawl(tmp_path / "a.warc.gz", record("/bridge/", body, http=http)))

    draft = warc.draft(item, CALL, GROUND)

    text = warc.text_of(item.data, draft.how)
    assert sum(span.count for span in draft.body.spans) == signs(text)
    places = apportion(text, draft.body.spans)
    assert draft.title == "Le café est fermé"
    assert places["section 1"] == "Rouvert à midi."
    assert draft.fields["Original_URL"] == BRIDGE
    assert draft.fields["Captured"] == "2014-01-01T00:00:00Z"
    assert draft.how["format"] == "warc"
    assert "capture: 2014-01-01T00:00:00Z, status 200" in draft.notes.recognised


def test_the_date_of_the_capture_is_never_the_story_s(tmp_path):
    item = only(crawl(tmp_path / "a.warc.gz", record("/bridge/", page())))
    facts = warc.facts(item, CALL)
    assert (str(facts.day), str(facts.clock)) == ("2011-03-04", "14:00:00")
