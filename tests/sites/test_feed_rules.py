"""The rules of Atom (RFC 4287) and of JSON Feed 1.1, each a test, on every feed that is built."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import feedparser
import pytest

from backfile.config.site_settings import site_settings
from backfile.pipeline.build import build

from .feed_samples import ATOM, CONTENT, FED, SITE, atom_feeds, json_feeds
from .sites import ARCHIVE, ROOT, MiniSite

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from xml.etree.ElementTree import Element

RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
# RFC 4287, section 4.2.7.2, and RFC 4946.
RELATIONS = {"alternate", "related", "self", "enclosure", "via", "license"}
TEXTS = ("title", "subtitle", "summary", "rights", "content")
XML = "{http://www.w3.org/XML/1998/namespace}"
JSON_FEED = {
    "version": str,
    "title": str,
    "home_page_url": str,
    "feed_url": str,
    "description": str,
    "language": str,
    "authors": list,
    "items": list,
}
JSON_ITEM = {
    "id": str,
    "url": str,
    "external_url": str,
    "title": str,
    "content_html": str,
    "content_text": str,
    "summary": str,
    "date_published": str,
    "date_modified": str,
    "authors": list,
    "tags": list,
    "language": str,
    "_dublin_core": dict,
}


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The tests' archive and a small one that is hard to write, both as they are published."""
    hard = MiniSite(tmp_path_factory.mktemp("hard")).write(CONTENT)
    ended = hard.build(**FED)
    assert ended.status == 0, ended.said
    sample = tmp_path_factory.mktemp("sample") / "output"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        others = dict.fromkeys(
            ("BACKFILE_CARD_IMAGES", "BACKFILE_DATA", "BACKFILE_REDIRECTS", "BACKFILE_SEARCH"),
            False,
        )
        settings = site_settings(content=str(ARCHIVE), output=str(sample))
        build({**settings, **others, "SITEURL": SITE})
    return [sample, hard.folder / "output"]


@pytest.fixture(scope="module")
def feeds(outputs: list[Path]) -> list[Element]:
    found = [feed for output in outputs for feed in atom_feeds(output).values()]
    assert len(found) > 20
    return found


@pytest.fixture(scope="module")
def entries(feeds: list[Element]) -> list[Element]:
    return [entry for feed in feeds for entry in feed.findall("a:entry", ATOM)]


@pytest.fixture(scope="module")
def jsons(outputs: list[Path]) -> list[dict[str, Any]]:
    found = [feed for output in outputs for feed in json_feeds(output).values()]
    assert len(found) > 20
    return found


@pytest.fixture(scope="module")
def items(jsons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [item for feed in jsons for item in feed["items"]]


def count(element: Element, name: str) -> int:
    return len(element.findall(f"a:{name}", ATOM))


def every(elements: Iterable[Element], *names: str) -> list[Element]:
    """Return the elements called by any of *names* anywhere in *elements*; there must be some."""
    found = [
        one
        for element in elements
        for name in names
        for one in element.iterfind(f".//a:{name}", ATOM)
    ]
    assert found
    return found


def is_absolute(address: str | None) -> bool:
    parts = urlsplit(address or "")
    return bool(parts.scheme and (parts.netloc or parts.path)) and (address or "").isascii()


def test_feedparser_finds_nothing_wrong(outputs: list[Path]) -> None:
    for path in (path for output in outputs for path in (output / "feeds").rglob("*.xml")):
        read = feedparser.parse(path.read_bytes())
        assert (read.bozo, read.version) == (False, "atom10"), path


def test_2_a_feed_is_an_atom_document(feeds: list[Element]) -> None:
    assert {feed.tag for feed in feeds} == {f"{{{ATOM['a']}}}feed"}


def test_2_languages_are_stated_by_their_tags(feeds: list[Element], entries: list[Element]) -> None:
    stated = {one.get(f"{XML}lang", "") for one in (*feeds, *entries)}
    assert stated == {"en", "es"}


def test_3_1_1_the_type_of_a_text_is_one_of_three(feeds: list[Element]) -> None:
    stated = {one.get("type", "text") for one in every(feeds, *TEXTS)}
    assert stated <= {"text", "html", "xhtml"}


def test_3_1_1_a_text_has_no_elements_in_it(feeds: list[Element]) -> None:
    assert [list(one) for one in every(feeds, *TEXTS) if len(one)] == []


def test_3_2_1_a_person_has_one_name(feeds: list[Element]) -> None:
    for person in every(feeds, "author", "contributor"):
        assert count(person, "name") == 1
        assert person.findtext("a:name", "", ATOM).strip()


def test_3_2_2_a_person_has_at_most_one_address(feeds: list[Element]) -> None:
    for person in every(feeds, "author", "contributor"):
        assert count(person, "uri") <= 1
    assert all(is_absolute(one.text) for one in every(feeds, "uri"))


def test_3_3_dates_are_those_of_rfc_3339(feeds: list[Element]) -> None:
    for one in every(feeds, "updated", "published"):
        assert RFC_3339.fullmatch(one.text or ""), one.text
        datetime.fromisoformat(one.text or "")


@pytest.mark.parametrize("name", ["id", "title", "updated"])
def test_4_1_1_a_feed_has_exactly_one(feeds: list[Element], name: str) -> None:
    assert {count(feed, name) for feed in feeds} == {1}


@pytest.mark.parametrize("name", ["generator", "icon", "logo", "rights", "subtitle"])
def test_4_1_1_a_feed_has_at_most_one(feeds: list[Element], name: str) -> None:
    assert {count(feed, name) for feed in feeds} <= {0, 1}


def test_4_1_1_a_feed_has_an_author(feeds: list[Element]) -> None:
    assert {count(feed, "author") for feed in feeds} == {1}


def test_4_1_1_a_feed_links_to_itself(outputs: list[Path]) -> None:
    for output in outputs:
        for path, feed in atom_feeds(output).items():
            own = [one.get("href") for one in feed.findall("a:link[@rel='self']", ATOM)]
            assert own == [f"{SITE}/{path}"]


def test_4_1_1_no_two_links_of_one_kind_to_the_page(
    feeds: list[Element], entries: list[Element]
) -> None:
    for one in (*feeds, *entries):
        pages = Counter(
            (link.get("type"), link.get("hreflang"))
            for link in one.findall("a:link[@rel='alternate']", ATOM)
        )
        assert set(pages.values()) == {1}


def test_4_1_1_no_entry_is_there_twice(feeds: list[Element]) -> None:
    for feed in feeds:
        ids = [one.text for one in feed.findall("a:entry/a:id", ATOM)]
        assert len(ids) == len(set(ids)) > 0


@pytest.mark.parametrize("name", ["id", "title", "updated"])
def test_4_1_2_an_entry_has_exactly_one(entries: list[Element], name: str) -> None:
    assert {count(entry, name) for entry in entries} == {1}


@pytest.mark.parametrize("name", ["content", "published", "rights", "source", "summary"])
def test_4_1_2_an_entry_has_at_most_one(entries: list[Element], name: str) -> None:
    assert {count(entry, name) for entry in entries} <= {0, 1}


def test_4_1_2_an_entry_links_to_its_page(entries: list[Element]) -> None:
    assert {len(one.findall("a:link[@rel='alternate']", ATOM)) for one in entries} == {1}


def test_4_1_3_1_the_content_is_html(feeds: list[Element]) -> None:
    assert {one.get("type") for one in every(feeds, "content")} == {"html"}


def test_4_1_3_2_the_content_is_there_and_not_elsewhere(entries: list[Element]) -> None:
    for entry in entries:
        (content,) = entry.findall("a:content", ATOM)
        assert content.get("src") is None
        assert content.text


def test_4_2_2_a_category_has_a_term_and_the_address_of_its_scheme(feeds: list[Element]) -> None:
    for one in every(feeds, "category"):
        assert one.get("term")
        assert is_absolute(one.get("scheme"))


def test_4_2_6_an_id_is_a_whole_address(feeds: list[Element]) -> None:
    assert all(is_absolute(one.text) for one in every(feeds, "id"))


def test_4_2_6_no_two_feeds_have_one_id(outputs: list[Path]) -> None:
    for output in outputs:
        ids = [feed.findtext("a:id", "", ATOM) for feed in atom_feeds(output).values()]
        assert len(ids) == len(set(ids))


def test_4_2_7_1_a_link_has_an_address(feeds: list[Element]) -> None:
    assert all(is_absolute(one.get("href")) for one in every(feeds, "link"))


def test_4_2_7_2_a_link_has_a_relation_that_is_registered(feeds: list[Element]) -> None:
    assert {one.get("rel") for one in every(feeds, "link")} <= RELATIONS


def test_4_2_7_4_a_links_language_is_a_tag(feeds: list[Element]) -> None:
    stated = [one.get("hreflang") for one in every(feeds, "link") if one.get("hreflang")]
    assert stated
    assert all(LANGUAGE.fullmatch(one or "") for one in stated)


def test_4_2_15_a_feed_was_updated_with_its_newest_entry(feeds: list[Element]) -> None:
    for feed in feeds:
        newest = max(
            datetime.fromisoformat(one.text or "")
            for one in feed.findall("a:entry/a:updated", ATOM)
        )
        assert datetime.fromisoformat(feed.findtext("a:updated", "", ATOM)) == newest


def test_6_other_vocabularies_stand_where_they_may(feeds: list[Element]) -> None:
    others = {
        child.tag
        for feed in feeds
        for parent in feed.iter()
        for child in parent
        if not child.tag.startswith(f"{{{ATOM['a']}}}")
    }
    shown = {f"{{{ATOM['h']}}}{name}" for name in ("p", "a", "div", "h2", "time")}
    assert others == {*shown, f"{{{ATOM['dc']}}}identifier"}
    assert all(len(feed.findall("h:p", ATOM)) == 1 for feed in feeds)
    entries = [entry for feed in feeds for entry in feed.iterfind("a:entry", ATOM)]
    assert all(len(entry.findall("h:div", ATOM)) == 1 for entry in entries)


def test_json_a_feed_says_its_version(jsons: list[dict[str, Any]]) -> None:
    assert {feed["version"] for feed in jsons} == {"https://jsonfeed.org/version/1.1"}


def test_json_a_feed_has_a_title_and_items(jsons: list[dict[str, Any]]) -> None:
    assert all(feed["title"] and feed["items"] for feed in jsons)


def test_json_a_feed_knows_its_address(outputs: list[Path]) -> None:
    for output in outputs:
        for path, feed in json_feeds(output).items():
            assert feed["feed_url"] == f"{SITE}/{path}"
            assert is_absolute(feed["home_page_url"])


def test_json_everything_is_known_and_of_its_type(
    jsons: list[dict[str, Any]], items: list[dict[str, Any]]
) -> None:
    for known, things in ((JSON_FEED, jsons), (JSON_ITEM, items)):
        for thing in things:
            assert {name: type(value) for name, value in thing.items()}.items() <= known.items()


def test_json_an_items_id_is_a_string_and_there_once(jsons: list[dict[str, Any]]) -> None:
    for feed in jsons:
        ids = [item["id"] for item in feed["items"]]
        assert all(isinstance(one, str) and one for one in ids)
        assert len(ids) == len(set(ids))


def test_json_an_item_has_content(items: list[dict[str, Any]]) -> None:
    assert all(item["content_html"] and item["content_text"] for item in items)


def test_json_dates_are_those_of_rfc_3339(items: list[dict[str, Any]]) -> None:
    for item in items:
        assert RFC_3339.fullmatch(item["date_published"])
        assert RFC_3339.fullmatch(item["date_modified"])


def test_json_authors_have_a_name_or_an_address(
    jsons: list[dict[str, Any]], items: list[dict[str, Any]]
) -> None:
    for thing in (*jsons, *items):
        for author in thing.get("authors", ()):
            assert author.keys() <= {"name", "url", "avatar"}
            assert author


def test_json_addresses_are_whole(items: list[dict[str, Any]]) -> None:
    for item in items:
        assert is_absolute(item["url"])
        assert is_absolute(item.get("external_url", SITE))


def test_json_tags_are_strings(items: list[dict[str, Any]]) -> None:
    tags = [tag for item in items for tag in item.get("tags", ())]
    assert tags
    assert all(isinstance(tag, str) for tag in tags)


def test_json_languages_are_tags(jsons: list[dict[str, Any]], items: list[dict[str, Any]]) -> None:
    assert all(LANGUAGE.fullmatch(thing["language"]) for thing in (*jsons, *items))


def test_json_feed_and_atom_list_the_same_stories(outputs: list[Path]) -> None:
    for output in outputs:
        listed = json_feeds(output)
        for path, feed in atom_feeds(output).items():
            ids = [one.text for one in feed.findall("a:entry/a:id", ATOM)]
            other = listed[path.replace(".atom.xml", ".json")]
            assert [item["id"] for item in other["items"]] == ids
