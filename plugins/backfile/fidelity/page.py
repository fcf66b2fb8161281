"""What a built page shows of a story: the words of its headline, its lead and each update.

What the theme adds around and between them is no part of it: the credit sentence, the marks of
footnotes, when the Original Post was first published, the links between an update and its
correction.
Rules: docs/themes.md, "What the check of the words reads".
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from backfile.errors import BackfileError
from backfile.text.html_text import parse, visible_text
from backfile.text.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selectolax.lexbor import LexborNode

    from backfile.story.model import Story, Update

# The comments with which a theme says where a story's content begins and ends.
BEGINS, ENDS = "story", "/story"
MOST_CREDITS = 2


class PageError(BackfileError):
    """A page in which no story can be found; the text says what it lacks."""


@dataclass(frozen=True, slots=True)
class ShownSection:
    """One update of a page: its `id`, the words of its label and stamp, its headline and text.

    `by` are the words of its authors, `key` those that mark it as a key event.
    """

    anchor: str
    stamp: list[str]
    text: list[str]
    by: list[str] = field(default_factory=list)
    key: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shown:
    """The words of a page; `sections` from top to bottom."""

    title: list[str]
    summary: list[str]
    lead: list[str]
    sections: tuple[ShownSection, ...]


def shown(html: str, story: Story, credit: str = "") -> Shown:
    """Return what the page *html* shows of *story*; *credit* is the sentence that is its partner's.

    The words of a footnote count where its first mark stands, at the end of the lead or update.
    What belongs to no update counts for the lead. Raises PageError.
    """
    return shown_in(parse(html), story, credit)


def shown_in(root: LexborNode, story: Story, credit: str = "") -> Shown:
    """Return what the page at *root* shows of *story*, as `shown` does; *root* is taken apart."""
    article = root.css_first("article.story, article.page")
    if article is None:
        raise PageError("has no article.story or article.page; see docs/themes.md")
    head, content = _told_apart(list(_children(article)))
    content = _without_credit(content, words(credit))
    notes = _take_notes(content)
    updates = {one.anchor: one for one in story.updates}
    lead: list[str] = []
    noted_there: list[str] = []
    sections = []
    for node in content:
        noted = "\n".join(notes.pop(name, "") for name in _take_marks(node)) if notes else ""
        if node.is_element_node and node.tag == "section" and _has_class(node, "update"):
            sections.append(_section(node, updates, story, noted))
        else:
            lead.append(visible_text(node))
            noted_there.append(noted)
    sections = _with_days(sections, story)
    return Shown(
        title=words(visible_text(head["h1"])) if "h1" in head else [],
        summary=words(visible_text(head["p"])) if "p" in head else [],
        lead=words("\n".join(["".join(lead), *noted_there, *notes.values()])),
        sections=tuple(sections),
    )


def _told_apart(nodes: list[LexborNode]) -> tuple[dict[str, LexborNode], list[LexborNode]]:
    """Return the headline and the standfirst among *nodes*, by their tags, and the content."""
    said = [(one.comment_content or "").strip() if one.is_comment_node else "" for one in nodes]
    start = said.index(BEGINS) if BEGINS in said else len(nodes)
    head: dict[str, LexborNode] = {}
    for node in nodes[:start]:
        if node.tag == "h1" or (node.tag == "p" and _has_class(node, "standfirst")):
            head.setdefault(node.tag, node)
    if BEGINS in said:
        end = len(said) - 1 - said[::-1].index(ENDS) if ENDS in said else len(nodes)
        return head, nodes[start + 1 : end]
    return head, [one for one in nodes if one not in head.values()]


def _without_credit(nodes: list[LexborNode], credit: Sequence[str]) -> list[LexborNode]:
    """Leave out the paragraphs that say the *credit* alone, one at the head, one at the foot."""
    said = [index for index, one in enumerate(nodes) if _is_credit(one, credit)]
    return [one for index, one in enumerate(nodes) if index not in said[:MOST_CREDITS]]


def _is_credit(node: LexborNode, credit: Sequence[str]) -> bool:
    return _has_class(node, "attribution") and words(visible_text(node)) == credit


def _take_notes(nodes: list[LexborNode]) -> dict[str, str]:
    """Take the footnotes off the end of *nodes*; return their texts by their ids."""
    at = [index for index, one in enumerate(nodes) if one.is_element_node]
    if not at or not _has_class(nodes[at[-1]], "footnote"):
        return {}
    box = nodes.pop(at[-1])
    for link in box.css("a.footnote-backref"):
        if not words(_letters(visible_text(link))):
            link.decompose()
    found = {str(one.attributes.get("id")): visible_text(one) for one in box.css("li[id]")}
    # Whatever else stands there is read as well, with what no mark leads to.
    for one in box.css("li[id]"):
        one.decompose()
    return {**found, "": visible_text(box)}


def _take_marks(node: LexborNode) -> list[str]:
    """Take the marks of footnotes out of *node*; return the ids of the notes, each once."""
    names = []
    for mark in node.css("sup[id]") if node.is_element_node else ():
        link = mark.css_first("a.footnote-ref")
        if link is not None and visible_text(mark).strip().isdigit():
            names.append((link.attributes.get("href") or "").removeprefix("#"))
            mark.decompose()
    return list(dict.fromkeys(names))


def _section(
    node: LexborNode, updates: dict[str, Update], story: Story, noted: str
) -> ShownSection:
    anchor = node.attributes.get("id") or ""
    update = updates.get(anchor)
    parts = list(_children(node))
    at = next((index for index, one in enumerate(parts) if one.is_element_node), 0)
    if update is None or not parts or parts[at].tag != "h2":
        return ShownSection(anchor, [], words(f"{visible_text(node)}\n{noted}"))
    day = parts[at].css_first("span.day")
    above = visible_text(day) if day is not None and anchor in story.shown_days else ""
    printed = f"{above} {update.label} {update.stamp}"
    opening, headline = _cut_heading(visible_text(parts[at]), printed)
    following = _without_marks(parts[at + 1 :], update, story)
    by, key = _take_signature(following, update)
    text = [headline, "".join(map(visible_text, following)), noted]
    return ShownSection(anchor, opening, words("\n".join(text)), by, key)


def _take_signature(nodes: list[LexborNode], update: Update) -> tuple[list[str], list[str]]:
    """Take the line of the author off the head of *nodes*; return its names, and its mark.

    It is one only where the heading of *update* has said so. All else in it counts for the text.
    """
    index = next((at for at, one in enumerate(nodes) if one.is_element_node), len(nodes))
    signed = bool(update.authors or update.key_mark)
    if not signed or index == len(nodes) or not _has_class(nodes[index], "signature"):
        return [], []
    found = []
    for name in ("author", "key"):
        parts = nodes[index].css(f"span.{name}")
        found.append(words(" ".join(map(visible_text, parts))))
        for part in parts:
            part.decompose()
    return found[0], found[1]


def _with_days(sections: list[ShownSection], story: Story) -> list[ShownSection]:
    """Move the words of each day header to the update that it stands above in the file.

    The page shows it at the first of its updates, which is another where the page runs the other
    way round than the file.
    """
    shown_at = {header.line: anchor for anchor, header in story.shown_days.items()}
    if not shown_at:
        return sections
    below: dict[int, str] = {}
    for one in sorted(story.updates, key=lambda update: update.source):
        if one.section.under is not None:
            below.setdefault(one.section.under.line, one.anchor)
    by_anchor = {one.anchor: one for one in sections}
    for line, anchor in shown_at.items():
        header = next(one for one in story.shown_days.values() if one.line == line)
        count, there = len(words(header.printed)), by_anchor.get(anchor)
        if there is None or below[line] == anchor or there.stamp[:count] != words(header.printed):
            continue
        by_anchor[anchor] = replace(there, stamp=there.stamp[count:])
        home = by_anchor.get(below[line])
        if home is not None:
            by_anchor[below[line]] = replace(home, stamp=[*words(header.printed), *home.stamp])
    return [by_anchor[one.anchor] for one in sections]


def _cut_heading(heading: str, opening: str) -> tuple[list[str], str]:
    """Return the words of a heading's label and stamp, and the headline behind them.

    They are read apart: "p.m." and the dots with which a headline may begin are not one word.
    """
    count, parts = len(words(opening)), heading.split()
    starts = (parts[:end] for end in range(len(parts)))
    start = next((one for one in starts if len(words(" ".join(one))) >= count), parts)
    return words(" ".join(start)), " ".join(parts[len(start) :])


def _without_marks(nodes: list[LexborNode], update: Update, story: Story) -> list[LexborNode]:
    """Leave out what `render.permalinks` has put right below the heading of *update*."""
    dated = bool(story.published_at(update)) and bool(nodes)
    start = int(dated and _has_class(nodes[0], "first-published"))
    most = sum(one.corrects == update.anchor for one in story.updates) + bool(update.corrects)
    kept = start
    while kept < min(start + most, len(nodes)) and _has_class(nodes[kept], "corrected", "corrects"):
        kept += 1
    return nodes[kept:]


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def _has_class(node: LexborNode, *names: str) -> bool:
    given = (node.attributes.get("class") or "").split() if node.is_element_node else []
    return any(one in given for one in names)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
