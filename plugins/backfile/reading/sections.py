"""The Python-Markdown extension that turns level-2 headings with stamps into ordered updates.

It works on the tree between block parsing and inline parsing: the text goes through Markdown
once, and notes are numbered in the order of the page, not of the source.
"""

from __future__ import annotations

import re
import shlex
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from backfile.reading.document import MARK
from backfile.reading.inline_patterns import SPARER, SPARER_PRIORITY, PatternSparer
from backfile.reading.source import LineFinder
from backfile.story.anchors import with_former_anchors
from backfile.story.attribute_doubts import (
    EXAMPLES,
    attribute_doubts,
    key_line_doubt,
    printed_list_doubt,
)
from backfile.story.chronology import order_updates
from backfile.story.corrections import link_corrections
from backfile.story.doubts import Measured, doubts
from backfile.story.languages import language_of
from backfile.story.model import DayHeader, Section, Settled, Story, Trouble, Update
from backfile.story.opening import parse_opening, update_openings
from backfile.story.stamp import StampError
from backfile.story.stated_zones import unknown_zones, with_known_zones, with_zone, zone_of_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown import Markdown

    from backfile.reading.source import Source
    from backfile.story.model import Dateline

# Before footnotes (50), code highlighting (30) and inline parsing (20).
PROCESSOR, PRIORITY = "backfile", 55
# After Python-Markdown has laid the lines out (10).
MARKER, MARKER_PRIORITY = "backfile-mark", 5
# As Python-Markdown's attr_list reads the end of a heading.
_ATTRIBUTES = re.compile(r"\s+\{:?[ ]*(?P<attributes>[^{}\n ][^{}\n]*)\}\s*$")
# The attributes that are read here, and do not reach the page.
_OURS = tuple(EXAMPLES)
# An archive prints the same few thousand stamps over and over.
_read_heading = lru_cache(maxsize=4096)(parse_opening)
_OTHER_HEADINGS = ("h1", "h3", "h4", "h5", "h6")
_HTML_HEADING = re.compile(r"<(?P<tag>h[1-6])\b[^<>]*>(?P<text>[^\n]*)</(?P=tag)>", re.IGNORECASE)
# How many languages are named of those in which a heading would be an update.
_MOST_LANGUAGES = 3
_NOTE_MARK = re.compile(r"\[\^([^\]]+)\]")


class StoryExtension(Extension):
    """Orders the updates of one story; `story` is what it found, empty before `convert`.

    The elements that it makes are marked: see backfile.reading.document.
    """

    def __init__(self, source: Source, dateline: Dateline, lang: str = "en") -> None:
        super().__init__()
        self.source = source
        self.lang = lang
        self.dateline = dateline
        self.story = Story(dateline)
        self.made: list[ET.Element] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register what orders, what marks the elements made, and what spares inline patterns."""
        md.treeprocessors.register(_StoryProcessor(md, self), PROCESSOR, PRIORITY)
        md.treeprocessors.register(_Marker(md, self), MARKER, MARKER_PRIORITY)
        md.treeprocessors.register(PatternSparer(md), SPARER, SPARER_PRIORITY)


class _StoryProcessor(Treeprocessor):
    def __init__(self, md: Markdown, extension: StoryExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: ET.Element) -> None:
        extension = self.extension
        day_first = extension.dateline.day_first
        reading = _Reading(
            extension.source, extension.lang, extension.dateline.day, day_first=day_first
        )
        reading.read(list(root), self.md.htmlStash.rawHtmlBlocks)
        lead = " ".join("".join(one.itertext()) for one in reading.lead)
        zone = zone_of_text(lead, language_of(extension.lang))
        if zone is not None:
            reading.sections = with_zone(reading.sections, zone)
        told = order_updates(reading.sections, extension.dateline, has_lead=bool(reading.lead))
        former = extension.source.fields.get("former_anchors")
        named = with_former_anchors(
            told, former.value if former else "", former.line if former else 1
        )
        story = link_corrections(named)
        measured = [
            Measured(section, _count(body))
            for section, body in zip(reading.sections, reading.bodies, strict=True)
        ]
        reading.remarks.extend(doubts(measured, _count(reading.lead), extension.lang))
        reading.remarks.extend(
            unknown_zones(with_known_zones(reading.sections, extension.dateline.zone))
        )
        extension.story = replace(
            story,
            troubles=tuple(sorted([*reading.troubles, *story.troubles], key=lambda one: one.line)),
            remarks=(*story.remarks, *reading.remarks),
        )
        if reading.sections:
            extension.made = _rebuild(root, reading, extension.story)
            _number_notes(self.md, root)


def _count(elements: list[ET.Element]) -> int:
    """Return how many words *elements* hold; a picture counts as one."""
    words = sum(len("".join(one.itertext()).split()) for one in elements)
    return words or sum(1 for one in elements if len(one) or one.tag == "img")


class _Marker(Treeprocessor):
    """Marks the elements that were made, and takes out the line breaks around sections.

    typogrify treats each as a text of its own, at a tenth of a millisecond a story.
    """

    def __init__(self, md: Markdown, extension: StoryExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: ET.Element) -> None:
        del root
        for element in self.extension.made:
            element.set(MARK, "")
            if element.tag in ("div", "section"):
                element.text, element.tail = None, MARK


class _Reading:
    """The root's children told apart: the lead, and for each section its heading and its body."""

    def __init__(
        self, source: Source, lang: str, published: date | None, *, day_first: bool | None
    ) -> None:
        self.source = source
        self.lang = lang
        self.published = published
        self.day_first = day_first
        self.sections: list[Section] = []
        self.headings: list[ET.Element] = []
        self.attributes: list[str] = []
        self.lead: list[ET.Element] = []
        self.bodies: list[list[ET.Element]] = []
        self.troubles: list[Trouble] = []
        self.remarks: list[Trouble] = []

    def read(self, elements: list[ET.Element], raw: list[str | ET.Element]) -> None:
        """Read *elements*, the children of the root, and the blocks of HTML that they stand for."""
        finder = LineFinder(self.source)
        found: dict[int, tuple[Section, str]] = {}
        for index, element in enumerate(elements):
            if element.tag == "h2" and element.text:
                section = self._section(element.text, finder.heading(element.text))
                if section is not None:
                    found[index] = section
            else:
                self._look_for_missed(element, raw, finder)
        stand = update_openings(
            {at: section.opening for at, (section, _) in found.items()}, self.lang
        )
        headers = {
            at
            for at in stand
            if _is_day(found[at][0]) and at + 1 in stand and _has_time(found[at + 1][0])
        }
        target, under = self.lead, None
        for index, element in enumerate(elements):
            if index in headers:
                under = _day_header(found[index][0])
            elif index in stand:
                self.sections.append(replace(found[index][0], under=under))
                self.attributes.append(found[index][1])
                self.headings.append(element)
                target = []
                self.bodies.append(target)
            else:
                target.append(element)

    def _look_for_missed(
        self, element: ET.Element, raw: list[str | ET.Element], finder: LineFinder
    ) -> None:
        """Look whether something that is no heading of a section was meant as one."""
        if element.tag in _OTHER_HEADINGS and element.text:
            level = int(element.tag[1])
            line = finder.heading(element.text, level)
            self._look_for_near_miss(element.text, level, line)
        elif (block := _html_of(element, raw)) is not None:
            self._look_for_html_heading(block, finder)
        elif element.tag == "blockquote":
            self._look_for_quoted(element, finder)
        else:
            for text in _first_words(element):
                self._look_for_unconverted(text, finder)

    def _section(self, text: str, line: int) -> tuple[Section, str] | None:
        """Read a heading; return its section and the attribute list that stays on it."""
        try:
            heading = _without_attributes(text)
            opening = _read_heading(heading.plain, day_first=self.day_first, lang=self.lang)
        except (StampError, _UnsettledError) as error:
            self.troubles.append(Trouble(line, "bad-stamp", str(error)))
            return None
        self._look_for_near_miss(heading.plain, 2, line)
        self._look_at_attributes(text, line, opens=opening is not None)
        if opening is None:
            return None
        section = Section(
            opening,
            line,
            heading.settled,
            heading.corrects,
            former=heading.former,
            by=heading.by,
            key=heading.key,
        )
        return section, heading.attributes

    def _look_at_attributes(self, text: str, line: int, *, opens: bool) -> None:
        if found := _ATTRIBUTES.search(text):
            for doubt in attribute_doubts(found["attributes"], opens=opens):
                self.remarks.append(Trouble(line, "near-miss-attribute", doubt))
        elif doubt := printed_list_doubt(text):
            self.remarks.append(Trouble(line, "near-miss-attribute", doubt))

    def _look_for_near_miss(self, text: str, level: int, line: int) -> None:
        plain = _ATTRIBUTES.sub("", text).strip()
        meant = self._meant(plain, level)
        if meant is not None:
            self._add_near_miss(f"{'#' * level} {plain}", plain, meant, line)

    def _meant(self, plain: str, level: int) -> str | None:
        from backfile.story.near_misses import near_opening  # noqa: PLC0415 (slow; no import asks)

        return near_opening(
            plain,
            level=level,
            lang=self.lang,
            day_first=self.day_first,
            published=self.published,
        )

    def _add_near_miss(self, written: str, plain: str, meant: str, line: int) -> None:
        from backfile.story.near_misses import languages_of  # noqa: PLC0415

        message = (
            f'"{written}" is not read as it was probably meant, and its text may '
            f'be in the wrong update; did you mean "{meant}"?'
        )
        if languages := languages_of(plain, self.lang):
            listed = " or ".join(languages[:_MOST_LANGUAGES])
            message += f" It would be an update as it stands in a story with Lang: {listed}"
        self.remarks.append(Trouble(line, "near-miss-opening", message))

    def _look_for_html_heading(self, block: str, finder: LineFinder) -> None:
        found = _HTML_HEADING.fullmatch(block.strip())
        meant = self._meant(found["text"], 1) if found else None
        if found and meant:
            line = finder.paragraph(block.split("\n", 1)[0])
            self._add_near_miss(found.group(), found["text"], meant, line)

    def _look_for_quoted(self, quote: ET.Element, finder: LineFinder) -> None:
        """Look at a quotation that is an opening and nothing else: "> 9 a.m."."""
        from backfile.story.near_misses import paragraph_opening  # noqa: PLC0415

        is_line = len(quote) == 1 and quote[0].tag == "p"
        text = (quote[0].text or "").strip() if is_line else ""
        opening = paragraph_opening(text, lang=self.lang, day_first=self.day_first)
        if opening and opening == text.rstrip(": "):
            self._add_unconverted(opening, finder.paragraph(f"> {text}"))

    def _look_for_unconverted(self, text: str, finder: LineFinder) -> None:
        from backfile.story.near_misses import paragraph_opening  # noqa: PLC0415

        first, _, more = text.rstrip().partition("\n")
        opening = paragraph_opening(first, lang=self.lang, day_first=self.day_first)
        if opening:
            self._add_unconverted(opening, finder.paragraph(first))
        elif doubt := key_line_doubt(first):
            self.remarks.append(Trouble(finder.paragraph(first), "near-miss-attribute", doubt))
        last = more.rpartition("\n")[2]
        if last.lstrip().startswith("{") and (doubt := key_line_doubt(last)):
            self.remarks.append(Trouble(finder.paragraph(last), "near-miss-attribute", doubt))

    def _add_unconverted(self, opening: str, line: int) -> None:
        message = (
            f'a paragraph opens with "{opening}" but is no update; '
            f'write it as a heading, "## {opening}", if it is one'
        )
        self.remarks.append(Trouble(line, "unconverted-update", message))


def _html_of(element: ET.Element, raw: list[str | ET.Element]) -> str | None:
    """Return the block of HTML for which *element* stands, None where it is of Markdown."""
    found = HTML_PLACEHOLDER_RE.fullmatch(element.text.strip()) if element.text else None
    block = raw[int(found[1])] if found and int(found[1]) < len(raw) else None
    return block if isinstance(block, str) else None


def _first_words(element: ET.Element) -> Iterator[str]:
    """Go through the texts of the paragraphs and list items in *element*, quotations left out."""
    if element.tag in ("p", "li", "dt") and element.text and element.text.strip():
        yield element.text.lstrip()
    if element.tag in ("ul", "ol", "li", "dl"):
        for child in element:
            yield from _first_words(child)


def _is_day(section: Section) -> bool:
    """Say whether a heading says a day and nothing else."""
    opening, stamp = section.opening, section.opening.stamp
    is_more = opening.labelled or opening.rest or section.settled or section.former
    is_plain = not (is_more or section.by or section.key)
    return is_plain and stamp is not None and stamp.clock is None and stamp.day is not None


def _has_time(section: Section) -> bool:
    return section.opening.stamp is not None and section.opening.stamp.clock is not None


def _day_header(section: Section) -> DayHeader | None:
    stamp = section.opening.stamp
    if stamp is None or stamp.day is None:
        return None
    return DayHeader(section.opening.printed, stamp.day, section.line)


class _UnsettledError(ValueError):
    """A `datetime` attribute that is neither a date nor an instant with its offset."""


class _Heading(NamedTuple):
    """A heading without its attribute list, and what stays of the list beside our own names."""

    plain: str
    attributes: str = ""
    settled: Settled | None = None
    corrects: str = ""
    former: tuple[str, ...] = ()
    by: str = ""
    key: str = ""


def _without_attributes(text: str) -> _Heading:
    """Take the attribute list off a heading's *text*, and out of the list what is for us."""
    found = _ATTRIBUTES.search(text)
    if found is None:
        return _Heading(text)
    plain, listed = text[: found.start()], found["attributes"]
    if not any(f"{name}=" in listed for name in _OURS if name != "inferred"):
        return _Heading(plain, found.group())
    try:
        attributes = shlex.split(listed)
    except ValueError as error:
        raise _UnsettledError(f"{{{listed}}}: {error}; close the quotes") from None
    given = dict(one.partition("=")[::2] for one in attributes)
    settled = None
    if "datetime" in given:
        flags = tuple(given.get("inferred", "").split())
        settled = Settled(_date_or_instant(given["datetime"]), flags)
    others = [_quoted(one) for one in attributes if one.partition("=")[0] not in _OURS]
    kept = f" {{: {' '.join(others)} }}" if others else ""
    return _Heading(
        plain,
        kept,
        settled,
        corrects=given.get("corrects", "").strip(),
        former=tuple(given.get("former", "").split()),
        by=given.get("by", "").strip(),
        key=given.get("key", "").strip(),
    )


def _quoted(attribute: str) -> str:
    """Return *attribute* as a list of Python-Markdown's holds it."""
    name, equals, value = attribute.partition("=")
    return f'{name}="{value}"' if equals and " " in value else attribute


def _date_or_instant(written: str) -> date | datetime:
    try:
        if len(written) == len("2014-06-17"):
            return date.fromisoformat(written)
        instant = datetime.fromisoformat(written)
    except ValueError:
        instant = None
    if instant is None or instant.utcoffset() is None:
        message = f"datetime={written} is no date; write 2014-06-17 or 2014-06-17T18:20-04:00"
        raise _UnsettledError(message)
    return instant


def _rebuild(root: ET.Element, reading: _Reading, story: Story) -> list[ET.Element]:
    """Put the lead and the sections into the tree in the order of the page.

    Returns the elements at which the story can be cut: these, and the stamps.
    """
    root[:] = []
    if reading.lead:
        lead = ET.SubElement(root, "div", {"class": "lead"})
        lead.extend(reading.lead)
    days = {anchor: header.printed for anchor, header in story.shown_days.items()}
    stamps: list[ET.Element] = []
    for update in story.on_page:
        section = ET.SubElement(root, "section", _attributes(update))
        heading = reading.headings[update.source]
        day = days.get(update.anchor, "")
        stamps += _head(heading, update, reading.attributes[update.source], day)
        section.append(heading)
        section.extend(_signature(update))
        section.extend(reading.bodies[update.source])
    return [*root, *stamps]


def _attributes(update: Update) -> dict[str, str]:
    attributes = {
        "class": "update",
        "id": update.anchor,
        "data-kind": update.kind.value,
        "data-precision": update.precision.value,
    }
    if update.flags:
        attributes["data-inferred"] = " ".join(update.flags)
    if update.corrects:
        attributes["data-corrects"] = update.corrects
    return attributes


def _head(heading: ET.Element, update: Update, attributes: str, day: str) -> list[ET.Element]:
    """Write the former anchors, the *day* above it, label, stamp and headline into a *heading*.

    Returns the element of the stamp, if one was printed.
    """
    headline = f" {update.headline}" if update.headline else ""
    is_label = bool(update.label) and not update.stamp and not headline
    heading.text = ""
    for former in update.former:
        ET.SubElement(heading, "span", {"class": "former", "id": former}).text = AtomicString("")
    parts = [("day", day), ("label", update.label)]
    for name, said in parts:
        if said and not (is_label and name == "label"):
            _spaced(ET.SubElement(heading, "span", {"class": name}), heading).text = AtomicString(
                said
            )
    stamps = []
    if update.stamp:
        when = update.machine_time
        name, given = ("time", {"datetime": when}) if when else ("span", {"class": "stamp"})
        stamp = _spaced(ET.SubElement(heading, name, given), heading)
        stamp.text = AtomicString(update.stamp)
        stamps.append(stamp)
    rest = AtomicString(update.label + attributes) if is_label else headline + attributes
    if len(heading) == 0:
        heading.text = rest
    elif rest:
        heading[-1].tail = rest
    return stamps


def _spaced(made: ET.Element, heading: ET.Element) -> ET.Element:
    """Part *made*, the last element of *heading*, from the words before it."""
    if len(heading) > 1 and heading[-2].text:
        heading[-2].tail = " "
    return made


def _signature(update: Update) -> list[ET.Element]:
    """Return the line that says who wrote *update* and that it is a key event, if its heading does.

    The names stand between spaces alone: what parts them is the theme's.
    """
    if not update.authors and not update.key_mark:
        return []
    line = ET.Element("p", {"class": "signature"})
    listed = [("key", update.key_mark)] if update.key_mark else []
    listed += [("author", name) for name in update.authors]
    for name, said in listed:
        part = ET.SubElement(line, "span", {"class": name})
        part.text = AtomicString(said)
        part.tail = " "
    line[-1].tail = None
    return [line]


def _number_notes(md: Markdown, root: ET.Element) -> None:
    """Number the notes as the page, and not the source, comes to them."""
    for extension in md.registeredExtensions:
        if isinstance(extension, FootnoteExtension) and extension.footnotes:
            notes = extension.footnotes
            marks = list(dict.fromkeys(_NOTE_MARK.findall("".join(root.itertext()))))
            for mark in [*marks, *[one for one in notes if one not in marks]]:
                if mark in notes:
                    notes.move_to_end(mark)
