"""JSON-LD is read as sites write it, and what it says of other stories is not the page's."""

from __future__ import annotations

import pytest

from backfile.importers.html.metadata.jsonld import Statements
from backfile.text.html_text import parse
from tests.importers.html.pages import page

ONE = '{"@type": "NewsArticle", "headline": "Stuck, ] // fast", "url": "https://a.example//b"'
ARTICLE = {"@type": "NewsArticle", "headline": "Stuck, ] // fast", "url": "https://a.example//b"}


def said(text: str) -> Statements:
    return Statements(parse(page("", f'<script type="application/ld+json">{text}</script>')))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{ONE}}}", id="strict"),
        pytest.param(f"{ONE},}}", id="a comma before the end"),
        pytest.param(f"[{ONE} , \n}},]", id="two of them"),
        pytest.param(f"{ONE}}};", id="a semicolon behind it"),
        pytest.param(f"\ufeff {ONE}}}", id="a byte-order mark"),
        pytest.param(f"// from the system\n{ONE}}}", id="a comment to the end of a line"),
        pytest.param(f"/* from, }} the system */ {ONE}/* end */}}", id="comments between marks"),
        pytest.param(f"{ONE}, // the last\n}}", id="a comma before a comment"),
        pytest.param(f"{ONE}}}".replace('"', "&quot;"), id="quotation marks as references"),
        pytest.param(f"<!-- {ONE}}} -->", id="hidden from old browsers"),
        pytest.param(f"//<![CDATA[\n{ONE}}}\n//]]>", id="a CDATA section behind slashes"),
        pytest.param(f"/*<![CDATA[*/{ONE}}}/*]]>*/", id="a CDATA section in comments"),
        pytest.param(f'{ONE}}}\n{{"@type": "WebSite"}}', id="two values"),
        pytest.param(ONE.replace(" ", "\t", 1) + ',"x": "a\nb"}', id="a line feed in a string"),
    ],
)
def test_what_sites_leave_in_it_is_passed_over(text):
    statements = said(text)
    (article,) = statements.articles()
    assert {name: article[name] for name in ARTICLE} == ARTICLE
    assert statements.broken == 0


@pytest.mark.parametrize("text", [ONE, "{'@type': 'Article'}", "Article", "{]", "[1,,2]", '"'])
def test_what_is_no_json_is_counted(text):
    statements = said(text)
    assert (statements.articles(), statements.broken) == ([], 1)


@pytest.mark.parametrize("part", ['"\\"', "/*", ", ", "//", '"', "1 ", "{"])
def test_a_block_of_a_million_signs_comes_to_an_end(part):
    assert said(part * (1_000_000 // len(part))).articles() == []


@pytest.mark.parametrize(
    "around",
    [
        '{"@type": "ItemList", "itemListElement": [%s]}',
        '{"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": %s}]}',
        '{"@type": "Blog", "blogPost": [%s, %s]}',
        '{"@type": "CollectionPage", "hasPart": %s}',
        '{"@type": "WebPage", "mentions": [%s]}',
    ],
)
def test_the_articles_of_a_list_are_not_the_page(around):
    assert said(around.replace("%s", f"{ONE}}}")).articles() == []


def test_the_article_of_a_page_is():
    assert len(said(f'{{"@type": "WebPage", "mainEntity": {ONE}}}}}').articles()) == 1
    assert len(said(f'{{"@graph": [{{"@type": "WebSite"}}, {ONE}}}]}}').articles()) == 1
