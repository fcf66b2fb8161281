"""The structured data of the sample archive: its vocabulary and its addresses."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from .linked_data import SITE, faults, typed
from .sites import ROOT

STORY = ["NewsArticle", "ArchiveComponent"]
LIVE = [*STORY, "LiveBlogPosting"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", ["WebSite", "ArchiveOrganization"]),
        (
            "1912/04/titanic/",
            [LIVE, "NewsMediaOrganization", "ArchiveOrganization", "BreadcrumbList"],
        ),
        ("1912/", ["CollectionPage", "BreadcrumbList"]),
        ("1912/04/", ["CollectionPage", "BreadcrumbList"]),
        ("partners/harbor-wire/", ["NewsMediaOrganization", "CollectionPage", "BreadcrumbList"]),
        ("partners/harbor-wire/1912/", ["CollectionPage", "BreadcrumbList"]),
        ("topics/rescue/", ["CollectionPage", "BreadcrumbList"]),
        ("sections/world/", ["CollectionPage", "BreadcrumbList"]),
        ("authors/ines-carrasco/", ["CollectionPage", "BreadcrumbList"]),
        ("topics/", []),
        ("about/", []),
        ("search/", []),
        ("404.html", []),
    ],
)
def test_a_page_says_what_it_is(graphs, url: str, expected: list[Any]) -> None:
    assert [node["@type"] for node in graphs[url]] == expected


def test_every_node_keeps_to_the_vocabulary(graphs, tmp_path) -> None:
    nodes = [node for nodes in graphs.values() for node in nodes]
    assert len(nodes) > 200
    assert faults(nodes, tmp_path) == []


def test_so_does_the_example_of_the_documentation(tmp_path) -> None:
    page = (ROOT / "docs" / "structured-data.md").read_text("utf-8")
    (example,) = re.findall(r"^```json$(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert faults(json.loads(example)["@graph"], tmp_path) == []


WRONG = {
    "'\"coverageStartTime\"' does not exist in type 'NewsArticleLeaf'": {
        "@type": "NewsArticle",
        "coverageStartTime": "1912-04-15",
    },
    "'\"coverageEndTime\"' does not exist in type 'Omit<": {
        "@type": STORY,
        "coverageEndTime": "1912-04-15",
    },
    "'\"holdingArchive\"' does not exist in type 'BlogPostingLeaf'": {
        "@type": LIVE,
        "liveBlogUpdate": [{"@type": "BlogPosting", "holdingArchive": {"@id": "/"}}],
    },
    "'\"headlin\"' does not exist": {"@type": "BlogPosting", "headlin": "Adrift"},
    "Type 'number' is not assignable": {"@type": "Person", "name": 5},
    """Type '{ "@type": "Comment"; }' is not assignable""": {
        "@type": "NewsArticle",
        "correction": {"@type": "Comment"},
    },
    "no exported member named 'NewsArtcleLeaf'": {"@type": "NewsArtcle"},
    "'\"query-input\"' does not exist in type 'WebSiteLeaf'": {
        "@type": "WebSite",
        "query-input": "required name=words",
    },
}


def test_what_is_not_in_the_vocabulary_is_found(tmp_path) -> None:
    found = faults(WRONG.values(), tmp_path)
    for expected in WRONG:
        assert any(expected in fault for fault in found), (expected, found)


def test_every_address_in_the_archive_is_one_of_a_page_or_of_an_element(graphs, parsed) -> None:
    addresses = {
        node[name]
        for nodes in graphs.values()
        for node in typed(nodes)
        for name in ("@id", "url", "item")
        if name in node
    }
    assert len(addresses) > 200
    for address in addresses:
        if address.startswith(SITE):
            url, _, anchor = address.removeprefix(f"{SITE}/").partition("#")
            assert url in parsed, address
            assert not anchor or parsed[url].css(f'[id="{anchor}"]'), address


def test_every_reference_is_to_something_that_the_page_describes(graphs) -> None:
    for url, nodes in graphs.items():
        described = {node.get("@id") for node in typed(nodes)}
        assert references(nodes) <= described, url


def references(value: Any) -> set[str]:
    """Return the `@id` of all that *value* only refers to."""
    if isinstance(value, list):
        return {found for one in value for found in references(one)}
    if not isinstance(value, dict):
        return set()
    return {value["@id"]} if value.keys() == {"@id"} else references(list(value.values()))
