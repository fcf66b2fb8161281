"""The structured data of the sample archive says what the pages show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from .linked_data import SITE, Node, href, one, said, same_list

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode


def words(text: str) -> set[str]:
    return {*re.findall(r"\w+", text)}


def test_the_trail_is_the_one_that_the_page_shows(graphs, parsed) -> None:
    trails = 0
    for url, nodes in graphs.items():
        if parsed[url].css_matches('meta[name="robots"]'):
            assert not nodes, url  # search engines, who read them, leave the page out
            continue
        shown = [(said(link), href(link)) for link in parsed[url].css("nav.trail a")]
        node = one(nodes, "BreadcrumbList")
        crumbs = node["itemListElement"] if node else []
        assert [(crumb["name"], crumb["item"]) for crumb in crumbs] == shown, url
        assert [crumb["position"] for crumb in crumbs] == [*range(1, len(crumbs) + 1)]
        trails += bool(shown)
    assert trails > 100


def test_a_list_is_the_one_that_the_page_shows(graphs, parsed) -> None:
    lists = 0
    for url, nodes in graphs.items():
        if page := one(nodes, "CollectionPage"):
            same_list(page, parsed[url])
            lists += 1
    assert lists > 100


def test_the_search_is_the_one_that_the_box_asks(graphs, parsed) -> None:
    site = one(graphs[""], "WebSite")
    assert site
    box = parsed[""].css_first("form.search")
    field = box.css_first("input").attributes["name"]
    template = site["potentialAction"]["target"]["urlTemplate"]
    assert template == f"{box.attributes['action']}?{field}={{words}}"
    assert site["name"] == said(parsed[""].css_first(".site-name"))
    assert site["description"] == said(parsed[""].css_first("h1"))


def test_a_partner_is_the_one_that_its_page_shows(graphs, parsed) -> None:
    partners = [url for url in graphs if url.startswith("partners/") and url.count("/") == 2]
    assert len(partners) == 4
    for url in partners:
        partner, html = one(graphs[url], "NewsMediaOrganization"), parsed[url]
        assert partner
        assert partner["name"] == said(html.css_first("h1"))
        years = {partner[name] for name in ("foundingDate", "dissolutionDate") if name in partner}
        assert {*re.findall(r"\d{4}", said(html.css_first(".facts > span")))} == years
        links = [href(link) for link in html.css(".details dd:first-of-type > a")]
        assert links[:1] == ([partner["url"]] if "url" in partner else [])


def test_a_story_is_the_one_that_the_page_shows(pages, graphs) -> None:
    stories = {url: story for url, nodes in graphs.items() if (story := one(nodes, "NewsArticle"))}
    assert len(stories) == 22
    for url, story in stories.items():
        html = LexborHTMLParser(pages[url])
        assert story["@id"] == story["url"] == story["mainEntityOfPage"] == f"{SITE}/{url}"
        assert story["headline"] == said(html.css_first("h1"))
        assert story["inLanguage"] == html.css_first("html").attributes["lang"]
        credit_lines = {said(line) for line in html.css("p.attribution")}
        assert credit_lines == ({story["creditText"]} if "creditText" in story else set())
        same_facts(story, html)
        same_updates(story, html)
        assert story["provider"] == story["holdingArchive"] == {"@id": f"{SITE}/"}
        if credit_lines:
            same_partner(story, one(graphs[url], "NewsMediaOrganization"), html)
        else:
            assert not {"publisher", "sourceOrganization", "copyrightHolder"} & story.keys()


def same_facts(story: Node, html: LexborHTMLParser) -> None:
    facts = html.css_first("p.facts")
    times = [time.attributes["datetime"] for time in facts.css("time")]
    assert times == [story[name] for name in ("datePublished", "dateModified") if name in story]
    for author in story.get("author", []):
        (link,) = [link for link in facts.css("a") if said(link) == author["name"]]
        assert author["url"] == href(link)
    shown = said(html.css_first("footer.record"))
    for fact in (story["articleSection"], *story["keywords"], story.get("isBasedOn", "")):
        assert fact in shown
    if "archivedAt" in story:
        assert html.css(f'footer.record a[href="{story["archivedAt"]}"]')


def same_updates(story: Node, html: LexborHTMLParser) -> None:
    """Compare each entry of the page with its update, correction or note."""
    page = story["url"]
    told = story.get("liveBlogUpdate", story.get("hasPart", []))
    entries = {
        node["@id"]: node
        for node in [*told, *story.get("correction", []), *story.get("comment", [])]
    }
    sections = html.css("section.update")
    notes = said(html.css_first("div.footnote"))
    assert {f"{page}#{section.attributes['id']}" for section in sections} == entries.keys()
    for section in sections:
        entry = entries[f"{page}#{section.attributes['id']}"]
        time = section.css_first("h2 time")
        assert entry.get("datePublished") == (time.attributes["datetime"] if time else None)
        heading = said(section.css_first("h2"))
        # An opening is told as it was printed, with the signs that the page leaves out.
        assert entry["headline"] in heading or words(heading) <= words(entry["headline"])
        shown_here(entry.get("articleBody") or entry["text"], section, notes)
        target = section.attributes.get("data-corrects")
        if entry["@type"] != "BlogPosting":
            assert entry["parentItem"] == {"@id": f"{page}#{target}" if target else page}
    shown_here(story.get("articleBody", ""), html.css_first("article.story"), notes)
    times = [one["datePublished"] for one in told if "datePublished" in one]
    assert times == sorted(times)


def shown_here(text: str, part: LexborNode, notes: str) -> None:
    """Look for each paragraph of *text* in a *part* of the page, or in the notes of the story."""
    for mark in part.css(".footnote-ref"):
        mark.decompose()
    for paragraph in text.split("\n\n"):
        assert paragraph in said(part) or paragraph in notes


def same_partner(story: Node, partner: Node, html: LexborHTMLParser) -> None:
    link = html.css_first("p.attribution a")
    assert partner == {
        "@type": "NewsMediaOrganization",
        "@id": href(link),
        "name": said(link),
    }
    assert story["publisher"] == story["sourceOrganization"] == {"@id": partner["@id"]}
    rights = [said(fact) for fact in html.css("footer.record dd")]
    holder = story["copyrightHolder"]
    assert (partner["name"] if holder == story["publisher"] else holder) in rights
    assert "license" not in story or story["license"] in rights


def test_the_parts_of_a_running_story_are_those_that_the_page_shows(graphs, parsed) -> None:
    running = 0
    for url, nodes in graphs.items():
        links = parsed[url].css("nav.parts a")
        if not links:
            continue
        story = one(nodes, "NewsArticle")
        assert story
        parts = story["isPartOf"]["hasPart"]
        assert [(part["headline"], part["url"]) for part in parts] == [
            (said(link), href(link)) for link in links
        ]
        assert "aria-current" in links[story["position"] - 1].attributes
        running += 1
    assert running == 3
