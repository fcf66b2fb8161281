"""What a page says of its story is believed in the order of trust, and contradictions are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from backfile.errors import RefusedError
from backfile.importers.dump_items import NoStoryError
from backfile.importers.html.metadata.dates import in_address, moment
from backfile.importers.html.metadata.page_metadata import read_facts, read_place
from backfile.importers.recipe import HtmlRecipe, Recipe
from backfile.text.html_text import parse
from tests.importers.html.pages import CALL, LD, TITLE, page

ADDRESS = "https://amity.example/2011/03/04/bridge/"
H1 = f"<h1>{TITLE}</h1>"


def read(body=H1, head="", address="", call=CALL, lang="en"):
    return read_facts(parse(page(body, head, lang)), address, call)


def ld(content: str) -> str:
    return f'<script type="application/ld+json">{content}</script>'


def meta(**named: str) -> str:
    return "".join(
        f'<meta property="{n.replace("__", ":")}" content="{v}">' for n, v in named.items()
    )


DATED = meta(article__published_time="2011-03-04T18:30:00-04:00", og__type="article")
ARTICLE = '{"@type": "NewsArticle", "headline": "Bridge", "datePublished": "2011-03-04"'


@pytest.mark.parametrize(
    ("head", "body", "date_"),
    [
        pytest.param("", H1, "2011-03-04 18:30", id="JSON-LD, in UTC"),
        pytest.param(DATED, H1, "2011-03-04 18:30", id="Open Graph"),
        pytest.param(ld(ARTICLE + "}"), H1, "2011-03-04", id="a day without a time"),
        pytest.param(
            meta(article__published_time="2011-03-04T00:00:00Z"), H1, "2011-03-04", id="no midnight"
        ),
        pytest.param(ld("[[" + ARTICLE + "}]]") + DATED, H1, "2011-03-04", id="in lists"),
        pytest.param(
            ld('{"@graph": [{"@type": "Organization"}, ' + ARTICLE + "}]}"), H1, "2011-03-04",
            id="in a graph",
        ),
        pytest.param(ld("<!-- " + ARTICLE + "} -->"), H1, "2011-03-04", id="in a comment"),
        pytest.param(ld(ARTICLE) + DATED, H1, "2011-03-04 18:30", id="broken JSON"),
        pytest.param(
            '<meta name="date" content="Fri, 4 Mar 2011 18:30:00 -0400">', H1, "2011-03-04 18:30",
            id="another meta",
        ),
        pytest.param(
            "<title>x</title>", H1 + '<time datetime="2011-03-04">Friday</time>', "2011-03-04",
            id="a time below the title",
        ),
        pytest.param(
            "<title>x</title>", H1 + "<p class=date>Published: March 4, 2011 • 6:30pm</p>",
            "2011-03-04 18:30", id="a date in words",
        ),
    ],
)  # fmt: skip
def test_finds_the_date(head, body, date_):
    assert str(read(body, head).date) == date_


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        ("2011-03-04T18:30:00-04:00", "2011-03-04 18:30"),
        ("2011-03-05T01:30:00+0000", "2011-03-04 21:30"),
        ("2011-03-04 18:30", "2011-03-04 18:30"),
        ("20110304183000", "2011-03-04 18:30"),
        ("2011-03-04T00:00:00+00:00", "2011-03-04"),
        ("Fri Mar 04 2011 22:30:00 GMT+0200", "2011-03-04 16:30"),
        ("Fri Mar 04 2011 22:30:00 GMT+0200 (CEST)", "2011-03-04 16:30"),
        ("2011-03-04 18:30 GMT-4", "2011-03-04 18:30"),
        ("March 4, 2011 5:30 p.m. EST", "2011-03-04 18:30"),
        ("04.03.2011, 18:30", "2011-03-04 18:30"),
        ("2011-03-13 02:30", "2011-03-13"),  # the clocks skipped that time
        ("11-03-04 10:00", None),
        ("-0044-03-15", None),
        ("March 2011", None),
        ("4 March", None),
        ("yesterday", None),
        ("6:30 p.m.", None),
        ("1970-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00", None),
        ("9" * 5000, None),
    ],
)
def test_a_date_is_no_more_than_it_says(stated, found):
    read_ = moment(stated, ZoneInfo("America/Halifax"))
    assert (str(read_) if read_ else None) == found


@pytest.mark.parametrize(("day_first", "day"), [(True, "2011-03-04"), (False, "2011-04-03")])
def test_a_date_in_numbers_is_read_as_the_recipe_says(day_first, day):
    body = H1 + "<p class=date>04/03/2011</p>"

    assert str(read(body, "<title>x</title>", call=replace(CALL, day_first=day_first)).date) == day


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://amity.example/2011/03/04/bridge/", date(2011, 3, 4)),
        ("https://amity.example/news/2011/mar/4/bridge", date(2011, 3, 4)),
        ("https://amity.example/news/2011-03-04/bridge", date(2011, 3, 4)),
        ("https://amity.example/2011/03/bridge/", None),
        ("https://amity.example/2011/13/41/bridge/", None),
        ("https://amity.example/?from=/2011/03/04/", None),
    ],
)
def test_reads_a_day_in_an_address(address, day):
    assert in_address(address) == day


def test_the_address_is_the_last_to_be_asked_and_told():
    facts = read(head="<title>x</title>", address=ADDRESS)
    assert str(facts.date) == "2011-03-04"
    assert any("taken from the address" in line for line in facts.notes.inferred)


def test_a_last_change_is_better_than_no_date_and_told():
    facts = read(head=meta(article__modified_time="2011-03-05T09:00:00-04:00"))
    assert str(facts.date) == "2011-03-05 09:00"
    assert any("last change" in line for line in facts.notes.inferred)


def test_the_person_who_imports_knows_best():
    call = replace(CALL, day=date(2011, 3, 3), clock=time(7, 5), title="Stuck")
    facts = read(call=call)
    assert (str(facts.date), facts.title) == ("2011-03-03 07:05", "Stuck")


def test_tells_which_sources_disagree():
    facts = read(head=ld(LD % TITLE) + meta(article__published_time="2011-03-05T09:00:00-04:00"))
    told = next(line for line in facts.notes.recognised if line.startswith("date:"))
    assert told == (
        "date: 2011-03-04T22:30:00Z (JSON-LD); Open Graph says 2011-03-05T09:00:00-04:00"
    )


def test_the_same_instant_in_another_zone_is_no_disagreement():
    told = read(head=ld(LD % TITLE) + DATED).notes.recognised
    assert "date: 2011-03-04T22:30:00Z (JSON-LD)" in told


def test_says_that_json_was_broken():
    assert "1 block(s) of JSON-LD are broken" in read(head=ld(ARTICLE) + DATED).notes.inferred


@pytest.mark.parametrize(
    ("stated", "shown", "title"),
    [
        pytest.param(f"{TITLE} | Amity Packet", H1, TITLE, id="the site after a bar"),
        pytest.param(f"{TITLE} - Amity - News", H1, TITLE, id="two things after it"),
        pytest.param("Swing bridge at Port Amity …", H1, TITLE, id="cut short"),
        pytest.param("Swing bridge at Port Amity st...", H1, TITLE, id="cut in a word"),
        pytest.param(TITLE, "<h1>Amity Packet</h1>", TITLE, id="the h1 is the site's name"),
        pytest.param("escenic", H1, TITLE, id="a placeholder"),
        pytest.param(
            TITLE, f"<h1><b>Harbour:</b> {TITLE}</h1>", f"Harbour: {TITLE}", id="a kicker"
        ),
        pytest.param("Salt &amp; Sons close down", "", "Salt & Sons close down", id="entities"),
    ],
)
def test_the_title_is_what_readers_read(stated, shown, title):
    og = stated if stated != "escenic" else TITLE
    head = DATED + ld(LD % stated) + meta(og__title=og, og__site_name="Amity Packet")
    assert read(shown, head).title == title


def test_finds_authors_where_they_are_named():
    graph = """{"@graph": [{"@type": "Person", "@id": "#a", "name": "A. Writer"},
        {"@type": "Article", "datePublished": "2011-03-04",
         "author": [{"@id": "#a"}, {"name": "B. Scribe"}, "C. Pen"]}]}"""
    assert read(head=ld(graph)).authors == ("A. Writer", "B. Scribe", "C. Pen")
    assert read(H1 + '<p class="byline">By D. Quill</p>', DATED).authors == ("D. Quill",)


def test_a_site_is_not_the_author_of_its_stories():
    head = DATED + meta(og__site_name="Amity Packet", author="Amity Packet")
    assert read(head=head).authors == ()


def test_reads_the_rest():
    head = ld(LD % TITLE) + meta(
        article__section="Transport",
        article__modified_time="2011-03-05T09:00:00-04:00",
        og__description="Nobody can cross.",
        og__url="http://amity.example/bridge",
        article__tag="Bridges, Harbours",
    )
    facts = read(head=head + f'<link rel="canonical" href="{ADDRESS}">', lang="en-CA")
    assert (facts.section, facts.tags, facts.lang) == (
        "Transport", ("Bridges", "Harbours"), "en-CA"
    )  # fmt: skip
    assert (str(facts.modified), facts.summaries) == ("2011-03-05 09:00", ("Nobody can cross.",))
    assert facts.addresses == (ADDRESS, "http://amity.example/bridge")


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//",
        "http://",
        "https://a.example/<b>",
        "/",
        "x:",
    ],
)
def test_an_address_that_is_none_is_no_address(href):
    assert read(head=ld(LD % TITLE) + f'<link rel="canonical" href="{href}">').addresses == ()


def test_a_language_that_the_letters_contradict_is_not_believed():
    body = "<h1>Разводной мост заклинило</h1><p>Никто не может перейти.</p>"
    facts = read(body, DATED)
    assert facts.lang == ""
    assert any("not the script" in line for line in facts.notes.inferred)


def test_the_recipe_is_believed_first():
    recipe = Recipe(html=HtmlRecipe(title=".t", date=".d", byline=".b"))
    body = f"{H1}<p class=t>The bridge</p><p class=d>March 3, 2011</p><p class=b>By E. Nib</p>"
    facts = read(body, call=replace(CALL, recipe=recipe))
    assert (facts.title, str(facts.date), facts.authors) == (
        "The bridge",
        "2011-03-03",
        ("E. Nib",),
    )


def test_a_story_without_a_date_is_refused_with_the_remedy():
    with pytest.raises(RefusedError, match=r"--date 2014-06-16, or the place .* \[html\] date"):
        read(head=meta(og__type="article"))


def test_a_page_that_is_no_article_is_left_out():
    root = parse(page(H1, meta(og__type="website")))
    with pytest.raises(NoStoryError, match="home page"):
        read_place(root, "", CALL)


def test_a_page_without_a_title_is_refused():
    with pytest.raises(RefusedError, match="--title"):
        read("<p>Ice.</p>", DATED)


@pytest.mark.parametrize(
    ("changed", "modified"),
    [
        ("2011-03-04T17:30:00-04:00", "2011-03-04 17:30"),  # the date is that of the last version
        ("2011-03-04T17:31:00-04:00", "2011-03-04 17:31"),
        ("2011-03-04T17:29:00-04:00", "None"),
        ("2011-03-04", "None"),
        ("2011-03-05", "2011-03-05"),
    ],
)
def test_the_last_change_is_never_before_the_date(changed, modified):
    head = meta(article__published_time="2011-03-04T17:30:00-04:00", article__modified_time=changed)

    assert str(read(head=head).modified) == modified


@pytest.mark.parametrize(
    ("stated", "shown", "authors"),
    [
        pytest.param(
            "A. Writer", "By A. Writer, B. Scribe and C. Pen", ("A. Writer", "B. Scribe", "C. Pen"),
            id="more in print",
        ),
        pytest.param("A. Writer", "By D. Quill", ("A. Writer",), id="another in print"),
        pytest.param("A. Writer", "By A. Writer", ("A. Writer",), id="the same"),
        pytest.param("A. WRITER", "A. Writer<br>Chief Reporter", ("A. WRITER",), id="an office"),
    ],
)  # fmt: skip
def test_who_is_printed_beside_those_of_the_metadata_is_an_author_too(stated, shown, authors):
    head = ld(LD.replace("A. Writer", stated) % TITLE)
    assert read(f'{H1}<p class="byline">{shown}</p>', head).authors == authors


def test_a_line_that_says_by_whom_is_a_byline():
    assert read(f"{H1}<p>By A. Writer and B. Scribe</p>", DATED).authors == (
        "A. Writer",
        "B. Scribe",
    )


@pytest.mark.parametrize(
    ("keywords", "tags"),
    [
        ('"bridges, ice"', ("bridges", "ice")),
        ('["bridges", "Port Amity, Nova Scotia"]', ("bridges", "Port Amity, Nova Scotia")),
        ('["a, b, c", "news,harbour-news"]', ("a", "b", "c", "news", "harbour-news")),
        ('"bridges; ice; Port Amity, Nova Scotia"', ("bridges", "ice", "Port Amity, Nova Scotia")),
    ],
)
def test_keywords_are_told_apart(keywords, tags):
    assert read(head=ld(f'{ARTICLE}, "keywords": {keywords}}}')).tags == tags


@pytest.mark.parametrize(
    ("stated", "section", "tags"),
    [
        ('"World"', "World", ()),
        ('"World,Ports,Ice"', "World", ("Ports", "Ice")),
        ('["World", "Ports"]', "World", ("Ports",)),
        ('"Arts, Books"', "Arts, Books", ()),
    ],
)
def test_the_first_section_is_the_story_s_and_the_others_are_tags(stated, section, tags):
    facts = read(head=ld(f'{ARTICLE}, "articleSection": {stated}}}'))
    assert (facts.section, facts.tags) == (section, tags)


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param(f"<h1>Opinion|{TITLE}</h1>", id="parted by a bar"),
        pytest.param(f"<h1>Opinion | {TITLE}</h1>", id="a bar with spaces"),
        pytest.param(f"<h1><span>Opinion</span><span>{TITLE}</span></h1>", id="stuck to it"),
    ],
)
def test_a_kicker_that_is_stuck_to_the_title_is_no_part_of_it(shown):
    assert read(shown, ld(LD % TITLE)).title == TITLE


@pytest.mark.parametrize(
    ("stated", "shown", "title"),
    [
        (f"Opinion | {TITLE}", f"<h1>{TITLE}</h1>", TITLE),
        (f"Opinion|{TITLE}", f"<h1>{TITLE}</h1>", TITLE),
        (TITLE.lower(), f"<h1>The big{TITLE.lower()}</h1>", f"The big{TITLE.lower()}"),
    ],
)
def test_a_kicker_that_is_only_stated_or_part_of_a_word(stated, shown, title):
    assert read(shown, ld(LD % stated)).title == title
