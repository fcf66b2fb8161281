"""A chapter of a book: one story, its updates from the oldest to the newest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from backfile.publish.packages.book.xhtml import BookElement, fragment, text, xhtml_of, xml_id
from backfile.text.language_tags import text_direction
from backfile.text.web_addresses import safe_link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from selectolax.lexbor import LexborNode

    from backfile.publish.packages.book.links import BookLinks
    from backfile.publish.packages.book.pictures import BookPictures
    from backfile.publish.packages.book.published_story import PublishedStory
    from backfile.publish.packages.book.words import BookWords

_PAGE = """\
<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" \
lang="{lang}" xml:lang="{lang}"{direction}>
<head>
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="book.css"/>
</head>
<body>
{body}
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents: what it says, and the id in the chapter to which it leads."""

    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its title and language, the lines of its updates for the contents, its page."""

    title: str
    lang: str
    entries: tuple[ContentsEntry, ...]
    page: str


@dataclass(frozen=True, slots=True)
class PartNumber:
    """Where a chapter is in a running story: part 2 of 3. It is 1 of 1 where there are no parts."""

    number: int
    of: int


def whole_page(title: str, lang: str, body: str) -> bytes:
    """Return a page of a book as XHTML; *body* is XHTML already."""
    direction = ' dir="rtl"' if text_direction(lang) == "rtl" else ""
    return _PAGE.format(lang=text(lang), direction=direction, title=text(title), body=body).encode()


def chapter_of(
    story: PublishedStory,
    part: PartNumber,
    links: BookLinks,
    pictures: BookPictures,
    words: BookWords,
) -> Chapter:
    """Return the chapter that tells *story*.

    *links* know where the links of its page lead, *pictures* take its pictures into the book.
    """
    data = story.data
    nodes = _in_order_of_time(fragment(story.content), [one["anchor"] for one in data["updates"]])
    maker = _ContentMaker(story, nodes, links, pictures)
    body = "\n".join([*_head(data, part, words), maker.content(), *_record(data, links, words)])
    page = whole_page(data["title"], data["lang"], f'<article class="story">\n{body}\n</article>')
    return Chapter(data["title"], data["lang"], tuple(_entries(data, nodes)), page.decode())


def _head(data: dict[str, Any], part: PartNumber, words: BookWords) -> Iterator[str]:
    if part.of > 1:
        told = words.say("Part %(part)s of %(parts)s", part=part.number, parts=part.of)
        yield f'<p class="part">{text(told)}</p>'
    yield f"<h1>{text(data['title'])}</h1>"
    if data["summary_stated"]:
        yield f'<p class="standfirst">{text(data["summary"])}</p>'
    facts = [words.moment(data["published"], data["timezone"])]
    if data["authors"]:
        facts.append(words.say("By %(names)s", names=", ".join(data["authors"])))
    yield f'<p class="facts">{" · ".join(map(text, facts))}</p>'


def _record(data: dict[str, Any], links: BookLinks, words: BookWords) -> Iterator[str]:
    """Go through the lines of what is known about the story, at the end of its chapter."""
    facts = dict(_facts(data, links, words))
    yield f'<footer class="record">\n<h2>{text(words.say("About this story"))}</h2>\n<dl>'
    for label, value in facts.items():
        yield f"<dt>{text(words.say(label))}</dt>\n<dd>{value}</dd>"
    yield "</dl>\n</footer>"


def _facts(data: dict[str, Any], links: BookLinks, words: BookWords) -> Iterator[tuple[str, str]]:
    """Go through the facts of a story: a label in English, and XHTML."""
    yield "First published", text(words.moment(data["published"], data["timezone"]))
    if data["modified"]:
        yield "Last updated", text(words.moment(data["modified"], data["timezone"]))
    if data["partner"]:
        yield "Partner", text(data["partner"]["name"])
    if data["copyright_holder"]:
        yield "Copyright", text(data["copyright_holder"])
    if data["license"]:
        yield "License", _address(data["license"])
    original = data["original"] or {}
    if original.get("url"):
        is_foreign = original["status"] == "hijacked"
        shown = text(original["url"]) if is_foreign else _address(original["url"])
        yield "Original address", shown
    if original.get("archived_url"):
        yield "Read the archived copy", _address(original["archived_url"])
    if online := links.online(data["url"]):
        yield "Read online", _address(online)


def _address(address: str) -> str:
    link = safe_link(address)
    return f'<a href="{text(link)}">{text(address)}</a>' if link else text(address)


def _in_order_of_time(nodes: Sequence[LexborNode], anchors: Sequence[str]) -> list[LexborNode]:
    """Return the *nodes* of a page with its updates in the order of *anchors*, the oldest first.

    What stands before the first update stays before it, and what follows the last one after it.
    """
    ranks = {anchor: rank for rank, anchor in enumerate(anchors)}
    updates = [one for one in nodes if _is_update(one)]
    if not updates:
        return list(nodes)
    marks = [index for index, one in enumerate(nodes) if _is_update(one)]
    between = [one for one in nodes[marks[0] : marks[-1]] if not _is_update(one)]
    updates.sort(key=lambda one: ranks.get(one.attributes.get("id") or "", len(ranks)))
    return [*nodes[: marks[0]], *updates, *between, *nodes[marks[-1] + 1 :]]


def _is_update(node: LexborNode) -> bool:
    return node.tag == "section" and _has_class(node, "update")


def _has_class(node: LexborNode, name: str) -> bool:
    return name in (node.attributes.get("class") or "").split()


def _entries(data: dict[str, Any], nodes: Sequence[LexborNode]) -> Iterator[ContentsEntry]:
    """Go through the lines of the updates that are in the chapter: `4:10 a.m.: No winner`."""
    there = {one.attributes.get("id") for one in nodes if _is_update(one)}
    for update in data["updates"]:
        if update["anchor"] in there:
            title = ": ".join(filter(None, [update["printed"], update["headline"]]))
            yield ContentsEntry(title, xml_id(update["anchor"]))


def _openings(data: dict[str, Any], nodes: Sequence[LexborNode]) -> Iterator[int]:
    """Go through the ids in memory of what stands before the headlines of updates.

    That is a stamp or a label, of both the last one.
    """
    with_headline = {one["anchor"] for one in data["updates"] if one["headline"]}
    for node in nodes:
        if _is_update(node) and node.attributes.get("id") in with_headline:
            found = node.css("h2 > a.stamp-link, h2 > span.label")
            yield from (one.mem_id for one in found[-1:])


class _ContentMaker:
    """Makes the content of one chapter of the *nodes* of a page, which are in order."""

    def __init__(
        self,
        story: PublishedStory,
        nodes: Sequence[LexborNode],
        links: BookLinks,
        pictures: BookPictures,
    ) -> None:
        self._story, self._nodes = story, nodes
        self._links, self._pictures = links, pictures
        # A book has each picture in full size already.
        for link in chain.from_iterable(
            one.css("a.enlarge") for one in nodes if one.is_element_node
        ):
            link.unwrap()
        with_id = chain.from_iterable(one.css("[id]") for one in nodes if one.is_element_node)
        self._ids = {xml_id(one.attributes.get("id") or "") for one in with_id}
        self._notes = self._numbered_notes()
        self._openings = frozenset(_openings(story.data, nodes))
        self._changes: dict[str, Callable[[LexborNode, BookElement], BookElement]] = {
            "a": self._link,
            "blockquote": self._quotation,
            "h2": self._heading,
            "img": self._picture,
            "span": self._label,
        }

    def content(self) -> str:
        """Return the content as XHTML."""
        return "".join(
            self._footnotes(one) if _has_class_of_notes(one) else xhtml_of(one, self._change)
            for one in self._nodes
        ).strip()

    def _numbered_notes(self) -> dict[str, int]:
        """Return the numbers of footnotes, in the order in which the chapter refers to them."""
        numbers: dict[str, int] = {}
        for node in self._nodes:
            for mark in node.css("a.footnote-ref") if node.is_element_node else ():
                numbers.setdefault(mark.attributes.get("href") or "", len(numbers) + 1)
        return numbers

    def _change(self, node: LexborNode, element: BookElement) -> BookElement:
        change = self._changes.get(element.name)
        return element if change is None else change(node, element)

    def _label(self, node: LexborNode, element: BookElement) -> BookElement:
        """Keep a stamp or a label apart from the headline that follows it."""
        return replace(element, after=":") if node.mem_id in self._openings else element

    def _link(self, node: LexborNode, element: BookElement) -> BookElement:
        if _has_class(node, "stamp-link"):
            return self._label(node, BookElement("span", {"class": "stamp"}))
        given = dict(element.attributes)
        href = given.pop("href", None)
        link = self._links.of(href, self._story.page, self._ids) if href else ""
        if link:
            given["href"] = link
        if _has_class(node, "footnote-backref"):
            given.pop("title", None)  # it says a number, which may be another here
        number = self._notes.get(href or "") if _has_class(node, "footnote-ref") else None
        if number is None:
            return replace(element, attributes=given)
        return replace(element, attributes={**given, "epub:type": "noteref"}, inside=str(number))

    def _quotation(self, _node: LexborNode, element: BookElement) -> BookElement:
        cited = safe_link(element.attributes.get("cite", ""))
        given = {name: value for name, value in element.attributes.items() if name != "cite"}
        return replace(element, attributes={**given, "cite": cited} if cited else given)

    def _heading(self, node: LexborNode, element: BookElement) -> BookElement:
        """Put the moment of an update below its heading, which has only its stamp."""
        stamp = node.css_first("a.stamp-link")
        when = stamp.attributes.get("data-when") if stamp is not None else None
        return replace(element, after=f'\n<p class="when">{text(when)}</p>') if when else element

    def _picture(self, node: LexborNode, element: BookElement) -> BookElement:
        described = element.attributes.get("alt", "")
        name = self._pictures.take(node, self._story.page)
        if name:
            return replace(
                element, attributes={**element.attributes, "alt": described, "src": name}
            )
        return BookElement("span", {"class": "missing"}, inside=text(described))

    def _footnotes(self, node: LexborNode) -> str:
        """Return the footnotes in the order of their numbers."""
        notes = node.css("ol > li")
        last = len(notes)

        def number(note: LexborNode) -> int:
            return self._notes.get(f"#{note.attributes.get('id') or ''}", last)

        items = "\n".join(xhtml_of(one, self._change) for one in sorted(notes, key=number))
        return (
            f'<section class="footnotes" epub:type="footnotes">\n<ol>\n{items}\n</ol>\n</section>'
        )


def _has_class_of_notes(node: LexborNode) -> bool:
    return node.is_element_node and _has_class(node, "footnote")
