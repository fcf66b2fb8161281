"""Entries of feeds and of Blogger's exports become stories, each word accounted for."""

from __future__ import annotations

import json
from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.errors import BackfileError, RefusedError
from backfile.fidelity.account import apportion, signs
from backfile.importers.dump_items import Item, LeftOutItem, Quarantined
from backfile.importers.feeds.head import read_head, root_of
from backfile.importers.formats import feed
from backfile.importers.options import Call, LinkResolver
from backfile.importers.recipe import Recipe
from backfile.story.model import Order
from backfile.text.web_addresses import safe_link

CALL = Call(ZoneInfo("America/Halifax"), Recipe(), Order.NEWEST_FIRST)
GROUND = LinkResolver(safe_link, lambda _src: None)
ATOM = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by a program -->\n'
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:m="http://search.yahoo.com/mrss/" '
    'xmlns:app="http://www.w3.org/2007/app" '
    'xmlns:blogger="http://schemas.google.com/blogger/2018" xml:lang="en-CA">'
    '<title>The Packet</title><link href="https://packet.example/" rel="alternate"/>'
    "<author><name>The Desk</name></author>{}</feed>"
)
RSS = (
    '<rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">'
    "<channel><title>Wire</title><link>https://wire.example</link>"
    "<language>en-us</language>{}</channel></rss>"
)
DAY = "<published>2011-03-04T18:05:00Z</published>"
KIND = (
    '<category scheme="http://schemas.google.com/g/2005#kind" '
    'term="http://schemas.google.com/blogger/2008/kind#{}"/>'
)


def entry(inner: str) -> str:
    return f"<entry><id>tag:1</id><title>Ice</title>{DAY}{inner}</entry>"


def item(inner: str) -> str:
    return f"<item><title>Ice</title><pubDate>Fri, 04 Mar 2011 18:05:00 GMT</pubDate>{inner}</item>"


def found_in(tmp_path, text: str | bytes) -> list[Item | LeftOutItem | Quarantined]:
    path = tmp_path / "feed.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(feed.items(path, CALL))


def drafted(tmp_path, text: str):
    """The one draft of a feed, and what each place must show; no character is missing."""
    (one,) = found_in(tmp_path, text)
    assert isinstance(one, Item), one
    draft = feed.draft(one, CALL, GROUND)
    told = feed.text_of(one.data, json.loads(json.dumps(draft.how)))
    assert draft.text == told
    assert sum(span.count for span in draft.body.spans) == signs(told)
    return draft, apportion(told, draft.body.spans)


BODIES = {
    "HTML, escaped": (
        ATOM,
        entry('<content type="html">&lt;p&gt;It &lt;b&gt;froze&lt;/b&gt;.&lt;/p&gt;</content>'),
        "It froze.",
    ),
    "HTML in CDATA": (
        ATOM,
        entry('<content type="html"><![CDATA[<p>It froze.]]></content>'),
        "It froze.",
    ),
    "text": (
        ATOM,
        entry("<content>It froze.\n\nA &lt; B &amp; C.</content>"),
        "It froze. A < B & C.",
    ),
    "XHTML": (
        ATOM,
        entry(
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><a name="top"/>'
            "<p>It <b>froze</b> &amp; <![CDATA[thawed]]>.</p></div></content>"
        ),
        "It froze & thawed.",
    ),
    "XHTML with prefixes": (
        ATOM,
        entry(
            '<content type="xhtml"><h:div xmlns:h="http://www.w3.org/1999/xhtml">'
            "<h:p>It froze.</h:p></h:div></content>"
        ),
        "It froze.",
    ),
    "a summary alone": (ATOM, entry("<summary>It froze.</summary>"), "It froze."),
    "RSS, a description": (RSS, item("<description>&lt;p&gt;It froze.</description>"), "It froze."),
    "RSS, contents": (
        RSS,
        item("<c:encoded><![CDATA[<p>It froze.</p>]]></c:encoded>"),
        "It froze.",
    ),
    "RSS about markup": (
        RSS,
        item('<description>Use &lt;p&gt;&amp;lt;content type="xhtml"&amp;gt;.</description>'),
        'Use <content type="xhtml">.',
    ),
}


@pytest.mark.parametrize(("form", "inner", "seen"), BODIES.values(), ids=BODIES)
def test_the_text_of_an_entry(tmp_path, form, inner, seen):
    _, places = drafted(tmp_path, form.format(inner))
    assert " ".join(places["lead"].split()) == seen


def test_a_plain_text_keeps_its_paragraphs(tmp_path):
    text = "It froze.\n\n9:40 p.m.: It thaws &amp; melts."
    draft, places = drafted(tmp_path, RSS.format(item(f"<description>{text}</description>")))
    assert draft.body.lead.blocks == ("It froze.",)
    assert places["section 1"] == "It thaws & melts."


def test_a_feed_of_rdf_with_prefixes_of_its_own(tmp_path):
    text = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:d="http://purl.org/dc/elements/1.1/">'
        '<channel><link>https://wire.example</link></channel><item rdf:about="urn:1">'
        "<title>Ice</title><link>https://wire.example/ice</link><d:date>2011-03-04</d:date>"
        "<d:creator>A. Writer</d:creator><description>It froze.</description></item></rdf:RDF>"
    )
    draft, _ = drafted(tmp_path, text)
    assert draft.fields == {
        "Date": "2011-03-04",
        "Authors": "A. Writer",
        "Original_URL": "https://wire.example/ice",
    }


def test_the_facts_of_an_atom_entry(tmp_path):
    inner = (
        "<updated>2011-03-05T12:00:00Z</updated><author><name>A. Writer</name></author>"
        '<category term="World"/><category term="ice" label="Ice &amp; snow"/>'
        '<link rel="self" href="/feed/1"/><link href="/2011/ice.html"/>'
        '<content type="html">It froze.</content>'
    )
    text = ATOM.format(entry(inner))
    draft, _ = drafted(tmp_path, text)
    assert draft.fields == {
        "Date": "2011-03-04 14:05",
        "Modified": "2011-03-05 08:00",
        "Authors": "A. Writer",
        "Category": "World",
        "Tags": "Ice & snow",
        "Lang": "en-CA",
        "Original_URL": "https://packet.example/2011/ice.html",
    }
    (one,) = found_in(tmp_path, text)
    facts = feed.facts(one, CALL)
    assert (facts.identity, facts.title, facts.folder) == ("feed:tag:1", "Ice", "stories")
    assert (facts.day, facts.clock) == (date(2011, 3, 4), time(14, 5))


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Ice &amp;amp; snow", "Ice & snow"),
        ("Ice &amp; snow", "Ice & snow"),
        ("1 &lt; 2 and &lt;ice&gt;", "1 < 2 and <ice>"),
        ("The &lt;em&gt;Mary&lt;/em&gt;", "The Mary"),
    ],
)
def test_titles_of_rss_are_text_or_html(tmp_path, title, told):
    text = item("<description>It froze.</description>").replace(">Ice<", f">{title}<")
    draft, places = drafted(tmp_path, RSS.format(text))
    assert draft.title == places["title"] == told


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ("Fri, 04 Mar 2011 18:05:00 GMT", "2011-03-04 14:05"),
        ("Fri, 04 Mar 2011 18:05:00 EST", "2011-03-04 19:05"),
        ("Fri, 4 Mar 11 22:05 PDT", "2011-03-05 01:05"),
        ("04 Mar 2011 18:05:00 -0400", "2011-03-04 18:05"),
        ("Friday, 04 March 2011 18:05:00 +0000", "2011-03-04 14:05"),
        ("2011-03-04T18:05:00Z", "2011-03-04 14:05"),
        ("2011-03-04", "2011-03-04"),
    ],
)
def test_dates(tmp_path, stated, told):
    text = item("<description>It froze.</description>")
    text = text.replace("Fri, 04 Mar 2011 18:05:00 GMT", stated)
    draft, _ = drafted(tmp_path, RSS.format(text))
    assert draft.fields["Date"] == told


def test_a_summary_that_only_begins_as_the_text_is_none(tmp_path):
    whole = "<c:encoded>The harbour froze over night, and nobody sailed.</c:encoded>"
    cut = "<description>The harbour froze over night [&#8230;]</description>"
    draft, _ = drafted(tmp_path, RSS.format(item(whole + cut)))
    assert draft.summary == ""
    assert [one.kind for one in draft.notes.dropped] == ["summary"]
    own = "<description>Nobody sailed.</description>"
    draft, _ = drafted(tmp_path, RSS.format(item(whole + own)))
    assert draft.summary == "Nobody sailed."


def test_a_text_that_ends_in_dots_is_doubted(tmp_path):
    draft, _ = drafted(tmp_path, RSS.format(item("<description>It froze […]</description>")))
    assert draft.notes.inferred == ("its text ends in dots: the feed has only its beginning",)


def test_updates_are_found_in_it(tmp_path):
    body = "It froze.&lt;br>&lt;br>&lt;b>9:40 p.m.:&lt;/b> It thaws."
    draft, places = drafted(tmp_path, ATOM.format(entry(f'<content type="html">{body}</content>')))
    assert [part.heading for part in draft.body.updates] == ["9:40 p.m."]
    assert places["section 1"] == "It thaws."


def test_pictures_beside_the_text_are_shown_once(tmp_path):
    media = (
        '<media:content url="https://wire.example/a.jpg" medium="image">'
        "<media:description>The &lt;b&gt;ice&lt;/b&gt;</media:description></media:content>"
        '<enclosure url="https://wire.example/b.mp3" type="audio/mpeg" length="1"/>'
        '<enclosure url="javascript:alert(1)" type="image/png"/>'
    )
    body = "<description>It froze.</description>"
    draft, places = drafted(tmp_path, RSS.format(item(body + media)))
    shown = "\n".join(draft.body.lead.blocks)
    assert "Picture not kept" in shown
    assert [one.text for one in draft.body.notes.dropped] == ["https://wire.example/a.jpg"]
    assert "The ice" in shown
    assert "https://wire.example/b.mp3" in shown
    assert "javascript" not in shown
    assert "It froze." in places["lead"]
    inside = '<description>It froze. &lt;img src="a.jpg"&gt;</description>'
    draft, _ = drafted(tmp_path, RSS.format(item(inside + media)))
    assert "\n".join(draft.body.lead.blocks).count("Picture not kept") == 1
    assert [one.text for one in draft.body.notes.dropped] == ["a.jpg"]


def blogger(kind: str, more: str = "") -> str:
    return entry(KIND.format(kind) + f'<content type="html">It froze.</content>{more}')


def test_a_blogger_export_has_posts_pages_and_drafts(tmp_path):
    kinds = ("settings", "template", "post", "page", "comment", "layout")
    link = '<link rel="alternate" type="text/html" href="https://p.example/2011/03/ice-age.html"/>'
    label = '<category scheme="http://www.blogger.com/atom/ns#" term="Snow"/>'
    found = found_in(tmp_path, ATOM.format("".join(blogger(one, link + label) for one in kinds)))
    assert [one.kind for one in found if isinstance(one, LeftOutItem)] == [
        "setting",
        "template",
        "comment",
        "layout",
    ]
    post, page = (one for one in found if isinstance(one, Item))
    assert feed.facts(post, CALL).folder == "stories"
    assert feed.facts(post, CALL).slug == "ice-age"
    assert feed.facts(page, CALL).folder == "pages"
    assert feed.draft(post, CALL, GROUND).fields["Tags"] == "Snow"


@pytest.mark.parametrize(
    "inner",
    [
        blogger("post", "<app:control><app:draft>yes</app:draft></app:control>"),
        entry(
            "<blogger:type>POST</blogger:type><blogger:status>DRAFT</blogger:status>"
            '<content type="html">It froze.</content>'
        ),
    ],
)
def test_a_blogger_draft_stays_a_draft(tmp_path, inner):
    draft, _ = drafted(tmp_path, ATOM.format(inner))
    assert draft.fields["Status"] == "draft"


def test_a_takeout_of_blogger_has_its_names_of_pages(tmp_path):
    inner = entry(
        "<blogger:type>POST</blogger:type><blogger:status>LIVE</blogger:status>"
        "<blogger:filename>/2011/03/ice-age.html</blogger:filename>"
        '<content type="html">It froze.</content>'
    )
    (one,) = found_in(tmp_path, ATOM.format(inner))
    assert feed.facts(one, CALL).slug == "ice-age"
    assert "Status" not in feed.draft(one, CALL, GROUND).fields


def test_an_entry_without_a_title_is_called_after_its_number(tmp_path):
    text = entry("<content>It froze.</content>").replace("<title>Ice</title>", "<title/>")
    draft, places = drafted(tmp_path, ATOM.format(text.replace("tag:1", "tag:b.post-17")))
    assert draft.title == places["title"] == "Untitled 17"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "content",
    [
        '<content type="html">&lt;p&gt;Der Fluß ist zu, 12 °C unter null 🧊.&lt;/p&gt;</content>',
        '<content type="xhtml"><div><p>Der Fluß ist zu, 12 °C unter null 🧊.</p></div></content>',
    ],
)
def test_a_feed_in_utf_16_is_read_and_kept_as_it_was(tmp_path, codec, content):
    first, second = entry(content), entry(content).replace("tag:1", "tag:2")
    text = ATOM.replace("UTF-8", "UTF-16").format(first + second)
    one, two = found_in(tmp_path, f"\ufeff{text}".encode(codec))
    assert (one.data, two.data) == (first.encode(codec), second.encode(codec))
    assert (one.place, two.place) == ("item 1", "item 2")
    draft = feed.draft(one, CALL, GROUND)
    assert draft.body.lead.blocks == ("Der Fluß ist zu, 12 °C unter null 🧊.",)
    told = feed.text_of(one.data, json.loads(json.dumps(draft.how)))
    assert sum(span.count for span in draft.body.spans) == signs(told)
    assert feed.facts(one, CALL).identity == "feed:tag:1"


REFUSED = {
    "no text": (ATOM.format(entry("")), "no text of its own"),
    "no date": (ATOM.format("<entry><content>x</content></entry>"), "no date; name one"),
    "a date that is none": (
        RSS.format(
            "<item><title>x</title><pubDate>soon</pubDate><description>x</description></item>"
        ),
        'date is "soon"',
    ),
    "markup that is not escaped": (
        RSS.format(item("<description>It <b>froze</b>.</description>")),
        "markup that is not escaped",
    ),
    "HTML nested too deeply": (
        RSS.format(item(f"<description><![CDATA[{'<div>' * 20_000}]]></description>")),
        "deep",
    ),
}


@pytest.mark.parametrize(("text", "why"), REFUSED.values(), ids=REFUSED)
def test_refuses(tmp_path, text, why):
    (one,) = found_in(tmp_path, text)
    if isinstance(one, Quarantined):
        assert why in one.why
        return
    with pytest.raises(RefusedError, match=why):
        feed.draft(one, CALL, GROUND)


HELD = {
    "UTF-16, cut off": (ATOM.format(entry("")).encode("utf-16")[:-1], "it is not UTF-16"),
    "a DTD": (
        '<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY x "y">]>' + ATOM.format(entry(""))[39:],
        "document type or entities",
    ),
    "no feed": ("<html></html>", "this is no feed"),
    "empty": ("", "this is no feed"),
    "cut off": (RSS.format(item(""))[:300], "the file ends within it"),
    "no XML": (RSS.format("<item><title>x</item>"), "no XML"),
    "nested too deeply": (RSS.format(item("<a>" * 100_000 + "</a>" * 100_000)), "nested deeper"),
}


@pytest.mark.parametrize(("text", "why"), HELD.values(), ids=HELD)
def test_quarantines(tmp_path, text, why):
    (one,) = found_in(tmp_path, text)
    assert isinstance(one, Quarantined)
    assert why in one.why


def test_one_bad_entry_costs_no_other(tmp_path):
    good = item("<description>It froze.</description>")
    found = found_in(tmp_path, RSS.format(f"{good}<item><b></item>{good}"))
    assert [type(one) for one in found] == [Item, Quarantined, Item]


def test_names_in_the_bytes_of_another_encoding(tmp_path):
    text = RSS.format(item("<description>Café</description>"))
    data = b'<?xml version="1.0" encoding="ISO-8859-1"?>' + text.encode("latin-1")
    (one,) = found_in(tmp_path, data)
    draft = feed.draft(one, CALL, GROUND)
    assert draft.body.lead.blocks == ("Café",)
    assert "Café" in feed.text_of(one.data, draft.how)


@pytest.mark.parametrize(
    ("start", "root"),
    [
        (b'<?xml version="1.0"?><?x y?><!-- a --><feed xmlns="x">', "feed"),
        (b"\xef\xbb\xbf\n<rss version='2.0'>", "rss"),
        (b'<a:feed xmlns:a="x">', "feed"),
        (b"<rdf:RDF>", "RDF"),
        ("<?xml version='1.0'?><rss>".encode("utf-16"), "rss"),
        (b"<!DOCTYPE html><html><rss>", ""),
        (b"<feedback>", ""),
        (b"words <rss>", ""),
    ],
)
def test_a_feed_is_told_by_its_first_element(start, root):
    assert root_of(start) == root


def test_a_long_head_of_a_feed_is_read_in_due_time():
    assert read_head(b"<feed>" + b"<link " * 200_000).base == ""


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    data = f"<entry><title>x</title>{DAY}<content>{text}</content></entry>".encode(errors="replace")
    extra = {"prefixes": json.dumps({"": "atom:"})}
    one = Item("feed.xml", "item 1", "feed", ".xml", data, "feed.xml", extra)
    try:
        draft = feed.draft(one, CALL, GROUND)
    except BackfileError:
        return
    assert sum(span.count for span in draft.body.spans) == signs(feed.text_of(data, draft.how))
