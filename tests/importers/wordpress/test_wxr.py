"""An export becomes stories, pages, files, and a reason for everything else."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.errors import RefusedError
from backfile.fidelity.account import apportion
from backfile.fidelity.ledger import Dropped, Repair
from backfile.importers.dump_items import Item, LeftOutItem, Quarantined
from backfile.importers.formats import wxr
from backfile.importers.recipe import Recipe, WordPressRecipe
from tests.importers.wordpress.exports import (
    HEAD,
    attachment,
    call,
    comment,
    export,
    ground,
    item,
    meta,
    term,
)

unhurried = settings(deadline=None)  # machines of all speeds run the tests


def read(tmp_path, *items: str, head: str = HEAD, **said: object):
    path = tmp_path / "packet.xml"
    path.write_bytes(export(*items, head=head))
    return list(wxr.items(path, call(**said)))


def only(tmp_path, *items: str, **said: object) -> Item:
    found = [one for one in read(tmp_path, *items, **said) if isinstance(one, Item)]
    assert len(found) == 1
    return found[0]


def draft(tmp_path, *items: str, pictures: dict[str, str] | None = None, **said: object):
    return wxr.draft(only(tmp_path, *items, **said), call(**said), ground(**(pictures or {})))


def test_an_item_is_kept_as_it_stands(tmp_path):
    written = item()
    found = only(tmp_path, written)
    assert found.data == written.encode()
    assert found.place == f"item 1, byte {export(written).index(b'<item>', 300)}"
    assert found.suffix == ".xml"
    assert found.name == "packet.xml"


LOCKED = {"wp__post_password": "x"}
LEFT_OUT = {
    "a file": (attachment("5", "https://packet.example/a.jpg"), "file"),
    "a menu entry": (item(wp__post_type="nav_menu_item"), "menu entry"),
    "a revision": (item(wp__post_type="revision"), "revision"),
    "a type of its own": (item(wp__post_type="recipe"), "item of the type recipe"),
    "a private post": (item(wp__status="private"), "private post"),
    "a private page": (item(wp__status="private", wp__post_type="page"), "private page"),
    "a post with a password": (item(**LOCKED), "post with a password"),
    "a post in the trash": (item(wp__status="trash"), "post in the trash"),
}


@pytest.mark.parametrize(("written", "kind"), LEFT_OUT.values(), ids=LEFT_OUT.keys())
def test_leaves_out(tmp_path, written, kind):
    (found,) = read(tmp_path, written)
    assert isinstance(found, LeftOutItem)
    assert found.kind == kind
    assert found.why


def test_a_recipe_can_ask_for_other_types(tmp_path):
    recipe = Recipe(wordpress=WordPressRecipe(types=("recipe",)))
    assert isinstance(read(tmp_path, item(wp__post_type="recipe"), recipe=recipe)[0], Item)


def test_what_is_private_can_be_asked_for_and_becomes_a_draft(tmp_path):
    for written in (item(wp__status="private"), item(**LOCKED)):
        assert draft(tmp_path, written, private=True).fields["Status"] == "draft"


def test_one_broken_item_costs_no_other(tmp_path):
    broken = item().replace("<title>", "<title")
    found = read(tmp_path, item(wp__post_id="1"), broken, item(wp__post_id="2"))
    assert [type(one) for one in found] == [Item, Quarantined, Item]
    assert found[1].data == broken.encode()
    assert found[1].place.startswith("item 2, byte ")
    assert export(item(wp__post_id="1"), broken)[found[1].offset :].startswith(broken.encode())


QUARANTINED = {
    "no export": ("<html></html>", "this is no WordPress export"),
    "an encoding that no site uses": (
        '<?xml version="1.0" encoding="punycode"?><rss>',
        'its encoding "punycode" cannot be read',
    ),
    "a document type": ('<!DOCTYPE x [<!ENTITY a "b">]><rss>', "declares a document type"),
}


@pytest.mark.parametrize(("head", "why"), QUARANTINED.values(), ids=QUARANTINED.keys())
def test_refuses_the_file(tmp_path, head, why):
    (found,) = read(tmp_path, item(), head=head)
    assert isinstance(found, Quarantined)
    assert why in found.why


def test_an_item_that_is_too_large_is_passed_by(tmp_path, monkeypatch):
    monkeypatch.setattr("backfile.importers.wordpress.reader.LARGEST_ITEM", 2000)
    large = item(content__encoded="x" * 3000)
    found = read(tmp_path, large, item(wp__post_id="18"))
    assert [type(one) for one in found] == [Quarantined, Item]
    assert found[0].data is None
    assert found[0].length == len(large)


# Facts


def test_facts(tmp_path):
    found = wxr.facts(only(tmp_path, item(meta("_wp_old_slug", "bridge"))), call())
    assert found.identity == "wxr:packet.example/ 17"
    assert found.title == "Swing bridge stuck open"
    assert found.slug == "swing-bridge"
    assert (found.day, found.clock) == (date(2011, 3, 4), time(17, 30))
    assert found.folder == "stories"
    assert found.addresses == (
        "https://packet.example/2011/03/swing-bridge/",
        "https://packet.example/?p=17",
        "https://packet.example/2011/03/bridge/",
    )


def test_pages_have_a_folder_of_their_own(tmp_path):
    found = wxr.facts(only(tmp_path, item(wp__post_type="page")), call())
    assert found.folder == "pages"
    assert "https://packet.example/?page_id=17" in found.addresses


def test_a_copied_post_is_another(tmp_path):
    copied = wxr.facts(only(tmp_path, item(wp__post_id="18")), call())
    assert copied.identity == "wxr:packet.example/ 18"
    assert copied.addresses == (
        "https://packet.example/2011/03/swing-bridge/",
        "https://packet.example/?p=18",
    )


def test_a_post_without_a_number_is_known_by_its_guid(tmp_path):
    found = wxr.facts(only(tmp_path, item(wp__post_id="")), call())
    assert found.identity == "wxr:https://packet.example/?p=17"


def test_a_name_in_an_address_is_read(tmp_path):
    found = wxr.facts(only(tmp_path, item(wp__post_name="%ce%bd%ce%ad%ce%b1")), call())
    assert found.slug == "νέα"


def test_an_item_that_nothing_names_is_refused(tmp_path):
    with pytest.raises(RefusedError, match="neither a wp:post_id nor"):
        wxr.facts(only(tmp_path, item(guid="", wp__post_id="")), call())


# Drafts

TITLES = {
    "plain": ("Ice and fog", "Ice and fog"),
    "with signs of HTML": ("Ice &amp; fog &#8212; again", "Ice & fog — again"),
    "with tags": ("Ice and <em>fog</em>", "Ice and fog"),
    "with what looks like a tag": ("1 < 2 & 3", "1 < 2 & 3"),
    "none": ("", "Untitled 17"),
}


@pytest.mark.parametrize(("written", "title"), TITLES.values(), ids=TITLES.keys())
def test_titles(tmp_path, written, title):
    assert draft(tmp_path, item(title=written)).title == title


def test_a_title_that_is_none_is_on_record(tmp_path):
    made = draft(tmp_path, item(title=""))
    assert made.notes.repaired == (Repair("no-title", "", "Untitled 17"),)


def test_the_fields_of_a_story(tmp_path):
    terms = [
        term("category", "Uncategorized"),
        term("category", "Transport"),
        term("category", "Harbour"),
        term("post_tag", "Bridges"),
        term("post_tag", "harbour"),
        term("post_format", "Aside"),
    ]
    written = item("".join(terms), wp__post_modified_gmt="2011-03-05 03:00:00")
    made = draft(tmp_path, written)
    assert made.fields == {
        "Date": "2011-03-04 17:30",
        "Modified": "2011-03-04 23:00",
        "Authors": "Ada Writer",
        "Category": "Transport",
        "Tags": "Harbour, Bridges",
        "Lang": "en-CA",
        "Original_URL": "https://packet.example/2011/03/swing-bridge/",
    }
    assert Dropped("category", "it says that there is none", "Uncategorized") in made.notes.dropped
    assert [one.text for one in made.notes.dropped if one.kind == "term of post_format"] == [
        "Aside"
    ]


AUTHORS = {
    "by the name under which they sign in": ({"dc__creator": "ben"}, "", "Ben Reporter"),
    "nobody that the export knows": ({"dc__creator": "cleo"}, "", "cleo"),
    "nobody": ({"dc__creator": ""}, "", ""),
    "several": (
        {},
        term("author", "ben", "cap-ben") + term("author", "Cleo Guest", "cap-cleo-guest"),
        "Ben Reporter, Cleo Guest",
    ),
    "one with a comma": (
        {},
        term("author", "Cleo Guest, Jr.", "cap-cleo"),
        "Cleo Guest, Jr.;",
    ),
    "several, one with a comma": (
        {},
        term("author", "Cleo Guest, Jr.", "cap-cleo") + term("author", "ada", "cap-ada"),
        "Cleo Guest, Jr.; Ada Writer",
    ),
}


@pytest.mark.parametrize(("fields", "inside", "authors"), AUTHORS.values(), ids=AUTHORS.keys())
def test_authors(tmp_path, fields, inside, authors):
    assert draft(tmp_path, item(inside, **fields)).fields.get("Authors", "") == authors


STATUSES = {
    "publish": None,
    "draft": "draft",
    "pending": "draft",
    "auto-draft": "draft",
    "future": "draft",
}


@pytest.mark.parametrize(("status", "expected"), STATUSES.items())
def test_statuses(tmp_path, status, expected):
    made = draft(tmp_path, item(wp__status=status))
    assert made.fields.get("Status") == expected
    assert f"WordPress post 17, status {status}" in made.notes.recognised


NEVER = "0000-00-00 00:00:00"
DATES = {
    "by GMT": ({}, "2011-03-04 17:30", ()),
    "where the site went by another clock": (
        {"wp__post_date": "2011-03-04 21:30:00"},
        "2011-03-04 17:30",
        ("date: 2011-03-04 17:30 in America/Halifax; the site's own clock said 2011-03-04 21:30",),
    ),
    "of a draft": (
        {"wp__post_date_gmt": NEVER},
        "2011-03-04 17:30",
        ("date: the site's own clock said 2011-03-04 17:30; America/Halifax is assumed",),
    ),
    "of the feed": (
        {
            "wp__post_date_gmt": NEVER,
            "wp__post_date": "",
            "pubDate": "Fri, 04 Mar 2011 21:30:00 +0000",
        },
        "2011-03-04 17:30",
        ("date: taken from the feed's pubDate",),
    ),
    "none": (
        {
            "wp__post_date_gmt": NEVER,
            "wp__post_date": NEVER,
            "pubDate": "Wed, 30 Nov -0001 00:00:00 +0000",
        },
        None,
        ("date: the export has none",),
    ),
    "that cannot be": (
        {"wp__post_date_gmt": "2011-02-30 25:00:00", "wp__post_date": "soon"},
        None,
        ("date: the export has none",),
    ),
}


@pytest.mark.parametrize(("fields", "expected", "inferred"), DATES.values(), ids=DATES.keys())
def test_dates(tmp_path, fields, expected, inferred):
    made = draft(tmp_path, item(**fields))
    assert made.fields.get("Date") == expected
    assert made.notes.inferred == inferred


def test_the_call_overrides_the_date(tmp_path):
    made = draft(tmp_path, item(), day=date(2010, 1, 2), clock=time(3, 4))
    assert made.fields["Date"] == "2010-01-02 03:04"


def test_what_has_no_place_in_a_story_is_on_record(tmp_path):
    inside = meta("_edit_last", "3") + comment("Reader", "Good.") + comment("Spam", "Buy", "0")
    inside += comment("Other site", "[…] bridge […]", kind="pingback")
    made = draft(tmp_path, item(inside, wp__menu_order="4", wp__comment_status="open"))
    assert made.notes.dropped == (
        Dropped("fields", "a story file has no place for them", "wp:menu_order: 4\n_edit_last: 3"),
        Dropped("comment", "comments were not asked for", "Reader, 2011-03-05 10:00:00: Good."),
        Dropped("comment", "it was never approved", "Spam, 2011-03-05 10:00:00: Buy"),
        Dropped(
            "pingback",
            "comments were not asked for",
            "Other site, 2011-03-05 10:00:00: […] bridge […]",
        ),
    )


# Text and pictures


def test_the_text_becomes_paragraphs_and_updates(tmp_path):
    text = "Nobody can cross.\n\n<strong>Update, 9:40 p.m.:</strong> The ferry runs.\n\nAll night."
    made = draft(tmp_path, item(content__encoded=text, excerpt__encoded="It is <b>stuck</b>."))
    assert made.summary == "It is stuck."
    assert made.body.lead.blocks == ("Nobody can cross.",)
    assert [part.blocks for part in made.body.updates] == [("The ferry runs.", "All night.")]


def test_every_word_has_its_place(tmp_path):
    text = "Nobody [sic] can cross.\n\n[box a='1']\n\nUpdate, 9:40 p.m.: The ferry runs."
    found = only(tmp_path, item(content__encoded=text, excerpt__encoded="Stuck."))
    made = wxr.draft(found, call(), ground())
    assert apportion(wxr.text_of(found.data, made.how), made.body.spans) == {
        "title": "Swing bridge stuck open",
        "summary": "Stuck.",
        "lead": "Nobody [sic] can cross.",
        "stamp 1": "Update, 9:40 p.m.:",
        "section 1": "The ferry runs.",
    }


def test_a_gallery_shows_what_the_export_has(tmp_path):
    shown = attachment(
        "8",
        "https://packet.example/wp-content/uploads/2011/03/span.jpg",
        meta("_wp_attachment_image_alt", "A span"),
        excerpt__encoded="The span",
    )
    made = draft(
        tmp_path,
        item(content__encoded='One.\n\n[gallery ids="8,9"]'),
        shown,
        pictures={"span": "{attach}swing-bridge/span.jpg"},
    )
    assert made.body.lead.blocks == ("One.", "![A span]({attach}swing-bridge/span.jpg)\nThe span")
    assert [one.text for one in made.body.notes.dropped] == ['[gallery ids="8,9"]']


def test_a_gallery_without_numbers_shows_what_was_uploaded_with_its_post(tmp_path):
    files = [
        attachment("8", "https://packet.example/c.jpg", wp__post_parent="17", wp__menu_order="2"),
        attachment("10", "https://packet.example/b.jpg", wp__post_parent="17", wp__menu_order="1"),
        attachment("9", "https://packet.example/a.jpg", wp__post_parent="17", wp__menu_order="1"),
        attachment("7", "https://packet.example/d.jpg", wp__post_parent="18"),
    ]
    pictures = {name: f"{name}.jpg" for name in "abcd"}
    made = draft(tmp_path, item(content__encoded="[gallery]"), *files, pictures=pictures)
    assert made.body.lead.blocks == ("![](a.jpg)", "![](b.jpg)", "![](c.jpg)")


def test_the_words_of_a_tweet_come_back(tmp_path):
    address = "https://x.example/ferry/status/9"
    quotation = f'<blockquote><p>Every half hour.</p><a href="{address}">4 March</a></blockquote>'
    written = item(meta("_oembed_1", quotation), content__encoded=f"It said:\n\n{address}")
    assert draft(tmp_path, written).body.lead.blocks == (
        "It said:",
        f"> Every half hour. 4 March\n>\n> [{address}]({address})",
    )


def test_an_embed_is_a_link(tmp_path):
    made = draft(tmp_path, item(content__encoded="[embed]https://a.example/?b=1&amp;c=2[/embed]"))
    address = "https://a.example/?b=1&c=2"
    assert made.body.lead.blocks == (f"[{address}]({address})",)


LANGUAGES = {
    "of the site": ("", "en-CA"),
    "of the post": (term("language", "Español", "es"), "es"),
    "with an underscore": (term("language", "Português", "pt_BR"), "pt-BR"),
    "that is none": (term("language", "x", "&quot; onload=&quot;x"), None),
}


@pytest.mark.parametrize(("inside", "language"), LANGUAGES.values(), ids=LANGUAGES.keys())
def test_languages(tmp_path, inside, language):
    assert draft(tmp_path, item(inside)).fields.get("Lang") == language


ENCODINGS = {
    "as the file says": ('<?xml version="1.0" encoding="ISO-8859-1"?><rss>', ""),
    "as the call says": ("<rss>", "cp1252"),
}


@pytest.mark.parametrize(("head", "said"), ENCODINGS.values(), ids=ENCODINGS.keys())
def test_other_encodings(tmp_path, head, said):
    path = tmp_path / "packet.xml"
    path.write_bytes(f"{head}{item(title='Café')}</rss>".encode("latin-1"))
    (found,) = wxr.items(path, call(encoding=said))
    assert wxr.facts(found, call(encoding=said)).title == "Café"
    made = wxr.draft(found, call(encoding=said), ground())
    assert wxr.text_of(found.data, made.how).startswith("Café", 2)


def test_the_featured_picture_stands_first(tmp_path):
    made = draft(
        tmp_path,
        attachment("8", "https://packet.example/wp-content/uploads/span.jpg"),
        item(meta("_thumbnail_id", "8"), content__encoded="One."),
        pictures={"span": "span.jpg"},
    )
    assert made.body.lead.blocks == ("![](span.jpg)", "One.")


def test_a_featured_picture_is_not_shown_twice(tmp_path):
    text = '<img src="https://packet.example/wp-content/uploads/span-300x200.jpg"> One.'
    made = draft(
        tmp_path,
        attachment("8", "https://packet.example/wp-content/uploads/span.jpg"),
        item(meta("_thumbnail_id", "8"), content__encoded=text),
        pictures={"span-300x200": "span.jpg"},
    )
    assert "".join(made.body.lead.blocks).count("span.jpg") == 1


def test_a_featured_picture_that_the_export_lacks_is_on_record(tmp_path):
    made = draft(tmp_path, item(meta("_thumbnail_id", "8")))
    missing = Dropped("featured picture", "the export does not have it", "attachment 8")
    assert missing in made.notes.dropped


words = st.text(st.sampled_from("ab *_[]<>&#`\\\n\u00a0é—"), min_size=1, max_size=60)


@unhurried
@given(title=words, excerpt=words, text=words)
def test_any_words_are_accounted_for(tmp_path_factory, title, excerpt, text):
    written = item(title=title, excerpt__encoded=excerpt, content__encoded=text)
    found = only(tmp_path_factory.mktemp("packet"), written)
    made = wxr.draft(found, call(), ground())
    assert made.text == wxr.text_of(found.data, made.how)
    places = apportion(made.text, made.body.spans)
    assert places["title"].split() == made.title.split()
    assert places.get("summary", "").split() == made.summary.split()


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("Arts &amp; Culture", "Arts & Culture"),
        ("R&amp;B", "R&B"),
        ("R&#038;B", "R&B"),
        ("Caf&eacute;", "Café"),
        ("Q&A", "Q&A"),
    ],
)
@pytest.mark.parametrize(("domain", "field"), [("category", "Category"), ("post_tag", "Tags")])
def test_names_are_those_that_readers_saw(tmp_path, kept, shown, domain, field):
    made = draft(tmp_path, item(term(domain, kept, "x")))
    assert made.fields[field] == shown
    repairs = [one for one in made.notes.repaired if one.kind == "name"]
    assert repairs == ([] if kept == shown else [Repair("name", kept, shown)])


def test_the_name_of_an_author_is_read_as_html(tmp_path):
    head = HEAD.replace("Ada Writer", "Ada &amp; Ben")
    (found,) = read(tmp_path, item(), head=head)
    assert wxr.draft(found, call(), ground()).fields["Authors"] == "Ada & Ben"


def test_a_semicolon_in_a_name_is_a_comma_on_record(tmp_path):
    made = draft(tmp_path, item(term("post_tag", "Ice; fog", "ice")))
    assert made.fields["Tags"] == "Ice, fog;"
    assert Repair("name", "Ice; fog", "Ice, fog") in made.notes.repaired


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("What the <pier> sign says", "What the <pier> sign says"),
        ("A <em>very</em> long night", "A very long night"),
        ("<REDACTED> leaves the port", "<REDACTED> leaves the port"),
        ("5 < 6, says </ the office", "5 < 6, says </ the office"),
        ("Fog <i>and</i> <b>ice", "Fog and ice"),
        ("Me &lt;3 ferries", "Me <3 ferries"),
    ],
)
def test_what_is_no_element_is_text_in_titles_and_excerpts(tmp_path, written, title):
    one = only(tmp_path, item(title=written, excerpt__encoded=written))
    made = wxr.draft(one, call(), ground())
    assert (made.title, made.summary) == (title, title)
    shown = apportion(wxr.text_of(one.data, made.how), made.body.spans)
    assert (shown["title"], shown["summary"]) == (title, title)
