"""The same page gets the same verdict as a file and in a crawl, and none is left out in silence."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from pelican.utils import slugify

from backfile.errors import RefusedError
from backfile.fidelity.account import apportion, signs
from backfile.importers.destination import ImportTarget
from backfile.importers.dump_items import Item, LeftOutItem, NoStoryError
from backfile.importers.formats import html, warc
from backfile.importers.options import Call, LinkResolver
from backfile.importers.pipeline import DumpSource, RunOptions, run
from backfile.importers.recipe import Recipe
from backfile.importers.summary import ImportSummary
from backfile.story.model import Order
from backfile.workers.pool import Workers
from tests.importers.crawls import SITE, crawl, record

CALL = Call(ZoneInfo("America/Halifax"), Recipe(), Order.NEWEST_FIRST)
GROUND = LinkResolver(lambda href: href, lambda _src: None)
H1 = "<h1>Bridge stuck open</h1>"
TEXT = """<p>The swing bridge opened at half past five, and it has not closed since.</p>
<p>A dredger lies under its north end, and nobody could say when it will be moved.</p>"""
DAY = "2011-03-04"
LD = '<script type="application/ld+json">{}</script>'


def made(head: str = "", above: str = "", below: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html><head><title>Bridge stuck open</title>{head}</head><body>{above}"
        f"<article>{H1}{below}{TEXT}</article></body></html>"
    ).encode()


# Pages that state their day, each in another way.
DATED = {
    "JSON-LD": made(LD.format('{"@type": "NewsArticle", "datePublished": "2011-03-04"}')),
    "sloppy JSON-LD": made(LD.format('{"@type": "NewsArticle", "datePublished": "2011-03-04",};')),
    "Open Graph": made(f'<meta property="article:published_time" content="{DAY}T09:00:00-04:00">'),
    "another name": made(f'<meta name="publish_date" content="{DAY}">'),
    "Dublin Core": made(f'<meta name="dc.date.created" content="{DAY}">'),
    "a name of libraries": made('<meta name="citation_publication_date" content="2011/03/04">'),
    "a time below the title": made(below=f'<time datetime="{DAY}">Friday</time>'),
    "a class of its own": made(below='<span class="article-publish-date">March 4, 2011</span>'),
    "a line of its own": made(below="<p>4 March 2011</p>"),
    "a hidden field": made(above=f'<input type="hidden" class="published_date" value="{DAY}">'),
    "a description of the page": made(
        LD.format('{"@type": "WebPage", "datePublished": "2011-03-04"}')
    ),
    "its last change": made(f'<meta property="article:modified_time" content="{DAY}">'),
}
TEASERS = "".join(
    f'<h2><a href="/{n}">Story number {n}</a></h2><time datetime="2011-03-0{n}">March {n}</time>'
    for n in range(1, 5)
)
NO_STORIES = {
    "a list of links": f"<title>World</title>{H1}<ul><li><a href=/a>Ferry late</a></ul>".encode(),
    "teasers with their days": f"<title>World</title><h1>World</h1>{TEASERS}".encode(),
    "several articles": made(
        LD.format(
            '[{"@type": "Article", "headline": "A", "datePublished": "2011-03-04"},'
            ' {"@type": "Article", "headline": "B", "datePublished": "2011-03-05"}]'
        )
    ),
    "a list in JSON-LD": made(
        LD.format(
            '{"@type": "ItemList", "itemListElement":'
            ' [{"@type": "Article", "datePublished": "2011-03-04"}]}'
        )
    ),
    "a site that says so": made('<meta property="og:type" content="website">'),
}


def verdict(module, item: Item) -> str:
    """The day of a story, or why the page is none."""
    try:
        return str(module.facts(item, CALL).day)
    except NoStoryError as error:
        return f"no story: {error}"
    except RefusedError as error:
        return f"refused: {error}"


def both(tmp_path, data: bytes, path: str = "/bridge.html") -> tuple[str, str]:
    file = Item("bridge.html", "", "html", ".html", data, "bridge.html", {"folder": ""})
    (item,) = [
        one
        for one in warc.items(crawl(tmp_path / "a.warc.gz", record(path, data)), CALL)
        if isinstance(one, Item)
    ]
    return verdict(html, file), verdict(warc, item)


@pytest.mark.parametrize("data", DATED.values(), ids=DATED.keys())
def test_a_page_that_states_its_day_is_a_story_wherever_it_comes_from(data, tmp_path):
    assert both(tmp_path, data) == (DAY, DAY)


@pytest.mark.parametrize("data", NO_STORIES.values(), ids=NO_STORIES.keys())
def test_a_page_that_leads_to_stories_is_none_wherever_it_comes_from(data, tmp_path):
    as_file, in_crawl = both(tmp_path, data)
    assert as_file == in_crawl
    assert as_file.startswith("no story: ")


@pytest.mark.parametrize(
    "stated", ["the fourth of March", "04 Mar", "March, in the year 2011", "1299196800000000"]
)
def test_a_date_that_is_not_understood_is_quoted(stated, tmp_path):
    data = made(f'<meta property="article:published_time" content="{stated}">')
    as_file, in_crawl = both(tmp_path, data)
    assert as_file == in_crawl
    assert as_file.startswith(f"refused: the date of the page is not understood: '{stated}'")


def test_an_article_without_any_date_says_so(tmp_path):
    as_file, in_crawl = both(tmp_path, made('<meta property="og:type" content="article">'))
    assert as_file == in_crawl
    assert as_file.startswith("refused: the page does not say when it was published")


def test_a_person_who_names_the_day_has_judged():
    item = Item("b.html", "", "html", ".html", NO_STORIES["a site that says so"], "b.html")
    assert html.facts(item, replace(CALL, day=date(2011, 3, 4))).title == "Bridge stuck open"


def test_each_page_that_is_left_out_is_listed_by_its_address():
    summary = ImportSummary("crawl", "warc")
    pages = [f"{SITE}/list/{n}" for n in range(30)]
    for number, one in enumerate(pages):
        summary.leave_out(LeftOutItem("a.warc.gz", f"byte {number} {one}", "page", "it is a list"))
    summary.leave_out(LeftOutItem("a.warc.gz", "byte 99", "request", "no page"))
    told = summary.told()
    assert [one["page"] for one in told["pages_left_out"]] == pages
    assert {one["why"] for one in told["pages_left_out"]} == {"it is a list"}
    lines = [line for line in summary.lines() if line.startswith("  no story")]
    assert lines[0] == f"  no story    {pages[0]}: it is a list"
    assert lines[-1] == "  no story    and 10 pages more; the account lists them"


def test_a_file_that_is_left_out_is_listed_by_its_name():
    summary = ImportSummary("pages", "html")
    summary.leave_out(LeftOutItem("pages/world.html", "", "page", "it is a list"))
    assert "  no story    world.html: it is a list" in summary.lines()


@pytest.mark.parametrize("more", ["", "<h2>9:40 p.m.</h2><p>The ferry runs all night, says"])
def test_a_capture_that_was_cut_off_is_marked(more, tmp_path):
    data = made(f'<meta name="date" content="{DAY}">').replace(b"</article>", more.encode())
    path = crawl(tmp_path / "a.warc.gz", record("/b", data, warc={"WARC-Truncated": "length"}))
    (item,) = [one for one in warc.items(path, CALL) if isinstance(one, Item)]
    draft = warc.draft(item, CALL, GROUND)
    last = [draft.body.lead, *draft.body.updates][-1]
    assert last.blocks[-1].startswith("The rest of this page was not kept.")
    assert draft.notes.warned == (
        "the crawl has only a part of this page (WARC-Truncated: length)",
    )
    text = warc.text_of(item.data, json.loads(json.dumps(draft.how)))
    assert sum(span.count for span in draft.body.spans) == signs(text)
    place = "section 1" if more else "lead"
    assert apportion(text, draft.body.spans)[place].endswith("was not kept.")


def test_a_whole_capture_is_not(tmp_path):
    path = crawl(tmp_path / "a.warc.gz", record("/b", DATED["Open Graph"]))
    (item,) = [one for one in warc.items(path, CALL) if isinstance(one, Item)]
    assert "not kept" not in "".join(warc.draft(item, CALL, GROUND).body.lead.blocks)


def test_a_crawl_says_which_pages_it_leaves_out(tmp_path):
    records = [record("/a", DATED["Open Graph"]), record("/", DATED["another name"])]
    records += [record("/world/", NO_STORIES["a list of links"])]
    archive = ImportTarget(tmp_path / "content", "partners", slugify)
    archive.content.mkdir()
    manner = RunOptions(Workers(1), lambda *_: None, lambda *_: None, tmp_path / "journals")
    crawled = DumpSource(crawl(tmp_path / "a.warc.gz", *records), "warc")
    summary = run(crawled, CALL, archive, manner)
    assert (summary.stories, summary.held) == (1, [])
    assert [one["page"] for one in summary.told()["pages_left_out"]] == [
        f"{SITE}/",
        f"{SITE}/world/",
    ]
